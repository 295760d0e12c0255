"""A cold `citewire ask` on the seed against importing and using sentence-transformers.

python -m tests.benchmarks.cold
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from retrieval.index.model import find_model
from retrieval.settings import DEFAULT_MODEL

_RUNS = 5
_QUESTION = "What did Peskov say about sanctions?"
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One process from start to exit."""

    seconds: float
    megabytes: float
    """Peak resident memory."""


def main() -> None:
    """Print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        # In a process of its own: a child's peak memory begins at its parent's.
        _run(["-m", "retrieval", "ask", _QUESTION, "--json"], data)
        model = find_model(DEFAULT_MODEL).location
        encode = (
            "from sentence_transformers import SentenceTransformer as S; "
            f"S({model!r}, device='cpu').encode('one sentence')"
        )
        commands = {
            "citewire ask": ["-m", "retrieval", "ask", _QUESTION, "--json"],
            "import sentence_transformers": ["-c", "import sentence_transformers"],
            "load the model, encode one sentence": ["-c", encode],
        }
        runs = {name: [] for name in commands}
        for _ in range(_RUNS + 1):
            for name, command in commands.items():
                runs[name].append(_run(command, data))
    ask, imported, encoded = (found[1:] for found in runs.values())
    for name, found in runs.items():
        print(f"{name:38} {_seconds(found[1:]):6.2f} s {_megabytes(found[1:]):6.0f} MB")
    print(f"time, ask / import:   {_seconds(ask) / _seconds(imported):.2f}  (at most 0.20)")
    print(f"memory, ask / encode: {_megabytes(ask) / _megabytes(encoded):.2f}  (at most 0.50)")


def _run(command: list[str], data: Path) -> Run:
    environment = {**os.environ, "CITEWIRE_DATA": str(data)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return Run(seconds=time.perf_counter() - started, megabytes=usage.ru_maxrss / 1024)


def _seconds(runs: list[Run]) -> float:
    return median(run.seconds for run in runs)


def _megabytes(runs: list[Run]) -> float:
    return median(run.megabytes for run in runs)


if __name__ == "__main__":
    main()
