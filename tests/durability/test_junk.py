"""Whatever stands in the files of a data folder, only our own errors come of it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import Command

from retrieval.app import Citewire
from retrieval.errors import CitewireError
from retrieval.types import Question

PAGE = 4096
"""Bytes of a page of an SQLite file; its first ones say what is in it."""

QUESTION = "What did Peskov say about sanctions?"


def damaged(content: bytes, dice: random.Random) -> bytes:
    """`content` with a few bits flipped: anywhere, or in the heads of pages."""
    bytes_ = bytearray(content)
    for _ in range(dice.choice((1, 3, 30))):
        at = dice.randrange(len(bytes_))
        if dice.random() < 0.5:
            at = min(at // PAGE * PAGE + dice.randrange(100), len(bytes_) - 1)
        bytes_[at] ^= 1 << dice.randrange(8)
    return bytes(bytes_)


def reading(archive: Citewire) -> Iterator[Callable[[], object]]:
    """The calls that read the archive's tables."""
    yield archive.tags
    yield archive.publishers
    yield lambda: archive.latest(None, 100)
    yield lambda: archive.latest("japan", 100)
    yield lambda: [archive.article(item.id) for item in archive.latest(None, 100).articles]
    yield lambda: archive.article("none")
    yield lambda: list(archive.statements())


def asking(archive: Citewire) -> Iterator[Callable[[], object]]:
    """The calls that need the index, too, and those that write."""
    yield archive.ensure_ready
    yield archive.status
    yield lambda: archive.ask(Question(text=QUESTION))
    yield lambda: archive.search(Question(text="treaty"), 50)
    yield archive.index
    yield lambda: archive.ask(Question(text=QUESTION))


@pytest.mark.parametrize(("calls", "copies"), [(reading, 300), (asking, 8)])
def test_flipped_bits_of_the_archive_are_our_own_errors(
    seed_data: Path,
    new_data: Path,
    open_at: Callable[..., Citewire],
    calls: Callable[[Citewire], Iterator[Callable[[], object]]],
    copies: int,
) -> None:
    """No vendor's exception escapes the library, wherever the bits are."""
    content = (seed_data / "archive.sqlite").read_bytes()
    shutil.copytree(seed_data / "index", new_data / "index")
    dice = random.Random(copies)
    said: list[str] = []
    for _ in range(copies):
        for rest in new_data.glob("archive.sqlite*"):
            rest.unlink()
        (new_data / "archive.sqlite").write_bytes(damaged(content, dice))
        for call in calls(open_at(new_data)):
            try:
                call()
            except CitewireError as error:
                said.append(str(error))
    assert said
    assert not any("\n" in line for line in said)


JUNK = (b"", b"\x00" * 5000, b"\xff" * 5000, b"{}", b"[1, 2", b"Dear reader, " * 300)

COMMANDS = (("ask", QUESTION), ("status",), ("latest",), ("index",), ("ask", QUESTION))


def test_junk_for_files_is_one_line_each(another: Callable[[str], Path], command: Command) -> None:
    """Two files of a data folder become junk: each command works, or says in one line why not."""
    dice = random.Random(7)
    codes = set()
    for number in range(5):
        data = another(f"data-{number}")
        index = sorted(path for path in (data / "index").rglob("*") if path.is_file())
        for path in (dice.choice(index), dice.choice([data / "archive.sqlite", *index])):
            path.write_bytes(dice.choice(JUNK))
        for arguments in COMMANDS:
            done = command(data, *arguments)
            codes.add(done.code)
            lines = done.err.splitlines()
            assert len(lines) <= 1, (arguments, done.err)
            assert all(line.startswith("citewire: ") for line in lines)
            assert "Unexpected" not in done.err
    # The archive itself is junk in the last folder.
    (data / "archive.sqlite").write_bytes(JUNK[-1])
    assert command(data, "ask", QUESTION).code == 1
    assert codes <= {0, 1, 2, 3}
