"""The writing half of the corridor: archive -> vectors -> a published index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import rmtree

import numpy as np

from retrieval.archive.backup import restore
from retrieval.archive.lock import writer_lock
from retrieval.archive.writer import ArchiveWriter
from retrieval.disk import writing
from retrieval.errors import IndexUnusableError
from retrieval.index.contents import ROW, Contents, Ids
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.engine import engine_of
from retrieval.index.model import ModelFiles, find_model
from retrieval.protocols import PassageEncoder, Progress
from retrieval.settings import Settings
from retrieval.types import IndexFacts

_TEXTS_A_BATCH = 512
_FEW = 256
"""Up to so many passages, loading torch takes longer than ONNX Runtime takes to encode them."""


class Builder:
    """The one writer of a data folder; open it with `building`."""

    def __init__(self, settings: Settings, writer: ArchiveWriter, progress: Progress) -> None:
        self._settings, self._progress = settings, progress
        self._engine = engine_of(settings)
        self.writer = writer

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
        return facts.revision == self.writer.revision()

    def index(self, *, anew: bool = False) -> None:
        """Bring the index up to the archive: encode what has no vector yet, then publish.

        A small change is added to the index in use, unless it shall be built `anew`.
        """
        files = find_model(self._settings.model)
        encoder = self._exported(files)
        self.writer.derive_again(self._progress)
        self.writer.find_stories(self._progress)
        rows = np.fromiter(self.writer.rows(), dtype=ROW)
        facts = IndexFacts(
            model=files.name,
            fingerprint=files.fingerprint,
            dimension=encoder.manifest.dimension,
            passages=len(rows),
            revision=self.writer.revision(),
            built=datetime.now(UTC),
        )
        change = None if anew else self._engine.change(facts, rows)
        self._encode(files, encoder, rows["passage"] if change is None else change.vectorless)
        self._progress("Publishing the index", 0, 0)
        vectors = partial(self.writer.vectors, facts.fingerprint, facts.dimension)
        contents = Contents(rows=rows, vectors=vectors, texts=self.writer.texts)
        self._engine.publish(contents, self.writer.labels, facts, anew=anew)
        if change is None or len(change.removed):  # where nothing went, all vectors are used
            self.writer.forget_vectors(files.fingerprint)

    def _exported(self, files: ModelFiles) -> OnnxEncoder:
        """The encoder that questions use; exported where that was not done yet."""
        folder = self._settings.models_path / files.fingerprint
        try:
            return OnnxEncoder(folder)
        except IndexUnusableError:
            pass
        self._progress("Preparing the encoder (once)", 0, 0)
        from retrieval.index.transformer import export

        unfinished = folder.with_suffix(".new")
        rmtree(unfinished, ignore_errors=True)
        with writing(self._settings.models_path):
            try:
                unfinished.mkdir(parents=True)
                export(files, unfinished)
            except BaseException:
                rmtree(unfinished, ignore_errors=True)
                raise
            rmtree(folder, ignore_errors=True)
            unfinished.rename(folder)
        return OnnxEncoder(folder)

    def _encode(self, files: ModelFiles, exported: OnnxEncoder, passages: Ids) -> None:
        """Give these passages their vectors; what is done is kept: a stopped build resumes."""
        missing = self.writer.unencoded(files.fingerprint, passages)
        missing.sort(key=lambda item: len(item[1]))
        if not missing:
            return
        encoder = self._bulk_encoder(files, exported, len(missing))
        for start in range(0, len(missing), _TEXTS_A_BATCH):
            self._progress("Encoding passages", start, len(missing))
            batch = missing[start : start + _TEXTS_A_BATCH]
            vectors = encoder.encode_passages([text for _, text in batch])
            self.writer.put_vectors(files.fingerprint, [digest for digest, _ in batch], vectors)
        self._progress("Encoding passages", len(missing), len(missing))

    def _bulk_encoder(self, files: ModelFiles, exported: OnnxEncoder, count: int) -> PassageEncoder:
        """The fastest encoder for `count` passages on this machine."""
        if count <= _FEW and self._settings.device != "cuda":
            return exported
        from retrieval.index.transformer import TorchEncoder, cpu_has_bfloat16, pick_device

        device = pick_device(self._settings.device, files.name)
        # In float32, ONNX Runtime is the faster of the two.
        return TorchEncoder(files, device) if device == "cuda" or cpu_has_bfloat16() else exported


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


@contextmanager
def _builder(settings: Settings, progress: Progress) -> Iterator[Builder]:
    engine_of(settings).sweep()
    with closing(ArchiveWriter(settings.archive_location)) as writer:
        yield Builder(settings, writer, progress)
