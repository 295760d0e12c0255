"""By what names articles are found, for an index that keeps them itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from sqlalchemy import select, union_all

from retrieval.archive import cells
from retrieval.archive.rows import Query, Record
from retrieval.archive.schema import articles, links, statements, tags
from retrieval.types import Labels

_TAGS = select(tags.c.article, tags.c.tag_key)
_PUBLISHERS = union_all(
    select(articles.c.number, articles.c.publisher_key).where(articles.c.publisher_key.is_not(None)),
    select(links.c.article, links.c.publisher_key).where(links.c.publisher_key.is_not(None)),
)
_SPEAKERS = (
    select(statements.c.article, statements.c.speaker)
    .where(statements.c.speaker.is_not(None))
    .distinct()
)


def read_labels(read: Callable[[Query], Iterable[Record]]) -> dict[int, Labels]:
    """The labels of the articles that have any, by number, as `Archive.numbers` finds them."""
    found_by, publishers, speakers = (
        _names(read(query)) for query in (_TAGS, _PUBLISHERS, _SPEAKERS)
    )
    return {
        number: Labels(
            tags=frozenset(found_by[number]),
            publishers=frozenset(publishers[number]),
            speakers=frozenset(speakers[number]),
        )
        for number in {*found_by, *publishers, *speakers}
    }


def _names(records: Iterable[Record]) -> defaultdict[int, set[str]]:
    names: defaultdict[int, set[str]] = defaultdict(set)
    for number, name in records:
        names[cells.number(number)].add(cells.text(name))
    return names
