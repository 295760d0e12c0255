CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    creator_id INTEGER,             -- NULL once its creator asked to be forgotten
    tag TEXT,
    weekday INTEGER,                -- 0 is Monday; NULL is every day
    hour INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    zone TEXT NOT NULL,
    made_at REAL NOT NULL,
    stopped TEXT                    -- why it no longer posts; NULL while it does
) STRICT;
CREATE INDEX subscriptions_by_server ON subscriptions (server_id);

-- One row a slot, named by its local date: whoever inserts it owns the slot.
CREATE TABLE slots (
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'done')),
    claimed_at REAL NOT NULL,
    article_ids TEXT,               -- JSON list of what is to be posted; NULL before that is known
    more INTEGER NOT NULL DEFAULT 0, -- how many new articles did not fit
    message_id INTEGER,             -- NULL where nothing was new, or nothing is known of a post
    PRIMARY KEY (subscription_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    PRIMARY KEY (subscription_id, article_id)
) STRICT, WITHOUT ROWID;
