"""Two processes at one archive: one writes, any number read."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from processes import ROOT, environment, run, start

ARTICLES = 150

HOLDER = """
import sys
from pathlib import Path
from retrieval.archive.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""

READER = """
import sys
from pathlib import Path
from retrieval.app import Citewire
from retrieval.settings import Settings
from retrieval.types import Answer, Question

archive = Citewire(Settings(data=Path(sys.argv[1]), device="cpu", _env_file=None))
peskov = Question(text="What did Peskov say about sanctions?")
pier = Question(text="Who opened pier 149?")
assert isinstance(archive.ask(peskov), Answer)
print("reading", flush=True)
answers = 0
while True:
    picked_up = archive.reload_if_new()
    assert isinstance(archive.ask(peskov), Answer)
    answers += 1
    found = {hit.article_id for hit in archive.search(pier, 5)}
    if picked_up:
        print(answers, "pier-149" in found, flush=True)
        break
    assert "pier-149" not in found
"""


def write(file: Path) -> Path:
    """Short articles of our own in `file`."""
    rows = (
        {"_id": f"pier-{n}", "title": f"Pier {n}", "text": f"The mayor opened pier {n} on Monday."}
        for n in range(ARTICLES)
    )
    file.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return file


def script(code: str, argument: Path, data: Path) -> subprocess.Popen[str]:
    """A Python process of its own that runs `code`; returns once it has said its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(argument)],
        env=environment(data),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip()
    return process


def test_readers_answer_while_one_builds_and_pick_up_what_it_built(
    another: Callable[[str], Path], tmp_path: Path
) -> None:
    """Two that hold the archive open, as a bot does, never fail, and find the new articles."""
    data = another("data")
    readers = [script(READER, data, data) for _ in range(2)]
    writer = run(data, "add", str(write(tmp_path / "piers.jsonl")))
    assert writer.code == 0, writer.err
    for reader in readers:
        out, _ = reader.communicate()
        answers, found = out.split()
        assert (reader.returncode, found) == (0, "True")
        assert int(answers) >= 1


def test_the_second_writer_is_told_who_the_first_is_and_a_reader_is_served(
    another: Callable[[str], Path], tmp_path: Path
) -> None:
    """Each command that writes ends with one line; `ask` answers all the same."""
    data = another("data")
    holder = script(HOLDER, data / "archive.sqlite", data)
    source = str(write(tmp_path / "piers.jsonl"))
    for arguments in (("add", source), ("index",), ("remove", "pier-1")):
        refused = run(data, *arguments)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.startswith(f"citewire: Another process is writing to {data} (process ")
        assert f"process {holder.pid}, " in refused.err
        assert refused.err.count("\n") == 1
    assert run(data, "ask", "What did Peskov say about sanctions?").code == 0
    holder.communicate("")


def test_a_killed_writer_misleads_nobody(another: Callable[[str], Path], tmp_path: Path) -> None:
    """Its note stays behind: the next writer goes ahead, and is named instead of it."""
    data = another("data")
    note = data / "writer.txt"
    killed = script(HOLDER, data / "archive.sqlite", data)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert str(killed.pid) in note.read_text()

    holder = script(HOLDER, data / "archive.sqlite", data)
    note.write_text(f"process {killed.pid}, citewire, since long ago")  # as before its own
    refused = run(data, "index")
    assert refused.err == (
        f"citewire: Another process is writing to {data} (starting): wait for it to end.\n"
    )
    holder.communicate("")
    assert run(data, "index").code == 0
    assert not note.exists()


def test_one_of_two_that_begin_at_once_is_refused_or_waits_for_nothing(
    another: Callable[[str], Path], tmp_path: Path
) -> None:
    """Whoever loses the race says so in one line; the archive holds all that the other added."""
    data = another("data")
    source = str(write(tmp_path / "piers.jsonl"))
    both = [start(data, "add", source) for _ in range(2)]
    ends = sorted(
        (process.returncode, err.count("Another process is writing"))
        for process, (_, err) in [(each, each.communicate()) for each in both]
    )
    assert ends in ([(0, 0), (0, 0)], [(0, 0), (1, 1)])
    status = json.loads(run(data, "status", "--json").out)
    assert (status["articles"], status["index_current"]) == (10 + ARTICLES, True)
