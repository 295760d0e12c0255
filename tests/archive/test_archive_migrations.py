"""Archives of every earlier version, migrated by whoever opens them first."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from released import RELEASED

from retrieval.archive.copies import words_digest
from retrieval.archive.lock import writer_lock
from retrieval.archive.schema import VERSION
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.errors import ArchiveCorruptError, ArchiveError
from retrieval.types import Article, Span, Statement
from retrieval.upkeep import Source, Validators

OLD = Article(
    id="a1",
    title="Kremlin",
    text="“No,” Dmitry Peskov said.",
    source="old/a.jsonl",
    url="https://news.example/1",
    publisher="Meduza",
    published=datetime(2019, 2, 16, tzinfo=UTC),
    tags=("Japan",),
)


def make(path: Path, version: int) -> None:
    """An archive as the citewire of that `version` left it, with one article."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.create_function("words_digest", 2, words_digest)
    for step in RELEASED[:version]:
        connection.executescript(step)
    connection.execute(
        "INSERT INTO articles (id, title, text, url, publisher, publisher_key, published, tags, "
        "source, truncated, digest) VALUES (?, ?, ?, ?, ?, 'meduza', ?, ?, ?, 0, x'00')",
        (
            OLD.id,
            OLD.title,
            OLD.text,
            OLD.url,
            OLD.publisher,
            OLD.published.timestamp() if OLD.published else None,
            json.dumps(OLD.tags),
            OLD.source,
        ),
    )
    connection.execute("INSERT INTO tags VALUES (1, 'Japan', 'japan')")
    connection.execute("INSERT INTO passages VALUES (7, 1, 0, 25, x'00')")
    connection.execute("INSERT INTO statements VALUES (1, 1, 'Dmitry Peskov', '[[0, 5]]', 1)")
    connection.execute("UPDATE meta SET value = 1")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("PRAGMA application_id = 0x63697465")
    connection.close()


EARLIER = pytest.mark.parametrize("version", range(1, len(RELEASED) + 1))


def check(archive: Archive) -> None:
    """All that was there is there."""
    assert archive.article("a1") == OLD
    assert archive.passages([7])[0][0].span == Span(start=0, stop=25)
    assert list(archive.statements()) == [
        Statement(
            article_id="a1", speaker="Dmitry Peskov", spans=(Span(start=0, stop=5),), quoted=True
        )
    ]
    assert [tag.name for tag in archive.tags()] == ["Japan"]
    assert [told.passage_id for told in archive.told(["Dmitry Peskov"])] == [7]
    assert archive.spoken_in(["Dmitry Peskov"]) == {7}
    assert archive.last_read("a1") is None


@EARLIER
def test_a_writer_migrates(tmp_path: Path, version: int) -> None:
    """And goes on: what was there is known to be the same article."""
    path = tmp_path / "archive.sqlite"
    make(path, version)
    writer = ArchiveWriter(path)
    check(Archive(path))
    with writer.transaction():
        assert writer.put(OLD) == "changed"  # the digest above is none of ours
        assert writer.put(OLD) == "unchanged"
    writer.close()


@EARLIER
def test_a_reader_migrates_before_it_reads(tmp_path: Path, version: int) -> None:
    """After an upgrade a question needs no other command first."""
    path = tmp_path / "archive.sqlite"
    make(path, version)
    archive = Archive(path)
    check(archive)
    archive.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    triggers = connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")
    assert triggers.fetchone() == (0,)  # regrouping stories is the writer's work since version 5
    connection.close()


@EARLIER
def test_an_older_archive_that_cannot_be_written_says_what_to_do(
    tmp_path: Path, read_only: Callable[[Path], AbstractContextManager[Path]], version: int
) -> None:
    """One line, and nothing is changed."""
    folder = tmp_path / "data"
    folder.mkdir()
    make(folder / "archive.sqlite", version)
    with (
        read_only(folder) as data,
        pytest.raises(ArchiveError, match="older citewire: run `citewire index` once"),
    ):
        Archive(data / "archive.sqlite")


def test_a_reader_of_an_older_version_goes_on_while_another_migrates(tmp_path: Path) -> None:
    """A bot that was not restarted yet still finds its tables."""
    path = tmp_path / "archive.sqlite"
    make(path, 1)
    old = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert old.execute("SELECT id FROM articles").fetchall() == [("a1",)]
    ArchiveWriter(path).close()
    assert old.execute("SELECT id FROM articles").fetchall() == [("a1",)]
    old.close()


def test_a_reader_waits_for_the_one_that_migrates(tmp_path: Path) -> None:
    """Two commands begun at once after an upgrade both work."""
    path = tmp_path / "archive.sqlite"
    make(path, 1)
    with held_for_a_moment(path):
        check(Archive(path))


@contextmanager
def held_for_a_moment(path: Path) -> Iterator[None]:
    """Another writer that lets go of the lock after half a second."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writer_lock(path):
            taken.set()
            done.wait(0.5)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait()
    yield
    done.set()
    thread.join()


def test_the_files_of_the_first_version_are_sources(tmp_path: Path) -> None:
    """What was read before there was a list of sources is listed; when is unknown."""
    path = tmp_path / "archive.sqlite"
    make(path, 1)
    assert Archive(path).sources() == (
        Source(
            name="old/a.jsonl",
            location="old/a.jsonl",
            kind="file",
            follow=False,
            articles=1,
            last_try=None,
            last_read=None,
            error=None,
            failures=0,
            validators=Validators(),
        ),
    )


def test_a_damaged_statement_does_not_stop_a_migration(tmp_path: Path) -> None:
    """What is whole can be asked; who reads the damaged row is told."""
    path = tmp_path / "archive.sqlite"
    make(path, 4)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE statements SET spans = '[['")
    connection.close()
    archive = Archive(path)
    assert archive.article("a1") == OLD
    assert archive.spoken_in(["Dmitry Peskov"]) == frozenset()
    with pytest.raises(ArchiveCorruptError, match="a row is damaged"):
        list(archive.statements())
