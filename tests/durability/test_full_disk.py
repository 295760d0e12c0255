"""A disk that runs full: said as what it is, and nothing that was there is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from processes import ROOT, Command, environment

QUESTION = "What did Peskov say about sanctions?"

FULL = "There is no room left to write in "

SCRIPT = """
mount -t tmpfs -o size={kilobytes}k tmpfs "$DISK" && cp -r "$CITEWIRE_DATA"/. "$DISK" || exit 9
export CITEWIRE_DATA="$DISK"
"$PYTHON" -m retrieval {command} 1>&2; echo "exit $?"
df --output=used -k "$DISK" | tail -n 1
"$PYTHON" -m retrieval ask "$QUESTION" >"$ANSWER"; echo "exit $?"
"$PYTHON" -m retrieval status --json
"""
"""Runs on a small disk of its own, which is gone when the script ends."""


def write(file: Path, articles: int) -> Path:
    """Articles of a thousand characters each, which need few vectors."""
    rows = (
        {"_id": f"long-{n}", "title": "Pier", "text": f"Pier {n % 10} is open. " * 60}
        for n in range(articles)
    )
    file.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return file


def on_a_small_disk(
    data: Path, command: str, kilobytes: int, tmp_path: Path
) -> tuple[list[str], str]:
    """The lines that `SCRIPT` prints and what the command complained; skips where it cannot run."""
    unshare = shutil.which("unshare")
    disk, answer = tmp_path / "disk", tmp_path / "answer.txt"
    disk.mkdir()
    known = {"DISK": str(disk), "ANSWER": str(answer), "QUESTION": QUESTION}
    done = subprocess.run(
        [
            unshare or "false",
            "-rm",
            "sh",
            "-c",
            SCRIPT.format(command=command, kilobytes=kilobytes),
        ],
        env=environment(data, PYTHON=sys.executable, **known),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in (1, 9) and "exit" not in done.stdout:
        pytest.skip("no small disk can be mounted here: that needs user namespaces")
    assert answer.read_text()
    return done.stdout.splitlines(), done.stderr


def size(data: Path) -> int:
    """The kilobytes of a data folder, links followed not."""
    return (
        sum(
            path.lstat().st_size
            for path in data.rglob("*")
            if not path.is_symlink() and path.is_file()
        )
        // 1024
    )


@pytest.mark.parametrize("room", [40, 1600])
def test_a_full_disk_is_said_and_the_archive_stays_usable(
    seed_copy: Path, tmp_path: Path, room: int
) -> None:
    """Wherever in `add` the room ends: one line, and `ask` answers from what was there."""
    source = write(tmp_path / "long.jsonl", 600)
    lines, complaint = on_a_small_disk(seed_copy, f"add {source}", size(seed_copy) + room, tmp_path)
    assert (lines[0], lines[2]) == ("exit 1", "exit 0")
    said = [line for line in complaint.splitlines() if line.startswith("citewire: ")]
    assert len(said) == 1
    assert FULL in said[0]
    assert "Traceback" not in complaint
    status = json.loads("".join(lines[3:]))
    assert status["articles"] in (10, 210, 410, 610)


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["citewire", *sys.argv[2:]]
runpy.run_module("retrieval", run_name="__main__")
"""


def limited(data: Path, limit: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`citewire` as a process that may not let any file grow beyond `limit` bytes.

    It limits itself: what a fork of this process runs before it is another may abort, as other
    tests' libraries (gRPC) have threads in it.
    """
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), *arguments],
        env=environment(data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("name", "limit"), [("add", 40_000), ("index", 2_000), ("index", 200_000)])
def test_a_file_that_may_not_grow_is_a_full_disk(
    seed_copy: Path, command: Command, tmp_path: Path, name: str, limit: int
) -> None:
    """A quota ends the command with one line; with the quota gone, it does all."""
    source = str(write(tmp_path / "long.jsonl", 150))
    assert command(seed_copy, "add", source).code == 0
    more = str(write(tmp_path / "long.jsonl", 300))
    arguments = ("add", more) if name == "add" else ("index",)
    refused = limited(seed_copy, limit, *arguments)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("citewire: ") == 1
    assert FULL in refused.stderr
    assert command(seed_copy, "ask", QUESTION).code == 0
    assert command(seed_copy, *arguments).code == 0
    status = json.loads(command(seed_copy, "status", "--json").out)
    assert status["index_current"]
    assert status["articles"] == (310 if name == "add" else 160)
    folders = [path for path in (seed_copy / "index").iterdir() if path.is_dir()]
    assert len(folders) <= 2
