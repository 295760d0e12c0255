"""Runs of the command line, in this process or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from retrieval.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one command ended and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAsk:
    """The archive that the first question built, and that question's answer."""

    data: Path
    run: Run


Citewire = Callable[..., Run]


def environment(data: Path, **variables: str) -> dict[str, str]:
    """This process's environment with the archive in `data` and the seeds of the checkout."""
    known = {"CITEWIRE_DATA": str(data), "CITEWIRE_SEEDS": str(ROOT / "seeds"), "COLUMNS": "200"}
    return {**os.environ, "PYTHONPATH": str(ROOT), **known, **variables}


def as_process(
    data: Path, *arguments: str, options: tuple[str, ...] = (), typed: str = "", **variables: str
) -> Run:
    """`citewire` with `arguments` as a process of its own; `options` are the interpreter's."""
    done = subprocess.run(
        [sys.executable, *options, "-m", "retrieval", *arguments],
        env=environment(data, **variables),
        cwd=ROOT,
        input=typed.encode(),
        capture_output=True,
        check=False,
    )
    return Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def in_process(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Citewire:
    """Runs commands in this process on the archive in `data`."""
    for name, value in environment(data).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> Run:
        code = main(arguments)
        written = capfd.readouterr()
        return Run(code=code, out=written.out, err=written.err)

    return run
