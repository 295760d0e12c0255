"""The tables of SQLite archives as the versions before Alembic made them, step by step."""

from __future__ import annotations

RELEASED = (
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
