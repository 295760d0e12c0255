"""The wiring: the one corridor between the rooms. Heavy imports wait until they are needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.archive.store import Archive
from retrieval.asking import Asker, require
from retrieval.database import place
from retrieval.errors import (
    ArchiveEmptyError,
    ArchiveReadOnlyError,
    IndexCorruptError,
    IndexMissingError,
    UnknownNameError,
)
from retrieval.index.engine import engine_of
from retrieval.protocols import Progress, Tell, quiet, silent
from retrieval.search.followup import follow_up
from retrieval.search.names import nearest
from retrieval.settings import Settings
from retrieval.snapshot import Snapshot
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Copy,
    Count,
    Digest,
    Found,
    Question,
    Said,
    Statement,
)
from retrieval.upkeep import Encoded, Part, Source, SourceReport, Status, Version

if TYPE_CHECKING:
    from retrieval.build import Builder
    from retrieval.evaluation.doubt import Doubt
    from retrieval.evaluation.run import Evaluation
    from retrieval.gather import Gatherer


class Citewire:
    """A news archive that can be asked; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet; each call raises what it finds wrong as a `CitewireError`."""
        self._settings = settings
        self._opening = threading.Lock()
        self._asker: Asker | None = None

    def ask(self, question: Question, k: int = 3) -> Answer | Abstention:
        """At most `k` verbatim extracts that answer `question`, or an abstention with leads.

        Raises `QuestionError`, `UnknownNameError` (a filter names nothing in the archive),
        `ArchiveError` or `IndexUnusableError`.
        """
        return self._open().ask(question, k)

    def search(self, question: Question, k: int = 10) -> tuple[Found, ...]:
        """The `k` best passages for `question`, best first; raises as `ask` does."""
        return self._open().search(question, k)

    def follow_up(self, text: str, previous: Question | None) -> Question:
        """What `text` asks when it is said after `previous`: "and Abe?" keeps the topic."""
        return follow_up(text, previous, self._open().is_somebody)

    def latest(self, tag: str | None = None, n: int = 10) -> Digest:
        """The `n` newest stories under `tag`; raises `UnknownNameError` for an unknown tag."""
        if tag is not None:
            require("tag", tag, self.tags())
        articles = self._archive.newest(tag, n)
        return Digest(tag=tag, articles=articles, also_in=self.copies([a.id for a in articles]))

    def article(self, article_id: str) -> Article:
        """The article with this id; raises `UnknownNameError`."""
        article = self._archive.article(article_id)
        if article is None:
            raise UnknownNameError("article", article_id, nearest(article_id, self._archive.ids()))
        return article

    def history(self, article_id: str) -> tuple[Version, ...]:
        """What the article said before it was changed, newest first; none for an unknown one."""
        return self._archive.history(article_id)

    def copies(self, article_ids: Sequence[str]) -> Mapping[str, tuple[Copy, ...]]:
        """Where else the story of each of these articles stands, oldest first."""
        return self._archive.copies(article_ids)

    def tags(self) -> tuple[Count, ...]:
        """Every tag and on how many articles it stands, most first."""
        return self._archive.tags()

    def publishers(self) -> tuple[Count, ...]:
        """Every publisher and how many articles are theirs, most first."""
        return self._archive.publishers()

    def statements(self) -> Iterator[Statement]:
        """Every statement found, in the order of the archive."""
        return self._archive.statements()

    def speakers(self) -> tuple[Count, ...]:
        """Every named speaker and how many statements are theirs, most first."""
        return self._archive.speakers()

    def said(self, name: str, about: str | None = None) -> Said:
        """What `name` said, about a topic where one is given: oldest first, undated last, cited.

        Raises `UnknownNameError` with the nearest names where the archive quotes nobody of it.
        """
        return self._open().said(name, about)

    def status(self) -> Status:
        """How large and how fresh the archive and its index are."""
        totals = self._archive.totals()
        try:
            facts = self._open().snapshot.index.facts
        except IndexMissingError:
            facts = None
        return Status(
            articles=totals.articles,
            passages=totals.passages,
            statements=totals.statements,
            tags=totals.tags,
            newest=totals.newest,
            model=self._settings.model,
            indexed_passages=facts.passages if facts else 0,
            encoded_passages=facts.encoded if facts else 0,
            index_built=facts.built if facts else None,
            index_current=bool(facts and facts.revision == totals.revision),
        )

    def evaluate(self, folder: Path, progress: Progress = silent) -> Evaluation:
        """Measures of the archive's rankings over the questions of `folder`.

        Raises `MissingSourceError` or `SourceError` where the folder holds no questions.
        """
        from retrieval.evaluation.dataset import load_questions
        from retrieval.evaluation.run import evaluate

        return evaluate(load_questions(folder), self._open().ranked, progress)

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
            before = self._asker
            if before and before.snapshot.is_newest():
                return False
            self._asker = Asker(Snapshot(self._settings, self._archive), self._archive)
            return before is not None

    def add(
        self,
        sources: Sequence[str],
        progress: Progress = silent,
        *,
        follow: bool = False,
        tell: Tell = quiet,
    ) -> tuple[SourceReport, ...]:
        """Read files, folders or addresses into the archive and index what is new.

        `follow` reads the articles that a feed or listing links, too. `tell` hears of each source
        as soon as it is read and kept. Raises `UsageError`, `ArchiveError` or `ModelError`; what
        is wrong with one source stands in its report.
        """
        with self._gathering(progress) as gatherer:
            return gatherer.add(sources, follow=follow, tell=tell)

    def refresh(
        self, names: Sequence[str] = (), progress: Progress = silent, *, tell: Tell = quiet
    ) -> tuple[SourceReport, ...]:
        """Read sources again, all but those that wait after a failure where none is named.

        Raises `UnknownNameError`, or as `add` does.
        """
        chosen = self._chosen(names)
        with self._gathering(progress) as gatherer:
            return gatherer.refresh(chosen, tell)

    def sources(self) -> tuple[Source, ...]:
        """What was added, in that order, and how the last reading of each went."""
        return self._archive.sources()

    def remove(self, name: str, progress: Progress = silent) -> int:
        """Remove an article by its id, or a source with its articles; returns how many.

        Raises `UnknownNameError`.
        """
        self._archive.totals()  # an archive that was never filled says so
        with self._building(progress) as builder:
            removed = builder.remove(name)
            if removed is None:
                raise UnknownNameError("article or source", name, ())
            builder.index()
        return removed

    def index(self, progress: Progress = silent) -> None:
        """Build the index anew from the archive."""
        self._archive.totals()
        with self._building(progress) as builder:
            builder.index(anew=True)

    def encode_part(self, part: Part, progress: Progress = silent) -> Encoded:
        """Encode one part of what has no vector yet; other processes may encode the others.

        It is found by its meaning once `index` published it.
        """
        self._archive.totals()
        from retrieval.build import encode_part

        return encode_part(self._settings, part, progress)

    def backup(self, file: Path) -> int:
        """Write the whole archive to `file`, while others read and write it.

        Returns how many articles it holds. Raises `BackupError` or `ArchiveError`.
        """
        from retrieval.archive.backup import back_up

        back_up(self._settings.archive_location, file)
        return Archive(file).totals().articles

    def restore(self, file: Path, progress: Progress = silent) -> Path | None:
        """Put a backup in the place of the archive and index it.

        Returns where the archive that it replaced is kept; None where there was none. Raises
        `MissingSourceError`, `BackupError`, `ArchiveError` or `ModelError`.
        """
        from retrieval.build import rebuild_from

        kept = rebuild_from(self._settings, file, progress)
        with self._opening:
            self._asker = None
            self.__dict__.pop("_archive", None)  # its file may be another one now
        return kept

    def ensure_ready(
        self, progress: Progress = silent, notice: Callable[[str], None] = lambda _: None
    ) -> None:
        """See that there is an index to ask: fill a new archive, mend a damaged index.

        What is damaged is built anew from the archive, which keeps the vectors, once `notice` was
        told of it. Raises `ArchiveEmptyError` where there are neither articles nor seeds,
        `ArchiveBusyError`, and `IndexUnusableError` for what cannot be mended or would take long.
        """
        try:
            self._open()
        except (ArchiveEmptyError, IndexMissingError):
            self._begin(progress)
        except IndexCorruptError as damage:
            self._mend(damage, progress, notice)

    def _begin(self, progress: Progress) -> None:
        """Index what the archive holds; a new one is filled from the seeds first."""
        if self._filled():
            self.index(progress)
        # Where there was an archive once, seeds are no substitute for it.
        elif self._settings.seeds.is_dir() and not engine_of(self._settings).was_published():
            self.add([str(self._settings.seeds)], progress)
        else:
            raise ArchiveEmptyError(place(self._settings.archive_location))

    def _mend(
        self, damage: IndexCorruptError, progress: Progress, notice: Callable[[str], None]
    ) -> None:
        """Build the index anew because of `damage`; raise that where it cannot be written."""
        try:
            with self._building(progress) as builder:
                notice(f"{damage.reason} It is rebuilt from the archive; no article is lost.")
                builder.index()
        except ArchiveReadOnlyError:
            raise damage from None

    def _filled(self) -> bool:
        try:
            return self._archive.totals().articles > 0
        except ArchiveEmptyError:
            return False

    @cached_property
    def _archive(self) -> Archive:
        return Archive(self._settings.archive_location)

    def _open(self) -> Asker:
        """Who asks the snapshot in use, opened at the first call."""
        with self._opening:
            if self._asker is None:
                self._asker = Asker(Snapshot(self._settings, self._archive), self._archive)
            return self._asker

    @contextmanager
    def _building(self, progress: Progress) -> Iterator[Builder]:
        """A builder; what it publishes is seen by the next call."""
        from retrieval.build import building

        with building(self._settings, progress) as builder:
            yield builder
        with self._opening:
            self._asker = None

    @contextmanager
    def _gathering(self, progress: Progress) -> Iterator[Gatherer]:
        """A gatherer; what it read is indexed afterwards."""
        from retrieval.gather import Gatherer
        from retrieval.ingest.fetch import Fetcher

        with self._building(progress) as builder:
            with Fetcher(allow_loopback=self._settings.fetch_loopback) as fetcher:
                yield Gatherer(
                    builder.writer, self._archive, fetcher, progress, builder.publish_read
                )
            # A first source that gives nothing leaves nothing behind that looks like an archive.
            if not builder.is_empty() and not builder.index_is_current():
                builder.index()

    def _chosen(self, names: Sequence[str]) -> tuple[Source, ...]:
        """The sources of these names; of none, all that do not wait after a failure."""
        known = {name: each for each in self.sources() for name in (each.name, each.location)}
        for name in names:
            if name not in known:
                raise UnknownNameError("source", name, nearest(name, tuple(known)))
        now = datetime.now(UTC)
        rested = (each for each in self.sources() if not each.next_try or each.next_try <= now)
        return tuple(known[name] for name in names) or tuple(rested)
