"""An archive's place: in each of the databases that may hold one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from postgres_server import address

from retrieval.database import Location


@pytest.fixture(params=["sqlite", "postgresql"])
def new_location(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Location]]:
    """Gives a place where no archive is (any more) at each call."""
    if request.param == "sqlite":
        yield lambda: tmp_path_factory.mktemp("archive") / "archive.sqlite"
        return
    database = request.getfixturevalue("database")

    def emptied() -> Location:
        with psycopg.connect(address(database)) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return database

    yield emptied


@pytest.fixture
def location(new_location: Callable[[], Location]) -> Location:
    """A place where no archive is yet."""
    return new_location()
