"""`kill -9` at any moment of a command that writes: what was said to be kept is kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from processes import Command, run_on_terminal

from retrieval.archive.store import Archive
from retrieval.index.generation import verified
from retrieval.index.pointer import CURRENT, current
from retrieval.settings import DEFAULT_MODEL

KILLS, A_FOLDER = 50, 10
"""So many processes are killed, so many of them in one data folder before one may end its work."""

ROWS, WORDINGS = 80, 10
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
    """Which revision of the archive the index in use holds; it is verified."""
    return verified(current(data / "index"), DEFAULT_MODEL).revision


def test_nothing_is_lost_at_any_of_50_moments(
    another: Callable[[str], Path], command: Command, tmp_path: Path
) -> None:
    """The next command works, the archive holds what was reported, the index serves, none piles."""
    file, dice = tmp_path / "notices.jsonl", random.Random(20230509)
    commands = {"add": ("add", str(file)), "index": ("index",)}
    grow(file, ROWS)
    whole = another("whole")
    lives = {name: run_on_terminal(whole, *commands[name]).seconds for name in commands}
    for folder in range(KILLS // A_FOLDER):
        data = another(f"folder-{folder}")
        kept, known, killed, rows = held(data), revision(data), 0, 0
        while killed < A_FOLDER:
            rows += ROWS
            grow(file, rows)
            name = "index" if dice.random() < 0.2 else "add"
            moment = dice.uniform(0, lives[name])
            ended = run_on_terminal(data, *commands[name], kill_after=moment)
            assert ended.code in (0, -9), ended.err
            if ended.code == 0:  # before its moment came: such a process lives no longer than that
                lives[name] = ended.seconds
            killed += ended.code == -9

            now, served = held(data), revision(data)
            reported = {str(each["_id"]): each["text"] for each in map(row, range(ended.reported))}
            assert now.items() >= kept.items()
            assert now.items() >= reported.items()
            assert served >= known
            asked = command(data, "ask", QUESTION)
            assert (asked.code, asked.err) == (0, "")
            kept, known = now, served

        assert command(data, "add", str(file)).code == 0
        assert json.loads(command(data, "status", "--json").out)["index_current"]
        whole_file = {str(each["_id"]): each["text"] for each in map(row, range(rows))}
        assert held(data).items() >= whole_file.items()
        assert len(held(data)) == 10 + rows
        assert_nothing_piles_up(data)


def assert_nothing_piles_up(data: Path) -> None:
    """After a writer that lived, there are two whole generations at most, and no other file."""
    generations = [path for path in (data / "index").iterdir() if path.is_dir()]
    assert len(generations) <= 2
    assert {path.name for path in (data / "index").iterdir() if path.is_file()} == {CURRENT}
    database = {"archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm"}
    assert {path.name for path in data.iterdir()} <= database | {"index", "models", "writer.lock"}
