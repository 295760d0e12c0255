"""Forgetting: what a member asks for, and what is simply old."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, literal, select, update

from bot.store.dialect import clock
from bot.store.gaps import KEPT_SECONDS
from bot.store.schema import (
    answers,
    feedback,
    forgotten,
    gap_servers,
    gaps,
    listings,
    processes,
    subscriptions,
)
from retrieval.archive.columns import WHOLE
from retrieval.database import insert_into

ANSWERS_KEPT_SECONDS = 90 * 24 * 3600.0
"""Ninety days, after which the buttons of an answer no longer work."""

TOLD_SECONDS = 300.0
"""Five minutes, in which each process looks often for whom to forget."""


def forget_member(connection: Connection, member_id: int) -> int:
    """Deletes all that names the member and returns how many rows that were.

    Digests that the member set up go on for their server, without their creator's name. The
    cooldown stays: it holds a number only, and goes by itself once it is full.
    """
    deleted = sum(
        connection.execute(delete(table).where(table.c.member_id == member_id)).rowcount
        for table in (feedback, answers, listings, gaps)
    )
    theirs = subscriptions.c.creator_id == member_id
    anonymous = connection.execute(update(subscriptions).where(theirs).values(creator_id=None))
    return deleted + anonymous.rowcount


def tell_others(connection: Connection, member_id: int, process_id: str) -> None:
    """Has the other processes forget the member, too, where there are any: see `lately`."""
    others = exists().where(processes.c.id != process_id)
    new = insert_into(connection, forgotten).from_select(
        ["member_id", "at"], select(literal(member_id, WHOLE), clock()).where(others)
    )
    connection.execute(
        new.on_conflict_do_update(index_elements=["member_id"], set_={"at": new.excluded.at})
    )


def lately(connection: Connection) -> frozenset[tuple[int, float]]:
    """Who asked to be forgotten in the last minutes, and when; those before are dropped."""
    connection.execute(delete(forgotten).where(forgotten.c.at < clock() - TOLD_SECONDS))
    rows = connection.execute(select(forgotten.c.member_id, forgotten.c.at))
    return frozenset((row.member_id, row.at) for row in rows)


def forget_old(connection: Connection, now: float) -> None:
    """Deletes answers and lists after 90 days and gaps after 30."""
    for table in (answers, listings):
        connection.execute(delete(table).where(table.c.made_at < now - ANSWERS_KEPT_SECONDS))
    connection.execute(delete(gaps).where(gaps.c.asked_at < now - KEPT_SECONDS))


def forget_server(connection: Connection, server_id: int) -> None:
    """Deletes the digests and gaps of a server that the bot was removed from."""
    for table in (subscriptions, gap_servers):
        connection.execute(delete(table).where(table.c.server_id == server_id))
