"""The archive as one file and back, while others have it open, and files that are no backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from test_archive_migrations import OLD, make

from retrieval.archive.backup import back_up, restore
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.errors import ArchiveEmptyError, ArchiveError, BackupError, MissingSourceError
from retrieval.types import Article


def article(id_: str, text: str = "Text.") -> Article:
    """An article of that id."""
    return Article(id=id_, title=id_, text=text, source="s")


def before(archive: Path) -> Path:
    """Where a restore keeps the archive that it replaces."""
    return archive.with_name("archive.sqlite.before-restore")


def filled(path: Path, *ids: str) -> Path:
    """The archive at `path` with these articles."""
    writer = ArchiveWriter(path)
    with writer.transaction():
        for id_ in ids:
            writer.put(article(id_))
    writer.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of two articles."""
    return filled(tmp_path / "data" / "archive.sqlite", "a1", "a2")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday.sqlite"


def ids(path: Path) -> list[str]:
    """What stands in the archive."""
    archive = Archive(path)
    found = sorted(archive.ids())
    archive.close()
    return found


def test_a_backup_is_one_file_with_all_articles(path: Path, file: Path) -> None:
    """It is an archive itself, and needs no second file beside it."""
    back_up(path, file)
    assert [each.name for each in file.parent.iterdir()] == ["monday.sqlite"]
    assert ids(file) == ["a1", "a2"]
    assert [each.name for each in file.parent.iterdir()] == ["monday.sqlite"]


def test_a_backup_made_while_another_writes_is_of_one_moment(path: Path, file: Path) -> None:
    """Half a transaction is not in it; the writer goes on undisturbed."""
    writer = ArchiveWriter(path)
    with writer.transaction():
        writer.put(article("a3"))
        back_up(path, file)
        writer.put(article("a4"))
    writer.close()
    assert ids(file) == ["a1", "a2"]
    assert ids(path) == ["a1", "a2", "a3", "a4"]


def test_an_earlier_backup_is_replaced(path: Path, file: Path) -> None:
    """As a nightly job does, after a killed one, too."""
    back_up(path, file)
    file.with_name("monday.sqlite.unfinished").write_bytes(b"half")
    filled(path, "a3")
    back_up(path, file)
    assert ids(file) == ["a1", "a2", "a3"]
    assert [each.name for each in file.parent.iterdir()] == ["monday.sqlite"]


def test_no_other_file_is_overwritten(path: Path, file: Path) -> None:
    """Nor the archive itself, nor a folder; a folder that is not there is said."""
    file.write_text("Dear diary, " * 100)
    for target, word in (
        (file, "no citewire archive: name another file"),
        (path, "no place for a backup"),
        (file.parent, "no place for a backup"),
        (file.parent / "none" / "x.sqlite", "cannot be written"),
    ):
        with pytest.raises(BackupError, match=word):
            back_up(path, target)
    assert file.read_text().startswith("Dear diary")
    assert ids(path) == ["a1", "a2"]
    assert [each.name for each in file.parent.iterdir()] == ["monday.sqlite"]


def test_there_is_nothing_to_back_up_before_the_first_article(tmp_path: Path, file: Path) -> None:
    """No empty backup that looks like one."""
    with pytest.raises(ArchiveEmptyError):
        back_up(tmp_path / "archive.sqlite", file)
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_said(
    path: Path, read_only: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    """One line, and the archive is as it was."""
    with (
        read_only(path.parent) as folder,
        pytest.raises(BackupError, match="cannot be written"),
    ):
        back_up(folder / "archive.sqlite", folder / "copy.sqlite")
    assert ids(path) == ["a1", "a2"]


def test_open_readers_see_what_was_restored(path: Path, file: Path) -> None:
    """A bot need not be restarted; the archive that was replaced is kept."""
    back_up(path, file)
    reader = Archive(path)
    filled(path, "a3")
    assert len(reader.ids()) == 3
    kept = restore(file, path, before(path))
    assert sorted(reader.ids()) == ["a1", "a2"]
    assert reader.article("a3") is None
    assert kept == path.with_name("archive.sqlite.before-restore")
    assert ids(kept) == ["a1", "a2", "a3"]
    assert not path.with_name("archive.sqlite.restoring").exists()
    reader.close()


def test_after_a_restore_ids_and_the_revision_go_on(path: Path, file: Path) -> None:
    """An index of the replaced archive points to nothing, never to other words."""
    back_up(path, file)
    filled(path, "a3", "a4")
    writer = ArchiveWriter(path)
    used, revision = {passage for passage, *_ in writer.rows()}, writer.revision()
    writer.close()
    restore(file, path, before(path))
    writer = ArchiveWriter(path)
    assert writer.revision() > revision
    with writer.transaction():
        writer.put(article("new", "Other words."))
    assert max(passage for passage, *_ in writer.rows()) > max(used)
    writer.close()


def test_where_there_was_no_archive_nothing_is_kept(tmp_path: Path, path: Path, file: Path) -> None:
    """A new machine starts from the backup."""
    back_up(path, file)
    other = tmp_path / "other" / "archive.sqlite"
    other.parent.mkdir()
    assert restore(file, other, before(other)) is None
    assert ids(other) == ["a1", "a2"]
    connection = sqlite3.connect(other)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_damaged_archive_is_moved_aside(path: Path, file: Path) -> None:
    """What SQLite cannot open is kept as it is, byte for byte."""
    back_up(path, file)
    path.write_bytes(b"\x00\xff" * 4096)
    kept = restore(file, path, before(path))
    assert ids(path) == ["a1", "a2"]
    assert kept is not None
    assert kept.read_bytes() == b"\x00\xff" * 4096


def test_an_older_backup_is_migrated(path: Path, tmp_path: Path) -> None:
    """One made by the first version is an archive of this one afterwards; the file is not."""
    old = tmp_path / "old.sqlite"
    make(old, 1)
    restore(old, path, before(path))
    assert Archive(path).article("a1") == OLD
    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def damaged(backup: bytes) -> bytes:
    """A backup of which a page in the middle was overwritten."""
    middle = len(backup) // 8192 * 4096
    return backup[:middle] + b"\xff" * 4096 + backup[middle + 4096 :]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda backup: b"Dear diary, " * 500, "is no backup of citewire"),
        (lambda backup: b"", "is no backup of citewire: it is empty"),
        (damaged, "is damaged"),
        (lambda backup: backup[:4096], "is no backup of citewire"),
    ],
)
def test_what_is_no_whole_backup_is_refused(
    path: Path, file: Path, spoil: Callable[[bytes], bytes], word: str
) -> None:
    """The archive is as it was, and nothing is left beside it."""
    back_up(path, file)
    file.write_bytes(spoil(file.read_bytes()))
    filled(path, "a3")
    with pytest.raises(BackupError, match=word):
        restore(file, path, before(path))
    assert ids(path) == ["a1", "a2", "a3"]
    assert not list(path.parent.glob("*.restoring*"))
    assert not list(path.parent.glob("*.before-restore"))


def test_other_files_are_no_backups(path: Path, file: Path) -> None:
    """A missing one, the archive itself, a folder, another program's, a newer version's."""
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE t (x)")
    other.commit()
    other.close()
    newer = filled(file.with_name("newer.sqlite"), "a1")
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for wrong, error, word in (
        (file.with_name("none"), MissingSourceError, "no such file"),
        (path, BackupError, "is no backup"),
        (path.parent, BackupError, "is no backup"),
        (file, BackupError, "made by another program"),
        (newer, ArchiveError, "written by a newer citewire: upgrade citewire"),
    ):
        with pytest.raises(error, match=word):
            restore(wrong, path, before(path))
    assert ids(path) == ["a1", "a2"]
