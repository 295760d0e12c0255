"""Generations: published whole or not at all, and refused where they are not."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import (
    IndexCorruptError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnusableError,
)
from retrieval.index.contents import ROW, Contents
from retrieval.index.generation import Generation, verified
from retrieval.index.manifest import MANIFEST
from retrieval.index.pointer import CURRENT, current
from retrieval.index.publish import publish, sweep
from retrieval.types import Within
from retrieval.upkeep import IndexFacts

MODEL = "all-MiniLM-L6-v2"
PASSAGES = [("Abe", "peace treaty"), ("Putin", "trade"), ("Lavrov", "treaty talks")]


def facts(revision: int = 1) -> IndexFacts:
    """What a generation of `PASSAGES` was built from."""
    return IndexFacts(
        model=MODEL,
        fingerprint="f" * 16,
        dimension=3,
        passages=3,
        encoded=3,
        revision=revision,
        built=datetime(2023, 5, 9, tzinfo=UTC),
    )


def contents() -> Contents:
    """Three passages, ids 10, 20 and 30, of articles 1, 2 and 3; the last is undated."""
    rows = [(10, 1, 100.0, 1), (20, 2, 200.0, 2), (30, 3, float("nan"), 3)]
    ids = [10, 20, 30]
    return Contents(
        rows=np.array(rows, dtype=ROW),
        vectors=lambda some: (
            np.ones(len(some), dtype=np.bool_),
            np.eye(4, 3, dtype=np.float16)[np.searchsorted(ids, some)],
        ),
        texts=lambda some: [PASSAGES[ids.index(each)] for each in some],
    )


def no_articles(**_: object) -> frozenset[int]:
    """An archive that knows nothing of tags, publishers and speakers."""
    return frozenset()


def opened(folder: Path) -> Generation:
    """The generation in `folder`."""
    return Generation(folder, MODEL, no_articles)


def generations(home: Path) -> set[Path]:
    """The folders under an index, finished or not."""
    return {path for path in home.iterdir() if path.is_dir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a generation that was published."""
    return publish(tmp_path / "index", contents(), facts())


def test_what_was_published_is_what_is_opened(folder: Path) -> None:
    """Passages are found by their ids, by word and by vector."""
    generation = opened(current(folder.parent))
    found = generation.search_lexical("treaty", 10, Within())
    assert (found.retriever, {hit.passage_id for hit in found.hits}) == ("lexical", {10, 30})
    assert [hit.rank for hit in found.hits] == [1, 2]
    dense = generation.search_dense(np.array([0, 1, 0], dtype=np.float32), 1, Within())
    assert (dense.retriever, dense.hits[0].passage_id) == ("dense", 20)
    assert generation.cosines(np.array([0, 0, 1], dtype=np.float32), [30, 10]) == {30: 1, 10: 0}
    dates = generation.published([30, 20])
    assert np.isnan(dates[30])
    assert dates[20] == 200
    assert generation.facts == facts()


def test_no_index_yet_is_missing(tmp_path: Path) -> None:
    """The error says which command builds one."""
    with pytest.raises(IndexMissingError, match="`citewire index`; no article is lost"):
        current(tmp_path / "index")


def _files() -> list[str]:
    return ["rows.npy", "vectors.faiss", "lexical/meta.json", MANIFEST]


@pytest.mark.parametrize("name", _files())
def test_a_truncated_file_is_found(folder: Path, name: str) -> None:
    """A disk that ran full, a copy that broke off: refused, with the file's name."""
    path = folder / name
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(IndexCorruptError, match=path.name) as caught:
        opened(folder)
    assert caught.value.path == path
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", _files()[:3])
def test_a_flipped_bit_is_found(folder: Path, name: str) -> None:
    """No file is searched that is not as it was written."""
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    with pytest.raises(IndexCorruptError, match=f"{path.name} has changed since it was written"):
        opened(folder)


@pytest.mark.parametrize("name", ["passages", "dimension", "revision", "size", "crc32", "files"])
def test_a_flipped_bit_in_the_manifest_is_found(folder: Path, name: str) -> None:
    """It is sealed itself: neither a number nor a name of it can change unseen."""
    path = folder / MANIFEST
    content = bytearray(path.read_bytes())
    content[content.index(f'"{name}": '.encode()) + len(name) + 4] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexCorruptError, match=rf"{MANIFEST} (cannot be read|has changed)"):
        opened(folder)


@pytest.mark.parametrize("name", _files()[:3])
def test_a_missing_file_is_found(folder: Path, name: str) -> None:
    """It is named."""
    (folder / name).unlink()
    with pytest.raises(IndexCorruptError, match=f"{Path(name).name} is missing"):
        opened(folder)


def test_a_folder_without_its_manifest_is_unfinished(folder: Path) -> None:
    """The manifest is written last: without it there is no generation."""
    (folder / MANIFEST).unlink()
    with pytest.raises(IndexMissingError):
        opened(folder)


def test_another_model_is_a_mismatch(folder: Path) -> None:
    """Both are named, and nothing is searched."""
    with pytest.raises(IndexMismatchError) as caught:
        verified(folder, "other")
    assert (caught.value.what, caught.value.built, caught.value.wanted) == ("model", MODEL, "other")
    assert str(caught.value) == (
        f"The index was built with model {MODEL}, not other. "
        "Rebuild it with `citewire index`; no article is lost."
    )


@pytest.mark.parametrize("further", [{}, {"shards": 4}])
def test_another_format_is_a_mismatch(folder: Path, further: dict[str, int]) -> None:
    """An index of another version is said to be one, whatever else that version notes."""
    path = folder / MANIFEST
    facts = json.loads(path.read_text()) | {"format": 99} | further
    path.write_text(json.dumps(facts))
    with pytest.raises(IndexMismatchError) as caught:
        opened(folder)
    assert (caught.value.what, caught.value.built) == ("format", "99")


@pytest.mark.parametrize(
    "pointer",
    [
        b"20230101T000000-00000000",
        b"..",
        b"../..",
        b"/etc",
        b"\x00" * 30,
        b"\xff" * 30,
        b"x" * 5000,
    ],
)
def test_a_damaged_pointer_is_one_error(folder: Path, pointer: bytes) -> None:
    """Whatever stands in the file, no folder outside the index is ever opened."""
    (folder.parent / CURRENT).write_bytes(pointer)
    with pytest.raises(IndexUnusableError, match="Rebuild it with `citewire index`"):
        opened(current(folder.parent))


def test_an_open_generation_outlives_the_next(folder: Path) -> None:
    """A reader keeps what it opened, the one before is kept, and older ones go."""
    reader = opened(folder)
    second = publish(folder.parent, contents(), facts(2))
    third = publish(folder.parent, contents(), facts(3))
    assert current(folder.parent) == third
    assert generations(folder.parent) == {second, third}
    assert {hit.passage_id for hit in reader.search_lexical("treaty", 10, Within()).hits} == {
        10,
        30,
    }
    assert (
        reader.search_dense(np.array([1, 0, 0], dtype=np.float32), 1, Within()).hits[0].passage_id
        == 10
    )


def test_what_killed_builds_left_is_swept(folder: Path, tmp_path: Path) -> None:
    """The one in use and the one before it stay, whole ones that were never in use do not."""
    home = folder.parent
    first = shutil.copytree(folder, tmp_path / "first")
    second = publish(home, contents(), facts(2))
    third = publish(home, contents(), facts(3))
    shutil.copytree(first, folder)  # killed before it was removed
    never_in_use = shutil.copytree(third, home / "99991231T000000-0")
    (never_in_use / MANIFEST).touch()
    (home / "unfinished").mkdir()
    sweep(home)
    assert generations(home) == {second, third}
    shutil.rmtree(third)
    sweep(home)
    assert generations(home) == {second}


PUBLISH = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import numpy as np
sys.path.insert(0, sys.argv[2])
from test_index_generation import PASSAGES, contents, facts
from retrieval.index.publish import publish

def until_killed(_):
    yield PASSAGES[0]
    os.kill(os.getpid(), signal.SIGKILL)

before = contents()
more = np.append(before.rows, np.array([(40, 4, 300.0, 4)], dtype=before.rows.dtype))
after = replace(before, rows=more, texts=until_killed)
publish(Path(sys.argv[1]), after, facts(2), anew=sys.argv[3] == "anew")
"""


@pytest.mark.parametrize("how", ["anew", "from the one before"])
def test_a_killed_build_leaves_the_old_generation_serving(
    folder: Path, repository: Path, how: str
) -> None:
    """A real process dies in the middle of writing; the next build clears what it left."""
    home = folder.parent
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(home), str(Path(__file__).parent), how],
        cwd=repository,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert len(generations(home)) == 2
    assert current(home) == folder
    assert verified(current(home), MODEL, whole=True).revision == 1
    third = publish(home, contents(), facts(3))
    assert generations(home) == {folder, third}


def test_an_index_in_a_read_only_folder_can_be_searched(
    folder: Path, read_only: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    """Asking writes nothing."""
    with read_only(folder.parent) as home:
        generation = opened(current(home))
        assert len(generation.search_lexical("treaty", 10, Within()).hits) == 2


def test_a_copied_index_is_as_good(folder: Path, tmp_path: Path) -> None:
    """A data folder may be moved or restored from a copy."""
    copy = shutil.copytree(folder.parent, tmp_path / "copy")
    assert verified(current(copy), MODEL).revision == 1
