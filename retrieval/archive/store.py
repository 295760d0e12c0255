"""Reading the archive: every text that citewire shows comes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from retrieval.archive import cells
from retrieval.archive.cells import moment
from retrieval.archive.opening import open_for_reading
from retrieval.archive.rows import (
    ARTICLE,
    COPIES,
    HISTORY,
    LAST_READ,
    SOURCE,
    Query,
    Record,
    article_of,
    copy_of,
    source_of,
    version_of,
)
from retrieval.archive.schema import articles, links, meta, passages, statements, tags
from retrieval.archive.trouble import reading_errors
from retrieval.database import Location, place
from retrieval.errors import ArchiveCorruptError
from retrieval.text import fold
from retrieval.types import (
    Article,
    Copy,
    Count,
    Passage,
    Statement,
    Told,
)
from retrieval.upkeep import Source, Version

_REVISION = select(meta.c.value).where(meta.c.name == "revision")
_COUNT = func.count()
_BEGINS_IN = and_(
    passages.c.article == statements.c.article,
    passages.c.start <= statements.c.start,
    statements.c.start < passages.c.stop,
)
"""That a statement begins in a passage."""
_LONG_AGO = -1e18


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
        with reading_errors(archive.location):
            return method(archive, *arguments, **options)

    return reading


class Archive:
    """A reader of the archive; it sees what was committed when each call is made."""

    def __init__(self, location: Location) -> None:
        """Open it; raises `ArchiveEmptyError` where there is none, or another `ArchiveError`."""
        self.location = location
        self._engine = open_for_reading(location)
        # Asked for by every question that names a speaker; the revision says when it is stale.
        self._speakers: tuple[int, tuple[Count, ...]] | None = None

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()

    @_reads
    def article(self, article_id: str) -> Article | None:
        """The article with this id, or the one that its words are a copy of; None for neither."""
        linked = select(links.c.article).where(links.c.id == article_id)
        rows = self._query(
            ARTICLE.where(or_(articles.c.id == article_id, articles.c.number.in_(linked)))
        )
        return article_of(rows[0]) if rows else None

    @_reads
    def history(self, article_id: str) -> tuple[Version, ...]:
        """What the article said before it was changed, the newest of its versions first."""
        return tuple(version_of(row) for row in self._query(HISTORY, {"id": article_id}))

    @_reads
    def ids(self) -> tuple[str, ...]:
        """The ids of all articles."""
        return tuple(cells.text(each) for (each,) in self._query(select(articles.c.id)))

    @_reads
    def passages(self, passage_ids: Sequence[int]) -> tuple[tuple[Passage, Article], ...]:
        """The passages with these ids and their articles, in the order asked for.

        Ids that are no longer in the archive are left out.
        """
        rows = self._query(
            select(passages.c.id, passages.c.start, passages.c.stop, *ARTICLE.selected_columns)
            .join_from(passages, articles, articles.c.number == passages.c.article)
            .where(passages.c.id.in_(passage_ids))
        )
        theirs: dict[object, Article] = {}
        for row in rows:
            if row[3] not in theirs:
                theirs[row[3]] = article_of(row[3:])
        found = {
            row[0]: (
                Passage(
                    id=row[0],
                    article_id=theirs[row[3]].id,
                    span=cells.span(row[1], row[2]),
                ),
                theirs[row[3]],
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
        conditions: list[ColumnElement[bool]] = []
        if tag is not None:
            tagged = select(tags.c.article).where(tags.c.tag_key == fold(tag))
            conditions.append(articles.c.number.in_(tagged))
        if publisher is not None:
            key = fold(publisher)
            linked = select(links.c.article).where(links.c.publisher_key == key)
            own = articles.c.publisher_key == key
            conditions.append(or_(own, articles.c.number.in_(linked)))
        if speakers is not None:
            quoting = select(statements.c.article).where(statements.c.speaker.in_(speakers))
            conditions.append(articles.c.number.in_(quoting))
        rows = self._query(select(articles.c.number).where(*conditions))
        return frozenset(cells.number(number) for (number,) in rows)

    @_reads
    def newest(self, tag: str | None, limit: int) -> tuple[Article, ...]:
        """At most `limit` articles under `tag`, newest first; undated ones last, as listed.

        Of each story it is the newest.
        """
        other, number = articles.alias("b"), articles.c.number
        chosen = select(tags.c.article).where(tags.c.tag_key == fold(tag)) if tag else None
        # By "+" the others of a story are looked up by the story, not by the tag.
        plain: ColumnElement[int] = literal_column("+b.number")
        age = tuple_(func.coalesce(articles.c.published, _LONG_AGO), number)
        newer = tuple_(func.coalesce(other.c.published, _LONG_AGO), other.c.number) > age
        of_story = [other.c.story == articles.c.story, newer]
        if chosen is not None:
            of_story.append(plain.in_(chosen))
        query = ARTICLE.where(or_(articles.c.story.is_(None), ~exists().where(*of_story)))
        if chosen is not None:
            query = query.where(number.in_(chosen))
        return tuple(article_of(row) for row in self._query(_newest_first(query).limit(limit)))

    @_reads
    def copies(self, article_ids: Sequence[str]) -> dict[str, tuple[Copy, ...]]:
        """Where else the story of each of these articles stands, oldest first.

        Exact copies, and near copies with theirs; an article that stands alone has none.
        """
        found: dict[str, list[Copy]] = {each: [] for each in article_ids}
        for row in self._query(COPIES, {"ids": list(article_ids)}):
            found[cells.text(row[0])].append(copy_of(row))
        return {each: tuple(theirs) for each, theirs in found.items()}

    @_reads
    def tags(self) -> tuple[Count, ...]:
        """Every tag and on how many articles it stands, most first."""
        name = func.min(tags.c.tag)
        return self._counts(_most_first(select(name, _COUNT).group_by(tags.c.tag_key), name))

    @_reads
    def publishers(self) -> tuple[Count, ...]:
        """Every publisher and how many articles are theirs, copies of others' too, most first."""
        both = union_all(
            select(articles.c.publisher, articles.c.publisher_key),
            select(links.c.publisher, links.c.publisher_key),
        ).subquery()
        name = func.min(both.c.publisher)
        counted = select(name, _COUNT).where(both.c.publisher.is_not(None))
        return self._counts(_most_first(counted.group_by(both.c.publisher_key), name))

    @_reads
    def speakers(self) -> tuple[Count, ...]:
        """Every named speaker and how many statements are theirs, most first."""
        (revision,) = self._single(_REVISION)
        if self._speakers is None or self._speakers[0] != revision:
            name = statements.c.speaker
            counted = select(name, _COUNT).where(name.is_not(None)).group_by(name)
            self._speakers = (revision, self._counts(_most_first(counted, name)))
        return self._speakers[1]

    def statements(self, article_id: str | None = None) -> Iterator[Statement]:
        """The statements of one article, or of all, in the order of the text."""
        this = statements.c
        query = select(articles.c.id, this.speaker, this.spans, this.quoted).join_from(
            statements, articles, articles.c.number == this.article
        )
        if article_id:
            query = query.where(articles.c.id == article_id)
        rows = self._query(query.order_by(this.article, this.id))
        with reading_errors(self.location):
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
        rows = self._query(LAST_READ, {"id": article_id})
        return moment(rows[0][0]) if rows else None

    @_reads
    def totals(self) -> Totals:
        """How much the archive holds."""
        newest, revision, *counts = self._single(
            select(
                select(func.max(articles.c.published)).scalar_subquery(),
                _REVISION.scalar_subquery(),
                *(select(_COUNT).select_from(t).scalar_subquery() for t in _COUNTED),
                select(func.count(tags.c.tag_key.distinct())).scalar_subquery(),
            )
        )
        held = dict(zip(("articles", "passages", "statements", "tags"), counts, strict=True))
        return Totals(newest=moment(newest), revision=cells.number(revision), **held)

    def told(self, speakers: Sequence[str]) -> Iterator[Told]:
        """What `speakers` say, in the order of the text: oldest article first, undated last."""
        this, its = statements.c, articles.c
        begun_in = select(passages.c.id).where(_BEGINS_IN).limit(1).scalar_subquery()
        rows = self._query(
            select(this.speaker, this.spans, this.quoted, begun_in, *ARTICLE.selected_columns)
            .join_from(statements, articles, its.number == this.article)
            .where(this.speaker.in_(speakers))
            .order_by(its.published.is_(None), its.published)
            .order_by(its.source, its.position.nulls_first(), its.number, this.id)
        )
        with reading_errors(self.location):
            for speaker, spans, quoted, passage, *row in rows:
                article = article_of(row)
                statement = Statement(
                    article_id=article.id,
                    speaker=cells.text_or_none(speaker),
                    spans=cells.spans(spans),
                    quoted=bool(quoted),
                )
                yield Told(statement=statement, article=article, passage_id=passage)

    def spoken_in(self, speakers: Sequence[str]) -> frozenset[int]:
        """The passages in which a statement of any of `speakers` begins."""
        rows = self._query(
            select(passages.c.id)
            .join_from(statements, passages, _BEGINS_IN)
            .where(statements.c.speaker.in_(speakers))
        )
        return frozenset(passage for (passage,) in rows)

    def _counts(self, query: Query) -> tuple[Count, ...]:
        return tuple(
            Count(name=cells.text(name), count=count) for name, count in self._query(query)
        )

    def _single(self, query: Query) -> Record:
        """The one row that a whole archive gives."""
        row = next(iter(self._query(query)), None)
        if row is None:
            raise ArchiveCorruptError(place(self.location), "its revision is missing")
        return row

    def _query(
        self, query: Executable, values: Mapping[str, object] | None = None
    ) -> Sequence[Record]:
        with reading_errors(self.location), self._engine.connect() as connection:
            return connection.execute(query, values).all()


_COUNTED = (articles, passages, statements)


def _newest_first(query: Query) -> Query:
    """Of articles: undated ones last, as listed."""
    its = articles.c
    return query.order_by(
        its.published.is_(None),
        its.published.desc(),
        its.source,
        its.position.nulls_first(),
        its.number.desc(),
    )


def _most_first(counted: Query, name: ColumnElement[Any]) -> Query:
    return counted.order_by(_COUNT.desc(), name)
