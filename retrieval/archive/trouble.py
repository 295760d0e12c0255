"""What a database complains of, as the archive's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from retrieval.database import Location, place, reason, trouble
from retrieval.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    ArchiveError,
    ArchiveFullError,
    ArchiveReadOnlyError,
    ArchiveUnreachableError,
)

_GARBLED = "it names its tables in no UTF-8"
"""When SQLite's own message holds damaged bytes, Python fails to read that."""


class DamagedError(Exception):
    """A cell holds what its column cannot hold."""


@contextmanager
def writing_errors(location: Location) -> Iterator[None]:
    """What the database raises while the archive is written leaves as an `ArchiveError`."""
    with reading_errors(location):
        try:
            yield
        except (exc.DBAPIError, sqlite3.Error) as error:
            if trouble(error) == "refused":
                raise ArchiveReadOnlyError(place(location)) from None
            raise


@contextmanager
def reading_errors(location: Location) -> Iterator[None]:
    """What the database raises while the archive is read leaves as an `ArchiveError`."""
    try:
        yield
    except UnicodeDecodeError:
        raise ArchiveCorruptError(place(location), _GARBLED) from None
    except DamagedError as error:
        raise ArchiveCorruptError(place(location), str(error)) from None
    except exc.TimeoutError:
        raise ArchiveBusyError(place(location), "too much at once in this process") from None
    except (exc.DBAPIError, sqlite3.Error) as error:
        raise _unreadable(location, error) from None


def _unreadable(location: Location, error: exc.DBAPIError | sqlite3.Error) -> ArchiveError:
    where = place(location)
    match trouble(error):
        case "full":  # reading may have to make room, too: for shared memory
            return ArchiveFullError(where)
        case "busy":
            return ArchiveBusyError(where, "a program that is not citewire")
        case "unreachable":
            return ArchiveUnreachableError(str(where), reason(error))
        case _:
            return ArchiveCorruptError(where, reason(error))
