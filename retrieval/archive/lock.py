"""One process writes at a time; the lock names its owner and dies with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import ArchiveBusyError, ArchiveReadOnlyError


@contextmanager
def writer_lock(archive: Path) -> Iterator[None]:
    """Hold the writer's lock of the archive file `archive`.

    Raises `ArchiveBusyError`, naming the owner, where another process holds it, and
    `ArchiveReadOnlyError` where the folder cannot be written.
    """
    owner = archive.with_name("writer.txt")
    lock = FileLock(archive.with_name("writer.lock"))
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise ArchiveBusyError(archive, _read(owner)) from None
    except OSError:
        raise ArchiveReadOnlyError(archive) from None
    try:
        owner.write_text(
            f"process {os.getpid()}, {Path(sys.argv[0]).name}, "
            f"since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
            encoding="utf-8",
        )
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _read(owner: Path) -> str:
    try:
        return owner.read_text(encoding="utf-8") or "starting"
    except OSError:
        return "starting"
