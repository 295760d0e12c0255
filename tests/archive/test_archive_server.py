"""An archive in PostgreSQL: its lock, its backups, a server that is down, what stays secret."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray
from postgres_server import PASSWORD, address
from sqlalchemy import URL

from retrieval.archive.backup import back_up, restore
from retrieval.archive.lock import writer_lock
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.errors import (
    ArchiveBusyError,
    ArchiveEmptyError,
    ArchiveError,
    ArchiveReadOnlyError,
    ArchiveUnreachableError,
    BackupError,
)
from retrieval.types import Article

ARTICLE = Article(
    id="a1", title="1\0", text="“No,” Ann Lee said.\n\n\0", source="s", tags=("Zürich", "\ufdd0")
)

HOLDER = """
import sys
from retrieval.archive.lock import writer_lock
from retrieval.database import server
with writer_lock(server(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def filled(location: URL | Path, *articles: Article) -> None:
    """Put these into the archive."""
    with closing(ArchiveWriter(location)) as writer, writer.transaction():
        for article in articles:
            writer.put(article)


def ids(location: URL | Path) -> list[str]:
    """Those of all articles."""
    with closing(Archive(location)) as archive:
        return sorted(archive.ids())


def passages(writer: ArchiveWriter) -> NDArray[np.int64]:
    """All passages, as an index asks for them."""
    return np.array([passage for passage, *_ in writer.rows()])


@contextmanager
def holder(database: URL, repository: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that holds the writer's lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, address(database)],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_new_database_is_empty(database: URL) -> None:
    """Reading one makes nothing in it."""
    with pytest.raises(ArchiveEmptyError, match="is empty: fill it with `citewire add FILE`"):
        Archive(database)
    with psycopg.connect(address(database)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() == (0,)


def test_a_second_writer_is_told_who_the_first_is(database: URL, repository: Path) -> None:
    """On whichever machine that runs; it does not wait, and reading goes on."""
    filled(database, ARTICLE)
    with holder(database, repository) as first:
        with pytest.raises(ArchiveBusyError) as caught, writer_lock(database):
            pass
        assert caught.value.owner.startswith(f"process {first.pid} on ")
        assert PASSWORD not in str(caught.value)
        assert ids(database) == ["a1"]
        first.kill()
        first.communicate()
        with psycopg.connect(address(database), autocommit=True) as connection:
            # The server notices the death of its client a moment later.
            connection.execute(
                "SELECT pg_advisory_lock(classid::bigint << 32 | objid::bigint) "
                "FROM pg_locks WHERE locktype = 'advisory'"
            )
        with writer_lock(database), pytest.raises(ArchiveBusyError), writer_lock(database):
            pass


def test_the_lock_of_one_database_is_none_of_another(database: URL, postgres: URL) -> None:
    """Two archives of one server are written at once."""
    with writer_lock(database), writer_lock(postgres):
        pass


def test_an_archive_moves_to_a_server_and_back(database: URL, tmp_path: Path) -> None:
    """By `backup` and `restore`: words, vectors and all; each is kept where it is replaced."""
    file, before = tmp_path / "backup", tmp_path / "data" / "before"
    path = tmp_path / "archive.sqlite"
    filled(path, ARTICLE)
    with closing(ArchiveWriter(path)) as writer:
        lacking = writer.unencoded("m", passages(writer))
        writer.put_vectors("m", [each.digest for each in lacking], np.ones((1, 4), np.float32))
    back_up(path, file)
    assert restore(file, database, before) is None
    with closing(Archive(database)) as archive:
        assert archive.article("a1") == ARTICLE
        assert [tag.name for tag in archive.tags()] == ["Zürich", "\ufdd0"]
        assert [speaker.name for speaker in archive.speakers()] == ["Ann Lee"]
    with closing(ArchiveWriter(database)) as writer:
        assert writer.vectors("m", 4, passages(writer))[1].tolist() == [[1.0] * 4]

    filled(database, Article(id="a2", title="Two", text="Text.", source="s"))
    back_up(database, file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    other = tmp_path / "other.sqlite"
    restore(file, other, tmp_path / "unused")
    assert ids(other) == ["a1", "a2"]
    back_up(path, file)
    assert restore(file, database, before) == before
    assert (ids(database), ids(before)) == (["a1"], ["a1", "a2"])
    assert not list(tmp_path.rglob("*.unfinished*"))


def test_after_a_restore_ids_and_the_revision_go_on(database: URL, tmp_path: Path) -> None:
    """An index of the replaced archive points to nothing, never to other words."""
    filled(database, ARTICLE)
    back_up(database, tmp_path / "backup")
    filled(database, *(Article(id=f"b{n}", title="t", text=f"{n}", source="s") for n in range(5)))
    with closing(ArchiveWriter(database)) as writer:
        used, revision = max(passage for passage, *_ in writer.rows()), writer.revision()
    open_reader = Archive(database)
    restore(tmp_path / "backup", database, tmp_path / "before")
    assert open_reader.ids() == ("a1",)
    open_reader.close()
    filled(database, Article(id="new", title="New", text="Other words.", source="s"))
    with closing(ArchiveWriter(database)) as writer:
        assert writer.revision() > revision
        assert max(passage for passage, *_ in writer.rows()) > used
    restore(tmp_path / "backup", database, tmp_path / "before")
    back_up(database, tmp_path / "again")
    filled(tmp_path / "again", Article(id="x", title="X", text="More.", source="s"))
    with closing(ArchiveWriter(tmp_path / "again")) as writer:
        assert max(passage for passage, *_ in writer.rows()) > used + 1


def test_a_backup_that_cannot_be_restored_changes_nothing(database: URL, tmp_path: Path) -> None:
    """The error names the file; no password is in it."""
    filled(database, ARTICLE)
    (tmp_path / "junk").write_bytes(b"Dear diary, " * 500)
    with pytest.raises(BackupError, match="is no backup of citewire"):
        restore(tmp_path / "junk", database, tmp_path / "before")
    with pytest.raises(BackupError, match="cannot be written") as caught:
        back_up(database, tmp_path / "missing" / "file")
    assert PASSWORD not in str(caught.value)
    assert ids(database) == ["a1"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"port": 1}, "efused"),
        ({"password": "wrong-secret"}, "password authentication failed"),
        ({"database": "no_such"}, "does not exist"),
        ({"host": "no-such-host.invalid"}, "no-such-host.invalid"),
    ],
)
def test_a_server_that_does_not_let_us_in_is_one_line(
    database: URL, change: dict[str, object], said: str
) -> None:
    """It says what was heard and what to check, and never the password."""
    wrong = database.set(**change)  # type: ignore[arg-type]
    for open_it in (Archive, ArchiveWriter, lambda url: writer_lock(url).__enter__()):
        with pytest.raises(ArchiveUnreachableError, match="CITEWIRE_ARCHIVE") as caught:
            open_it(wrong)
        assert said in str(caught.value)
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_reader_outlives_a_restart_of_the_server(database: URL, postgres: URL) -> None:
    """A bot need not be restarted: a connection that is gone is made anew."""
    filled(database, ARTICLE)
    reader = Archive(database)
    assert reader.ids() == ("a1",)
    with psycopg.connect(address(postgres), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (database.database,),
        )
    assert reader.ids() == ("a1",)
    reader.close()


def test_a_writer_that_loses_its_server_says_so(database: URL) -> None:
    """What was not committed is not kept."""
    writer = ArchiveWriter(database)

    def lose() -> None:
        with writer.transaction():
            writer.put(ARTICLE)
            with psycopg.connect(address(database), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            writer.put(ARTICLE)

    with pytest.raises(ArchiveUnreachableError):
        lose()
    with writer.transaction():
        assert writer.put(ARTICLE) == "new"
    writer.close()


def test_a_user_who_may_only_read_can_ask_and_not_write(database: URL, postgres: URL) -> None:
    """The error says what to grant."""
    filled(database, ARTICLE)
    reader = database.set(username="reader", password="reads")
    with psycopg.connect(address(database), autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'reads'")
        try:
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
            assert ids(reader) == ["a1"]
            with pytest.raises(ArchiveReadOnlyError, match="give its user the right to write"):
                filled(reader, ARTICLE)
        finally:
            connection.execute("DROP OWNED BY reader; DROP ROLE reader")


def test_an_archive_of_a_newer_version_is_refused(database: URL) -> None:
    """An old program cannot know what the tables mean."""
    filled(database, ARTICLE)
    with psycopg.connect(address(database)) as connection:
        connection.execute("UPDATE archive_version SET version_num = '0099'")
    for open_it in (Archive, ArchiveWriter):
        with pytest.raises(ArchiveError, match="written by a newer citewire: upgrade citewire"):
            open_it(database)


def test_tables_of_another_program_are_left_alone(database: URL) -> None:
    """What is called as ours and is not ours is no archive."""
    with psycopg.connect(address(database)) as connection:
        connection.execute("CREATE TABLE articles (url text)")
    with pytest.raises(ArchiveError, match="already exists"):
        filled(database, ARTICLE)
    with pytest.raises(ArchiveEmptyError):
        Archive(database)


def test_the_writer_holds_the_lock_while_it_writes(database: URL) -> None:
    """As every command does; another that lost the lock and writes waits for the transaction."""
    with writer_lock(database):
        filled(database, ARTICLE)
    assert ids(database) == ["a1"]


@pytest.mark.parametrize(
    "facts", [{"id": "é" * 1_500}, {"publisher": "漢" * 900}, {"tags": ("a", "b" * 3_000)}]
)
def test_a_name_that_postgresql_cannot_index_is_left_out(
    database: URL, facts: dict[str, object]
) -> None:
    """The others of its source come in."""
    with closing(ArchiveWriter(database)) as writer, writer.transaction():
        assert writer.put(replace(ARTICLE, **facts)) == "too long"  # type: ignore[arg-type]
        assert writer.put(ARTICLE) == "new"
    assert ids(database) == ["a1"]
