"""What the archive remembers of its sources: how the last try to read each went."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from retrieval.types import Source


def note_read(connection: sqlite3.Connection, source: Source, at: datetime) -> None:
    """The source was read to its end at `at`."""
    connection.execute(
        "INSERT INTO sources (name, location, kind, follow, last_try, last_read, failures, etag, "
        "last_modified) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0, ?6, ?7) ON CONFLICT (name) DO UPDATE "
        "SET location = ?2, kind = ?3, follow = ?4, last_try = ?5, last_read = ?5, failures = 0, "
        "error = NULL, etag = ?6, last_modified = ?7",
        (
            source.name,
            source.location,
            source.kind,
            source.follow,
            at.timestamp(),
            source.validators.etag,
            source.validators.last_modified,
        ),
    )


def note_failure(connection: sqlite3.Connection, source: Source, at: datetime, error: str) -> None:
    """The source could not be read at `at`; what its last reading gave is kept."""
    connection.execute(
        "INSERT INTO sources (name, location, kind, follow, last_try, error, failures) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1) ON CONFLICT (name) DO UPDATE SET "
        "location = ?2, follow = ?4, last_try = ?5, error = ?6, failures = failures + 1",
        (source.name, source.location, source.kind, source.follow, at.timestamp(), error),
    )


@dataclass(frozen=True, slots=True)
class Within:
    """Which names a source has: its own, or those of all files of a folder."""

    values: tuple[str, ...]

    def of(self, column: str) -> str:
        """The SQL condition on `column`, with a mark for each of `values`."""
        folder = f" OR ({column} > ? AND {column} < ?)"
        return f"({column} = ?{folder if len(self.values) > 1 else ''})"


def within(connection: sqlite3.Connection, name: str) -> Within:
    """The names of the source `name`."""
    (folders,) = connection.execute(
        "SELECT count(*) FROM sources WHERE name = ? AND kind = 'folder'", (name,)
    ).fetchone()
    # "0" comes just after "/".
    return Within((name, f"{name}/", f"{name}0") if folders else (name,))


def forget(connection: sqlite3.Connection, names: Within) -> int:
    """Drop what is remembered of the source with these names; returns of how many."""
    return connection.execute(
        f"DELETE FROM sources WHERE {names.of('name')}", names.values
    ).rowcount
