"""JSON Lines in the BEIR corpus form -> articles (https://github.com/beir-cellar/beir)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from retrieval.errors import SourceError
from retrieval.ingest.dates import parse_date
from retrieval.types import Article, Skipped

_MAX_LINE_BYTES = 20_000_000


def _text_of_number(value: object) -> object:
    """Ids are often numbers in JSON; as ids they are text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Row(BaseModel):
    """One line; further fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)
    id: Annotated[str, BeforeValidator(_text_of_number)] = Field(
        alias="_id", min_length=1, max_length=500
    )
    text: str = Field(pattern=r"\S")
    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    tags: list[str] | None = None


def read_jsonl(lines: Iterable[bytes], source: str) -> Iterator[Article | Skipped]:
    """The articles of `lines`, and each bad line by its number; the text is kept to the character.

    Raises `SourceError` where no line at all is one of a corpus.
    """
    read: dict[str, int] = {}
    first: Skipped | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        for item in _read_line(line, number, source, read):
            first = first or (item if isinstance(item, Skipped) else None)
            yield item
    if not read:
        reason = f"{first.where}: {first.reason}" if first else "the file is empty"
        raise SourceError(
            source, f'holds no row {{"_id", "title", "text"}} that can be read ({reason}).'
        )


def _read_line(
    line: bytes, number: int, source: str, read: dict[str, int]
) -> Iterator[Article | Skipped]:
    """The article of one line; `read` notes the line of each id, which counts once."""
    where = f"line {number}"
    if len(line) > _MAX_LINE_BYTES:
        yield Skipped(where=where, reason=f"over {_MAX_LINE_BYTES // 1_000_000} MB")
        return
    try:
        row = _Row.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        yield Skipped(where=where, reason=_reason(error))
        return
    if row.id in read:
        yield Skipped(
            where=where, reason=f"_id {row.id[:40]!r} stands on line {read[row.id]} already"
        )
        return
    read[row.id] = number
    published = parse_date(row.published)
    if row.published and not published:
        yield Skipped(
            where=where, reason=f"date {row.published[:40]!r} not understood: kept as undated"
        )
    yield Article(
        id=row.id,
        title=(row.title or "").strip(),
        text=row.text,
        source=source,
        url=row.url or None,
        publisher=(row.publisher or "").strip() or None,
        published=published,
        tags=tuple(tag.strip() for tag in row.tags or () if tag.strip()),
    )


def _reason(error: ValidationError) -> str:
    """The first thing wrong with a row, in words."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return f"broken JSON ({first['ctx']['error']})"
    if first["type"] in ("missing", "string_pattern_mismatch", "string_too_short"):
        return f"no {field}"
    return f"{field or 'row'}: {first['msg'].lower()}" if field else "not a JSON object"
