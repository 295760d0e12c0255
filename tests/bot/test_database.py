"""The bot's database: migrated in order, whole transactions, one clear line when unusable."""

from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, inspect, make_url, text

from bot.errors import StoreError
from bot.store import answers, digests, gaps, meta
from bot.store.answers import Piece, StoredAnswer
from bot.store.database import Database
from bot.store.migrate import VERSION_TABLE, known_version
from bot.store.opening import open_memory
from bot.store.schema import VERSION, metadata
from retrieval.database import Location, server_engine

RELEASED = Path(__file__).with_name("released")
"""The migrations of the bots before Alembic, by number."""
ROWS = {
    1: "INSERT INTO meta VALUES ('a', 'b');"
    "INSERT INTO answers (member_id, private, pieces, made_at)"
    ' VALUES (5, 1, \'[["x", 1, 2, null, "00ff"]]\', 9.5);',
    2: "INSERT INTO buckets VALUES ('member', 5, 1.5, 9.5);",
    3: "INSERT INTO subscriptions VALUES (3, 7, 70, 5, NULL, NULL, 8, 0, 'UTC', 0.0, NULL);"
    "INSERT INTO slots VALUES (3, '2026-03-02', 'claimed', 60.0, '[\"x\"]', 2, NULL);"
    "INSERT INTO seen VALUES (3, 'x');",
    4: "INSERT INTO gap_servers VALUES (7); INSERT INTO gaps VALUES (7, 5, 'what?', 9.5);",
}


def test_migrations_are_numbered_without_a_gap() -> None:
    """1, 2, 3 and so on, up to the version that the program expects."""
    config = Config()
    config.set_main_option("script_location", "bot:store/migrations")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert [int(step.revision) for step in steps] == list(range(VERSION, 0, -1))


def test_the_migrations_make_the_tables_that_the_program_knows(engine: Engine) -> None:
    """Alembic finds no difference between the schema and a migrated database."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_file_of_an_older_bot_is_brought_up_and_keeps_its_rows(
    tmp_path: Path, version: int
) -> None:
    """Answers, digests and what they posted, cooldowns and gaps are as they were."""
    path = tmp_path / "bot.sqlite"
    with closing(sqlite3.connect(path)) as old:
        for number, script in enumerate(sorted(RELEASED.iterdir())[:version], 1):
            old.executescript(script.read_text() + ROWS[number])
        old.execute(f"PRAGMA user_version = {version}")
    engine = open_memory(path)
    with engine.connect() as connection:
        assert known_version(connection, path) == VERSION
        assert meta.read(connection, "a") == "b"
        piece = Piece(article_id="x", start=1, stop=2, speaker=None, fingerprint="00ff")
        kept = StoredAnswer(id=1, member_id=5, private=True, shared=False, pieces=(piece,))
        assert answers.find(connection, 1) == kept
        found = [slot for _, slot in digests.with_newest_slot(connection, "me")]
        if version >= 3:
            assert [(s.day.day, s.done, s.held, s.article_ids) for s in found if s] == [
                (2, False, False, ("x",))
            ]
            assert digests.seen(connection, 3) == {"x"}
        assert gaps.read(connection, 7, 10.0) == (("what?",) if version >= 4 else ())
    engine.dispose()


def test_an_older_file_gets_the_tables_of_a_new_one(tmp_path: Path) -> None:
    """Strict, with the same keys, but for the order of columns that were added."""
    old, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    with closing(sqlite3.connect(old)) as made:
        for script in sorted(RELEASED.iterdir()):
            made.executescript(script.read_text())
        made.execute("PRAGMA user_version = 4")
    listed = "SELECT name, wr, strict FROM pragma_table_list ORDER BY name"
    columns = (
        'SELECT t.name, c.name, c.type, c."notnull" AND NOT c.pk, c.pk FROM pragma_table_list t '
        "JOIN pragma_table_info(t.name) c ORDER BY t.name, c.name"
    )
    found = []
    for path in (old, new):
        open_memory(path).dispose()
        with closing(sqlite3.connect(path)) as connection:
            found.append([connection.execute(sql).fetchall() for sql in (listed, columns)])
    assert found[0] == found[1]


def test_a_newer_database_is_refused(engine: Engine, location: Location) -> None:
    """A database of a newer program is not touched."""
    newer = (
        "PRAGMA user_version = 99"
        if engine.dialect.name == "sqlite"
        else f"UPDATE {VERSION_TABLE} SET version_num = '0099'"
    )
    with engine.begin() as connection:
        connection.execute(text(newer))
    with pytest.raises(StoreError, match=r"a newer citewire made it \(schema 99\)"):
        open_memory(location)


def test_a_damaged_database_is_one_clear_line(tmp_path: Path) -> None:
    """No exception of SQLite's comes out."""
    path = tmp_path / "bot.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        open_memory(path)


def test_a_server_that_is_down_is_one_clear_line_without_the_password() -> None:
    """It says what to look at."""
    address = make_url("postgresql+psycopg://ada:hush-hush@127.0.0.1:9/news")
    with pytest.raises(StoreError, match=r"ada:\*\*\*@127.0.0.1:9/news cannot be used") as caught:
        open_memory(address)
    assert "See that its server runs" in str(caught.value)
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_wal_and_owner_only(tmp_path: Path) -> None:
    """Readers never wait for a writer, and other users of the machine cannot read it."""
    path = tmp_path / "bot.sqlite"
    with open_memory(path).connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA secure_delete")).scalar() == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_bot_has_a_schema_of_its_own(database: URL) -> None:
    """In PostgreSQL the archive's tables lie beside it, with names of their own."""
    with open_memory(database).connect() as connection:
        assert inspect(connection).get_table_names("public") == []
        assert "answers" in inspect(connection).get_table_names("citewire_bot")


def test_bots_that_start_together_bring_it_up_once(location: Location) -> None:
    """The second waits for the first, and finds it done."""
    together = threading.Barrier(3)

    def begin() -> int:
        together.wait()
        with open_memory(location).connect() as connection:
            return known_version(connection, location)

    with ThreadPoolExecutor(3) as threads:
        assert [f.result() for f in [threads.submit(begin) for _ in range(3)]] == [VERSION] * 3


async def test_a_failed_transaction_leaves_nothing(location: Location) -> None:
    """What was written before the error is gone, and the next transaction works."""
    database = Database(location)

    def half(connection: Connection) -> None:
        meta.write(connection, "half", "written")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await database.run(half)
    assert await database.run(lambda c: meta.read(c, "half")) is None
    await database.run(lambda c: meta.write(c, "whole", "1"), durable=True)
    assert await database.run(lambda c: meta.read(c, "whole")) == "1"
    database.close()


async def test_an_error_of_the_database_is_our_own(location: Location) -> None:
    """It says what the database said, and not what was to be written."""
    database = Database(location)
    with pytest.raises(StoreError) as caught:
        await database.run(lambda c: c.execute(text("SELECT 'secret' FROM nowhere")))
    assert "nowhere" in str(caught.value)
    assert "secret" not in str(caught.value)
    database.close()


async def test_a_server_that_was_away_is_found_again(database: URL) -> None:
    """A connection that was cut between two pieces of work is made anew."""
    memory, other = Database(database), server_engine(database, autocommit=True)
    await memory.run(lambda c: meta.write(c, "a", "b"))
    with other.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        assert connection.execute(text(f"{cut} AND datname = current_database()")).all() == [
            (True,)
        ]
    assert await memory.run(lambda c: meta.read(c, "a")) == "b"
    other.dispose()
    memory.close()


async def test_what_is_erased_stands_in_no_file(tmp_path: Path) -> None:
    """Not in the database and not in its log."""
    database = Database(tmp_path / "bot.sqlite")
    await database.run(lambda c: gaps.turn(c, 7, True))
    await database.run(lambda c: gaps.note(c, 7, 5, "a xylophone question", 9.0))
    await database.erase(lambda c: gaps.turn(c, 7, False))
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"xylophone" not in stored
    database.close()
