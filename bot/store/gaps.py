"""Questions that found no answer: only of servers that turned this on, for 30 days."""

from __future__ import annotations

from sqlalchemy import Connection, delete, literal, select

from bot.store.schema import gap_servers, gaps
from retrieval.archive.columns import NUMBER, TEXT, WHOLE
from retrieval.database import insert_into

KEPT_SECONDS = 30 * 24 * 3600.0
"""Thirty days."""


def turn(connection: Connection, server_id: int, on: bool) -> None:
    """Whether this server's gaps are kept; turned off, what was kept of it is deleted."""
    if on:
        new = insert_into(connection, gap_servers).values(server_id=server_id)
        connection.execute(new.on_conflict_do_nothing())
    else:
        connection.execute(delete(gap_servers).where(gap_servers.c.server_id == server_id))


def kept(connection: Connection, server_id: int) -> bool:
    """True where the server turned it on."""
    row = select(gap_servers.c.server_id).where(gap_servers.c.server_id == server_id)
    return connection.scalar(row) is not None


def note(connection: Connection, server_id: int, member_id: int, question: str, now: float) -> None:
    """Keeps an unanswered question where the server turned that on, and forgets the old ones."""
    connection.execute(delete(gaps).where(gaps.c.asked_at < now - KEPT_SECONDS))
    asked = select(
        gap_servers.c.server_id,
        literal(member_id, WHOLE),
        literal(question, TEXT),
        literal(now, NUMBER),
    ).where(gap_servers.c.server_id == server_id)
    names = ["server_id", "member_id", "question", "asked_at"]
    connection.execute(insert_into(connection, gaps).from_select(names, asked))


def read(connection: Connection, server_id: int, now: float) -> tuple[str, ...]:
    """The questions of the last 30 days, newest first."""
    questions = (
        select(gaps.c.question)
        .where(gaps.c.server_id == server_id, gaps.c.asked_at >= now - KEPT_SECONDS)
        .order_by(gaps.c.asked_at.desc())
    )
    return tuple(connection.scalars(questions))
