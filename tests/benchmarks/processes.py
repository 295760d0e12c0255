"""One process from outside: how long it lasts, its peak of memory, when each line came."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A process from start to exit."""

    seconds: float
    megabytes: float
    """Peak resident memory."""
    lines: tuple[str, ...]
    """The JSON objects that it wrote to stdout, a line each; other lines are chatter."""
    milliseconds: tuple[float, ...]
    """From each line to the next."""


class FailedError(Exception):
    """A process ended badly; `str()` is the end of what it wrote to stderr."""


def run(command: Sequence[str], variables: Mapping[str, str], log: Path) -> Run:
    """Run `command` to its end, stderr to `log`; raises `FailedError`."""
    lines, came = [], []
    started = time.perf_counter()
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout
        for line in process.stdout:
            if line.startswith("{"):
                came.append(time.perf_counter())
                lines.append(line)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        end = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise FailedError(f"{' '.join(command)}: exit code {process.returncode}\n{end}")
    return Run(
        seconds=seconds,
        megabytes=usage.ru_maxrss / 1024,
        lines=tuple(lines),
        milliseconds=tuple(1000 * (b - a) for a, b in zip(came, came[1:], strict=False)),
    )


def folder_megabytes(folder: Path, leave_out: str) -> float:
    """The size of all files below `folder`, without the top folder named `leave_out`."""
    sizes = (
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != leave_out
    )
    return sum(sizes) / 1e6
