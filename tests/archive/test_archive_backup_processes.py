"""Backups and restores among real processes: one that writes, one that reads, and killed ones."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from retrieval.archive.backup import back_up
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.types import Article

RESTORE = """
import sys
from pathlib import Path
from retrieval.archive.backup import restore
from retrieval.archive.lock import writer_lock
file, archive = map(Path, sys.argv[1:])
print("begun", flush=True)
with writer_lock(archive):
    restore(file, archive, archive.with_name("archive.sqlite.before-restore"))
"""
WRITE = """
import sys
from pathlib import Path
from retrieval.archive.writer import ArchiveWriter
from retrieval.types import Article
writer = ArchiveWriter(Path(sys.argv[1]))
for pair in range(100_000):
    with writer.transaction():
        for side in "ab":
            writer.put(Article(id=f"{pair}{side}", title="t", text=f"{pair}", source="s"))
    if not pair:
        print("begun", flush=True)
"""
READ = """
import sys
from pathlib import Path
from retrieval.archive.store import Archive
archive = Archive(Path(sys.argv[1]))
print("begun", flush=True)
for line in sys.stdin:
    print(",".join(sorted(archive.ids())), flush=True)
"""


@contextmanager
def process(script: str, *arguments: Path, repository: Path) -> Iterator[subprocess.Popen[str]]:
    """A Python process that has begun; it is killed at the end."""
    running = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "begun\n"
        yield running
    finally:
        running.kill()
        running.communicate()


def archive_of(path: Path, *ids: str, vectors: int = 0) -> Path:
    """An archive of these articles, made large by vectors."""
    writer = ArchiveWriter(path)
    with writer.transaction():
        for id_ in ids:
            writer.put(Article(id=id_, title=id_, text="Text.", source="s"))
    digests = [number.to_bytes(16, "big") for number in range(vectors)]
    writer.put_vectors("model", digests, np.ones((vectors, 384), dtype=np.float32))
    writer.close()
    return path


def test_a_backup_of_an_archive_that_another_process_fills(
    tmp_path: Path, repository: Path
) -> None:
    """Pairs that come in together are in it together; it is whole each time."""
    path = tmp_path / "archive.sqlite"
    with process(WRITE, path, repository=repository):
        for number in range(5):
            file = tmp_path / f"backup-{number}.sqlite"
            back_up(path, file)
            ids = set(Archive(file).ids())
            assert {f"{each[:-1]}a" for each in ids} | {f"{each[:-1]}b" for each in ids} == ids
            connection = sqlite3.connect(file)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.close()


def test_a_reader_in_another_process_sees_what_was_restored(
    tmp_path: Path, repository: Path
) -> None:
    """As a bot that runs for weeks."""
    path = archive_of(tmp_path / "archive.sqlite", "old")
    file = archive_of(tmp_path / "backup.sqlite", "new-1", "new-2")
    with process(READ, path, repository=repository) as reader:

        def seen() -> str:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert seen() == "old"
        with process(RESTORE, file, path, repository=repository) as restoring:
            assert restoring.wait() == 0
        assert seen() == "new-1,new-2"


def test_a_restore_that_is_killed_leaves_one_archive_or_the_other(
    tmp_path: Path, repository: Path
) -> None:
    """At any of twelve moments; it is whole, and the next restore works."""
    chance = random.Random(4)
    path = archive_of(tmp_path / "data" / "archive.sqlite", "x", vectors=20_000)
    files = [
        archive_of(tmp_path / "one.sqlite", "one-1", "one-2", vectors=20_000),
        archive_of(tmp_path / "two.sqlite", "two", vectors=10_000),
    ]
    began = time.monotonic()
    with process(RESTORE, files[0], path, repository=repository) as whole:
        assert whole.wait() == 0
    longest = time.monotonic() - began
    states = [{"one-1", "one-2"}, {"two"}]
    for turn in range(1, 13):
        with process(RESTORE, files[turn % 2], path, repository=repository):
            time.sleep(chance.uniform(0, longest))
        archive = Archive(path)
        assert set(archive.ids()) in states
        archive.close()
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    with process(RESTORE, files[1], path, repository=repository) as last:
        assert last.wait() == 0
    assert Archive(path).ids() == ("two",)
    assert not [*path.parent.glob("*.restoring*"), *path.parent.glob("*.unfinished*")]
