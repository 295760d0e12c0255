"""A damaged index is found, said in one line, and rebuilt from the archive without encoding."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from processes import Command

from retrieval.app import Citewire
from retrieval.archive.lock import writer_lock
from retrieval.errors import IndexCorruptError
from retrieval.index.pointer import CURRENT, current
from retrieval.types import Answer, Question

QUESTION = "What did Peskov say about sanctions?"
PESKOV = Question(text=QUESTION)

Damage = Callable[[Path], None]


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def truncate(path: Path) -> None:
    """Cut a file off in its middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, tuple[Damage, str]] = {
    "truncated vectors": (
        lambda home: truncate(current(home) / "vectors.faiss"),
        "vectors.faiss is truncated",
    ),
    "a bit in the vectors": (
        lambda home: flip(current(home) / "vectors.faiss"),
        "vectors.faiss has changed since it was written",
    ),
    "a bit in the rows": (
        lambda home: flip(current(home) / "rows.npy"),
        "rows.npy has changed since it was written",
    ),
    "a bit in the manifest": (
        lambda home: flip(current(home) / "manifest.json"),
        "manifest.json ",
    ),
    "a lost lexical folder": (
        lambda home: shutil.rmtree(current(home) / "lexical"),
        "is missing",
    ),
    "a bit in the pointer": (
        lambda home: flip(home / CURRENT),
        "CURRENT names a generation that is not there",
    ),
    "a lost generation": (
        lambda home: shutil.rmtree(current(home)),
        "CURRENT names a generation that is not there",
    ),
}


def encoded(stages: list[tuple[str, int, int]]) -> int:
    """How many passages were to be encoded."""
    return max((total for stage, _, total in stages if stage == "Encoding passages"), default=0)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_is_rebuilt_by_the_next_question(
    seed_copy: Path, command: Command, name: str
) -> None:
    """One line on stderr says what was damaged; the answer is as before; the next is silent."""
    damage, said = DAMAGES[name]
    before = command(seed_copy, "ask", QUESTION, "--json")
    damage(seed_copy / "index")
    mended = command(seed_copy, "ask", QUESTION, "--json")
    assert (mended.code, mended.out) == (0, before.out)
    # A slow machine tells below how far it is.
    (notice,) = (line for line in mended.err.splitlines() if line.startswith("citewire: "))
    assert notice.startswith("citewire: The index is damaged: ")
    assert said in notice
    assert notice.endswith(" It is rebuilt from the archive; no article is lost.")
    after = command(seed_copy, "ask", QUESTION, "--json")
    assert (after.code, after.out, after.err) == (0, before.out, "")


def test_no_passage_is_encoded_again(seed_copy: Path, open_at: Callable[..., Citewire]) -> None:
    """The vectors come from the archive."""
    truncate(current(seed_copy / "index") / "vectors.faiss")
    stages: list[tuple[str, int, int]] = []
    notices: list[str] = []
    archive = open_at(seed_copy)
    archive.ensure_ready(lambda *stage: stages.append(stage), notices.append)
    assert ("Publishing the index", 0, 0) in stages
    assert encoded(stages) == 0
    assert len(notices) == 1
    assert isinstance(archive.ask(PESKOV), Answer)


def test_a_damaged_encoder_is_made_again(
    another: Callable[[str], Path], seed_data: Path, command: Command
) -> None:
    """It is exported anew from the installed model; no passage is encoded again."""
    data = another("data")
    (data / "models").unlink()
    shutil.copytree(seed_data / "models", data / "models")
    before = command(data, "ask", QUESTION, "--json")
    (network,) = (data / "models").glob("*/*.data")
    flip(network)
    mended = command(data, "ask", QUESTION, "--json")
    assert (mended.code, mended.out) == (0, before.out)
    assert mended.err.startswith(
        f"citewire: The index is damaged: {network.name} has changed since it was written. "
        "It is rebuilt"
    )
    assert command(data, "ask", QUESTION).err == ""


@pytest.mark.parametrize("name", DAMAGES)
def test_where_it_cannot_be_rebuilt_the_damage_is_said(
    seed_data: Path,
    read_only: Callable[[Path], AbstractContextManager[Path]],
    command: Command,
    tmp_path: Path,
    name: str,
) -> None:
    """A read-only folder: one line with what is damaged and what mends it."""
    damage, said = DAMAGES[name]
    data = tmp_path / "data"
    shutil.copytree(seed_data, data, ignore=shutil.ignore_patterns("*.data"))
    damage(data / "index")
    with read_only(data) as copy:
        refused = command(copy, "ask", QUESTION)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err
    assert refused.err.endswith(" Rebuild it with `citewire index`; no article is lost.\n")
    assert refused.err.count("\n") == 1


def test_while_another_process_writes_nothing_is_rebuilt(seed_copy: Path, command: Command) -> None:
    """The line says who writes: that process publishes a whole index when it is done."""
    truncate(current(seed_copy / "index") / "vectors.faiss")
    with writer_lock(seed_copy / "archive.sqlite"):
        refused = command(seed_copy, "ask", QUESTION)
    assert refused.code == 1
    assert refused.err.startswith("citewire: Another process is writing to ")
    assert refused.err.count("\n") == 1
    assert command(seed_copy, "ask", QUESTION).code == 0


@pytest.mark.parametrize(
    "name", ["a lost lexical folder", "a lost generation", "a bit in the rows"]
)
def test_a_running_bot_keeps_the_generation_it_has_open(
    seed_copy: Path, open_at: Callable[..., Citewire], name: str
) -> None:
    """What becomes of the files does not change its answers; a rebuilt index is taken up."""
    running = open_at(seed_copy)
    before = running.ask(PESKOV)
    assert isinstance(before, Answer)
    DAMAGES[name][0](seed_copy / "index")
    assert running.ask(PESKOV) == before
    open_at(seed_copy).ensure_ready()
    assert running.reload_if_new() is True
    assert running.ask(PESKOV) == before


def test_a_running_bot_that_finds_a_damaged_pointer_answers_on(
    seed_copy: Path, open_at: Callable[..., Citewire]
) -> None:
    """Looking for a newer index fails as our own error; what is open stays open."""
    running = open_at(seed_copy)
    before = running.ask(PESKOV)
    flip(seed_copy / "index" / CURRENT)
    with pytest.raises(IndexCorruptError):
        running.reload_if_new()
    assert running.ask(PESKOV) == before


def test_seeds_never_stand_in_for_a_lost_archive(seed_copy: Path, command: Command) -> None:
    """Where an index shows that there was one, its loss is said and nothing is made up for it."""
    for file in seed_copy.glob("archive.sqlite*"):
        file.unlink()
    refused = command(seed_copy, "ask", QUESTION)
    assert refused.code == 1
    assert "is empty: fill it with `citewire add FILE`" in refused.err
    assert not (seed_copy / "archive.sqlite").exists()
