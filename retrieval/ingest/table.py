"""Tables as CSV, with names of columns in any order -> articles."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from retrieval.errors import SourceError
from retrieval.ingest.identity import stable_id
from retrieval.ingest.opening import MAX_LINE_BYTES, MOST_BAD_ROWS, TOO_LONG
from retrieval.ingest.rows import Row, Rows, wrong
from retrieval.ingest.tagpage import article_id
from retrieval.types import Article
from retrieval.upkeep import Skipped

_DELIMITERS = ",;\t|"
_FIELDS = {
    "_id": "_id",
    "id": "_id",
    "title": "title",
    "headline": "title",
    "text": "text",
    "body": "text",
    "content": "text",
    "url": "url",
    "link": "url",
    "published": "published",
    "date": "published",
    "publisher": "publisher",
    "source": "publisher",
    "tags": "tags",
    "keywords": "tags",
}
"""The names of columns and what they hold; the first column of a kind counts."""


def read_table(lines: Iterable[bytes], source: str) -> Iterator[Article | Skipped]:
    """The articles of a CSV file in UTF-8, and each bad row by its line.

    The first line names the columns; the delimiter is the one that finds most of those known.
    Tags are separated by ";" or ",". A row without an id has the id of its address, or else of
    its headline. Raises `SourceError` where no column holds a text.
    """
    # One article may be a whole book, but not a whole disk.
    csv.field_size_limit(MAX_LINE_BYTES)
    text = _Lines(lines)
    header = next(text, "")
    delimiter, columns = _columns(header)
    if "text" not in columns.values():
        found = ", ".join(_cells(header, delimiter))[:200] or "nothing"
        raise SourceError(
            source,
            f"has no column text, body or content in its first line, but {found}: name the columns "
            "_id, title, text, url, published, publisher, tags (only text is needed).",
        )
    rows = Rows(source)
    for number, (cells, line) in enumerate(_records(text, delimiter), start=1):
        if isinstance(cells, str):
            yield Skipped(where=f"line {line}", reason=cells)
        elif any(cell.strip() for cell in cells):
            yield from _read_row(cells, columns, line, rows, source)
        if number >= MOST_BAD_ROWS and not len(rows):
            break
    if not len(rows):
        raise SourceError(source, "holds no row that can be read below the names of its columns.")


class _Lines(Iterator[str]):
    """The lines of a table in characters, counted; one that is too long is left out and noted."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self.number = 0
        self.cut = False

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        if len(line) > MAX_LINE_BYTES:
            self.cut = True
            return "\n"
        # What is not UTF-8 is found out a row at a time, so that it costs that row only.
        codec = "utf-8-sig" if self.number == 1 else "utf-8"
        return line.decode(codec, "surrogateescape")


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str] | str, int]]:
    """The cells of each row, or what is wrong with it, and the line on which it begins."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        begins = lines.number + 1
        lines.cut = False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield f"a field {TOO_LONG}: a quotation mark may be missing", begins
            continue
        yield (TOO_LONG if lines.cut else cells), begins


def _columns(header: str) -> tuple[str, dict[int, str]]:
    """The delimiter of a table, and what each column holds by its place."""

    def known(delimiter: str) -> dict[int, str]:
        held: dict[str, int] = {}
        for place, name in enumerate(_cells(header, delimiter)):
            if field := _FIELDS.get(name.lower()):
                held.setdefault(field, place)
        return {place: field for field, place in held.items()}

    return max(((each, known(each)) for each in _DELIMITERS), key=lambda found: len(found[1]))


def _cells(header: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip().encode("utf-8", "replace").decode() for cell in cells]


def _read_row(
    cells: list[str], columns: dict[int, str], line: int, rows: Rows, source: str
) -> Iterator[Article | Skipped]:
    """The article of one row."""
    held = {columns[at]: cell for at, cell in enumerate(cells) if at in columns and cell.strip()}
    if any("\udc80" <= character <= "\udcff" for cell in held.values() for character in cell):
        yield Skipped(where=f"line {line}", reason="not UTF-8 text")
        return
    id_ = held.get("_id", "").strip() or _id(held, source)
    fields = {**held, "_id": id_, "tags": re.split("[;,]", held.get("tags", ""))}
    try:
        row = Row.model_validate(fields)
    except ValidationError as error:
        yield Skipped(where=f"line {line}", reason=wrong(error))
        return
    yield from rows.read(row, line)


def _id(held: dict[str, str], source: str) -> str:
    if url := held.get("url"):
        return stable_id(url)
    return article_id(held.get("title") or held.get("text", "")[:200], source)
