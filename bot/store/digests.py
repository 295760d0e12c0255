"""Digests that servers set up, and which of their slots were begun and done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from bot.digest.decide import News, Slot, Subscription
from bot.digest.schedule import Schedule
from bot.store.processes import lives
from bot.store.schema import seen as had
from bot.store.schema import slots, subscriptions
from retrieval.archive.columns import NUMBER, TEXT
from retrieval.database import insert_into


def add(
    connection: Connection,
    place: tuple[int, int, int],
    tag: str | None,
    schedule: Schedule,
    now: float,
) -> int:
    """Stores a digest and returns its number; `place` is server, channel and creator."""
    server_id, channel_id, creator_id = place
    new = insert(subscriptions).values(
        server_id=server_id,
        channel_id=channel_id,
        creator_id=creator_id,
        tag=tag,
        weekday=schedule.weekday,
        hour=schedule.hour,
        minute=schedule.minute,
        zone=schedule.zone,
        made_at=now,
    )
    return int(connection.execute(new.returning(subscriptions.c.id)).scalar_one())


def remove(connection: Connection, server_id: int, subscription_id: int) -> bool:
    """Deletes a digest of that server; False where it has none of that number."""
    it = (subscriptions.c.id == subscription_id, subscriptions.c.server_id == server_id)
    return connection.execute(delete(subscriptions).where(*it)).rowcount == 1


def of_server(connection: Connection, server_id: int) -> tuple[Subscription, ...]:
    """The digests of a server, stopped ones included, in the order they were set up."""
    theirs = subscriptions.c.server_id == server_id
    rows = connection.execute(select(subscriptions).where(theirs).order_by(subscriptions.c.id))
    return tuple(map(_subscription, rows))


def with_newest_slot(
    connection: Connection, process_id: str
) -> tuple[tuple[Subscription, Slot | None], ...]:
    """Every digest that is not stopped, with the newest slot of it that was begun."""
    other = slots.alias()
    newest = (
        select(func.max(other.c.day))
        .where(other.c.subscription_id == subscriptions.c.id)
        .scalar_subquery()
    )
    held = and_(slots.c.owner != process_id, lives(slots.c.owner)).label("held")
    of_it = and_(slots.c.subscription_id == subscriptions.c.id, slots.c.day == newest)
    rows = connection.execute(
        select(subscriptions, *slots.c, held)
        .select_from(subscriptions.outerjoin(slots, of_it))
        .where(subscriptions.c.stopped.is_(None))
        .order_by(subscriptions.c.id)
    )
    return tuple((_subscription(row), _slot(row)) for row in rows)


def claim(
    connection: Connection, subscription_id: int, day: date, process_id: str, now: float
) -> bool:
    """True for the one who begins this slot; False where it was begun, or the digest is gone."""
    begun = select(
        subscriptions.c.id,
        literal(day.isoformat(), TEXT),
        literal("claimed", TEXT),
        literal(now, NUMBER),
        literal(process_id, TEXT),
    ).where(subscriptions.c.id == subscription_id)
    new = insert_into(connection, slots).from_select(
        ["subscription_id", "day", "state", "claimed_at", "owner"], begun
    )
    claimed = new.on_conflict_do_nothing().returning(slots.c.day)
    return connection.scalar(claimed) is not None


def take_over(
    connection: Connection, subscription_id: int, day: date, process_id: str
) -> Slot | None:
    """The slot as it stands, for the one who goes on with it: its owner, or, once that lives no
    more, whoever is first; None for others."""
    free = or_(slots.c.owner.is_(None), slots.c.owner == process_id, not_(lives(slots.c.owner)))
    begun = (*_of(subscription_id, day), slots.c.state == "claimed", free)
    taken = update(slots).where(*begun).values(owner=process_id)
    row = connection.execute(taken.returning(*slots.c, literal(0).label("held"))).first()
    return None if row is None else _slot(row)


def owns(connection: Connection, subscription_id: int, day: date, process_id: str) -> bool:
    """True while the slot is begun and nobody took it over from the process."""
    mine = (*_of(subscription_id, day), slots.c.state == "claimed", slots.c.owner == process_id)
    return connection.scalar(select(slots.c.day).where(*mine)) is not None


def intend(
    connection: Connection,
    subscription_id: int,
    day: date,
    intended: News,
    known: Sequence[str],
) -> None:
    """Writes down what the slot will post before it is posted; what is `known` is new no more."""
    connection.execute(
        update(slots)
        .where(*_of(subscription_id, day))
        .values(article_ids=json.dumps(intended.article_ids), more=intended.more)
    )
    if not known:
        return
    article = select(subscriptions.c.id, bindparam("article", type_=TEXT))
    new = insert_into(connection, had).from_select(
        ["subscription_id", "article_id"], article.where(subscriptions.c.id == subscription_id)
    )
    connection.execute(new.on_conflict_do_nothing(), [{"article": each} for each in known])


def finish(connection: Connection, subscription_id: int, day: date, message_id: int | None) -> None:
    """Ends the slot; `message_id` is None where nothing was posted, or nothing is known of it."""
    connection.execute(
        update(slots).where(*_of(subscription_id, day)).values(state="done", message_id=message_id)
    )


def unsee(connection: Connection, subscription_id: int, article_ids: Sequence[str]) -> None:
    """What was to be posted and never was is new again."""
    connection.execute(
        delete(had).where(
            had.c.subscription_id == subscription_id, had.c.article_id.in_(article_ids)
        )
    )


def seen(connection: Connection, subscription_id: int) -> frozenset[str]:
    """The articles that are not new to this digest."""
    theirs = select(had.c.article_id).where(had.c.subscription_id == subscription_id)
    return frozenset(connection.scalars(theirs))


def stop(connection: Connection, subscription_id: int, reason: str) -> None:
    """The digest posts no more; `reason` is shown in the list of digests."""
    it = subscriptions.c.id == subscription_id
    connection.execute(update(subscriptions).where(it).values(stopped=reason))


def _of(subscription_id: int, day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return slots.c.subscription_id == subscription_id, slots.c.day == day.isoformat()


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        server_id=row.server_id,
        channel_id=row.channel_id,
        creator_id=row.creator_id,
        tag=row.tag,
        schedule=Schedule(weekday=row.weekday, hour=row.hour, minute=row.minute, zone=row.zone),
        made_at=datetime.fromtimestamp(row.made_at, UTC),
        stopped=row.stopped,
    )


def _slot(row: Row[Any]) -> Slot | None:
    if row.day is None:
        return None
    return Slot(
        day=date.fromisoformat(row.day),
        done=row.state == "done",
        held=bool(row.held),
        claimed_at=datetime.fromtimestamp(row.claimed_at, UTC),
        article_ids=tuple(json.loads(row.article_ids)) if row.article_ids else None,
        more=row.more,
    )
