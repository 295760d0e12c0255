"""One article a file, written in Markdown or as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from retrieval.errors import SourceError
from retrieval.ingest.dates import parse_date
from retrieval.ingest.identity import normal_url, stable_id
from retrieval.text import fold
from retrieval.types import Article
from retrieval.upkeep import Skipped

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<lines>(?:(?!---|\.\.\.).*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|$)"
)
_PAIR = re.compile(r"(?P<key>[A-Za-z_]+)[ \t]*:(?P<value>.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>\S.*)")
_HEADING = re.compile(
    r"#{1,6}[ \t]+(?P<atx>\S[^\n]*)(?:\n|$)"
    r"|(?P<setext>\S[^\n]*)\n(?:=+|-+)[ \t]*(?:\n|$)"
)
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)+")
_LONGEST_HEADLINE = 200


def read_markdown(text: str, source: str) -> Iterator[Article | Skipped]:
    """The article of a Markdown file; its body is kept to the character, marks and all.

    The front matter between lines "---" may give title, date, url, publisher and tags. The headline
    is its title, else the first line's heading, else the file's name. Raises `SourceError` where
    there is no text.
    """
    text = text.replace("\r\n", "\n")
    matter = _FRONT_MATTER.match(text)
    given = _pairs(matter["lines"]) if matter else {}
    body = _without_blank_lines(text[matter.end() :] if matter else text)
    heading = _HEADING.match(body)
    first = (heading["atx"] or heading["setext"]).rstrip("# \t") if heading else ""
    title = _one(given, "title", "headline") or first
    if heading and fold(first) == fold(title):
        body = body[heading.end() :]
    published = _one(given, "date", "published")
    if published and not parse_date(published):
        yield Skipped(where="date", reason=f"{published[:40]!r} not understood: kept as undated")
    yield _article(
        title,
        body,
        source,
        url=normal_url(_one(given, "url", "link")),
        publisher=_one(given, "publisher", "source"),
        published=published,
        tags=_tags(given.get("tags") or given.get("keywords") or ()),
    )


def read_plain_text(text: str, source: str) -> Article:
    """The article of a text file: its headline is the first line where a blank one follows.

    Where none does, the file's name is. Raises `SourceError` where there is no text.
    """
    text = _without_blank_lines(text.replace("\r\n", "\n"))
    first, _, rest = text.partition("\n")
    is_headline = len(first) <= _LONGEST_HEADLINE and rest.partition("\n")[0].strip() == ""
    if first.strip() and rest.strip() and is_headline:
        return _article(first.strip(), rest, source)
    return _article("", text, source)


def _article(
    title: str,
    body: str,
    source: str,
    *,
    url: str | None = None,
    publisher: str = "",
    published: str = "",
    tags: tuple[str, ...] = (),
) -> Article:
    if not body.strip():
        raise SourceError(source, "holds no text.")
    return Article(
        id=stable_id(url or source),
        title=title or PurePath(source.removesuffix(".gz")).stem,
        text=_without_blank_lines(body).rstrip(),
        source=source,
        url=url,
        publisher=publisher or None,
        published=parse_date(published),
        tags=tags,
    )


def _without_blank_lines(text: str) -> str:
    """`text` from its first line that is not blank on."""
    blank = _BLANK_LINES.match(text)
    return text[blank.end() :] if blank else text


def _pairs(lines: str) -> dict[str, tuple[str, ...]]:
    """The keys (lower case) of a front matter and their values: one, or those of a list."""
    pairs: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in lines.splitlines():
        if (item := _ITEM.fullmatch(line)) and key:
            pairs[key] += _values(item["value"])[:1]
        elif pair := _PAIR.fullmatch(line):
            key = pair["key"].lower()
            pairs[key] = _values(pair["value"])
    return pairs


def _values(value: str) -> tuple[str, ...]:
    """The value of a key, or those of a list in brackets, without quotation marks."""
    value = value.strip()
    many = value.startswith("[") and value.endswith("]")
    each = value[1:-1].split(",") if many else [value]
    return tuple(plain for part in each if (plain := part.strip().strip("\"'").strip()))


def _tags(values: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a list, or of one text with commas."""
    return tuple(tag for value in values for part in value.split(",") if (tag := part.strip()))


def _one(given: dict[str, tuple[str, ...]], *keys: str) -> str:
    """The first value of the first of `keys` that has one."""
    return next((given[key][0] for key in keys if given.get(key)), "")
