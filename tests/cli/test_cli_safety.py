"""Commands that show what was and keep what is: `show --history`, `backup`, `restore`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Citewire, FirstAsk, in_process


@pytest.fixture
def own(
    first_ask: FirstAsk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Citewire:
    """Runs commands on a copy of the seed archive."""
    shutil.copytree(first_ask.data, tmp_path / "data")
    return in_process(tmp_path / "data", monkeypatch, capfd)


def add(own: Citewire, file: Path, **row: str) -> None:
    """Add one article in a file of its own."""
    file.write_text(json.dumps({"_id": "ferry", "title": "Ferry", **row}) + "\n", encoding="utf-8")
    assert own("add", str(file)).code == 0


def test_an_article_shows_what_it_said_before(own: Citewire, tmp_path: Path) -> None:
    """Under its id, as a page and as JSON; without --history only what it says now."""
    add(own, tmp_path / "ferry.jsonl", text="It sails.")
    assert own("show", "ferry", "--history").out.endswith("It sails.\nNo earlier versions.\n")
    add(own, tmp_path / "ferry.jsonl", text="It does not sail.")
    shown = json.loads(own("show", "ferry", "--history", "--json").out)
    assert (shown["id"], shown["text"], shown["also_in"]) == ("ferry", "It does not sail.", [])
    ((title, text, replaced),) = [
        (each["title"], each["text"], each["replaced"]) for each in shown["history"]
    ]
    assert (title, text) == ("Ferry", "It sails.")
    assert replaced.endswith("Z")
    page = own("show", "ferry", "--history").out
    assert page.index("It does not sail.") < page.index("Until 2") < page.index("It sails.")
    assert "history" not in json.loads(own("show", "ferry", "--json").out)
    assert "It sails." not in own("show", "ferry").out


def test_an_archive_is_backed_up_and_restored(own: Citewire, tmp_path: Path) -> None:
    """What was added since is gone, what was removed is back, and it can be asked at once."""
    file = tmp_path / "backup.sqlite"
    run = own("backup", str(file))
    assert (run.code, run.out) == (0, f"Backed up 10 articles to {file}.\n")
    add(own, tmp_path / "ferry.jsonl", text="It sails.")
    run = own("restore", str(file))
    assert (run.code, run.out.splitlines()) == (
        0,
        [
            f"Restored 10 articles from {file}.",
            f"The archive as it was before is in {tmp_path}/data/archive.sqlite.before-restore.",
        ],
    )
    assert own("show", "ferry").code == 2
    assert own("ask", "What did Peskov say about sanctions?", "--json").code == 0
    assert json.loads(own("status", "--json").out)["index_current"] is True


def test_what_cannot_be_backed_up_or_restored_is_one_line(own: Citewire, tmp_path: Path) -> None:
    """And the archive is as it was."""
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary, " * 100)
    for command, target, code, words in (
        ("backup", diary, 1, f"citewire: {diary} is there already and is no citewire archive"),
        ("backup", tmp_path / "no" / "x", 1, f"citewire: {tmp_path}/no/x cannot be written"),
        ("restore", diary, 1, f"citewire: {diary} is no backup of citewire"),
        ("restore", tmp_path / "none", 2, f"citewire: {tmp_path}/none: no such file"),
    ):
        run = own(command, str(target))
        assert (run.code, run.out, run.err.count("\n")) == (code, "", 1)
        assert run.err.startswith(words)
    assert json.loads(own("status", "--json").out)["articles"] == 10
