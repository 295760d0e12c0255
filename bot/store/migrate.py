"""Numbered migrations: `migrations/0001_….sql` and on, each applied whole, once, in order."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path

from bot.errors import StoreError


def migrations() -> tuple[tuple[int, str], ...]:
    """Every migration's number and SQL, in order; numbers count from 1 without a gap."""
    folder = files("bot.store") / "migrations"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple((int(f.name.partition("_")[0]), f.read_text("utf-8")) for f in scripts)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Brings the database to the newest number; its `user_version` says what it has.

    Raises `StoreError` where a newer program made it.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    steps = migrations()
    if version > steps[-1][0]:
        raise StoreError(path, f"a newer citewire made it (schema {version})")
    for number, script in steps:
        if number > version:
            connection.executescript(
                f"BEGIN IMMEDIATE; {script}\nPRAGMA user_version = {number}; COMMIT;"
            )
