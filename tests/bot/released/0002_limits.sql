-- Token buckets of members and servers; a full one has no row.
CREATE TABLE buckets (
    owner TEXT NOT NULL CHECK (owner IN ('member', 'server')),
    id INTEGER NOT NULL,
    tokens REAL NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;
