"""Files and folders -> the reader that knows their form."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from retrieval.errors import MissingSourceError, SourceError
from retrieval.ingest.jsonl import read_jsonl
from retrieval.ingest.opening import bounded_lines, opened, whole
from retrieval.ingest.prose import read_markdown, read_plain_text
from retrieval.ingest.table import read_table
from retrieval.ingest.tagpage import is_tag_page, read_tag_page
from retrieval.types import Article
from retrieval.upkeep import Reading, Skipped

Items = Iterator[Article | Skipped]

_KNOWN = (
    "citewire reads JSON Lines (.jsonl), CSV (.csv), web pages (.html), feeds (.xml), "
    "Markdown (.md), articles and tag pages as text (.txt), and each of them packed (.gz)"
)
_HEAD_BYTES = 1024
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")


def expand(source: str) -> tuple[Path, ...]:
    """The files that `source` names: itself, or all those of a folder that can be read, sorted.

    Raises `MissingSourceError`, or `SourceError` where a folder holds no such file.
    """
    if "://" in source:
        raise SourceError(source, f"is a URL; {_KNOWN}: save the page and add the file.")
    path = Path(source).expanduser()
    try:
        is_dir, exists = path.is_dir(), path.exists()
    except OSError:  # a name too long to be one
        is_dir = exists = False
    if is_dir:
        files = sorted(file for file in _walk(path, []) if _reader_of(file.name))
        if not files:
            raise SourceError(source, f"holds no file to read; {_KNOWN}.")
        return tuple(files)
    if not exists:
        raise MissingSourceError(source)
    return (path,)


def left_out(folder: Path) -> Iterator[Skipped]:
    """What of a folder `expand` does not name: files of other kinds, and folders kept shut.

    Hidden files and folders (".git") are no part of it.
    """
    shut: list[str] = []
    endings = [
        file.suffix or "no ending" for file in _walk(folder, shut) if not _reader_of(file.name)
    ]
    if endings:
        kinds = ", ".join(f"{count} {name}" for name, count in Counter(endings).most_common(5))
        yield Skipped(
            where=source_name(folder),
            reason=f"{len(endings)} files of other kinds were left out ({kinds})",
        )
    for name in shut:
        yield Skipped(where=name, reason="the folder cannot be opened")


def open_file(path: Path) -> Reading:
    """One file as a source; its items are read as they are asked for.

    Asking for them raises `SourceError` where the file as a whole cannot be read.
    """
    return Reading(kind="file", items=_read(path, source_name(path)))


def source_name(path: Path) -> str:
    """How the archive names a file: relative to the working folder where it lies inside it."""
    whole_path = path.resolve()
    here = Path.cwd()
    inside = whole_path.is_relative_to(here)
    return (whole_path.relative_to(here) if inside else whole_path).as_posix()


def _walk(folder: Path, shut: list[str]) -> Iterator[Path]:
    """The files of a folder and those below it, hidden ones left out; `shut` names the locked."""

    def note(error: OSError) -> None:
        shut.append(source_name(Path(error.filename)))

    for name, folders, files in os.walk(folder, onerror=note):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for file in files:
            if not file.startswith("."):
                yield Path(name, file)


def _read(path: Path, name: str) -> Items:
    try:
        if not path.is_file():
            reason = f"is not a file; {_KNOWN}." if path.exists() else "is not there any more."
            raise SourceError(name, reason)
    except OSError as error:
        raise SourceError(name, f"cannot be opened ({error.strerror}).") from None
    reader = _reader_of(path.name)
    if reader is None or reader is _read_text:
        with opened(path, name) as file:
            reader = _reader_for(file.read(_HEAD_BYTES))
    with opened(path, name) as file:
        yield from reader(file, name)


def _reader_for(head: bytes) -> Reader:
    """The reader of a file whose name does not tell, by how it begins."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(b"{"):
        return _read_jsonl
    return _read_html if begin.startswith(_HTML) else _read_text


def _read_jsonl(file: IO[bytes], name: str) -> Items:
    yield from read_jsonl(bounded_lines(file), name)


def _read_table(file: IO[bytes], name: str) -> Items:
    yield from read_table(bounded_lines(file), name)


def _read_html(file: IO[bytes], name: str) -> Items:
    # Both bring trafilatura, which takes longer to load than a small file of another kind to read.
    from retrieval.ingest.listing import looks_like_listing, read_listing
    from retrieval.ingest.page import read_page

    content = whole(file, name)
    if looks_like_listing(content):
        for item in read_listing(content, source=name):
            if isinstance(item, Article) and not item.text:
                item = Skipped(where=item.title, reason="has no text here, only a link")
            yield item
    else:
        yield read_page(content, source=name)


def _read_feed(file: IO[bytes], name: str) -> Items:
    from retrieval.ingest.feed import read_feed

    yield from read_feed(whole(file, name), source=name, url="")


def _read_markdown(file: IO[bytes], name: str) -> Items:
    yield from read_markdown(_text(file, name), name)


def _read_text(file: IO[bytes], name: str) -> Items:
    text = _text(file, name)
    if is_tag_page(text):
        yield from read_tag_page(text, name)
    else:
        yield read_plain_text(text, name)


def _text(file: IO[bytes], name: str) -> str:
    """The characters of a file in UTF-8."""
    content = whole(file, name)
    try:
        if b"\x00" in content:
            raise UnicodeError
        return content.decode("utf-8-sig")
    except UnicodeError:
        raise SourceError(
            name, f"is not UTF-8 text but a binary file or in another charset; {_KNOWN}."
        ) from None


Reader = Callable[[IO[bytes], str], Items]

_READERS: dict[str, Reader] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_table,
    ".tsv": _read_table,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".xml": _read_feed,
    ".rss": _read_feed,
    ".atom": _read_feed,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
}


def _reader_of(name: str) -> Reader | None:
    """The reader of files with such a name; None where the name does not tell."""
    return _READERS.get(Path(name.lower().removesuffix(".gz")).suffix)
