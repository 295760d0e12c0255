"""Reading the archive: every text that citewire shows comes through here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.archive.schema import open_for_reading
from retrieval.errors import ArchiveCorruptError, ArchiveEmptyError
from retrieval.text import fold
from retrieval.types import Article, Count, Passage, Span, Statement, Told

ARTICLE = """
    SELECT number, id, title, text, url, publisher, published, tags, source, position, truncated
    FROM articles
"""
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

    def article(self, article_id: str) -> Article | None:
        """The article with this id; None where there is none."""
        rows = self._query(f"{ARTICLE} WHERE id = ?", (article_id,))
        return article_of(rows[0]) if rows else None

    def ids(self) -> tuple[str, ...]:
        """The ids of all articles."""
        return tuple(each for (each,) in self._query("SELECT id FROM articles"))

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
                    span=Span(start=row[1], stop=row[2]),
                ),
                articles[row[3]],
            )
            for row in rows
        }
        return tuple(found[each] for each in passage_ids if each in found)

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
            conditions.append("publisher_key = ?")
            values.append(fold(publisher))
        if speakers is not None:
            conditions.append(
                "number IN (SELECT article FROM statements WHERE speaker IN "
                "(SELECT value FROM json_each(?)))"
            )
            values.append(json.dumps(speakers))
        rows = self._query(f"SELECT number FROM articles WHERE {' AND '.join(conditions)}", values)
        return frozenset(number for (number,) in rows)

    def newest(self, tag: str | None, limit: int) -> tuple[Article, ...]:
        """At most `limit` articles under `tag`, newest first; undated ones last, as listed."""
        where = "WHERE number IN (SELECT article FROM tags WHERE tag_key = ?)" if tag else ""
        rows = self._query(
            f"{ARTICLE} {where} ORDER BY {_NEWEST_FIRST} LIMIT ?",
            (fold(tag), limit) if tag else (limit,),
        )
        return tuple(article_of(row) for row in rows)

    def tags(self) -> tuple[Count, ...]:
        """Every tag and on how many articles it stands, most first."""
        return self._counts(
            "SELECT min(tag), count(*) FROM tags GROUP BY tag_key ORDER BY 2 DESC, 1"
        )

    def publishers(self) -> tuple[Count, ...]:
        """Every publisher and how many articles are theirs, most first."""
        return self._counts(
            "SELECT min(publisher), count(*) FROM articles WHERE publisher IS NOT NULL "
            "GROUP BY publisher_key ORDER BY 2 DESC, 1"
        )

    def speakers(self) -> tuple[Count, ...]:
        """Every named speaker and how many statements are theirs, most first."""
        ((revision,),) = self._query("SELECT value FROM meta WHERE name = 'revision'")
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
        for article, speaker, spans, quoted in self._query(
            "SELECT a.id, s.speaker, s.spans, s.quoted FROM statements s "
            f"JOIN articles a ON a.number = s.article {condition} ORDER BY s.article, s.id",
            values,
        ):
            yield Statement(
                article_id=article,
                speaker=speaker,
                spans=tuple(Span(start=start, stop=stop) for start, stop in json.loads(spans)),
                quoted=bool(quoted),
            )

    def totals(self) -> Totals:
        """How much the archive holds."""
        ((articles, passages, statements, tags, newest, revision),) = self._query(
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
            newest=_moment(newest),
            revision=revision,
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
        return tuple(Count(name=name, count=count) for name, count in self._query(query))

    def _query(self, query: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._connection.execute(query, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            raise ArchiveCorruptError(self.path, str(error)) from None


def article_of(row: Sequence[object]) -> Article:
    """An article from a row of `ARTICLE`."""
    _, id_, title, text, url, publisher, published, tags, source, position, truncated = row
    return Article(
        id=id_,  # type: ignore[arg-type]
        title=title,  # type: ignore[arg-type]
        text=text,  # type: ignore[arg-type]
        url=url,  # type: ignore[arg-type]
        publisher=publisher,  # type: ignore[arg-type]
        published=_moment(published),  # type: ignore[arg-type]
        tags=tuple(json.loads(tags)),  # type: ignore[arg-type]
        source=source,  # type: ignore[arg-type]
        position=position,  # type: ignore[arg-type]
        truncated=bool(truncated),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
