"""Forgetting: what a member asks for, and what is simply old."""

from __future__ import annotations

import sqlite3

from bot.store.gaps import KEPT_SECONDS

ANSWERS_KEPT_SECONDS = 90 * 24 * 3600.0
"""Ninety days, after which the buttons of an answer no longer work."""


def forget_member(connection: sqlite3.Connection, member_id: int) -> int:
    """Deletes all that names the member and returns how many rows that were.

    Digests that the member set up go on for their server, without their creator's name. The
    cooldown stays: it holds a number only, and goes by itself once it is full.
    """
    deleted = sum(
        connection.execute(f"DELETE FROM {table} WHERE member_id = ?", (member_id,)).rowcount
        for table in ("feedback", "answers", "listings", "gaps")
    )
    anonymous = connection.execute(
        "UPDATE subscriptions SET creator_id = NULL WHERE creator_id = ?", (member_id,)
    )
    return deleted + anonymous.rowcount


def forget_old(connection: sqlite3.Connection, now: float) -> None:
    """Deletes answers and lists after 90 days and gaps after 30."""
    for table in ("answers", "listings"):
        connection.execute(f"DELETE FROM {table} WHERE made_at < ?", (now - ANSWERS_KEPT_SECONDS,))
    connection.execute("DELETE FROM gaps WHERE asked_at < ?", (now - KEPT_SECONDS,))


def forget_server(connection: sqlite3.Connection, server_id: int) -> None:
    """Deletes the digests and gaps of a server that the bot was removed from."""
    connection.execute("DELETE FROM subscriptions WHERE server_id = ?", (server_id,))
    connection.execute("DELETE FROM gap_servers WHERE server_id = ?", (server_id,))
