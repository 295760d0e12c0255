"""Files and folders, whole, damaged or of another kind."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from retrieval.errors import MissingSourceError, SourceError
from retrieval.ingest.files import expand, open_file, source_name
from retrieval.types import Article, Skipped

ROWS = b"".join(
    json.dumps({"_id": f"a{n}", "text": f"Text {n}. " + "x" * 500}).encode() + b"\n"
    for n in range(300)
)
TAG_PAGE = "Contents tagged with Japan\n • One\n   Text.\n".encode()


def ids(path: Path) -> list[str]:
    """The ids of the articles of a file that is whole."""
    return [each.id for each in open_file(path).items if isinstance(each, Article)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.dat"])
def test_json_lines_are_known_by_name_or_by_their_first_byte(tmp_path: Path, name: str) -> None:
    """A file of another name is one too where it begins with a brace."""
    path = tmp_path / name
    path.write_bytes(ROWS)
    assert ids(path) == [f"a{n}" for n in range(300)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.ndjson.gz", "page.txt.gz"])
def test_packed_files_are_unpacked(tmp_path: Path, name: str) -> None:
    """gzip is known by its name."""
    path = tmp_path / name
    page = name.startswith("page")
    path.write_bytes(gzip.compress(TAG_PAGE if page else ROWS))
    assert len(ids(path)) == (1 if page else 300)


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-9], lambda data: data[:300], lambda data: b"\x00" * 99],
    ids=["end cut off", "cut in the middle", "no gzip"],
)
def test_a_damaged_gzip_file_is_one_error(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    """It says so, whatever was read before the damage."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(damage(gzip.compress(ROWS)))
    with pytest.raises(SourceError, match="is a damaged gzip file"):
        list(open_file(path).items)


def test_a_changed_byte_in_a_gzip_file_is_one_error(tmp_path: Path) -> None:
    """A flipped bit is found by the checksum or before."""
    packed = bytearray(gzip.compress(ROWS))
    packed[len(packed) // 2] ^= 0x10
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)
    with pytest.raises(SourceError, match="is a damaged gzip file"):
        list(open_file(path).items)


def test_what_came_before_the_damage_is_read(tmp_path: Path) -> None:
    """The rows of a file that breaks off are given before the error is raised."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(ROWS)[:-9])
    items = open_file(path).items
    assert next(items) == Article(
        id="a0", title="", text="Text 0. " + "x" * 500, source=source_name(path)
    )
    with pytest.raises(SourceError):
        list(items)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "is not UTF-8 text but a binary file"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "is not UTF-8 text but a binary file"),
        ("latin.txt", "Contents • Zürich".encode("latin-1", "replace"), "is not UTF-8 text"),
        ("nul.txt", b"Contents\x00", "is not UTF-8 text but a binary file"),
        ("photo.jsonl", b"\x89PNG\r\n\x1a\n\x00\x00", "holds no row"),
        ("empty.jsonl", b"", "the file is empty"),
        ("empty.txt", b"", "is not a tag page"),
        ("letter.md", b"Dear reader,", "is not a tag page"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """One clear line that names the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        list(open_file(path).items)
    assert reason in caught.value.reason
    assert str(caught.value).startswith(path.as_posix())
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named() -> None:
    """A slip in a path is the user's to mend."""
    with pytest.raises(MissingSourceError) as caught:
        expand("no/such.jsonl")
    assert caught.value.path == "no/such.jsonl"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("source", ["x" * 5_000, "a\x00b"])
def test_a_path_that_no_file_can_have_is_missing(source: str) -> None:
    """Neither a very long name nor a NUL breaks the search for it."""
    with pytest.raises(MissingSourceError):
        expand(source)


def test_a_url_is_refused_with_what_to_do() -> None:
    """Nothing is fetched yet."""
    with pytest.raises(SourceError, match="is a URL"):
        expand("https://news.example/japan")


def test_a_folder_is_all_its_files_sorted(tmp_path: Path) -> None:
    """Files that no reader knows are passed over, folders within are looked into."""
    for name in ("b.txt", "a.jsonl", "deep/c.jsonl.gz", "notes.md", ".gitkeep"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in expand(str(tmp_path))]
    assert found == ["a.jsonl", "b.txt", "deep/c.jsonl.gz"]


def test_a_folder_without_such_a_file_says_so(tmp_path: Path) -> None:
    """An empty folder is no source."""
    (tmp_path / "notes.md").touch()
    with pytest.raises(SourceError, match="holds no file to read"):
        expand(str(tmp_path))


def test_a_file_inside_the_working_folder_has_a_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive names a source as the reader would, however they reached it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    assert source_name(Path("seeds/../seeds/a.txt")) == "seeds/a.txt"
    assert source_name(tmp_path / "seeds" / "a.txt") == "seeds/a.txt"
    assert source_name(tmp_path.parent / "b.txt") == (tmp_path.parent / "b.txt").as_posix()


@pytest.mark.parametrize(("corpus", "count"), [("realtimeqa-2023", 4715), ("reuters-21578", 19043)])
def test_the_real_corpora_are_read_without_a_loss(shared: Path, corpus: str, count: int) -> None:
    """Every row of thousands of real articles comes in, and under an id of its own."""
    items = list(open_file(shared / "eval" / corpus / "corpus.jsonl.gz").items)
    assert [each for each in items if isinstance(each, Skipped)] == []
    assert len({each.id for each in items if isinstance(each, Article)}) == count
