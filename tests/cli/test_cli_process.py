"""How a run ends: signals, full disks, terminals, and the bot's own process."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, FirstAsk, as_process, environment

FULL = Path("/dev/full")
PROMPT = b"\x1b[?2004h"
"""Each prompt switches bracketed paste on."""


def test_an_interrupted_first_build_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    """Ctrl-C in the middle is one line and exit code 130; the next run begins where it can."""
    process = subprocess.Popen(
        [sys.executable, "-m", "retrieval", "ask", "What did Peskov say about sanctions?"],
        env=environment(tmp_path),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert first.endswith(" ...\n")
    assert (process.returncode, out, err) == (
        130,
        "",
        "citewire: Interrupted: nothing in the archive is lost; run the command again to go on.\n",
    )
    assert not (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full to write to")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_what_nobody_expected_is_one_line_too(first_ask: FirstAsk, options: list[str]) -> None:
    """A full disk under stdout: the kind of error, and how to see where it happened."""
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "retrieval", "tags", *options],
            env=environment(first_ask.data),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        "citewire: Unexpected OSError: [Errno 28] No space left on device. "
        "`citewire --debug ...` shows where.\n"
    )


def in_terminal(data: Path, arguments: list[str], typed: list[bytes]) -> tuple[int, str]:
    """Runs `citewire` on a terminal of its own, typing each line when a prompt stands there."""
    process_id, terminal = pty.fork()
    if process_id == 0:
        os.chdir(ROOT)
        command = [sys.executable, "-m", "retrieval", *arguments]
        os.execve(sys.executable, command, environment(data, TERM="xterm", COLUMNS="80"))
    written, seen, typed = b"", 0, list(typed)
    while chunk := _read(terminal):
        written += chunk
        if b"\x1b[6n" in chunk:  # asks where the cursor is, as a prompt does
            os.write(terminal, b"\x1b[1;1R")
        if typed and PROMPT in written[seen:]:
            seen = len(written)
            os.write(terminal, typed.pop(0))
    return os.waitstatus_to_exitcode(os.waitpid(process_id, 0)[1]), written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says that the other side is closed
        return b""


def test_a_terminal_gets_colours_and_bars(
    first_ask: FirstAsk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quotation has its bar and is bold, unless NO_COLOR asks for none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    question = ["ask", "What did Peskov say about sanctions?"]
    code, page = in_terminal(first_ask.data, question, [])
    assert code == 0
    assert "\x1b[36m▎ \x1b[0m\x1b[1m“They support the sanctions" in page
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[36m" not in in_terminal(first_ask.data, question, [])[1]


def test_a_chat_remembers_what_was_typed_for_its_owner_alone(first_ask: FirstAsk) -> None:
    """A chat on a terminal answers, ends with Ctrl-D, and hides its history from others."""
    typed = [b"What did Peskov say about sanctions?\r", b"\x04"]
    code, page = in_terminal(first_ask.data, ["chat"], typed)
    history = first_ask.data / "chat_history"
    assert code == 0
    assert "They support the sanctions" in page
    assert "+What did Peskov say about sanctions?\n" in history.read_text()
    assert history.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    """A folder with a package `bot` that says what it was told."""
    package = tmp_path / "bot"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys; print(sys.argv[1:]); sys.exit(4)")
    return tmp_path


def test_the_bot_gets_its_options_and_gives_its_exit_code(tmp_path: Path, bot: Path) -> None:
    """`citewire bot --check --sync` is `python -m bot --check --sync`."""
    path = f"{bot}{os.pathsep}{ROOT}"
    run = as_process(tmp_path, "bot", "--check", "--sync", options=("-P",), PYTHONPATH=path)
    assert (run.code, run.out, run.err) == (4, "['--check', '--sync']\n", "")


def test_a_missing_bot_is_one_line(tmp_path: Path, bot: Path) -> None:
    """Where the bot cannot be loaded, that is said."""
    (bot / "bot" / "__main__.py").unlink()
    path = f"{bot}{os.pathsep}{ROOT}"
    run = as_process(tmp_path, "bot", options=("-P",), PYTHONPATH=path)
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
    assert run.err.startswith("citewire: The bot is not installed")
