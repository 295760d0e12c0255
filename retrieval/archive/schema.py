"""The archive's tables, and opening its file."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from retrieval.archive.copies import words_digest
from retrieval.archive.trouble import reading_errors, refused, writing_errors
from retrieval.disk import writing
from retrieval.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    ArchiveEmptyError,
    ArchiveError,
    ArchiveReadOnlyError,
)

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
    INSERT INTO meta VALUES ('revision', 0);
    INSERT INTO meta VALUES ('derived', 0);

    CREATE TABLE articles (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        url TEXT,
        publisher TEXT,
        publisher_key TEXT,
        published REAL,          -- POSIX seconds; NULL is unknown
        tags TEXT NOT NULL,      -- JSON, in the source's order
        source TEXT NOT NULL,
        position INTEGER,
        truncated INTEGER NOT NULL,
        digest BLOB NOT NULL     -- of all that the source gave
    ) STRICT;
    CREATE INDEX articles_source ON articles (source);
    CREATE INDEX articles_published ON articles (published);
    CREATE INDEX articles_publisher ON articles (publisher_key);

    CREATE TABLE tags (
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
        tag TEXT NOT NULL,
        tag_key TEXT NOT NULL,   -- case and diacritics folded
        PRIMARY KEY (article, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tags_key ON tags (tag_key);

    -- Ids are never used again: an older index can point to nothing, never to other words.
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        digest BLOB NOT NULL     -- of headline and passage, the encoder's input
    ) STRICT;
    CREATE INDEX passages_article ON passages (article);

    CREATE TABLE statements (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
        speaker TEXT,
        spans TEXT NOT NULL,     -- JSON: [[start, stop], ...]
        quoted INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX statements_article ON statements (article);
    CREATE INDEX statements_speaker ON statements (speaker);

    CREATE TABLE vectors (
        fingerprint TEXT NOT NULL,
        digest BLOB NOT NULL,
        vector BLOB NOT NULL,    -- half-precision
        PRIMARY KEY (fingerprint, digest)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE sources (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        location TEXT NOT NULL,
        kind TEXT NOT NULL,
        follow INTEGER NOT NULL,
        last_try REAL,           -- POSIX seconds
        last_read REAL,
        error TEXT,
        failures INTEGER NOT NULL,
        etag TEXT,
        last_modified TEXT
    ) STRICT;
    -- All that the first version read were files; from which folder it did not keep.
    INSERT INTO sources (name, location, kind, follow, failures)
        SELECT source, source, 'file', 0, 0 FROM articles GROUP BY source ORDER BY min(number);

    ALTER TABLE articles ADD COLUMN read_at REAL;  -- when it was last read in full
    """,
    """
    CREATE TABLE history (
        number INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        replaced REAL NOT NULL   -- POSIX seconds
    ) STRICT;
    CREATE INDEX history_article ON history (article);

    ALTER TABLE articles ADD COLUMN words BLOB;  -- digest of headline and text, less the spacing
    UPDATE articles SET words = words_digest(title, text);
    CREATE INDEX articles_words ON articles (words);

    -- Exact copies: other ids and addresses of an article's words. No id is in both tables.
    CREATE TABLE links (
        number INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
        id TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        publisher TEXT,
        publisher_key TEXT,
        published REAL,
        tags TEXT NOT NULL,
        source TEXT NOT NULL,
        position INTEGER,
        digest BLOB NOT NULL,
        read_at REAL
    ) STRICT;
    CREATE INDEX links_article ON links (article);
    CREATE INDEX links_source ON links (source);
    CREATE INDEX links_publisher ON links (publisher_key);
    """,
    """
    ALTER TABLE articles ADD COLUMN story INTEGER;  -- shared by near copies; NULL is alone
    CREATE INDEX articles_story ON articles (story) WHERE story IS NOT NULL;

    -- The articles whose story was looked for; short texts have no signature.
    CREATE TABLE signatures (
        article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
        signature BLOB
    ) STRICT;

    -- With one of its articles a story changes: it is looked for again.
    CREATE TRIGGER story_changed AFTER UPDATE OF title, text, published ON articles
    WHEN old.title <> new.title OR old.text <> new.text OR old.published IS NOT new.published
    BEGIN
        DELETE FROM signatures WHERE article = old.number
            OR article IN (SELECT number FROM articles WHERE story = old.story);
        UPDATE articles SET story = NULL WHERE story = old.story;
    END;
    CREATE TRIGGER story_removed AFTER DELETE ON articles WHEN old.story IS NOT NULL
    BEGIN
        DELETE FROM signatures
            WHERE article IN (SELECT number FROM articles WHERE story = old.story);
        UPDATE articles SET story = NULL WHERE story = old.story;
    END;
    """,
)
"""Each brings a database from the version of its place to the next; released ones never change."""

_PATIENCE = 10
"""Seconds: for so long a reader waits for another process that migrates the same archive."""
_APPLICATION_ID = 0x63697465  # "cite"


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection; works in a folder that cannot be written, too.

    An archive of an earlier version is migrated first. Raises `ArchiveEmptyError` where its making
    was interrupted, what `open_as_it_is` does, or `ArchiveError` where it cannot be migrated.
    """
    with reading_errors(path):
        connection = open_as_it_is(path)
        if 0 < tables_version(connection) < len(MIGRATIONS):
            connection.close()
            _migrate_for_reading(path)
            connection = open_as_it_is(path)
        version = tables_version(connection)
    if not version:
        connection.close()
        raise ArchiveEmptyError(path)
    return connection


def open_as_it_is(path: Path) -> sqlite3.Connection:
    """A read-only connection to an archive of any version up to ours.

    Raises `ArchiveCorruptError`, `ArchiveReadOnlyError` where a killed writer's last articles need
    a place to be taken in, or `ArchiveError` where a newer citewire wrote it.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    with reading_errors(path):
        try:
            return _checked(path, _connect(address))
        except sqlite3.OperationalError as error:
            if not refused(error):
                raise
        # A folder that cannot be written has no place for SQLite's shared-memory file; then no
        # one can be writing either, and the file may be read as it lies, if it is all there.
        if _has_log(path):
            raise ArchiveReadOnlyError(path)
        return _checked(path, _connect(f"{address}&immutable=1"))


def _migrate_for_reading(path: Path) -> None:
    """Migrate as a writer would: the first command after an upgrade may be a question."""
    from retrieval.archive.lock import writer_lock  # a question needs no lock otherwise

    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            with writer_lock(path):
                open_for_writing(path).close()
            return
        except ArchiveBusyError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.1)
        except ArchiveReadOnlyError:
            raise ArchiveError(
                path,
                f"{path} was written by an older citewire: run `citewire index` once as someone "
                "who may write there.",
            ) from None


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A writing connection to the archive at `path`, made and migrated where needed.

    Raises `ArchiveReadOnlyError`, `ArchiveFullError` or `ArchiveCorruptError`.
    """
    with writing(path), writing_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(f"{path.resolve().as_uri()}?mode=rwc")
        connection.create_function("words_digest", 2, words_digest, deterministic=True)
        if not path.stat().st_size:
            connection.execute("PRAGMA journal_mode = WAL")
        _checked(path, connection)
        _migrate(connection)
    return connection


def _has_log(path: Path) -> bool:
    """True where committed articles still lie in the write-ahead log beside the file."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=30, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _checked(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """`connection`, once it is known to hold an archive of a version that we read."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        version = tables_version(connection)
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise ArchiveCorruptError(path, str(error)) from None
    blank = not (application or version or tables)
    if application != _APPLICATION_ID and not blank:
        raise ArchiveCorruptError(path, "made by another program")
    if version > len(MIGRATIONS):
        raise ArchiveError(path, f"{path} was written by a newer citewire: upgrade citewire.")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, each step whole or not at all."""
    for number in range(tables_version(connection), len(MIGRATIONS)):
        connection.executescript(
            f"BEGIN;{MIGRATIONS[number]};PRAGMA user_version = {number + 1};"
            f"PRAGMA application_id = {_APPLICATION_ID};COMMIT;"
        )


def tables_version(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 where there are none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
