"""What built a folder, and the proof that its files are whole; a mismatch is refused."""

from __future__ import annotations

import os
import zlib
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.errors import IndexCorruptError, IndexMissingError
from retrieval.types import IndexFacts

FORMAT = 2
"""Raised whenever passages, encoder input or index files change their meaning."""

MANIFEST = "manifest.json"
_BLOCK = 1 << 20


class FileCheck(BaseModel):
    """One file's size in bytes and CRC-32."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    size: int
    crc32: int


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

    def write(self, folder: Path) -> None:
        """Seal `folder`: fsync its files, note their checksums and write this manifest."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        files = {str(path.relative_to(folder)): _check(path) for path in paths}
        for path in paths:
            sync(path)
        facts = self.model_copy(update={"files": files})
        sealed = facts.model_copy(update={"seal": facts._crc32()})
        (folder / MANIFEST).write_text(sealed.model_dump_json(indent=1), encoding="utf-8")
        sync(folder / MANIFEST)
        sync(folder)

    def verify(self, folder: Path) -> None:
        """Raise `IndexCorruptError`, naming the first file that is missing, cut or changed."""
        if self.seal not in (None, self._crc32()):
            raise IndexCorruptError(folder / MANIFEST, "has changed since it was written")
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise IndexCorruptError(path, "is missing")
            if path.stat().st_size != expected.size:
                raise IndexCorruptError(path, "is truncated")
            if _check(path) != expected:
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

    @classmethod
    def of(cls, facts: IndexFacts) -> Self:
        """The manifest of a generation built from these facts."""
        return cls.model_validate(asdict(facts))

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
    return FileCheck(size=size, crc32=crc)


def sync(path: Path) -> None:
    """Force a file's or folder's bytes to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
