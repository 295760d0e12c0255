"""One archive that grows from size to size, copied at each; every function runs in its own process.

So that none begins with another's memory, and what it takes can be told from outside.
"""

from __future__ import annotations

import itertools
import resource
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from retrieval.app import Citewire
from retrieval.archive.encoded import encoder_input
from retrieval.archive.passages import split
from retrieval.build import Builder, building
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.model import find_model
from retrieval.protocols import PassageEncoder, silent
from retrieval.settings import DEFAULT_MODEL, Settings
from retrieval.types import Article
from tests.benchmarks.scale import corpora, drawn

_ARTICLES_A_BATCH = 20
_SAMPLE = 600
"""Passages encoded to learn how long all take."""


class Stages:
    """A progress that notes how long each stage lasts, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._began = "Opening", time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """A stage ends where the next one begins."""
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._began
        self._stage, self._began = stage, now


def grow(texts: Path, home: Path, passages: int, encoded: Sequence[Path]) -> dict[str, object]:
    """Bring the archive in `home` to `passages` passages; returns how many of them are real."""
    settings = settings_of(home)
    fingerprint = find_model(settings.model).fingerprint
    with building(settings, silent) as builder:
        _put_real(builder, corpora.articles(texts), settings.archive_path, passages)
        if not builder.index_is_current():
            for data in encoded:
                drawn.take_over(settings.archive_path, data / "archive.sqlite", fingerprint)
            builder.index()
    if drawn.count(settings.archive_path) < passages:
        drawn.draw(settings.archive_path, passages, fingerprint)
    return {
        "passages": drawn.count(settings.archive_path),
        "real": drawn.real(settings.archive_path),
    }


def copy(grown: Path, home: Path) -> None:
    """The archive and the exported model of `grown`, without an index."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    shutil.copy(grown / "archive.sqlite", home)
    shutil.copytree(grown / "models", home / "models")


def build(home: Path) -> dict[str, object]:
    """Index an archive that has all its vectors; seconds by stage, and this process's peak."""
    stages, began = Stages(), time.perf_counter()
    Citewire(settings_of(home)).index(stages)
    seconds = time.perf_counter() - began
    stages("", 0, 0)
    return {
        "seconds": seconds,
        "stages": stages.seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def encoding_rate(texts: Path, home: Path) -> float:
    """Passages a second by the encoder that a full build uses, over a sample of real ones."""
    from retrieval.index.transformer import TorchEncoder, cpu_has_bfloat16  # with torch

    found = itertools.islice(corpora.articles(texts), _SAMPLE // 10)
    passages = [encoder_input(a.title, span.of(a.text)) for a in found for span in split(a.text)]
    files = find_model(DEFAULT_MODEL)
    encoder: PassageEncoder = (
        TorchEncoder(files, "cpu")
        if cpu_has_bfloat16()
        else OnnxEncoder(settings_of(home).models_path / files.fingerprint)
    )
    encoder.encode_passages(passages[:32])
    sample = passages[:_SAMPLE]
    began = time.perf_counter()
    encoder.encode_passages(sample)
    return len(sample) / (time.perf_counter() - began)


def settings_of(home: Path) -> Settings:
    """The settings of an archive in `home`, whatever the environment says."""
    return Settings(data=home, model=DEFAULT_MODEL, device="cpu", _env_file=None)  # type: ignore[call-arg]


def _put_real(builder: Builder, found: Iterable[Article], archive: Path, passages: int) -> None:
    """Read real articles until there are `passages` passages, or no more."""
    for batch in _batches(found):
        if drawn.count(archive) >= passages:
            break
        with builder.writer.transaction():
            for each in batch:
                builder.writer.put(each)


def _batches(found: Iterable[Article]) -> Iterator[list[Article]]:
    articles = iter(found)
    while batch := list(itertools.islice(articles, _ARTICLES_A_BATCH)):
        yield batch
