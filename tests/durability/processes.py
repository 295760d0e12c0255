"""Real `citewire` processes: one that is killed after so many seconds, and what it had said."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_READ = re.compile(r"Reading \S+[^\d/]*(\d+)/")
"""The bar of the stage that reads a file: how many of its articles are in the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended: its exit code (-9 where it was killed) and what it had shown."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def reported(self) -> int:
        """How many articles of its file it had reported as read."""
        return max((int(count) for count in _READ.findall(self.err)), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended in this process, and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Done]


def environment(data: Path, **variables: str) -> dict[str, str]:
    """This process's environment with the archive in `data` and the seeds of the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CITEWIRE_")}
    known = {"CITEWIRE_DATA": str(data), "CITEWIRE_SEEDS": str(ROOT / "seeds")}
    screen = {"COLUMNS": "200", "TERM": "xterm", "NO_COLOR": "1"}
    return {**kept, "PYTHONPATH": str(ROOT), **known, **screen, **variables}


def start(data: Path, *arguments: str) -> subprocess.Popen[str]:
    """`citewire` with `arguments` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "retrieval", *arguments],
        env=environment(data),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(data: Path, *arguments: str) -> Ended:
    """`citewire` with `arguments`, to its end."""
    began = time.monotonic()
    process = start(data, *arguments)
    out, err = process.communicate()
    return Ended(code=process.returncode, out=out, err=err, seconds=time.monotonic() - began)


def run_on_terminal(data: Path, *arguments: str, kill_after: float | None = None) -> Ended:
    """`citewire` with a terminal as stderr, killed by `kill -9` if it lives so many seconds."""
    terminal, side = pty.openpty()
    shown: list[bytes] = []
    reader = threading.Thread(target=_collect, args=(terminal, shown))
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "retrieval", *arguments],
        env=environment(data),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=side,
    )
    os.close(side)
    reader.start()
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
    out, _ = process.communicate()
    seconds = time.monotonic() - began
    reader.join()
    os.close(terminal)
    err = b"".join(shown).decode(errors="replace")
    return Ended(code=process.returncode, out=out.decode(), err=err, seconds=seconds)


def _collect(terminal: int, shown: list[bytes]) -> None:
    with suppress(OSError):  # how Linux says that the other side is closed
        while block := os.read(terminal, 65_536):
            shown.append(block)
