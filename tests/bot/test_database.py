"""The bot's database: migrated in order, whole transactions, one clear line when unusable."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import meta
from bot.store.database import Database, connect
from bot.store.migrate import migrations


def test_migrations_are_numbered_without_a_gap() -> None:
    """1, 2, 3 and so on."""
    numbers = [number for number, _ in migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_older_database_is_brought_up_and_keeps_its_rows(tmp_path: Path) -> None:
    """A file that stopped at migration 1 gets the rest, and its rows stay."""
    path = tmp_path / "bot.sqlite"
    old = sqlite3.connect(path)
    old.executescript(migrations()[0][1] + "PRAGMA user_version = 1;")
    old.execute("INSERT INTO meta VALUES ('a', 'b')")
    old.commit()
    old.close()
    connection = connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (migrations()[-1][0],)
    assert meta.read(connection, "a") == "b"
    assert connection.execute("SELECT count(*) FROM gaps").fetchone() == (0,)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a newer program is not touched."""
    path = tmp_path / "bot.sqlite"
    connect(path).execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"a newer citewire made it \(schema 99\)"):
        connect(path)


def test_a_damaged_database_is_one_clear_line(tmp_path: Path) -> None:
    """No exception of SQLite's comes out."""
    path = tmp_path / "bot.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        connect(path)


def test_wal_and_owner_only(tmp_path: Path) -> None:
    """Readers never wait for a writer, and other users of the machine cannot read it."""
    path = tmp_path / "bot.sqlite"
    connection = connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """What was written before the error is gone, and the next transaction works."""
    database = Database(tmp_path / "bot.sqlite")

    def half(connection: sqlite3.Connection) -> None:
        meta.write(connection, "half", "written")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await database.run(half)
    assert await database.run(lambda c: meta.read(c, "half")) is None
    await database.run(lambda c: meta.write(c, "whole", "1"), durable=True)
    assert await database.run(lambda c: meta.read(c, "whole")) == "1"
    database.close()
