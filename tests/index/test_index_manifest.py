"""A folder's files are proved whole: small ones to the last byte, large ones by samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.errors import IndexCorruptError
from retrieval.index.manifest import MANIFEST, Manifest

LARGE = 9 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed folder with a large file of zeros and a small one."""
    (tmp_path / "large").write_bytes(bytes(LARGE))
    (tmp_path / "small").write_bytes(b"Dear reader")
    Manifest().write(tmp_path)
    return tmp_path


def change(path: Path, place: int) -> None:
    """Change one byte."""
    with path.open("r+b") as file:
        file.seek(place)
        file.write(b"!")


def test_what_was_written_is_whole(folder: Path) -> None:
    """By samples and to the last byte."""
    Manifest.read(folder).verify(folder)
    Manifest.read(folder).verify(folder, whole=True)


@pytest.mark.parametrize("place", [0, LARGE - 1])
def test_the_ends_of_a_large_file_are_sampled(folder: Path, place: int) -> None:
    """That is where a write that broke off shows first."""
    change(folder / "large", place)
    with pytest.raises(IndexCorruptError, match="large has changed since it was written"):
        Manifest.read(folder).verify(folder)


def test_any_byte_of_a_large_file_is_found_where_all_is_read(folder: Path) -> None:
    """A byte between the samples is found by whoever reads it all."""
    change(folder / "large", 100_000)
    Manifest.read(folder).verify(folder)
    with pytest.raises(IndexCorruptError, match="large has changed since it was written"):
        Manifest.read(folder).verify(folder, whole=True)


def test_what_was_sealed_before_there_were_samples_is_whole(folder: Path) -> None:
    """An encoder that an earlier version exported is not exported again."""
    facts = json.loads((folder / MANIFEST).read_text())
    del facts["files"]["large"]["sample"]
    (folder / MANIFEST).write_text(json.dumps(facts | {"seal": None}))
    Manifest.read(folder).verify(folder)
    Manifest.read(folder).verify(folder, whole=True)


def test_what_is_linked_from_a_sealed_folder_is_not_read_again(
    folder: Path, tmp_path: Path
) -> None:
    """Its checksum is taken over; a file of its own has its own."""
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "large").hardlink_to(folder / "large")
    (linked / "small").write_bytes(b"Dear editor")
    Manifest().write(linked, folder)
    before, after = Manifest.read(folder).files, Manifest.read(linked).files
    assert after["large"] == before["large"]
    assert after["small"] != before["small"]
    Manifest.read(linked).verify(linked, whole=True)
