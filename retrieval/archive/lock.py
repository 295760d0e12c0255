"""One process writes at a time; the lock names its owner and dies with it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.disk import writing
from retrieval.errors import ArchiveBusyError

_PROCESS = re.compile(r"process (\d+),")


@contextmanager
def writer_lock(archive: Path) -> Iterator[None]:
    """Hold the writer's lock of the archive file `archive`.

    Raises `ArchiveBusyError`, naming the owner, where another process holds it, and
    `ArchiveReadOnlyError` or `ArchiveFullError` where the folder cannot be written.
    """
    owner = archive.with_name("writer.txt")
    lock = FileLock(archive.with_name("writer.lock"))
    with writing(archive):
        archive.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise ArchiveBusyError(archive, _read(owner)) from None
    try:
        with suppress(OSError):  # the lock holds without a name, too
            owner.write_text(_name(), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def _name() -> str:
    """This process, for a reader who wonders who is writing."""
    program = Path(sys.argv[0]).name
    return f"process {os.getpid()}, {program}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _read(owner: Path) -> str:
    """Who holds the lock; a note that a killed process left names nobody."""
    try:
        note = owner.read_text(encoding="utf-8", errors="replace")
    except OSError:
        note = ""
    match = _PROCESS.match(note)
    return note if match and _alive(int(match[1])) else "starting"


def _alive(process: int) -> bool:
    if os.name == "nt":  # where signal 0 would end the process
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
