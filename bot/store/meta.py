"""Single facts, by name."""

from __future__ import annotations

import sqlite3


def read(connection: sqlite3.Connection, key: str) -> str | None:
    """The fact named `key`, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def write(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keeps `value` under `key`, in place of what stood there."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
