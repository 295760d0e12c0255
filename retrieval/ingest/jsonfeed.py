"""JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1) -> its entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from retrieval.errors import SourceError
from retrieval.ingest.address import absolute
from retrieval.ingest.dates import parse_date
from retrieval.ingest.htmltext import paragraphs_of
from retrieval.ingest.stub import Listed
from retrieval.upkeep import Skipped


def _text_of_number(value: object) -> object:
    """The standard wants readers to take numbers for ids, too."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _Item(BaseModel):
    """One entry; further fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)
    id: Annotated[str, BeforeValidator(_text_of_number)] = ""
    url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    tags: list[str] | None = None


class _Feed(BaseModel):
    """The feed; its items are judged one by one."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)
    version: str = Field(pattern=r"^https?://jsonfeed\.org/version/1")
    title: str | None = None
    items: list[Any]


def is_json(content: bytes) -> bool:
    """True where `content` begins as a JSON object does."""
    return content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def json_entries(content: bytes, source: str, url: str) -> Iterator[Listed | Skipped]:
    """The entries of a JSON Feed at `url`; raises `SourceError` where `content` is none."""
    try:
        feed = _Feed.model_validate_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError:
        raise SourceError(
            source, "is JSON, but no JSON Feed: save it as .jsonl and add the file, if it is rows."
        ) from None
    for position, item in enumerate(feed.items):
        try:
            yield _entry(_Item.model_validate(item), position, feed.title or "", url)
        except ValidationError as error:
            where = ".".join(map(str, error.errors(include_input=False)[0]["loc"])) or "entry"
            yield Skipped(where=f"entry {position + 1}", reason=f"its {where} is not as it must be")


def _entry(item: _Item, position: int, publisher: str, url: str) -> Listed:
    return Listed(
        position=position,
        id=item.id,
        link=absolute(url, item.url or ""),
        title=" ".join((item.title or "").split()),
        full=paragraphs_of(item.content_html or "") or (item.content_text or "").strip(),
        summary=(item.summary or "").strip(),
        published=parse_date(item.date_published),
        updated=parse_date(item.date_modified),
        publisher=" ".join(publisher.split()),
        tags=item.tags or (),
    )
