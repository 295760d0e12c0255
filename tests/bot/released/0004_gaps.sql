-- Servers that asked for their unanswered questions to be kept, and those questions.
CREATE TABLE gap_servers (server_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE gaps (
    server_id INTEGER NOT NULL REFERENCES gap_servers (server_id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    asked_at REAL NOT NULL
) STRICT;
CREATE INDEX gaps_by_server ON gaps (server_id, asked_at);
