"""Data folders that a test may ruin, and commands on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import Command, Done, environment

from retrieval.cli import main


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs `command(data, "ask", ...)` as the command line does, without a process's start."""

    def run(data: Path, *arguments: str) -> Done:
        for name, value in environment(data).items():
            monkeypatch.setenv(name, value)
        code = main(arguments)
        written = capfd.readouterr()
        return Done(code=code, out=written.out, err=written.err)

    return run


@pytest.fixture
def another(seed_data: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Further data folders filled from the seed, by name; all share one exported encoder."""

    def copy(name: str) -> Path:
        data = tmp_path / name
        data.mkdir()
        (data / "models").symlink_to(seed_data / "models")
        shutil.copytree(seed_data / "index", data / "index")
        for file in seed_data.glob("archive.sqlite*"):
            shutil.copy(file, data)
        return data

    return copy
