"""What built a folder, and the proof that its files are whole; a mismatch is refused."""

from __future__ import annotations

import os
import zlib
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from retrieval.errors import IndexCorruptError, IndexMissingError
from retrieval.upkeep import IndexFacts

FORMAT = 3
"""Raised whenever passages, encoder input or index files change their meaning."""

MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_LARGE = 8 * _BLOCK
"""Larger files are sampled where there is no time to read them."""
_SAMPLES, _SAMPLE = 32, 1 << 16


class FileCheck(BaseModel):
    """One file's size in bytes and CRC-32, and that of blocks spread over a large one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    size: int
    crc32: int
    sample: int | None = None

    @model_serializer(mode="wrap")
    def _without_none(self, written: SerializerFunctionWrapHandler) -> dict[str, int]:
        """A small file's as it always was: seals of encoders exported earlier hold."""
        facts: dict[str, int] = written(self)
        return {name: value for name, value in facts.items() if value is not None}


class Manifest(BaseModel):
    """What any built folder says of itself; written last, so a folder without one is unfinished."""

    # What another version notes besides is no damage; its format says that it is another's.
    model_config = ConfigDict(frozen=True, extra="ignore")
    format: int = FORMAT
    files: dict[str, FileCheck] = {}
    seal: int | None = None
    """CRC-32 of all the rest; None in manifests written before there was one."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of `folder`.

        Raises `IndexMissingError` where there is none, `IndexCorruptError` where it is unreadable.
        """
        try:
            return cls.model_validate_json((folder / MANIFEST).read_bytes())
        except FileNotFoundError:
            raise IndexMissingError(folder) from None
        except (OSError, ValidationError):
            raise IndexCorruptError(folder / MANIFEST, "cannot be read") from None

    def write(self, folder: Path, base: Path | None = None) -> None:
        """Seal `folder`: fsync its files, note their checksums and write this manifest.

        What is linked from the sealed folder `base` is noted as it is there.
        """
        known = type(self).read(base).files if base else {}
        files = {}
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = str(path.relative_to(folder))
            linked = base and name in known and path.samefile(base / name)
            files[name] = known[name] if linked else _check(path)
            if not linked:
                sync(path)
        for each in {path.parent for path in folder.rglob("*") if path.is_file()} - {folder}:
            sync(each)
        facts = self.model_copy(update={"files": files})
        sealed = facts.model_copy(update={"seal": facts._crc32()})
        (folder / MANIFEST).write_text(sealed.model_dump_json(indent=1), encoding="utf-8")
        sync(folder / MANIFEST)
        sync(folder)

    def verify(self, folder: Path, *, whole: bool = False) -> None:
        """Raise `IndexCorruptError`, naming the first file that is missing, cut or changed.

        Of large files, only samples are read, unless `whole`.
        """
        if self.seal not in (None, self._crc32()):
            raise IndexCorruptError(folder / MANIFEST, "has changed since it was written")
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise IndexCorruptError(path, "is missing")
            if path.stat().st_size != expected.size:
                raise IndexCorruptError(path, "is truncated")
            if expected.sample is not None and not whole:
                unchanged = _sample(path, expected.size) == expected.sample
            else:
                unchanged = _check(path).crc32 == expected.crc32
            if not unchanged:
                raise IndexCorruptError(path, "has changed since it was written")

    def _crc32(self) -> int:
        """The seal that this manifest must bear."""
        return zlib.crc32(self.model_copy(update={"seal": None}).model_dump_json().encode())


class EncoderManifest(Manifest):
    """An exported encoder."""

    model: str
    fingerprint: str
    dimension: int
    max_tokens: int
    question_prompt: str
    passage_prompt: str = ""
    """What the model was trained to see before each; most have neither."""


class IndexManifest(Manifest):
    """One generation of the index."""

    model: str
    fingerprint: str
    dimension: int
    passages: int
    encoded: int
    """Passages that have their vector."""
    revision: int
    """The archive's revision that this generation holds."""
    built: datetime
    recall: float = 1.0
    """How much of the exact first ten a search by vectors finds."""
    vectors: int
    """How many it holds, those of passages that are gone included."""
    clustered: int
    """How many of them were there when it was built whole; the others are searched one by one."""

    @classmethod
    def of(cls, facts: IndexFacts, **more: float) -> Self:
        """The manifest of a generation built from these facts."""
        return cls.model_validate(asdict(facts) | more)

    @property
    def facts(self) -> IndexFacts:
        """What the generation was built from."""
        return IndexFacts(**{each.name: getattr(self, each.name) for each in fields(IndexFacts)})


def _check(path: Path) -> FileCheck:
    """Size and CRC-32: enough to detect damage; these files are not defended against forgery."""
    crc = size = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                crc = zlib.crc32(block, crc)
                size += len(block)
    except OSError:
        raise IndexCorruptError(path, "cannot be read") from None
    return FileCheck(size=size, crc32=crc, sample=_sample(path, size) if size > _LARGE else None)


def _sample(path: Path, size: int) -> int:
    """CRC-32 of blocks at equal distances, the first and the last among them."""
    crc = 0
    try:
        with path.open("rb") as file:
            for number in range(_SAMPLES):
                file.seek((size - _SAMPLE) * number // (_SAMPLES - 1))
                crc = zlib.crc32(file.read(_SAMPLE), crc)
    except OSError:
        raise IndexCorruptError(path, "cannot be read") from None
    return crc


def sync(path: Path) -> None:
    """Force a file's or folder's bytes to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
