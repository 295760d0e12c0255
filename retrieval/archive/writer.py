"""Writing the archive, in transactions: an article is in it whole, with its passages, or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from retrieval.archive import copies, sources
from retrieval.archive.cells import moment
from retrieval.archive.copies import words_digest
from retrieval.archive.encoded import PassageVectors, encoder_input
from retrieval.archive.passages import split
from retrieval.archive.rows import (
    ARTICLE,
    KNOWN,
    LAST_READ,
    Known,
    article_of,
    known_of,
)
from retrieval.archive.statements import find_statements
from retrieval.archive.trouble import writing_errors
from retrieval.protocols import Progress
from retrieval.text import fold
from retrieval.types import Article, Source, Span

DERIVED = 2
"""Raised whenever `split` or `find_statements` reads the same text otherwise."""

Outcome = Literal["new", "changed", "unchanged", "copy", "conflict"]


class ArchiveWriter(PassageVectors):
    """The one writer of articles; hold `writer_lock` while it is open."""

    def __init__(self, path: Path) -> None:
        """Open or make the archive; raises `ArchiveReadOnlyError` or `ArchiveCorruptError`."""
        super().__init__(path)
        with writing_errors(path):  # what an archive is filled with from now on is read by DERIVED
            self._connection.execute(
                "UPDATE meta SET value = ? WHERE name = 'derived' "
                "AND NOT EXISTS (SELECT 1 FROM articles)",
                (DERIVED,),
            )

    def put(self, article: Article) -> Outcome:
        """Keep `article`; an earlier text under its id is replaced, and kept in its history.

        "copy": it says word for word what another does, and became a link of that. "conflict": its
        id belongs to another article of another source; nothing is done. What its source cut short
        never replaces a text that was read in full.
        """
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
            self._connection.execute("DELETE FROM articles WHERE number = ?", (known.number,))
        self._changed()
        return 1

    def _remove_source(self, name: str) -> int | None:
        """Copies of its articles in other sources stand for themselves from then on."""
        execute, within = self._connection.execute, sources.within(self._connection, name)
        noted = sources.forget(self._connection, within)
        firsts = copies.numbers(self._connection, within.of("l.source"), within.values)
        removed = execute(f"DELETE FROM links WHERE {within.of('source')}", within.values).rowcount
        for number in firsts:
            self._retag(number)
        for number in copies.numbers(self._connection, within.of("a.source"), within.values):
            self._promote_copy(number)
        condition = within.of("source")
        removed += execute(f"DELETE FROM articles WHERE {condition}", within.values).rowcount
        if removed:
            self._changed()
        return removed if noted or removed else None

    def last_read(self, article_id: str) -> datetime | None:
        """When the article was last read in full; None where it never was, or is not there."""
        rows = self._connection.execute(LAST_READ, (article_id,)).fetchall()
        return moment(rows[0][0]) if rows else None

    def derive_again(self, progress: Progress) -> None:
        """Where an earlier version derived them, make all passages and statements anew."""
        if self._meta("derived") == DERIVED:
            return
        with self.transaction():
            rows = self._connection.execute(f"{ARTICLE} ORDER BY number").fetchall()
            for done, row in enumerate(rows):
                progress("Reading articles again", done, len(rows))
                self._clear(row[0])
                self._fill(row[0], article_of(row))
            self._connection.execute("UPDATE meta SET value = ? WHERE name = 'derived'", (DERIVED,))

    def find_stories(self, progress: Progress) -> None:
        """Put near copies into one story, as far as articles came or changed since."""
        from retrieval.archive import stories  # with SciPy, by datasketch

        with self.transaction():
            stories.group(self._connection, progress)

    def _known(self, article_id: str) -> Known | None:
        row = self._connection.execute(f"{KNOWN} WHERE id = ?", (article_id,)).fetchone()
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
        self._connection.execute(
            f"UPDATE articles SET {', '.join(f'{name} = ?' for name in columns)} WHERE number = ?",
            (*columns.values(), known.number),
        )
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
            "INSERT INTO history (article, title, text, replaced) VALUES (?, ?, ?, ?)",
            (number, before.title, before.text, datetime.now(UTC).timestamp()),
        )

    def _insert(self, columns: dict[str, object]) -> int:
        cursor = self._connection.execute(
            f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        return int(cursor.lastrowid or 0)

    def _seen(self, known: Known, columns: dict[str, object]) -> None:
        """Note where an unchanged article stands now, and that it was read again."""
        self._connection.execute(
            f"UPDATE {'links' if known.linked else 'articles'} SET position = ?, "
            "read_at = coalesce(?, read_at) WHERE id = ?",
            (columns["position"], columns["read_at"], known.article.id),
        )

    def _clear(self, number: int) -> None:
        """Drop what is derived from an article."""
        for table in ("passages", "statements"):
            self._connection.execute(f"DELETE FROM {table} WHERE article = ?", (number,))

    def _retag(self, number: int) -> None:
        """An article is found by its own tags and by those of its copies."""
        rows = self._connection.execute(
            "SELECT tags FROM articles WHERE number = ?1 "
            "UNION ALL SELECT tags FROM links WHERE article = ?1",
            (number,),
        )
        tags = [tag for (tags,) in rows for tag in json.loads(tags)]
        self._connection.execute("DELETE FROM tags WHERE article = ?", (number,))
        self._connection.executemany(
            "INSERT OR IGNORE INTO tags VALUES (?, ?, ?)",
            [(number, tag, fold(tag)) for tag in tags],
        )

    def _fill(self, number: int, article: Article) -> None:
        """What is derived from an article: tags, passages, statements."""
        self._retag(number)
        execute = self._connection.executemany
        execute(
            "INSERT INTO passages (article, start, stop, digest) VALUES (?, ?, ?, ?)",
            [
                (
                    number,
                    span.start,
                    span.stop,
                    _hash(encoder_input(article.title, span.of(article.text))),
                )
                for span in split(article.text)
            ],
        )
        execute(
            "INSERT INTO statements (article, speaker, spans, quoted) VALUES (?, ?, ?, ?)",
            [
                (number, each.speaker, _json_spans(each.spans), each.quoted)
                for each in find_statements(article)
            ],
        )
        self._changed()

    def _changed(self) -> None:
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")


def _same_story(known: Article, article: Article) -> bool:
    """Whether two articles of one id are versions of one another, whatever their sources."""
    return known.title == article.title or (known.url is not None and known.url == article.url)


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
