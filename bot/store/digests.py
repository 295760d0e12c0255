"""Digests that servers set up, and which of their slots were begun and done."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.digest.decide import News, Slot, Subscription
from bot.digest.schedule import Schedule

COLUMNS = (
    "id, server_id, channel_id, creator_id, tag, weekday, hour, minute, zone, made_at, stopped"
)


def add(
    connection: sqlite3.Connection,
    place: tuple[int, int, int],
    tag: str | None,
    schedule: Schedule,
    now: float,
) -> int:
    """Stores a digest and returns its number; `place` is server, channel and creator."""
    cursor = connection.execute(
        "INSERT INTO subscriptions (server_id, channel_id, creator_id, tag, weekday, hour, minute,"
        " zone, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*place, tag, schedule.weekday, schedule.hour, schedule.minute, schedule.zone, now),
    )
    return int(cursor.lastrowid or 0)


def remove(connection: sqlite3.Connection, server_id: int, subscription_id: int) -> bool:
    """Deletes a digest of that server; False where it has none of that number."""
    cursor = connection.execute(
        "DELETE FROM subscriptions WHERE id = ? AND server_id = ?", (subscription_id, server_id)
    )
    return cursor.rowcount == 1


def of_server(connection: sqlite3.Connection, server_id: int) -> tuple[Subscription, ...]:
    """The digests of a server, stopped ones included, in the order they were set up."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM subscriptions WHERE server_id = ? ORDER BY id", (server_id,)
    )
    return tuple(map(_subscription, rows))


def with_newest_slot(
    connection: sqlite3.Connection,
) -> tuple[tuple[Subscription, Slot | None], ...]:
    """Every digest that is not stopped, with the newest slot of it that was begun."""
    rows = connection.execute(
        f"SELECT {COLUMNS}, day, state, claimed_at, article_ids, more FROM subscriptions "
        "LEFT JOIN slots ON subscription_id = id "
        "AND day = (SELECT max(day) FROM slots WHERE subscription_id = subscriptions.id) "
        "WHERE stopped IS NULL ORDER BY id"
    )
    return tuple((_subscription(row[:11]), _slot(row[11:])) for row in rows)


def claim(connection: sqlite3.Connection, subscription_id: int, day: date, now: float) -> bool:
    """True for the one who begins this slot; False where it was begun, or the digest is gone."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO slots (subscription_id, day, state, claimed_at) "
        "SELECT id, ?, 'claimed', ? FROM subscriptions WHERE id = ?",
        (day.isoformat(), now, subscription_id),
    )
    return cursor.rowcount == 1


def intend(
    connection: sqlite3.Connection,
    subscription_id: int,
    day: date,
    intended: News,
    known: Sequence[str],
) -> None:
    """Writes down what the slot will post before it is posted; what is `known` is new no more."""
    connection.execute(
        "UPDATE slots SET article_ids = ?, more = ? WHERE subscription_id = ? AND day = ?",
        (json.dumps(intended.article_ids), intended.more, subscription_id, day.isoformat()),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO seen SELECT id, ? FROM subscriptions WHERE id = ?",
        [(article_id, subscription_id) for article_id in known],
    )


def finish(
    connection: sqlite3.Connection, subscription_id: int, day: date, message_id: int | None
) -> None:
    """Ends the slot; `message_id` is None where nothing was posted, or nothing is known of it."""
    connection.execute(
        "UPDATE slots SET state = 'done', message_id = ? WHERE subscription_id = ? AND day = ?",
        (message_id, subscription_id, day.isoformat()),
    )


def unsee(connection: sqlite3.Connection, subscription_id: int, article_ids: Sequence[str]) -> None:
    """What was to be posted and never was is new again."""
    connection.executemany(
        "DELETE FROM seen WHERE subscription_id = ? AND article_id = ?",
        [(subscription_id, article_id) for article_id in article_ids],
    )


def seen(connection: sqlite3.Connection, subscription_id: int) -> frozenset[str]:
    """The articles that are not new to this digest."""
    rows = connection.execute(
        "SELECT article_id FROM seen WHERE subscription_id = ?", (subscription_id,)
    )
    return frozenset(row[0] for row in rows)


def stop(connection: sqlite3.Connection, subscription_id: int, reason: str) -> None:
    """The digest posts no more; `reason` is shown in the list of digests."""
    connection.execute(
        "UPDATE subscriptions SET stopped = ? WHERE id = ?", (reason, subscription_id)
    )


def _subscription(row: Sequence[Any]) -> Subscription:
    identity, server, channel, creator, tag, weekday, hour, minute, zone, made_at, stopped = row
    schedule = Schedule(weekday=weekday, hour=hour, minute=minute, zone=zone)
    return Subscription(
        id=identity,
        server_id=server,
        channel_id=channel,
        creator_id=creator,
        tag=tag,
        schedule=schedule,
        made_at=datetime.fromtimestamp(made_at, UTC),
        stopped=stopped,
    )


def _slot(row: Sequence[Any]) -> Slot | None:
    day, state, claimed_at, article_ids, more = row
    if day is None:
        return None
    return Slot(
        day=date.fromisoformat(day),
        done=state == "done",
        claimed_at=datetime.fromtimestamp(claimed_at, UTC),
        article_ids=tuple(json.loads(article_ids)) if article_ids else None,
        more=more,
    )
