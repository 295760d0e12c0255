"""Reading the archive: every text that citewire shows comes through here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from retrieval.archive import cells
from retrieval.archive.cells import moment
from retrieval.archive.rows import (
    ARTICLE,
    COPIES,
    HISTORY,
    LAST_READ,
    SOURCE,
    article_of,
    copy_of,
    source_of,
    version_of,
)
from retrieval.archive.schema import open_for_reading
from retrieval.archive.trouble import reading_errors
from retrieval.errors import ArchiveCorruptError, ArchiveEmptyError
from retrieval.text import fold
from retrieval.types import Article, Copy, Count, Passage, Source, Span, Statement, Told, Version

_NEWEST_FIRST = "published IS NULL, published DESC, source, position, number DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much the archive holds."""

    articles: int
    passages: int
    statements: int
    tags: int
    newest: datetime | None
    revision: int
    """Counts the changes; an index notes the one it was built from."""


P = ParamSpec("P")
T = TypeVar("T")


def _reads(method: Callable[Concatenate[Archive, P], T]) -> Callable[Concatenate[Archive, P], T]:
    """Damage that a method of `Archive` meets in a row leaves it as `ArchiveCorruptError`."""

    @wraps(method)
    def reading(archive: Archive, /, *arguments: P.args, **options: P.kwargs) -> T:
        with reading_errors(archive.path):
            return method(archive, *arguments, **options)

    return reading


class Archive:
    """A reader of the archive; it sees what was committed when each call is made."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises `ArchiveEmptyError` where there is none, `ArchiveCorruptError`."""
        self.path = path
        if not path.is_file() or not path.stat().st_size:
            raise ArchiveEmptyError(path)
        self._connection = open_for_reading(path)
        # Asked for by every question that names a speaker; the revision says when it is stale.
        self._speakers: tuple[int, tuple[Count, ...]] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @_reads
    def article(self, article_id: str) -> Article | None:
        """The article with this id, or the one that its words are a copy of; None for neither."""
        rows = self._query(
            f"{ARTICLE} WHERE id = ?1 OR number IN (SELECT article FROM links WHERE id = ?1)",
            (article_id,),
        )
        return article_of(rows[0]) if rows else None

    @_reads
    def history(self, article_id: str) -> tuple[Version, ...]:
        """What the article said before it was changed, the newest of its versions first."""
        return tuple(version_of(row) for row in self._query(HISTORY, (article_id,)))

    @_reads
    def ids(self) -> tuple[str, ...]:
        """The ids of all articles."""
        return tuple(cells.text(each) for (each,) in self._query("SELECT id FROM articles"))

    @_reads
    def passages(self, passage_ids: Sequence[int]) -> tuple[tuple[Passage, Article], ...]:
        """The passages with these ids and their articles, in the order asked for.

        Ids that are no longer in the archive are left out.
        """
        marks = ",".join("?" * len(passage_ids))
        rows = self._query(
            "SELECT p.id, p.start, p.stop, a.* FROM passages p JOIN "
            f"({ARTICLE}) a ON a.number = p.article WHERE p.id IN ({marks})",
            passage_ids,
        )
        articles = {row[3]: article_of(row[3:]) for row in rows}
        found = {
            row[0]: (
                Passage(
                    id=row[0],
                    article_id=articles[row[3]].id,
                    span=cells.span(row[1], row[2]),
                ),
                articles[row[3]],
            )
            for row in rows
        }
        return tuple(found[each] for each in passage_ids if each in found)

    @_reads
    def numbers(
        self,
        tag: str | None = None,
        publisher: str | None = None,
        speakers: Sequence[str] | None = None,
    ) -> frozenset[int]:
        """The numbers of the articles that carry the tag, the publisher and any of the speakers."""
        conditions, values = ["1"], []
        if tag is not None:
            conditions.append("number IN (SELECT article FROM tags WHERE tag_key = ?)")
            values.append(fold(tag))
        if publisher is not None:
            conditions.append(
                "(publisher_key = ? OR number IN "
                "(SELECT article FROM links WHERE publisher_key = ?))"
            )
            values += [fold(publisher)] * 2
        if speakers is not None:
            conditions.append(
                "number IN (SELECT article FROM statements WHERE speaker IN "
                "(SELECT value FROM json_each(?)))"
            )
            values.append(json.dumps(speakers))
        rows = self._query(f"SELECT number FROM articles WHERE {' AND '.join(conditions)}", values)
        return frozenset(cells.number(number) for (number,) in rows)

    @_reads
    def newest(self, tag: str | None, limit: int) -> tuple[Article, ...]:
        """At most `limit` articles under `tag`, newest first; undated ones last, as listed.

        Of each story it is the newest.
        """
        # By "+" the others of a story are looked up by the story, not by the tag.
        chosen = "IN (SELECT article FROM tags WHERE tag_key = :tag)" if tag else "IS NOT NULL"
        rows = self._query(
            f"{ARTICLE} a WHERE number {chosen} AND (story IS NULL OR NOT EXISTS ("
            f"SELECT 1 FROM articles b WHERE b.story = a.story AND +b.number {chosen} "
            "AND (ifnull(b.published, -1e18), b.number) > (ifnull(a.published, -1e18), a.number))) "
            f"ORDER BY {_NEWEST_FIRST} LIMIT :limit",
            {"tag": fold(tag) if tag else None, "limit": limit},
        )
        return tuple(article_of(row) for row in rows)

    @_reads
    def copies(self, article_ids: Sequence[str]) -> dict[str, tuple[Copy, ...]]:
        """Where else the story of each of these articles stands, oldest first.

        Exact copies, and near copies with theirs; an article that stands alone has none.
        """
        found: dict[str, list[Copy]] = {each: [] for each in article_ids}
        for row in self._query(COPIES, (json.dumps(list(article_ids)),)):
            found[cells.text(row[0])].append(copy_of(row))
        return {each: tuple(theirs) for each, theirs in found.items()}

    @_reads
    def tags(self) -> tuple[Count, ...]:
        """Every tag and on how many articles it stands, most first."""
        return self._counts(
            "SELECT min(tag), count(*) FROM tags GROUP BY tag_key ORDER BY 2 DESC, 1"
        )

    @_reads
    def publishers(self) -> tuple[Count, ...]:
        """Every publisher and how many articles are theirs, copies of others' too, most first."""
        return self._counts(
            "SELECT min(publisher), count(*) FROM (SELECT publisher, publisher_key FROM articles "
            "UNION ALL SELECT publisher, publisher_key FROM links) "
            "WHERE publisher IS NOT NULL GROUP BY publisher_key ORDER BY 2 DESC, 1"
        )

    @_reads
    def speakers(self) -> tuple[Count, ...]:
        """Every named speaker and how many statements are theirs, most first."""
        (revision,) = self._single("SELECT value FROM meta WHERE name = 'revision'")
        if self._speakers is None or self._speakers[0] != revision:
            counts = self._counts(
                "SELECT speaker, count(*) FROM statements WHERE speaker IS NOT NULL "
                "GROUP BY speaker ORDER BY 2 DESC, 1"
            )
            self._speakers = (revision, counts)
        return self._speakers[1]

    def statements(self, article_id: str | None = None) -> Iterator[Statement]:
        """The statements of one article, or of all, in the order of the text."""
        condition, values = ("WHERE a.id = ?", (article_id,)) if article_id else ("", ())
        rows = self._query(
            "SELECT a.id, s.speaker, s.spans, s.quoted FROM statements s "
            f"JOIN articles a ON a.number = s.article {condition} ORDER BY s.article, s.id",
            values,
        )
        with reading_errors(self.path):
            for article, speaker, spans, quoted in rows:
                yield Statement(
                    article_id=cells.text(article),
                    speaker=cells.text_or_none(speaker),
                    spans=cells.spans(spans),
                    quoted=bool(quoted),
                )

    @_reads
    def sources(self) -> tuple[Source, ...]:
        """What was added, in that order; a folder has the articles of all its files."""
        return tuple(source_of(row) for row in self._query(SOURCE))

    @_reads
    def last_read(self, article_id: str) -> datetime | None:
        """When the article was last read in full; None where it never was, or is not there."""
        rows = self._query(LAST_READ, (article_id,))
        return moment(rows[0][0]) if rows else None

    @_reads
    def totals(self) -> Totals:
        """How much the archive holds."""
        articles, passages, statements, tags, newest, revision = self._single(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages), "
            "(SELECT count(*) FROM statements), (SELECT count(DISTINCT tag_key) FROM tags), "
            "(SELECT max(published) FROM articles), "
            "(SELECT value FROM meta WHERE name = 'revision')"
        )
        return Totals(
            articles=articles,
            passages=passages,
            statements=statements,
            tags=tags,
            newest=moment(newest),
            revision=cells.number(revision),
        )

    def told(self, speakers: Sequence[str]) -> Iterator[Told]:
        """What `speakers` say, in the order of the text: oldest article first, undated last."""
        articles: dict[int, Article] = {}
        for number, speaker, spans, quoted, passage in self._query(
            "SELECT s.article, s.speaker, s.spans, s.quoted, (SELECT p.id FROM passages p "
            "  WHERE p.article = s.article AND p.start <= json_extract(s.spans, '$[0][0]') "
            "  AND json_extract(s.spans, '$[0][0]') < p.stop LIMIT 1) "
            "FROM statements s JOIN articles a ON a.number = s.article "
            "WHERE s.speaker IN (SELECT value FROM json_each(?)) "
            "ORDER BY a.published IS NULL, a.published, a.source, a.position, a.number, s.id",
            (json.dumps(speakers),),
        ):
            if number not in articles:
                articles[number] = article_of(
                    self._query(f"{ARTICLE} WHERE number = ?", (number,))[0]
                )
            yield Told(
                statement=Statement(
                    article_id=articles[number].id,
                    speaker=speaker,
                    spans=tuple(Span(start=start, stop=stop) for start, stop in json.loads(spans)),
                    quoted=bool(quoted),
                ),
                article=articles[number],
                passage_id=passage,
            )

    def spoken_in(self, speakers: Sequence[str]) -> frozenset[int]:
        """The passages in which a statement of any of `speakers` begins."""
        rows = self._query(
            "SELECT p.id FROM statements s JOIN passages p ON p.article = s.article "
            "AND p.start <= json_extract(s.spans, '$[0][0]') "
            "AND json_extract(s.spans, '$[0][0]') < p.stop "
            "WHERE s.speaker IN (SELECT value FROM json_each(?))",
            (json.dumps(speakers),),
        )
        return frozenset(passage for (passage,) in rows)

    def _counts(self, query: str) -> tuple[Count, ...]:
        return tuple(
            Count(name=cells.text(name), count=count) for name, count in self._query(query)
        )

    def _single(self, query: str) -> tuple:  # type: ignore[type-arg]
        """The one row that a whole archive gives."""
        row = next(iter(self._query(query)), None)
        if row is None:
            raise ArchiveCorruptError(self.path, "its revision is missing")
        return row

    def _query(
        self, query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple]:  # type: ignore[type-arg]
        with reading_errors(self.path):
            return self._connection.execute(query, values).fetchall()
