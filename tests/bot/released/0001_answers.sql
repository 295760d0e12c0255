CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- What the buttons of an answer need after a restart: places in the archive, no words of the
-- question. `pieces` is a JSON list of [article_id, start, stop, speaker, fingerprint].
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    private INTEGER NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0,
    pieces TEXT NOT NULL,
    made_at REAL NOT NULL
) STRICT;
CREATE INDEX answers_by_age ON answers (made_at);
CREATE INDEX answers_by_member ON answers (member_id);

CREATE TABLE feedback (
    answer_id INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    vote INTEGER NOT NULL CHECK (vote IN (-1, 1)),
    PRIMARY KEY (answer_id, member_id)
) STRICT;

-- What the page buttons of a list need: `article_ids` is a JSON list.
CREATE TABLE listings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    tag TEXT,
    article_ids TEXT NOT NULL,
    made_at REAL NOT NULL
) STRICT;
CREATE INDEX listings_by_age ON listings (made_at);
