"""By what names articles are found, for an index that keeps them itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from sqlalchemy import select

from retrieval.archive import cells
from retrieval.archive.rows import Query, Record
from retrieval.archive.schema import articles, links, statements, tags
from retrieval.types import Labels

_KEYS = (
    select(articles.c.number, articles.c.publisher_key),
    select(links.c.article, links.c.publisher_key),
)
_SPEAKERS = select(statements.c.article, statements.c.speaker).distinct()

Read = Callable[[Query], Iterable[Record]]


def read_labels(read: Read) -> dict[int, Labels]:
    """The labels of the articles that have any, by number, as `Archive.numbers` finds them."""
    its_tags = _names(read, select(tags.c.article, tags.c.tag_key))
    publishers, speakers = _names(read, *_KEYS), _names(read, _SPEAKERS)
    return {
        number: Labels(
            tags=frozenset(its_tags[number]),
            publishers=frozenset(publishers[number]),
            speakers=frozenset(speakers[number]),
        )
        for number in {*its_tags, *publishers, *speakers}
    }


def _names(read: Read, *queries: Query) -> defaultdict[int, set[str]]:
    """The names of each article, of queries for (article number, name or nothing)."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    for query in queries:
        for number, name in read(query):
            if name is not None:
                names[cells.number(number)].add(cells.text(name))
    return names
