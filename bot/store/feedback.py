"""Thumbs up and down: a member's latest vote on an answer."""

from __future__ import annotations

import sqlite3


def vote(connection: sqlite3.Connection, answer_id: int, member_id: int, value: int) -> bool:
    """Keeps +1 or -1 in place of the member's earlier vote; False where the answer is gone."""
    cursor = connection.execute(
        "INSERT INTO feedback SELECT id, ?, ? FROM answers WHERE id = ? "
        "ON CONFLICT DO UPDATE SET vote = excluded.vote",
        (member_id, value, answer_id),
    )
    return cursor.rowcount == 1


def totals(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many votes up and down are kept."""
    up, down = connection.execute(
        "SELECT count(*) FILTER (WHERE vote > 0), count(*) FILTER (WHERE vote < 0) FROM feedback"
    ).fetchone()
    return up, down
