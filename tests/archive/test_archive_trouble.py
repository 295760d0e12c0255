"""Files that are no archive, folders that cannot be written, and a second writer."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from retrieval.archive.lock import writer_lock
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    ArchiveEmptyError,
    ArchiveError,
    ArchiveReadOnlyError,
)
from retrieval.types import Article

ARTICLE = Article(id="a1", title="One", text="Text.", source="s")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of an archive that holds one article."""
    path = tmp_path / "data" / "archive.sqlite"
    writer = ArchiveWriter(path)
    with writer.transaction():
        writer.put(ARTICLE)
    writer.close()
    return path


def test_no_archive_yet_is_empty(tmp_path: Path) -> None:
    """Neither a missing file nor one of no bytes holds anything."""
    (tmp_path / "archive.sqlite").touch()
    for path in (tmp_path / "no" / "archive.sqlite", tmp_path / "archive.sqlite"):
        with pytest.raises(ArchiveEmptyError, match="is empty: fill it with `citewire add FILE`"):
            Archive(path)


def test_an_archive_whose_making_was_interrupted_is_empty_and_can_be_filled(tmp_path: Path) -> None:
    """A process killed before its first table leaves a file that the next one takes up."""
    path = tmp_path / "archive.sqlite"
    begun = sqlite3.connect(path)
    begun.execute("PRAGMA journal_mode = WAL")
    begun.close()
    assert path.stat().st_size > 0
    with pytest.raises(ArchiveEmptyError):
        Archive(path)
    writer = ArchiveWriter(path)
    with writer.transaction():
        writer.put(ARTICLE)
    assert Archive(path).article("a1") == ARTICLE


@pytest.mark.parametrize(
    "content", [b"Dear reader, " * 500, b"\x00" * 8192, b"SQLite format 3\x00"]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    """The error names the file and says what to do."""
    path = tmp_path / "archive.sqlite"
    path.write_bytes(content)
    for open_it in (Archive, ArchiveWriter):
        with pytest.raises(ArchiveCorruptError, match="restore it from a copy") as caught:
            open_it(path)
        assert caught.value.path == path
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A browser's history is no archive, and gets no tables of ours."""
    path = tmp_path / "archive.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE history (url TEXT)")
    other.commit()
    for open_it in (Archive, ArchiveWriter):
        with pytest.raises(ArchiveCorruptError, match="made by another program"):
            open_it(path)
    assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("history",)]
    other.close()


def test_an_archive_of_a_newer_version_is_refused(path: Path) -> None:
    """An old program cannot know what the tables mean."""
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    for open_it in (Archive, ArchiveWriter):
        with pytest.raises(ArchiveError, match="written by a newer citewire: upgrade citewire"):
            open_it(path)


def test_a_damaged_archive_is_one_error(tmp_path: Path) -> None:
    """Pages overwritten in the middle are found when they are read, as our own error."""
    path = tmp_path / "archive.sqlite"
    writer = ArchiveWriter(path)
    with writer.transaction():
        for n in range(300):
            writer.put(Article(id=f"a{n}", title="t", text=f"{n} " * 200, source="s"))
    writer.close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(ArchiveCorruptError):
        list(Archive(path).newest(None, 500))


def test_a_read_only_archive_can_be_read_and_not_written(
    path: Path, read_only: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    """Reading needs no place to write; writing says what to do and changes nothing."""
    with read_only(path.parent) as folder:
        copy = folder / "archive.sqlite"
        assert Archive(copy).article("a1") == ARTICLE
        with pytest.raises(ArchiveReadOnlyError, match="make it writable") as caught:
            ArchiveWriter(copy).put(ARTICLE)
        assert "CITEWIRE_DATA" in str(caught.value)
        with pytest.raises(ArchiveReadOnlyError), writer_lock(copy):
            pass


def test_a_folder_that_cannot_be_made_is_read_only(tmp_path: Path) -> None:
    """A path below a file can never be written."""
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "data" / "archive.sqlite"
    with pytest.raises(ArchiveReadOnlyError), writer_lock(path):
        pass
    with pytest.raises(ArchiveReadOnlyError):
        ArchiveWriter(path)
    with pytest.raises(ArchiveEmptyError):
        Archive(path)


HOLDER = """
import sys
from pathlib import Path
from retrieval.archive.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(path: Path, repository: Path) -> subprocess.Popen[str]:
    """A process of its own that holds the writer's lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_the_first_is(
    path: Path, holder: subprocess.Popen[str]
) -> None:
    """It does not wait; reading goes on meanwhile; when the first ends, the next may write."""
    with pytest.raises(ArchiveBusyError) as caught, writer_lock(path):
        pass
    assert f"process {holder.pid}, " in caught.value.owner
    assert str(caught.value).endswith("wait for it to end.")
    assert Archive(path).article("a1") == ARTICLE
    holder.communicate("")
    with writer_lock(path):
        pass
    assert not path.with_name("writer.txt").exists()


def test_a_lock_dies_with_its_owner(path: Path, holder: subprocess.Popen[str]) -> None:
    """A killed process leaves no lock that someone would have to delete."""
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with writer_lock(path):
        owner = path.with_name("writer.txt").read_text(encoding="utf-8")
    assert str(holder.pid) not in owner


def test_one_process_has_one_writer_too(path: Path) -> None:
    """A bot that is already writing does not write twice at once."""
    with writer_lock(path), pytest.raises(ArchiveBusyError), writer_lock(path):
        pass
