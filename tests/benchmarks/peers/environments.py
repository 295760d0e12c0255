"""An environment of its own for each library, with what its script says that it needs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

_SAME = ("torch==2.13.0",)
"""So that all encode with the same one, and none fetches another."""
_BLOCK = re.compile(r"^# /// script\n(?P<lines>(?:#.*\n)+?)# ///$", re.MULTILINE)


def dependencies(script: Path) -> list[str]:
    """What the script's inline metadata names (PEP 723); empty where it has none."""
    block = _BLOCK.search(script.read_text(encoding="utf-8"))
    if not block:
        return []
    toml = "\n".join(line[2:] for line in block["lines"].splitlines())
    return list(tomllib.loads(toml)["dependencies"])


def install(script: Path, folder: Path) -> Path:
    """The interpreter of the script's environment under `folder`, made where it is not there yet.

    A script without metadata runs in this process's environment.
    """
    wanted = dependencies(script)
    if not wanted:
        return Path(sys.executable)
    python = folder / script.stem / "bin" / "python"
    finished = folder / script.stem / "finished"
    if not finished.exists():
        constraints = folder / f"{script.stem}.txt"
        folder.mkdir(parents=True, exist_ok=True)
        constraints.write_text("\n".join(_SAME), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(python.parents[1])], check=True
        )
        pip = [str(python), "-m", "pip", "install", "--quiet", "--constraint", str(constraints)]
        subprocess.run([*pip, *_SAME, *wanted], check=True)
        finished.touch()
    return python


def versions(python: Path, script: Path) -> Mapping[str, str]:
    """The releases of what the script names, as installed."""
    listed = subprocess.run(
        [str(python), "-m", "pip", "list", "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    installed = {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}
    return {name: installed[name] for name in dependencies(script) if name in installed}
