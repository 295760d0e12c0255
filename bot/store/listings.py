"""Which articles a list shows, so that its page buttons work after a restart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The articles of a list, by id, in the order shown."""

    tag: str | None
    article_ids: tuple[str, ...]


def keep(
    connection: sqlite3.Connection,
    member_id: int,
    tag: str | None,
    article_ids: Sequence[str],
    now: float,
) -> int:
    """Stores a list and returns its number."""
    cursor = connection.execute(
        "INSERT INTO listings (member_id, tag, article_ids, made_at) VALUES (?, ?, ?, ?)",
        (member_id, tag, json.dumps(list(article_ids)), now),
    )
    return int(cursor.lastrowid or 0)


def find(connection: sqlite3.Connection, listing_id: int) -> Listing | None:
    """The list of that number, or None once it is forgotten."""
    row = connection.execute(
        "SELECT tag, article_ids FROM listings WHERE id = ?", (listing_id,)
    ).fetchone()
    return Listing(tag=row[0], article_ids=tuple(json.loads(row[1]))) if row else None
