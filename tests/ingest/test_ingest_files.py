"""Files and folders, whole, damaged or of another kind."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import MissingSourceError, SourceError
from retrieval.ingest.files import expand, left_out, open_file, source_name
from retrieval.types import Article
from retrieval.upkeep import Skipped

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
        ("empty.txt", b"", "holds no text"),
        ("empty.md", b"# Only a headline\n", "holds no text"),
        ("tagged.txt", b"Contents tagged with Japan\n\nNo bullets.\n", "is not a tag page"),
        ("empty.html", b"", "is empty"),
        ("photo.html", b"\x89PNG\r\n\x1a\n\x00\x00", "is no HTML page but a file of another kind"),
        ("empty.csv", b"", "has no column text, body or content in its first line, but nothing"),
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
    """Files that no reader knows are left out, folders within are looked into, hidden ones not."""
    names = "b.txt a.jsonl deep/c.jsonl.gz d.MD e.html f.csv.gz notes.doc .gitkeep .git/a.txt"
    for name in names.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in expand(str(tmp_path))]
    assert found == ["a.jsonl", "b.txt", "d.MD", "deep/c.jsonl.gz", "e.html", "f.csv.gz"]


def test_what_is_left_out_of_a_folder_is_said(tmp_path: Path) -> None:
    """By kind and number, so that nobody looks for articles that were never read."""
    for name in ("a.jsonl", "b.png", "c.png", "Makefile", ".hidden"):
        (tmp_path / name).touch()
    assert list(left_out(tmp_path)) == [
        Skipped(
            where=tmp_path.as_posix(),
            reason="3 files of other kinds were left out (2 .png, 1 no ending)",
        )
    ]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, and a process without the rights that root alone has."""
    folder = Path(tempfile.mkdtemp(prefix="citewire-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """A superuser's tests go on as nobody."""
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)


def test_locked_files_and_folders_are_said_and_the_rest_is_read(open_folder: Path) -> None:
    """Where the reader has no right to look, what stands beside it comes in."""
    for name in ("a.jsonl", "b.jsonl", "locked/c.jsonl"):
        (open_folder / name).parent.mkdir(exist_ok=True)
        (open_folder / name).write_bytes(ROWS)
    for name in ("b.jsonl", "locked"):
        (open_folder / name).chmod(0)
    with without_rights():
        whole, locked = expand(str(open_folder))
        assert len(ids(whole)) == 300
        with pytest.raises(SourceError, match=r"b.jsonl: cannot be opened \(Permission denied\)"):
            ids(locked)
        assert list(left_out(open_folder)) == [
            Skipped(where=(open_folder / "locked").as_posix(), reason="the folder cannot be opened")
        ]
    (open_folder / "locked").chmod(0o755)


def test_a_file_that_vanishes_meanwhile_is_one_error(tmp_path: Path) -> None:
    """The others of its folder are read."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(ROWS)
    kept, gone = expand(str(tmp_path))
    gone.unlink()
    assert len(ids(kept)) == 300
    with pytest.raises(SourceError, match="is not there any more"):
        ids(gone)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe with nobody at its other end would never be opened."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(SourceError, match="is not a file"):
        ids(tmp_path / "pipe.jsonl")


@pytest.mark.parametrize("name", ["bomb.jsonl.gz", "bomb.csv.gz", "bomb.txt.gz", "bomb.html.gz"])
def test_a_gzip_bomb_is_left_while_it_unpacks(tmp_path: Path, name: str) -> None:
    """30 MB of one letter pack to far below a hundredth, as no news does."""
    path = tmp_path / name
    head = (
        b'text\n"' if "csv" in name else b'{"_id": "a", "text": "x"}\n' if "json" in name else b""
    )
    path.write_bytes(gzip.compress(head + (b"a" * 999 + b"\n") * 30_000))
    with pytest.raises(SourceError, match="unpacks to over 100 times its size"):
        ids(path)


@pytest.mark.parametrize("ending", [b"\n", b""])
def test_a_line_of_a_hundred_megabytes_is_one_bad_line(tmp_path: Path, ending: bytes) -> None:
    """Those before and behind it are read; it never is in memory as a whole."""
    path = tmp_path / "a.jsonl"
    before, after = (
        b'{"_id": "a", "text": "x"}\n',
        b'{"_id": "b", "text": "x"}\n' if ending else b"",
    )
    path.write_bytes(before + b"y" * 100_000_000 + ending + after)
    tracemalloc.start()
    items = list(open_file(path).items)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert items[1] == Skipped(where="line 2", reason="over 20 MB")
    assert [each.id for each in items if isinstance(each, Article)] == ["a", "b"][: len(items) - 1]
    assert peak < 100_000_000


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", b"# A headline\n\nA text.\n", "A headline"),
        ("a.txt", b"A headline\n\nA text.\n", "A headline"),
        (
            "b.txt",
            b"Contents tagged with Japan\n \xe2\x80\xa2 A headline\n   A text.\n",
            "A headline",
        ),
        ("a.csv", b"Title,Body\nA headline,A text.\n", "A headline"),
        ("a.dat", b'{"_id": "a", "title": "A headline", "text": "A text."}', "A headline"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_each_kind_of_file_is_read_packed_or_not(
    tmp_path: Path, name: str, content: bytes, title: str, packed: bool
) -> None:
    """By its name, or where that does not tell, by how it begins."""
    path = tmp_path / (name + ".gz" if packed else name)
    path.write_bytes(gzip.compress(content) if packed else content)
    (article,) = open_file(path).items
    assert isinstance(article, Article)
    assert (article.title, article.text, article.source) == (title, "A text.", source_name(path))


def test_a_web_page_is_read_under_any_name(shared: Path, tmp_path: Path) -> None:
    """A saved page without an ending is known by how it begins, and keeps its id."""
    page = min((shared / "eval" / "news-pages" / "html").glob("*"), key=lambda path: path.name)
    saved = tmp_path / "saved page"
    saved.write_bytes(gzip.decompress(page.read_bytes()))
    (packed,), (plain,) = open_file(page).items, open_file(saved).items
    assert isinstance(packed, Article)
    assert isinstance(plain, Article)
    assert packed.title.startswith("Google Stadia, Microsoft xCloud")
    assert (packed.id, packed.text) == (plain.id, plain.text)


@given(st.binary(max_size=300), st.sampled_from([".jsonl", ".csv", ".md", ".txt", ".html", ""]))
def test_no_bytes_raise_anything_but_source_error(content: bytes, ending: str) -> None:
    """Under any name, packed or not, alone or behind a good beginning."""
    good = b"_id,title,text\n1,a,b\n" if ending == ".csv" else b'---\ntitle: "x"\n---\n# '
    with tempfile.TemporaryDirectory() as folder:
        for each in (content, good + content):
            for name, packed in (("a" + ending, each), (f"b{ending}.gz", gzip.compress(each))):
                path = Path(folder, name)
                path.write_bytes(packed)
                with suppress(SourceError):
                    list(open_file(path).items)


def test_a_folder_without_such_a_file_says_so(tmp_path: Path) -> None:
    """An empty folder is no source."""
    (tmp_path / "notes.doc").touch()
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


def test_a_text_with_bullets_in_it_is_no_tag_page(tmp_path: Path) -> None:
    """A tag page says so in a heading, or begins with its first entry."""
    path = tmp_path / "a.txt"
    path.write_text("A headline\n\nThree points:\n • One\n • Two\n", encoding="utf-8")
    (article,) = open_file(path).items
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("A headline", "Three points:\n • One\n • Two")
