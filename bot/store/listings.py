"""Which articles a list shows, so that its page buttons work after a restart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from bot.store.schema import listings


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The articles of a list, by id, in the order shown."""

    tag: str | None
    article_ids: tuple[str, ...]


def keep(
    connection: Connection,
    member_id: int,
    tag: str | None,
    article_ids: Sequence[str],
    now: float,
) -> int:
    """Stores a list and returns its number."""
    new = insert(listings).values(
        member_id=member_id, tag=tag, article_ids=json.dumps(list(article_ids)), made_at=now
    )
    return int(connection.execute(new.returning(listings.c.id)).scalar_one())


def find(connection: Connection, listing_id: int) -> Listing | None:
    """The list of that number, or None once it is forgotten."""
    row = connection.execute(
        select(listings.c.tag, listings.c.article_ids).where(listings.c.id == listing_id)
    ).first()
    return Listing(tag=row[0], article_ids=tuple(json.loads(row[1]))) if row else None
