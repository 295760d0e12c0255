"""The writing half of the corridor: archive -> vectors -> a published index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.archive.backup import restore
from retrieval.archive.encoded import PassageVectors
from retrieval.archive.lock import writer_lock
from retrieval.archive.writer import ArchiveWriter
from retrieval.encode import FEW, Encoding
from retrieval.errors import IndexUnusableError
from retrieval.index.contents import ROW, Contents
from retrieval.index.engine import engine_of
from retrieval.pace import Pace
from retrieval.protocols import Progress
from retrieval.settings import Settings
from retrieval.upkeep import Encoded, IndexFacts, Part


class Builder:
    """The one writer of a data folder; open it with `building`."""

    def __init__(
        self, settings: Settings, writer: ArchiveWriter, progress: Progress, pace: Pace
    ) -> None:
        """`pace` says when to publish before all is done."""
        self._settings, self._progress, self._pace = settings, progress, pace
        self.writer = writer
        self._engine = engine_of(settings)
        self._published = writer.revision()
        self._read: tuple[int, NDArray[np.void]] | None = None

    def remove(self, name: str) -> int | None:
        """Remove an article by its id, or a source with all its articles; returns how many.

        None where nothing has this name.
        """
        with self.writer.transaction():
            return self.writer.remove(name)

    def is_empty(self) -> bool:
        """True where the archive holds no passage."""
        return self.writer.is_empty()

    def index_is_current(self) -> bool:
        """True where the index in use is whole, of this model, and holds all of the archive."""
        try:
            facts = self._engine.verified(self._settings.model)
        except IndexUnusableError:
            return False
        return facts.complete and facts.revision == self.writer.revision()

    def index(self, *, anew: bool = False) -> None:
        """Bring the index up to the archive: first the words, then the meaning of each passage.

        What has its vector already is not encoded again; many that have none are published before
        they have, and again now and then. A small change is added to the index in use, unless it
        shall be built `anew`.
        """
        encoding = self._encoding
        self.writer.derive_again(self._progress)
        facts, rows = self._now()
        change = None if anew else self._engine.change(facts, rows)
        lacking = rows["passage"] if change is None else change.vectorless
        waiting = encoding.waiting(self.writer, lacking)
        many = len(waiting) > FEW
        if many:
            self._publish()
            self.writer.find_stories(self._progress)
        encoding.encode(self.writer, waiting, self._publish_if_due)
        self._publish(anew=anew)
        if not many:  # they are found as soon as they have their vectors
            self.writer.find_stories(self._progress)
        if change is None or len(change.removed):  # where nothing went, all vectors are used
            self.writer.forget_vectors(encoding.files.fingerprint)

    def publish_read(self) -> None:
        """Once something was read and kept: make it findable by its words, if it is time to."""
        if self.writer.revision() != self._published:
            self._publish_if_due()

    def _publish_if_due(self) -> None:
        if self._pace.due():
            self._publish()

    def _publish(self, *, anew: bool = False) -> None:
        """Make an index of the archive as it is now the one in use."""
        self._progress("Publishing the index", 0, 0)
        with self._pace.publishing():
            facts, rows = self._now()
            vectors = partial(self.writer.vectors, facts.fingerprint, facts.dimension)
            contents = Contents(rows=rows, vectors=vectors, texts=self.writer.texts)
            self._engine.publish(contents, self.writer.labels, facts, anew=anew)
        self._published = facts.revision

    def _now(self) -> tuple[IndexFacts, NDArray[np.void]]:
        """What an index of the archive as it is now is to hold, and its passages' rows."""
        files, encoder = self._encoding.files, self._encoding.exported
        revision = self.writer.revision()
        if self._read is None or self._read[0] != revision:  # the slower, the larger the archive
            self._read = (revision, np.fromiter(self.writer.rows(), dtype=ROW))
        rows = self._read[1]
        facts = IndexFacts(
            model=files.name,
            fingerprint=files.fingerprint,
            dimension=encoder.manifest.dimension,
            passages=len(rows),
            revision=revision,
            built=datetime.now(UTC),
        )
        return facts, rows

    @cached_property
    def _encoding(self) -> Encoding:
        return Encoding(self._settings, self._progress)


@contextmanager
def building(settings: Settings, progress: Progress) -> Iterator[Builder]:
    """A builder that holds the writer's lock.

    Raises `ArchiveBusyError`, `ArchiveReadOnlyError` or `ArchiveCorruptError`.
    """
    with writer_lock(settings.archive_location), _builder(settings, progress) as builder:
        yield builder


def rebuild_from(settings: Settings, file: Path, progress: Progress) -> Path | None:
    """Put the backup `file` in the place of the archive, and index it.

    Returns where the archive that it replaced is kept. Raises `MissingSourceError`, `BackupError`
    or as `building` does; what has its vectors in the backup is not encoded again.
    """
    with writer_lock(settings.archive_location):
        kept = restore(file, settings.archive_location, settings.replaced_path)
        with _builder(settings, progress) as builder:
            if not builder.is_empty():
                builder.index()
    return kept


def encode_part(settings: Settings, part: Part, progress: Progress) -> Encoded:
    """Encode one part of what has no vector yet, beside other parts and whoever else writes.

    Nothing is published: the next `Builder.index` does, when all parts are done.
    """
    encoding = Encoding(settings, progress)
    with closing(PassageVectors(settings.archive_location)) as store:
        passages = np.fromiter(store.rows(), dtype=ROW)["passage"]
        waiting = encoding.waiting(store, passages)
        ours = [each for each in waiting if part.holds(each.digest)]
        encoding.encode(store, ours)
        return Encoded(encoded=len(ours), left=len(encoding.waiting(store, passages)))


@contextmanager
def _builder(settings: Settings, progress: Progress) -> Iterator[Builder]:
    engine_of(settings).sweep()
    with closing(ArchiveWriter(settings.archive_location)) as writer:
        yield Builder(settings, writer, progress, Pace())
