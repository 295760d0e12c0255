"""The wiring: the one corridor between the rooms. Heavy imports wait until they are needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.answer.answer import answer
from retrieval.archive.store import Archive
from retrieval.errors import (
    ArchiveEmptyError,
    IndexMissingError,
    QuestionError,
    UnknownNameError,
)
from retrieval.index.generation import CURRENT
from retrieval.protocols import Progress, silent
from retrieval.search.followup import follow_up
from retrieval.search.names import matching_speakers, nearest
from retrieval.search.understand import understand
from retrieval.settings import Settings
from retrieval.snapshot import Snapshot
from retrieval.text import fold
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Candidate,
    Count,
    Digest,
    Found,
    Query,
    Question,
    SourceReport,
    Statement,
    Status,
)

if TYPE_CHECKING:
    from retrieval.build import Builder
    from retrieval.evaluation.doubt import Doubt
    from retrieval.evaluation.run import Evaluation

MAX_QUESTION = 2_000
"""Characters; a Discord message has at most as many."""

_READ = 10
"""How many of the fused passages are read for an answer."""


class Citewire:
    """A news archive that can be asked; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet; each call raises what it finds wrong as a `CitewireError`."""
        self._settings = settings
        self._opening = threading.Lock()
        self._snapshot: Snapshot | None = None

    def ask(self, question: Question, k: int = 3) -> Answer | Abstention:
        """At most `k` verbatim extracts that answer `question`, or an abstention with leads.

        Raises `QuestionError`, `UnknownNameError` (a filter names nothing in the archive),
        `ArchiveError` or `IndexUnusableError`.
        """
        query, candidates, weights = self._read(question)
        return answer(query, candidates, weights, self._archive.statements, k)

    def search(self, question: Question, k: int = 10) -> tuple[Found, ...]:
        """The `k` best passages for `question`, best first; raises as `ask` does."""
        query, snapshot = self._understand(question), self._open()
        ranked = snapshot.rank(query)
        return tuple(
            Found(
                article_id=each.article.id,
                span=each.passage.span,
                text=each.passage.span.of(each.article.text),
                score=each.score,
            )
            for each in snapshot.candidates(ranked.vector, ranked.best, k)
        )

    def follow_up(self, text: str, previous: Question | None) -> Question:
        """What `text` asks when it is said after `previous`: "and Abe?" keeps the topic."""
        return follow_up(text, previous)

    def latest(self, tag: str | None = None, n: int = 10) -> Digest:
        """The `n` newest articles under `tag`; raises `UnknownNameError` for an unknown tag."""
        if tag is not None:
            _require("tag", tag, self.tags())
        return Digest(tag=tag, articles=self._archive.newest(tag, n))

    def article(self, article_id: str) -> Article:
        """The article with this id; raises `UnknownNameError`."""
        article = self._archive.article(article_id)
        if article is None:
            raise UnknownNameError("article", article_id, nearest(article_id, self._archive.ids()))
        return article

    def tags(self) -> tuple[Count, ...]:
        """Every tag and on how many articles it stands, most first."""
        return self._archive.tags()

    def publishers(self) -> tuple[Count, ...]:
        """Every publisher and how many articles are theirs, most first."""
        return self._archive.publishers()

    def statements(self) -> Iterator[Statement]:
        """Every statement found, in the order of the archive."""
        return self._archive.statements()

    def status(self) -> Status:
        """How large and how fresh the archive and its index are."""
        totals = self._archive.totals()
        try:
            manifest = self._open().generation.manifest
        except IndexMissingError:
            manifest = None
        return Status(
            articles=totals.articles,
            passages=totals.passages,
            statements=totals.statements,
            tags=totals.tags,
            newest=totals.newest,
            model=self._settings.model,
            indexed_passages=manifest.passages if manifest else 0,
            index_built=manifest.built if manifest else None,
            index_current=bool(manifest and manifest.revision == totals.revision),
        )

    def evaluate(self, folder: Path, progress: Progress = silent) -> Evaluation:
        """Measures of the archive's rankings over the questions of `folder`.

        Raises `MissingSourceError` or `SourceError` where the folder holds no questions.
        """
        from retrieval.evaluation.dataset import load_questions
        from retrieval.evaluation.run import evaluate

        return evaluate(load_questions(folder), self._ranked, progress)

    def measure_doubt(self, folder: Path, unanswerable: Path, progress: Progress = silent) -> Doubt:
        """How well the confidence tells the questions of `folder` from those of `unanswerable`.

        The file holds questions that the archive does not answer, a JSON row each. Raises as
        `evaluate` does.
        """
        from retrieval.evaluation.dataset import load_questions, load_unanswerable
        from retrieval.evaluation.doubt import measure_doubt

        answerable = [each for each in load_questions(folder) if each.answers]
        return measure_doubt(answerable, load_unanswerable(unanswerable), self.ask, progress)

    def reload_if_new(self) -> bool:
        """Open the newest generation; True where it is another than the one in use."""
        with self._opening:
            before = self._snapshot
            if before and before.is_newest():
                return False
            self._snapshot = Snapshot(self._settings, self._archive)
            return before is not None

    def add(self, sources: Sequence[str], progress: Progress = silent) -> tuple[SourceReport, ...]:
        """Read `sources` into the archive and index what is new; a report for each file.

        Raises `UsageError`, `SourceError`, `ArchiveError` or `ModelError`.
        """
        with self._building(progress) as builder:
            reports = builder.add(sources)
            # A first source that gives nothing leaves nothing behind that looks like an archive.
            if not builder.is_empty() and not builder.index_is_current():
                builder.index()
        return reports

    def remove(self, name: str, progress: Progress = silent) -> int:
        """Remove an article by its id, or a source with its articles; returns how many.

        Raises `UnknownNameError`.
        """
        self._archive.totals()  # an archive that was never filled says so
        with self._building(progress) as builder:
            removed = builder.remove(name)
            if not removed:
                raise UnknownNameError("article or source", name, ())
            builder.index()
        return removed

    def index(self, progress: Progress = silent) -> None:
        """Build the index anew from the archive."""
        self._archive.totals()
        with self._building(progress) as builder:
            builder.index()

    def ensure_ready(self, progress: Progress = silent) -> None:
        """On the first run, fill the archive from the seeds and index it.

        Raises `ArchiveEmptyError` where there are neither articles nor seeds.
        """
        if (self._settings.index_path / CURRENT).exists():
            return
        if self._filled():
            self.index(progress)
        elif self._settings.seeds.is_dir():
            self.add([str(self._settings.seeds)], progress)
        else:
            raise ArchiveEmptyError(self._settings.archive_path)

    @cached_property
    def _archive(self) -> Archive:
        return Archive(self._settings.archive_path)

    def _filled(self) -> bool:
        try:
            return self._archive.totals().articles > 0
        except ArchiveEmptyError:
            return False

    def _open(self) -> Snapshot:
        """The snapshot in use, opened at the first call."""
        with self._opening:
            if self._snapshot is None:
                self._snapshot = Snapshot(self._settings, self._archive)
            return self._snapshot

    @contextmanager
    def _building(self, progress: Progress) -> Iterator[Builder]:
        """A builder; what it publishes is seen by the next call."""
        from retrieval.build import building

        with building(self._settings, progress) as builder:
            yield builder
        with self._opening:
            self._snapshot = None

    def _understand(self, question: Question) -> Query:
        """The question understood, once it and its filters are known to be usable."""
        length = len(question.text.strip())
        if not 0 < length <= MAX_QUESTION:
            raise QuestionError(length, MAX_QUESTION)
        filters = question.filters
        if filters.tag is not None:
            _require("tag", filters.tag, self.tags())
        if filters.publisher is not None:
            _require("publisher", filters.publisher, self.publishers())
        query = understand(question)
        speakers = tuple(each.name for each in self._archive.speakers()) if query.speaker else ()
        matching = matching_speakers(query.speaker, speakers) if query.speaker else ()
        if filters.speaker is not None and not matching:
            raise UnknownNameError("speaker", filters.speaker, nearest(filters.speaker, speakers))
        return replace(query, speakers=matching)

    def _read(self, question: Question) -> tuple[Query, tuple[Candidate, ...], dict[str, float]]:
        """The question understood, the passages to answer it from, the weight of each keyword."""
        query, snapshot = self._understand(question), self._open()
        ranked = snapshot.rank(query)
        candidates = ranked.first(_READ)
        if query.speakers and not question.filters.speaker:
            candidates += self._spoken(query, snapshot)
        return query, candidates, snapshot.weights(query.keywords)

    def _spoken(self, query: Query, snapshot: Snapshot) -> tuple[Candidate, ...]:
        """The best passages of the articles in which the asked-for speaker says something."""
        filters = replace(query.question.filters, speaker=query.speaker)
        ranked = snapshot.rank(replace(query, question=replace(query.question, filters=filters)))
        return ranked.first(_READ)

    def _ranked(self, question: Question, k: int) -> Mapping[str, tuple[Candidate, ...]]:
        """The `k` best passages by each retriever, by their fusion, and as they are shown."""
        query, snapshot = self._understand(question), self._open()
        ranked = snapshot.rank(query)
        rankings = (ranked.lexical, ranked.dense, ranked.fused, ranked.best)
        return {each.retriever: snapshot.candidates(ranked.vector, each, k) for each in rankings}


def _require(kind: str, name: str, known: Sequence[Count]) -> None:
    """Raise `UnknownNameError` with the nearest names, where `name` is none of `known`."""
    names = [each.name for each in known]
    if fold(name) not in {fold(each) for each in names}:
        raise UnknownNameError(kind, name, nearest(name, names))
