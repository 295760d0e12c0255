"""`citewire index --part` as its users run it: processes side by side, on one or two machines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_READ = """
import sys
from pathlib import Path
from retrieval.build import building
from retrieval.settings import Settings
from retrieval.ingest.files import open_file

settings = Settings(data=Path(sys.argv[1]), device="cpu", _env_file=None)
with building(settings, lambda *told: None) as builder, builder.writer.transaction():
    for article in open_file(Path(sys.argv[2])).items:
        builder.writer.put(article)
"""


def read_only(settings: Mapping[str, str], repository: Path, source: str) -> None:
    """Put the articles of `source` into the archive, none encoded: a killed `add`."""
    reading = command(settings, repository, "-c", _READ, settings["CITEWIRE_DATA"], source)
    _, errors = reading.communicate()
    assert reading.returncode == 0, errors


def index(settings: Mapping[str, str], repository: Path, part: str) -> subprocess.Popen[str]:
    """`citewire index --part` with these settings, begun as a process of its own."""
    return command(settings, repository, "-m", "retrieval", "index", "--part", part)


def command(
    settings: Mapping[str, str], repository: Path, *arguments: str
) -> subprocess.Popen[str]:
    """Python with `arguments` and these settings alone, begun as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if "CITEWIRE" not in name}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=repository,
        env={**kept, **settings, "CITEWIRE_DEVICE": "cpu"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def encoded(processes: Sequence[subprocess.Popen[str]]) -> list[int]:
    """How many passages each of these runs of `index` says that it encoded."""
    said = [each.communicate() for each in processes]
    assert [each.returncode for each in processes] == [0] * len(processes), said
    return [int(out.split("encoded ")[1].split()[0]) for out, _ in said]
