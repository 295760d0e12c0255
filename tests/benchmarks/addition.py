"""Adding articles to a large archive against building the index of all of it.

python -m tests.benchmarks.addition DATA [--articles 100]

DATA is the data folder of an indexed archive; the work is done on a copy. The full build is not
run: its encoding is the time that a sample of the archive's passages takes, spread over all of
them, and its publishing is measured.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.app import Citewire
from retrieval.archive.writer import encoder_input
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.model import find_model
from retrieval.index.transformer import TorchEncoder, cpu_has_bfloat16
from retrieval.settings import Settings

_SAMPLE = 600
"""Passages encoded to learn how long all take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds that passed, and those that this process computed in, on all cores together."""

    passed: float = 0.0
    computed: float = 0.0

    @classmethod
    def until_now(cls) -> Spent:
        """Both since some moment in the past."""
        return cls(passed=time.perf_counter(), computed=time.process_time())

    def __add__(self, other: Spent) -> Spent:
        return Spent(passed=self.passed + other.passed, computed=self.computed + other.computed)

    def __mul__(self, factor: float) -> Spent:
        return Spent(passed=self.passed * factor, computed=self.computed * factor)

    def __str__(self) -> str:
        return f"{self.passed:8,.2f} s ({self.computed:,.2f} s of computing)"


class Clock:
    """A progress that notes how long each stage lasts."""

    def __init__(self) -> None:
        self.stages: dict[str, Spent] = {}
        self._stage, self._began = "Opening", Spent.until_now()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """A stage ends where the next one begins."""
        if stage != self._stage:
            self.stop()
            self._stage = stage

    def stop(self) -> Spent:
        """End the stage at hand; returns what all took."""
        now = Spent.until_now()
        spent = now + self._began * -1
        self.stages[self._stage] = self.stages.get(self._stage, Spent()) + spent
        self._began = now
        return sum(self.stages.values(), Spent())


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article of the archive, as far as another can be made of it."""

    id: str
    title: str
    text: str


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(options.data, data)
        texts, passages = _read(data / "archive.sqlite")
        settings = Settings(data=data, device="cpu", _env_file=None)  # type: ignore[call-arg]
        Citewire(settings).index()  # bring an older archive up to date first
        encoding = _encode_sample(settings, passages)
        publishing = Clock()
        Citewire(settings).index(publishing)
        published = publishing.stop()
        clock = Clock()
        source = _write(Path(folder) / "more.jsonl", texts, options.articles)
        (report,) = Citewire(settings).add([str(source)], clock)
        added = clock.stop()
    build = encoding * len(passages) + published
    print(f"{len(texts):,} articles, {len(passages):,} passages")
    print(f"add {report.new} new and {report.changed} changed articles: {added}")
    for stage, spent in clock.stages.items():
        print(f"    {stage:<32} {spent}")
    print(f"full build, by {_SAMPLE} passages:  {build}")
    print(f"    one passage                      {encoding}")
    print(f"    publishing                       {published}")
    print(
        f"ratio: 1 to {build.passed / added.passed:,.0f} in time, "
        f"1 to {build.computed / added.computed:,.0f} in computing"
    )


def _read(archive: Path) -> tuple[list[Text], list[str]]:
    """All articles, and what is encoded of each passage."""
    connection = sqlite3.connect(archive)
    texts = [
        Text(id=id_, title=title, text=text)
        for id_, title, text in connection.execute("SELECT id, title, text FROM articles")
    ]
    passages = [
        encoder_input(title, text[start:stop])
        for title, text, start, stop in connection.execute(
            "SELECT a.title, a.text, p.start, p.stop FROM passages p "
            "JOIN articles a ON a.number = p.article"
        )
    ]
    connection.close()
    return texts, passages


def _encode_sample(settings: Settings, passages: Sequence[str]) -> Spent:
    """What one passage takes, by the encoder that a full build uses."""
    sample = random.Random(0).sample(passages, min(_SAMPLE, len(passages)))
    files = find_model(settings.model)
    encoder = (
        TorchEncoder(files, "cpu")
        if cpu_has_bfloat16()
        else OnnxEncoder(settings.models_path / files.fingerprint)
    )
    encoder.encode_passages(sample[:32])
    began = Spent.until_now()
    encoder.encode_passages(sample)
    return (Spent.until_now() + began * -1) * (1 / len(sample))


def _write(file: Path, texts: Sequence[Text], count: int) -> Path:
    """Half of the articles new, half those of the archive with another first sentence."""
    chosen = random.Random(1).sample(texts, count)
    rows = (
        {
            "_id": f"added-{text.id}" if number % 2 else text.id,
            "title": text.title,
            "text": f"Update {number} of the story. {text.text}",
        }
        for number, text in enumerate(chosen)
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
