"""What the archive remembers of its sources: how the last try to read each went."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from retrieval.types import Validators


def note_read(
    connection: sqlite3.Connection,
    name: str,
    kind: str,
    follow: bool,
    at: datetime,
    validators: Validators | None,
) -> None:
    """The source was read to its end at `at`; without new `validators` the earlier ones hold."""
    given = validators or Validators()
    connection.execute(
        "INSERT INTO sources (name, kind, follow, last_try, last_read, failures, etag, "
        "last_modified) VALUES (?1, ?2, ?3, ?4, ?4, 0, ?5, ?6) ON CONFLICT (name) DO UPDATE SET "
        "kind = ?2, follow = ?3, last_try = ?4, last_read = ?4, failures = 0, error = NULL, "
        "etag = iif(?7, ?5, etag), last_modified = iif(?7, ?6, last_modified)",
        (
            name,
            kind,
            follow,
            at.timestamp(),
            given.etag,
            given.last_modified,
            validators is not None,
        ),
    )


def note_failure(
    connection: sqlite3.Connection, name: str, kind: str, follow: bool, at: datetime, error: str
) -> None:
    """The source could not be read at `at`; what was known of its last reading is kept."""
    connection.execute(
        "INSERT INTO sources (name, kind, follow, last_try, error, failures) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 1) ON CONFLICT (name) DO UPDATE SET "
        "follow = ?3, last_try = ?4, error = ?5, failures = failures + 1",
        (name, kind, follow, at.timestamp(), error),
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
