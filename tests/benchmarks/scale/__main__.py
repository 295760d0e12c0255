"""Measure each size; see the package's docstring for what is what."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any, ParamSpec, TypeVar

from tests.benchmarks import scale
from tests.benchmarks.processes import Run, folder_megabytes, run
from tests.benchmarks.scale import addition, corpora, grow, recall
from tests.benchmarks.scale.report import markdown, plot

_COLD, _QUESTIONS, _WARMING = 5, 200, 20
P, T = ParamSpec("P"), TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where the texts are, and where the archives are kept."""

    texts: Path
    folder: Path
    encoded: Sequence[Path]
    added: int

    def measures(self, passages: int) -> dict[str, Any]:
        """All figures of one size; read from its folder where it was measured before."""
        home = self.folder / f"{passages}"
        kept = home / "measures.json"
        if not kept.exists():
            home.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(self._measure(passages, home), indent=1), encoding="utf-8")
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found

    def _measure(self, passages: int, home: Path) -> dict[str, Any]:
        data, grown = home / "data", self.folder / "grown"
        _say(f"{passages:,} passages: growing the archive")
        size = _apart(grow.grow, self.texts, grown, passages, self.encoded)
        _apart(grow.copy, grown, data)
        rate = _apart(grow.encoding_rate, self.texts, grown)
        _say("building the index")
        built = _apart(grow.build, data)
        _say("asking")
        asked = self._ask(data, home)
        found = _apart(recall.recall, self.texts, data)
        disk = {
            "archive_megabytes": (data / "archive.sqlite").stat().st_size / 1e6,
            "index_megabytes": folder_megabytes(data / "index", ""),
        }
        _say("adding articles while it is asked")
        added = addition.add_while_asked(self.texts, data, self.added)
        return {
            **size,
            "build_seconds": built["seconds"],
            "build_stages": built["stages"],
            "build_megabytes": built["megabytes"],
            "encoding_seconds": size["passages"] / rate,
            "encoding_passages_a_second": rate,
            **disk,
            **asked,
            "recall": found,
            **added,
        }

    def _ask(self, data: Path, home: Path) -> dict[str, Any]:
        """Cold and warm, by the command line, each in a process of its own."""
        every, one = home / "questions.jsonl", home / "one.jsonl"
        lines = corpora.questions(self.texts).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines[: _QUESTIONS + _WARMING]]
        asked = [json.dumps({"_id": row["_id"], "text": row["text"]}) + "\n" for row in rows]
        every.write_text("".join(asked), encoding="utf-8")
        one.write_text(asked[0], encoding="utf-8")
        _batch(data, one)  # the disk's cache is no part of this
        cold = [_batch(data, one) for _ in range(_COLD)]
        warm = _batch(data, every)
        times = warm.milliseconds[_WARMING:]
        return {
            "cold_seconds": median(each.seconds for each in cold),
            "cold_megabytes": median(each.megabytes for each in cold),
            "median_milliseconds": median(times),
            "p95_milliseconds": quantiles(times, n=20)[-1],
            "megabytes": warm.megabytes,
        }


def main() -> None:
    """Measure each size that was not measured yet; write the table, the figures and the plots."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.scale",
        description=scale.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoded", type=Path, nargs="+", default=[], metavar="DATA")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--added", type=int, default=corpora.HELD_BACK, metavar="N")
    parser.add_argument("--results", type=Path, metavar="FOLDER", help="FOLDER where not given")
    options = parser.parse_args()
    results = options.results or options.folder
    results.mkdir(parents=True, exist_ok=True)
    bench = Bench(
        texts=options.corpora.absolute(),
        folder=options.folder.absolute(),
        encoded=[each.absolute() for each in options.encoded],
        added=options.added,
    )
    sizes = [bench.measures(passages) for passages in sorted(options.sizes)]
    (results / "scale.json").write_text(json.dumps(sizes, indent=1), encoding="utf-8")
    (results / "scale.md").write_text(markdown(sizes), encoding="utf-8")
    for form in ("svg", "png"):
        plot(sizes, results / f"scale.{form}")
    print(markdown(sizes))


def _apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`function` in a fresh process, so that this one stays small: a child's peak begins here."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def _batch(data: Path, questions: Path) -> Run:
    command = [sys.executable, "-m", "retrieval", "ask", "--batch", str(questions)]
    return run(command, {"CITEWIRE_DATA": str(data)}, data.parent / "stderr.txt")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
