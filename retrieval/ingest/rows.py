"""Rows with named fields, of JSON Lines and of tables -> articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from retrieval.ingest.dates import parse_date
from retrieval.types import Article
from retrieval.upkeep import Skipped


def _text_of_number(value: object) -> object:
    """Ids are often numbers in JSON; as ids they are text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Row(BaseModel):
    """One row; further fields are ignored."""

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


class Rows:
    """Turns the rows of one source into articles; an id counts once, where it stands first."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def read(self, row: Row, line: int) -> Iterator[Article | Skipped]:
        """The article of `row`, which stands on `line`, and what of it was not read."""
        where = f"line {line}"
        if row.id in self._lines:
            first = self._lines[row.id]
            yield Skipped(where=where, reason=f"_id {row.id[:40]!r} stands on line {first} already")
            return
        self._lines[row.id] = line
        published = parse_date(row.published)
        if row.published and not published:
            yield Skipped(
                where=where, reason=f"date {row.published[:40]!r} not understood: kept as undated"
            )
        yield Article(
            id=row.id,
            title=(row.title or "").strip(),
            text=row.text,
            source=self._source,
            url=row.url or None,
            publisher=(row.publisher or "").strip() or None,
            published=published,
            tags=tuple(tag.strip() for tag in row.tags or () if tag.strip()),
        )


def wrong(error: ValidationError) -> str:
    """The first thing wrong with a row, in words."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return f"broken JSON ({first['ctx']['error']})"
    if first["type"] in ("missing", "string_pattern_mismatch", "string_too_short"):
        return f"no {field}"
    return f"{field or 'row'}: {first['msg'].lower()}" if field else "not a JSON object"
