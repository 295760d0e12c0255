"""An environment of its own for each library, with what its script says that it needs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

_SAME = ("torch==2.13.0", "sentence-transformers==6.2.0")
"""So that all encode with the same ones, and none fetches another."""
_FINISHED = "finished"
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
    base = _environment(folder / "base", _SAME)
    return _environment(folder / script.stem, wanted, base)


def _environment(home: Path, wanted: Sequence[str], base: Path | None = None) -> Path:
    """The interpreter of `home`, with `wanted` installed; what `base` has is linked, not copied."""
    python = home / "bin" / "python"
    if (home / _FINISHED).exists():
        return python
    venv.create(home, clear=True, with_pip=base is None)
    if base:
        ours, theirs = _packages(python), _packages(base)
        shutil.copytree(theirs, ours, copy_function=os.link, dirs_exist_ok=True)
    same = home / "constraints.txt"
    same.write_text("\n".join(_SAME), encoding="utf-8")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--constraint", str(same)]
    subprocess.run([*pip, *wanted], check=True)
    (home / _FINISHED).touch()
    return python


def _packages(python: Path) -> Path:
    """Where the interpreter's environment keeps its packages."""
    return next(python.parents[1].glob("lib/python*/site-packages"))


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
