"""Writing the archive, in transactions: an article is in it whole, with its passages, or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    true,
    union_all,
    update,
)

from retrieval.archive import copies, sources
from retrieval.archive.copies import words_digest
from retrieval.archive.encoded import PassageVectors, encoder_input
from retrieval.archive.passages import split
from retrieval.archive.rows import ARTICLE, KNOWN, Known, article_of, known_of
from retrieval.archive.schema import articles, history, links, meta, passages, statements, tags
from retrieval.archive.statements import find_statements
from retrieval.database import Location, insert_into
from retrieval.protocols import Progress
from retrieval.text import fold
from retrieval.types import Article, Span
from retrieval.upkeep import Source

DERIVED = 5
"""Raised whenever `split` or `find_statements` reads the same text otherwise."""

Outcome = Literal["new", "changed", "unchanged", "copy", "conflict", "too long"]

_LONGEST = 2_600
"""Bytes of a name that PostgreSQL can still keep in an index."""


class ArchiveWriter(PassageVectors):
    """The one writer of articles; hold `writer_lock` while it is open."""

    def __init__(self, location: Location) -> None:
        """Open or make the archive; raises `ArchiveReadOnlyError` or `ArchiveCorruptError`."""
        super().__init__(location)
        with self.transaction():  # which also tells whether it can be written at all
            # What an empty archive is filled with from now on is read by DERIVED.
            self._set_derived(~exists(select(articles.c.number)))

    def put(self, article: Article) -> Outcome:
        """Keep `article`; an earlier text under its id is replaced, and kept in its history.

        "copy": it says word for word what another does, and became a link of that. "conflict": its
        id belongs to another article of another source; nothing is done. "too long": nor where
        PostgreSQL cannot hold its id, source, publisher or a tag. What its source cut short never
        replaces a text that was read in full.
        """
        if self._connection.dialect.name == "postgresql" and _longest_name(article) > _LONGEST:
            return "too long"
        columns = _columns(article)
        known = self._known(article.id)
        if known is None:
            return self._put_new(article, columns)
        if known.digest == columns["digest"]:
            self._seen(known, columns)
            return "unchanged"
        if known.article.source != article.source and not _same_story(known.article, article):
            return "conflict"
        if article.truncated and not known.article.truncated:
            return "unchanged"
        (self._change_copy if known.linked else self._change)(known, article, columns)
        return "changed"

    def note_source(self, source: Source, *, at: datetime, error: str | None = None) -> None:
        """Note that `source` was read to its end at `at`, or with `error` that it was not.

        A failure keeps the kind, the validators and the time of the last reading, and is counted;
        a success ends the count. Counts and times of `source` itself are not looked at.
        """
        if error is None:
            sources.note_read(self._connection, source, at)
        else:
            sources.note_failure(self._connection, source, at, error)

    def remove(self, name: str) -> int | None:
        """Remove the article with this id, or else this source and its articles; returns how many.

        A folder goes with all its files. None where nothing has this name.
        """
        known = self._known(name)
        if known is None:
            return self._remove_source(name)
        if known.linked:
            copies.remove(self._connection, name)
            self._retag(known.number)
        else:
            self._promote_copy(known.number)
            self._delete(articles.c.number == known.number)
        self._changed()
        return 1

    def _remove_source(self, name: str) -> int | None:
        """Copies of its articles in other sources stand for themselves from then on."""
        connection = self._connection
        within = sources.within(connection, name)
        noted = sources.forget(connection, within)
        linked, own = within.of(links.c.source), within.of(articles.c.source)
        firsts = copies.numbers(connection, linked)
        removed = connection.execute(delete(links).where(linked)).rowcount
        for number in firsts:
            self._retag(number)
        for number in copies.numbers(connection, own):
            self._promote_copy(number)
        removed += self._delete(own)
        if removed:
            self._changed()
        return removed if noted or removed else None

    def _delete(self, condition: ColumnElement[bool]) -> int:
        """Delete articles with all that is theirs; returns how many."""
        copies.disband(self._connection, condition)
        return self._connection.execute(delete(articles).where(condition)).rowcount

    def derive_again(self, progress: Progress) -> None:
        """Where an earlier version derived them, make all passages and statements anew."""
        if self._meta("derived") == DERIVED:
            return
        with self.transaction():
            rows = self._connection.execute(ARTICLE.order_by(articles.c.number)).all()
            for done, row in enumerate(rows):
                progress("Reading articles again", done, len(rows))
                self._clear(row[0])
                self._fill(row[0], article_of(row))
            self._set_derived(true())

    def _set_derived(self, condition: ColumnElement[bool]) -> None:
        self._connection.execute(
            update(meta).where(meta.c.name == "derived", condition).values(value=DERIVED)
        )

    def find_stories(self, progress: Progress) -> None:
        """Put near copies into one story, as far as articles came or changed since."""
        from retrieval.archive import stories  # with SciPy, by datasketch

        with self.transaction():
            stories.group(self._connection, progress)

    def _known(self, article_id: str) -> Known | None:
        row = self._connection.execute(KNOWN.where(articles.c.id == article_id)).first()
        return known_of(row) if row else copies.find(self._connection, article_id)

    def _put_new(self, article: Article, columns: dict[str, object]) -> Outcome:
        first = copies.find_first(self._connection, article)
        if first is None:
            self._fill(self._insert(columns), article)
            return "new"
        self._link(first, columns)
        return "copy"

    def _link(self, first: int, columns: dict[str, object]) -> None:
        copies.add(self._connection, first, columns)
        self._retag(first)
        self._changed()

    def _change(self, known: Known, article: Article, columns: dict[str, object]) -> None:
        """Replace an article; its copies keep the words that they have."""
        if (known.article.title, known.article.text) != (article.title, article.text):
            self._remember(known.number, known.article)
        if words_digest(known.article.title, known.article.text) != columns["words"]:
            self._promote_copy(known.number)
        this = articles.c.number == known.number
        if _another_story(known.article, article):
            copies.disband(self._connection, this)
        self._connection.execute(update(articles).where(this).values(**columns))
        self._clear(known.number)
        self._fill(known.number, article)

    def _change_copy(self, known: Known, article: Article, columns: dict[str, object]) -> None:
        """Replace a copy; with words of its own it becomes an article."""
        copies.remove(self._connection, article.id)
        self._retag(known.number)
        first = copies.find_first(self._connection, article)
        if first is not None:
            self._link(first, columns)
            return
        number = self._insert(columns)
        self._remember(number, known.article)
        self._fill(number, article)

    def _promote_copy(self, number: int) -> None:
        """Before the words of an article go: its oldest copy becomes an article that has them."""
        copy = copies.oldest(self._connection, number)
        if copy is None:
            return
        copies.remove(self._connection, copy.article.id)
        facts = {"digest": copy.digest, "read_at": copy.read_at}
        target = self._insert(_columns(copy.article) | facts)
        copies.move(self._connection, number, target)
        self._fill(target, copy.article)

    def _remember(self, number: int, before: Article) -> None:
        """Keep what the article said until now."""
        self._connection.execute(
            insert(history).values(
                article=number,
                title=before.title,
                text=before.text,
                replaced=datetime.now(UTC).timestamp(),
            )
        )

    def _insert(self, columns: dict[str, object]) -> int:
        result = self._connection.execute(insert(articles).values(**columns))
        (number,) = result.inserted_primary_key or (0,)
        return int(number)

    def _seen(self, known: Known, columns: dict[str, object]) -> None:
        """Note where an unchanged article stands now, and that it was read again."""
        table = links if known.linked else articles
        self._connection.execute(
            update(table)
            .where(table.c.id == known.article.id)
            .values(
                position=columns["position"],
                read_at=func.coalesce(columns["read_at"], table.c.read_at),
            )
        )

    def _clear(self, number: int) -> None:
        """Drop what is derived from an article."""
        for table in (passages, statements):
            self._connection.execute(delete(table).where(table.c.article == number))

    def _retag(self, number: int) -> None:
        """An article is found by its own tags and by those of its copies."""
        theirs = union_all(
            select(articles.c.tags).where(articles.c.number == number),
            select(links.c.tags).where(links.c.article == number),
        )
        lists = self._connection.execute(theirs).scalars().all()
        self._connection.execute(delete(tags).where(tags.c.article == number))
        rows = [
            {"article": number, "tag": tag, "tag_key": fold(tag)}
            for each in lists
            for tag in json.loads(each)
        ]
        if rows:
            self._connection.execute(
                insert_into(self._connection, tags).on_conflict_do_nothing(), rows
            )

    def _fill(self, number: int, article: Article) -> None:
        """What is derived from an article: tags, passages, statements."""
        self._retag(number)
        self._insert_all(
            passages,
            [
                {
                    "article": number,
                    "start": span.start,
                    "stop": span.stop,
                    "digest": _hash(encoder_input(article.title, span.of(article.text))),
                }
                for span in split(article.text)
            ],
        )
        self._insert_all(
            statements,
            [
                {
                    "article": number,
                    "speaker": each.speaker,
                    "spans": _json_spans(each.spans),
                    "quoted": each.quoted,
                    "start": each.spans[0].start,
                }
                for each in find_statements(article)
            ],
        )
        self._changed()

    def _insert_all(self, table: Table, rows: Sequence[dict[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _changed(self) -> None:
        self._connection.execute(
            update(meta).where(meta.c.name == "revision").values(value=meta.c.value + 1)
        )


def _longest_name(article: Article) -> int:
    """The bytes of the longest name by which the article is found."""
    names = [article.id, article.source, article.publisher or "", *article.tags]
    return max(len(each.encode()) for name in names for each in (name, fold(name)))


def _same_story(known: Article, article: Article) -> bool:
    """Whether two articles of one id are versions of one another, whatever their sources."""
    return known.title == article.title or (known.url is not None and known.url == article.url)


def _another_story(before: Article, now: Article) -> bool:
    """Whether what decides on near copies is another."""
    return (before.title, before.text, before.published) != (now.title, now.text, now.published)


def _columns(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "publisher": article.publisher,
        "publisher_key": fold(article.publisher) if article.publisher else None,
        "published": article.published.timestamp() if article.published else None,
        "tags": json.dumps(article.tags),
        "source": article.source,
        "position": article.position,
        "truncated": article.truncated,
        "digest": _digest(article),
        "read_at": None if article.truncated else datetime.now(UTC).timestamp(),
        "words": words_digest(article.title, article.text),
    }


def _digest(article: Article) -> bytes:
    """Equal for articles that say the same; where they stood in a listing does not count."""
    published = article.published.isoformat() if article.published else ""
    facts: Iterable[object] = (
        article.title, article.text, article.url, article.publisher, published,
        article.tags, article.truncated,
    )  # fmt: skip
    return _hash(json.dumps([*facts]))


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _json_spans(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.stop] for span in spans])
