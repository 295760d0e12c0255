"""The whole archive as one file, made while others read and write it, and put back.

By SQLite's online backup (https://www.sqlite.org/backup.html): a copy of one moment. A server's
archive is copied row by row, and the file can be restored to either kind: so an archive moves.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from retrieval.archive.file import file_version, open_as_it_is, writable
from retrieval.archive.opening import open_for_writing
from retrieval.database import Location, connect_file
from retrieval.errors import (
    ArchiveCorruptError,
    ArchiveEmptyError,
    ArchiveError,
    BackupError,
    MissingSourceError,
)


def back_up(archive: Location, file: Path) -> None:
    """Write all of `archive` to `file`, which is there whole or not at all.

    A server's archive becomes an SQLite file, too. An earlier backup is replaced, and no other
    file. Raises `BackupError` or `ArchiveError`.
    """
    if isinstance(archive, URL):
        from retrieval.archive.transfer import dump

        _check_target(archive, file)
        with _whole(file) as unfinished:
            dump(archive, unfinished)
        return
    if not archive.is_file() or not archive.stat().st_size:
        raise ArchiveEmptyError(archive)
    _check_target(archive, file)
    with closing(open_as_it_is(archive)) as source:
        if not file_version(source):
            raise ArchiveEmptyError(archive)
        with _whole(file) as unfinished:
            _copy(source, unfinished)


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A name to write under, which becomes `file` when it is whole; raises `BackupError`."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        _unlink(unfinished)
        yield unfinished
        unfinished.replace(file)
        _sync(file.parent)
    except (OSError, sqlite3.OperationalError) as error:
        raise BackupError(file, f"cannot be written ({error})") from None
    except ArchiveError as error:
        if error.path != unfinished:
            raise
        raise BackupError(file, f"cannot be written ({error})") from None
    finally:
        _unlink(unfinished)


def restore(file: Path, archive: Location, before: Path) -> Path | None:
    """Put the backup `file` in the place of `archive`; hold `writer_lock` meanwhile.

    Whoever reads the archive sees it change from one moment to the next. The archive that was
    there is kept as `before`, which is returned; None where there was none. Raises
    `MissingSourceError`, `BackupError` or `ArchiveError`; the archive is then as it was.
    """
    _check_backup(file, archive)
    if isinstance(archive, URL):
        return _restore_to_server(file, archive, before)
    incoming = archive.with_name(f"{archive.name}.restoring")
    _unlink(incoming)
    try:
        with _reading(file) as source:
            _copy(source, incoming)
        with closing(_ready(incoming)) as ready:
            _count_on(ready, archive)
            kept = _keep(archive, before)
            _switch(ready, archive)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(file, f"was not restored ({error}); the archive is as it was") from None
    finally:
        _unlink(incoming)
    return kept


def _restore_to_server(file: Path, url: URL, before: Path) -> Path | None:
    from retrieval.archive.transfer import is_filled, load

    with TemporaryDirectory(prefix="citewire-") as folder:
        incoming = Path(folder) / "archive.sqlite"
        try:
            with _reading(file) as source:
                _copy(source, incoming)
        except (OSError, sqlite3.Error) as error:
            raise BackupError(file, f"was not restored ({error})") from None
        open_for_writing(incoming).dispose()  # one of an earlier version is migrated
        filled = is_filled(url)
        if filled:
            before.parent.mkdir(parents=True, exist_ok=True)
            back_up(url, before)
        load(incoming, url)
    return before if filled else None


def _check_target(archive: Location, file: Path) -> None:
    """Raise `BackupError` where `file` is anything but a place for a backup."""
    if file.exists() and (not file.is_file() or _same(file, archive)):
        raise BackupError(file, "is no place for a backup: name a new file")
    if file.exists() and file.stat().st_size:
        try:
            open_as_it_is(file).close()
        except ArchiveCorruptError:
            reason = "is there already and is no citewire archive: name another file"
            raise BackupError(file, reason) from None


def _same(file: Path, archive: Location) -> bool:
    return isinstance(archive, Path) and archive.exists() and file.samefile(archive)


def _check_backup(file: Path, archive: Location) -> None:
    """Raise where `file` is no whole archive of a version that we read."""
    if not file.exists():
        raise MissingSourceError(str(file))
    if not file.is_file() or _same(file, archive):
        raise BackupError(file, "is no backup")
    with _reading(file) as source:
        ((result, *_), *_) = source.execute("PRAGMA integrity_check(1)").fetchall()
        if not file_version(source):
            raise BackupError(file, "is no backup of citewire: it is empty")
    if result != "ok":
        raise BackupError(file, f"is damaged ({result}): restore another backup")


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A reader of a backup; what SQLite cannot read leaves as `BackupError`."""
    try:
        with closing(open_as_it_is(file)) as source:
            yield source
    except ArchiveCorruptError as error:
        raise BackupError(file, f"is no backup of citewire ({error.reason})") from None
    except sqlite3.DatabaseError as error:
        raise BackupError(file, f"is damaged ({error}): restore another backup") from None


def _copy(source: sqlite3.Connection, file: Path) -> None:
    """A file of its own, with no log beside it, on the disk when this returns."""
    with closing(sqlite3.connect(file, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _count_on(ready: sqlite3.Connection, archive: Path) -> None:
    """Ids and the revision never go back, or an index in use would point to other words."""
    counts = _counts(ready)
    for name, used in _used(archive).items():
        counts[name] = max(used, counts.get(name, 0))
    revision = counts.pop("revision") + 1
    ready.execute("UPDATE meta SET value = ? WHERE name = 'revision'", (revision,))
    ready.execute("DELETE FROM sqlite_sequence")
    ready.executemany("INSERT INTO sqlite_sequence VALUES (?, ?)", counts.items())


def _used(archive: Path) -> dict[str, int]:
    """How far the archive that is there has counted; nothing where it cannot be read."""
    try:
        with closing(open_as_it_is(archive)) as replaced:
            return _counts(replaced) if file_version(replaced) else {}
    except (ArchiveCorruptError, sqlite3.DatabaseError):
        return {}


def _counts(archive: sqlite3.Connection) -> dict[str, int]:
    """The highest id of each table so far, and the revision."""
    return dict(
        archive.execute(
            "SELECT name, seq FROM sqlite_sequence UNION ALL "
            "SELECT name, value FROM meta WHERE name = 'revision'"
        ).fetchall()
    )


def _keep(archive: Path, before: Path) -> Path | None:
    """Keep the archive that is there as `before`; None where there is none.

    One that SQLite cannot open any more is moved there as it is.
    """
    try:
        back_up(archive, before)
    except ArchiveEmptyError:
        return None
    except ArchiveCorruptError:
        archive.replace(before)
        for log in ("-wal", "-shm"):
            archive.with_name(archive.name + log).unlink(missing_ok=True)
    return before


def _switch(ready: sqlite3.Connection, archive: Path) -> None:
    """Into the file itself: readers that have it open see one transaction."""
    with closing(_ready(archive)) as target:
        ready.backup(target)


def _ready(archive: Path) -> sqlite3.Connection:
    """A writing connection to the archive, which is made and migrated where needed."""
    open_for_writing(archive).dispose()
    return connect_file(writable(archive))


def _sync(folder: Path) -> None:
    """Put the new name itself on the disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unlink(file: Path) -> None:
    """Remove an unfinished copy and what SQLite may have left beside it."""
    for name in (file.name, f"{file.name}-journal", f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)
