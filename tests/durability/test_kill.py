"""`kill -9` at any moment of a command that writes: what was said to be kept is kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from processes import Command, run_on_terminal

from retrieval.archive.store import Archive
from retrieval.index.generation import CURRENT, open_current
from retrieval.settings import DEFAULT_MODEL

KILLS, A_FOLDER = 50, 5
"""So many processes are killed, so many of them in one data folder before the next one lives."""

ROWS, WORDINGS = 300, 20
"""Articles that each command finds new, and how many wordings there are to encode among them."""

QUESTION = "What did Peskov say about sanctions?"


def row(number: int) -> dict[str, str]:
    """One article; its words come again, so that reading takes longer than encoding."""
    pier = number // ROWS * WORDINGS + number % WORDINGS
    return {
        "_id": f"notice-{number}",
        "title": f"Notice of pier {pier}",
        "text": f"“Pier {pier} is open again,” the mayor of Bergen said.\n\nIt was closed in May.",
    }


def grow(file: Path, rows: int) -> None:
    """Make `file` hold the first `rows` articles."""
    file.write_text("".join(json.dumps(row(number)) + "\n" for number in range(rows)))


def held(data: Path) -> dict[str, str]:
    """The text of each article in the archive, by id."""
    archive = Archive(data / "archive.sqlite")
    texts = {id_: article.text for id_ in archive.ids() if (article := archive.article(id_))}
    archive.close()
    return texts


def revision(data: Path) -> int:
    """Which revision of the archive the index in use holds; it is opened and verified."""
    return open_current(data / "index", DEFAULT_MODEL).manifest.revision


def moments(lives: dict[str, float]) -> Iterator[tuple[str, float]]:
    """A command and the second at which it dies, anywhere in the life of such a process."""
    dice = random.Random(20230509)
    for number in range(KILLS):
        command = "index" if number % 5 == 3 else "add"
        yield command, dice.uniform(0, lives[command])


def test_nothing_is_lost_at_any_of_50_moments(
    another: Callable[[str], Path], command: Command, tmp_path: Path
) -> None:
    """The next command works, the archive holds what was reported, the index serves, none piles."""
    file = tmp_path / "notices.jsonl"
    grow(file, ROWS)
    whole = another("whole")
    lives = {
        name: run_on_terminal(whole, *arguments).seconds
        for name, arguments in (("add", ("add", str(file))), ("index", ("index",)))
    }
    killed, dying = 0, moments(lives)
    for folder in range(KILLS // A_FOLDER):
        data = another(f"folder-{folder}")
        kept, known = held(data), revision(data)
        for number in range(1, A_FOLDER + 1):
            grow(file, number * ROWS)
            name, moment = next(dying)
            arguments = ("add", str(file)) if name == "add" else ("index",)
            ended = run_on_terminal(data, *arguments, kill_after=moment)
            assert ended.code in (0, -9), ended.err
            killed += ended.code == -9

            now = held(data)
            reported = {str(each["_id"]): each["text"] for each in map(row, range(ended.reported))}
            assert now.items() >= kept.items()
            assert now.items() >= reported.items()
            served = revision(data)
            assert served >= known
            asked = command(data, "ask", QUESTION)
            assert (asked.code, asked.err) == (0, "")
            kept, known = now, served

        done = command(data, "add", str(file))
        assert (done.code, held(data)["notice-1499"]) == (0, row(1499)["text"])
        assert json.loads(command(data, "status", "--json").out)["index_current"]
        assert len(held(data)) == 10 + A_FOLDER * ROWS
        assert_nothing_piles_up(data)
    assert killed > KILLS // 2


def assert_nothing_piles_up(data: Path) -> None:
    """After a writer that lived, there are two whole generations at most, and no other file."""
    generations = [path for path in (data / "index").iterdir() if path.is_dir()]
    assert len(generations) <= 2
    assert {path.name for path in (data / "index").iterdir() if path.is_file()} == {CURRENT}
    database = {"archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm"}
    assert {path.name for path in data.iterdir()} <= database | {"index", "models", "writer.lock"}
