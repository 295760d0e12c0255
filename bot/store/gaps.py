"""Questions that found no answer: only of servers that turned this on, for 30 days."""

from __future__ import annotations

import sqlite3

KEPT_SECONDS = 30 * 24 * 3600.0
"""Thirty days."""


def turn(connection: sqlite3.Connection, server_id: int, on: bool) -> None:
    """Whether this server's gaps are kept; turned off, what was kept of it is deleted."""
    statement = (
        "INSERT OR IGNORE INTO gap_servers VALUES (?)"
        if on
        else "DELETE FROM gap_servers WHERE server_id = ?"
    )
    connection.execute(statement, (server_id,))


def kept(connection: sqlite3.Connection, server_id: int) -> bool:
    """True where the server turned it on."""
    row = connection.execute("SELECT 1 FROM gap_servers WHERE server_id = ?", (server_id,))
    return row.fetchone() is not None


def note(
    connection: sqlite3.Connection, server_id: int, member_id: int, question: str, now: float
) -> None:
    """Keeps an unanswered question where the server turned that on, and forgets the old ones."""
    connection.execute("DELETE FROM gaps WHERE asked_at < ?", (now - KEPT_SECONDS,))
    connection.execute(
        "INSERT INTO gaps SELECT server_id, ?, ?, ? FROM gap_servers WHERE server_id = ?",
        (member_id, question, now, server_id),
    )


def read(connection: sqlite3.Connection, server_id: int, now: float) -> tuple[str, ...]:
    """The questions of the last 30 days, newest first."""
    rows = connection.execute(
        "SELECT question FROM gaps WHERE server_id = ? AND asked_at >= ? ORDER BY asked_at DESC",
        (server_id, now - KEPT_SECONDS),
    )
    return tuple(row[0] for row in rows)
