"""One process writes at a time; the lock names its owner and dies with it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL

from retrieval.archive.opening import WRITER
from retrieval.archive.trouble import reading_errors
from retrieval.database import Location, TakenError, held, place
from retrieval.disk import writing
from retrieval.errors import ArchiveBusyError

_PROCESS = re.compile(r"process (\d+),")


@contextmanager
def writer_lock(location: Location) -> Iterator[None]:
    """Hold the writer's lock of the archive, against all processes of all machines that share it.

    Raises `ArchiveBusyError`, naming the owner, where another process holds it, and
    `ArchiveReadOnlyError`, `ArchiveFullError` or `ArchiveUnreachableError`.
    """
    if isinstance(location, Path):
        with _file_lock(location):
            yield
    else:
        with _server_lock(location):
            yield


@contextmanager
def _server_lock(location: URL) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            with reading_errors(location):
                stack.enter_context(held(location, WRITER))
        except TakenError as error:
            raise ArchiveBusyError(place(location), error.owner) from None
        yield


@contextmanager
def _file_lock(archive: Path) -> Iterator[None]:
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
