"""What the archive remembers of its sources: how the last try to read each went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select

from retrieval.archive.schema import sources
from retrieval.database import insert_into
from retrieval.upkeep import Source


def note_read(connection: Connection, source: Source, at: datetime) -> None:
    """The source was read to its end at `at`."""
    facts = {
        "location": source.location,
        "kind": source.kind,
        "follow": source.follow,
        "last_try": at.timestamp(),
        "last_read": at.timestamp(),
        "error": None,
        "failures": 0,
        "etag": source.validators.etag,
        "last_modified": source.validators.last_modified,
    }
    _note(connection, source.name, facts, facts)


def note_failure(connection: Connection, source: Source, at: datetime, error: str) -> None:
    """The source could not be read at `at`; what its last reading gave is kept."""
    facts = {
        "location": source.location,
        "follow": source.follow,
        "last_try": at.timestamp(),
        "error": error,
    }
    first = facts | {"kind": source.kind, "failures": 1}
    _note(connection, source.name, first, facts | {"failures": sources.c.failures + 1})


def _note(
    connection: Connection, name: str, first: dict[str, object], again: dict[str, object]
) -> None:
    """A new source with the facts `first`; one that is known gets the facts `again`."""
    connection.execute(
        insert_into(connection, sources)
        .values(name=name, **first)
        .on_conflict_do_update(index_elements=["name"], set_=again)
    )


@dataclass(frozen=True, slots=True)
class Within:
    """Which names a source has: its own, or those of all files of a folder."""

    name: str
    folder: bool

    def of(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that `column` holds one of them."""
        if not self.folder:
            return column == self.name
        # "0" comes just after "/".
        return or_(column == self.name, and_(column > f"{self.name}/", column < f"{self.name}0"))


def within(connection: Connection, name: str) -> Within:
    """The names of the source `name`."""
    folders = select(func.count()).where(sources.c.name == name, sources.c.kind == "folder")
    return Within(name, folder=bool(connection.execute(folders).scalar()))


def forget(connection: Connection, names: Within) -> int:
    """Drop what is remembered of the source with these names; returns of how many."""
    return connection.execute(delete(sources).where(names.of(sources.c.name))).rowcount
