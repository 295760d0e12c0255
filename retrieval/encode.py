"""Giving passages their vectors: a long work that can be stopped, resumed and shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from shutil import rmtree

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from retrieval.archive.encoded import PassageVectors, Unencoded
from retrieval.disk import writing
from retrieval.errors import ArchiveBusyError, IndexUnusableError
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.model import find_model
from retrieval.protocols import PassageEncoder, Progress
from retrieval.settings import Settings

FEW = 256
"""Up to so many passages, loading torch takes longer than ONNX Runtime takes to encode them."""

_NEWEST = 8_192
"""So many passages of the newest articles come before older ones; among them, length says the
order: texts of one length are encoded fastest."""
_TEXTS_A_BATCH = 512


class Encoding:
    """Encodes in bulk by the model of the settings."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        """Raises `ModelError` where there is no such model."""
        self._settings, self._progress = settings, progress
        self.files = find_model(settings.model)

    @cached_property
    def exported(self) -> OnnxEncoder:
        """The encoder that questions use; exported where that was not done yet."""
        folder = self._settings.models_path / self.files.fingerprint
        with suppress(IndexUnusableError):
            return OnnxEncoder(folder)
        with writing(self._settings.models_path):
            folder.parent.mkdir(parents=True, exist_ok=True)
            # Of several parts of a work that begin at once, one exports and the others wait.
            with FileLock(folder.with_suffix(".lock")):
                with suppress(IndexUnusableError):
                    return OnnxEncoder(folder)
                self._progress("Preparing the encoder (once)", 0, 0)
                self._export(folder)
        return OnnxEncoder(folder)

    def waiting(self, store: PassageVectors, passages: NDArray[np.int64]) -> list[Unencoded]:
        """What of these passages has no vector of this model yet; the newest first."""
        return store.unencoded(self.files.fingerprint, passages)

    def encode(
        self,
        store: PassageVectors,
        waiting: Sequence[Unencoded],
        between: Callable[[], None] = lambda: None,
    ) -> None:
        """Give `waiting` their vectors; what is done is kept, so that a stopped work resumes.

        `between` is called whenever more are kept and more are to come.
        """
        if not waiting:
            return
        encoder, done = self._bulk_encoder(len(waiting)), 0
        for batch in _batches(waiting):
            if done:
                between()
            self._progress("Encoding passages", done, len(waiting))
            texts = store.inputs([each.passage for each in batch])
            if texts:  # another process may have removed them
                vectors = encoder.encode_passages([text for _, text in texts])
                self._keep(store, [digest for digest, _ in texts], vectors)
            done += len(batch)
        self._progress("Encoding passages", done, len(waiting))

    def _keep(
        self, store: PassageVectors, digests: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> None:
        while True:
            try:
                return store.put_vectors(self.files.fingerprint, digests, vectors)
            except ArchiveBusyError:
                continue  # it waited for the other writer, as long as the archive allows

    def _bulk_encoder(self, count: int) -> PassageEncoder:
        """The fastest encoder for `count` passages on this machine."""
        if count <= FEW and self._settings.device != "cuda":
            return self.exported
        from retrieval.index.transformer import TorchEncoder, cpu_has_bfloat16, pick_device

        device = pick_device(self._settings.device, self.files.name)
        if device == "cuda" or cpu_has_bfloat16():
            return TorchEncoder(self.files, device)
        return self.exported  # in float32, ONNX Runtime is the faster of the two

    def _export(self, folder: Path) -> None:
        from retrieval.index.transformer import export

        unfinished = folder.with_suffix(".new")
        rmtree(unfinished, ignore_errors=True)
        try:
            unfinished.mkdir()
            export(self.files, unfinished)
        except BaseException:
            rmtree(unfinished, ignore_errors=True)
            raise
        rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)


def _batches(waiting: Sequence[Unencoded]) -> Iterator[list[Unencoded]]:
    for start in range(0, len(waiting), _NEWEST):
        newest = sorted(waiting[start : start + _NEWEST], key=lambda each: each.length)
        for first in range(0, len(newest), _TEXTS_A_BATCH):
            yield newest[first : first + _TEXTS_A_BATCH]
