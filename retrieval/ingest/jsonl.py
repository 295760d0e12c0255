"""JSON Lines in the BEIR corpus form -> articles (https://github.com/beir-cellar/beir)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from retrieval.errors import SourceError
from retrieval.ingest.opening import MAX_LINE_BYTES, MOST_BAD_ROWS, TOO_LONG
from retrieval.ingest.rows import Row, Rows, wrong
from retrieval.types import Article
from retrieval.upkeep import Skipped


def read_jsonl(lines: Iterable[bytes], source: str) -> Iterator[Article | Skipped]:
    """The articles of `lines`, and each bad line by its number; the text is kept to the character.

    Raises `SourceError` where no line at all is one of a corpus.
    """
    rows = Rows(source)
    first: Skipped | None = None
    bad = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        for item in _read_line(line, number, rows):
            if isinstance(item, Skipped):
                first, bad = first or item, bad + 1
            yield item
        if bad >= MOST_BAD_ROWS and not len(rows):
            break
    if not len(rows):
        reason = f"{first.where}: {first.reason}" if first else "the file is empty"
        raise SourceError(
            source, f'holds no row {{"_id", "title", "text"}} that can be read ({reason}).'
        )


def _read_line(line: bytes, number: int, rows: Rows) -> Iterator[Article | Skipped]:
    """The article of one line."""
    if len(line) > MAX_LINE_BYTES:
        yield Skipped(where=f"line {number}", reason=TOO_LONG)
        return
    try:
        row = Row.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        yield Skipped(where=f"line {number}", reason=wrong(error))
        return
    yield from rows.read(row, number)
