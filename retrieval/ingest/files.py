"""Files and folders -> the reader that knows their form."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import MissingSourceError, SourceError
from retrieval.ingest.jsonl import read_jsonl
from retrieval.ingest.tagpage import read_tag_page
from retrieval.types import Article, Skipped

_JSONL_NAMES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_TEXT_NAMES = (".txt", ".txt.gz")
_KNOWN = "citewire reads JSON Lines (.jsonl, .jsonl.gz) and tag pages as text (.txt)"
_MAX_TEXT_BYTES = 50_000_000


def expand(source: str) -> tuple[Path, ...]:
    """The files that `source` names: itself, or all those of a folder that can be read, sorted.

    Raises `MissingSourceError`, or `SourceError` where a folder holds no such file.
    """
    if "://" in source:
        raise SourceError(source, f"is a URL; {_KNOWN}: save the page's text and add the file.")
    path = Path(source).expanduser()
    try:
        is_dir, exists = path.is_dir(), path.exists()
    except OSError:  # a name too long to be one
        is_dir = exists = False
    if is_dir:
        files = sorted(
            each
            for each in path.rglob("*")
            if each.name.endswith(_JSONL_NAMES + _TEXT_NAMES) and each.is_file()
        )
        if not files:
            raise SourceError(source, f"holds no file to read; {_KNOWN}.")
        return tuple(files)
    if not exists:
        raise MissingSourceError(source)
    return (path,)


def read_file(path: Path) -> Iterator[Article | Skipped]:
    """The articles of one file, and what it holds that cannot be read.

    Raises `SourceError` where the file as a whole cannot be read.
    """
    name = source_name(path)
    if not path.is_file():
        raise SourceError(name, f"is not a file; {_KNOWN}.")
    try:
        if path.name.endswith(_JSONL_NAMES) or _begins_with_brace(path):
            with _opened(path) as lines:
                yield from read_jsonl(lines, name)
        else:
            yield from read_tag_page(_whole_text(path, name), name)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise SourceError(name, "is a damaged gzip file: fetch or make it again.") from None
    except OSError as error:
        raise SourceError(name, f"cannot be opened ({error.strerror}).") from None


def source_name(path: Path) -> str:
    """How the archive names a file: relative to the working folder where it lies inside it."""
    whole = path.resolve()
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def _opened(path: Path) -> gzip.GzipFile:
    """The file's bytes, unpacked where they are packed."""
    return gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _begins_with_brace(path: Path) -> bool:
    with _opened(path) as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _whole_text(path: Path, name: str) -> str:
    with _opened(path) as file:
        content = file.read(_MAX_TEXT_BYTES + 1)
    if len(content) > _MAX_TEXT_BYTES:
        raise SourceError(name, f"is over {_MAX_TEXT_BYTES // 1_000_000} MB; {_KNOWN}.")
    try:
        if b"\x00" in content:
            raise UnicodeError
        return content.decode("utf-8-sig")
    except UnicodeError:
        raise SourceError(name, f"is not UTF-8 text but a binary file; {_KNOWN}.") from None
