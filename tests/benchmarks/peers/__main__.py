"""Measure all of them in one run: python -m tests.benchmarks.peers ARTICLES QUESTIONS.

ARTICLES is a `corpus.jsonl.gz`, QUESTIONS a `queries.jsonl` with dates and answers. Each library
is installed in an environment of its own; `--environments` keeps them for the next run.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from retrieval.index.model import find_model
from retrieval.settings import DEFAULT_MODEL
from tests.benchmarks.peers.environments import install, versions
from tests.benchmarks.peers.material import Material, holds, prepare
from tests.benchmarks.peers.report import Asked, Measured, markdown, write_json
from tests.benchmarks.processes import Run, folder_megabytes, run

_SCRIPTS = Path(__file__).parent / "user_code"
_NAMES = {
    "citewire": "citewire",
    "faiss": "sentence-transformers + FAISS",
    "txtai": "txtai (hybrid)",
    "haystack": "Haystack (BM25 + embeddings)",
    "llamaindex": "LlamaIndex (BM25 + vectors)",
    "langchain": "LangChain (BM25 + FAISS)",
    "chroma": "Chroma (dense)",
}
_MODELS = "models"
"""Where citewire keeps its copy of the model, which is no part of an index."""
_COLD, _WARMING = 3, 5
_VARIABLES = {
    # No model hub is asked for anything, and nobody is told of this run.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "DO_NOT_TRACK": "1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all are measured on, and with."""

    material: Material
    folder: Path
    variables: Mapping[str, str]

    def measure(self, name: str, python: Path) -> Measured:
        """Build a store, ask it cold, then ask it everything; raises `FailedError`."""
        script, store = _SCRIPTS / f"with_{name}.py", self.folder / name
        # citewire need not be installed to be measured.
        of = (
            ["-m", f"{__package__}.user_code.with_citewire"]
            if name == "citewire"
            else [str(script)]
        )
        command, material = [str(python), *of], self.material
        given = material.articles if name == "citewire" else material.passages
        built = self._run([*command, "build", str(given), str(store)])
        size = folder_megabytes(store, _MODELS)
        every = [*command, "ask", str(store), str(material.questions)]
        warm, asked = self.ask(every, [*every[:-1], str(material.one)])
        return Measured(
            name=_NAMES[name],
            lines=_lines_of_code(script),
            build_seconds=built.seconds,
            build_megabytes=built.megabytes,
            store_megabytes=size,
            asked=asked,
            answers=_answers_at(warm.lines, material.answers),
            versions=versions(python, script),
        )

    def ask(self, every: Sequence[str], one: Sequence[str]) -> tuple[Run, Asked]:
        """The process that is asked everything, and what it and those asked one thing took."""
        cold = [self._run(one) for _ in range(_COLD)]
        warm = self._run(every)
        times = warm.milliseconds[_WARMING:]
        return warm, Asked(
            cold_seconds=median(each.seconds for each in cold),
            median_milliseconds=median(times),
            p95_milliseconds=quantiles(times, n=20)[-1],
            megabytes=warm.megabytes,
        )

    def extracts(self) -> Asked:
        """The command `citewire ask` over the store that was built."""
        command = [sys.executable, "-m", "retrieval", "ask", "--batch"]
        bench = Bench(
            material=self.material,
            folder=self.folder,
            variables={**self.variables, "CITEWIRE_DATA": str(self.folder / "citewire")},
        )
        questions, one = str(self.material.questions), str(self.material.one)
        return bench.ask([*command, questions], [*command, one])[1]

    def _run(self, command: Sequence[str]) -> Run:
        return run(command, self.variables, self.folder / "stderr.txt")


def main() -> None:
    """Print the table as it grows; keep it and all figures in the folder of results."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--newest", type=int, default=300, metavar="N", help="articles taken")
    parser.add_argument("--environments", type=Path, metavar="FOLDER", help="kept if given")
    parser.add_argument("--results", type=Path, metavar="FOLDER", help="table and JSON")
    parser.add_argument("--only", nargs="+", default=list(_NAMES), choices=_NAMES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environments = (options.environments or Path(folder) / "environments").absolute()
        bench = _set_up(options.articles, options.questions, options.newest, Path(folder))
        all_: list[Measured] = []
        extracts = None
        for name in options.only:
            python = install(_SCRIPTS / f"with_{name}.py", environments)
            all_.append(bench.measure(name, python))
            if name == "citewire":
                extracts = bench.extracts()
            table = markdown(all_, bench.material.facts, extracts)
            print(f"\n{table}", flush=True)
            if options.results:
                options.results.mkdir(parents=True, exist_ok=True)
                (options.results / "peers.md").write_text(table, encoding="utf-8")
                file = options.results / "peers.json"
                write_json(file, all_, bench.material.facts, extracts)
            if not options.environments:
                shutil.rmtree(environments / f"with_{name}", ignore_errors=True)


def _set_up(articles: Path, questions: Path, newest: int, folder: Path) -> Bench:
    return Bench(
        material=prepare(articles, questions, newest, folder),
        folder=folder,
        variables={
            **_VARIABLES,
            "MODEL": find_model(DEFAULT_MODEL).location,
        },
    )


def _lines_of_code(script: Path) -> int:
    """Lines that are neither blank nor the docstring nor a comment."""
    source = script.read_text(encoding="utf-8")
    docstring = ast.parse(source).body[0].end_lineno or 0
    lines = map(str.strip, source.splitlines()[docstring:])
    return sum(bool(line) and not line.startswith("#") for line in lines)


def _answers_at(lines: Sequence[str], answers: Mapping[str, Sequence[str]]) -> dict[int, float]:
    """The share of questions with an answer in one of the first five, and ten, passages."""
    found = {row["_id"]: row["passages"] for row in map(json.loads, lines)}
    return {
        k: sum(any(holds(text, answers[id_]) for text in found[id_][:k]) for id_ in answers)
        / len(answers)
        for k in (5, 10)
    }


if __name__ == "__main__":
    main()
