"""Fixtures: the bot's memory in an SQLite file, and in a PostgreSQL server where there is one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_postgres import new_database, programs, server
from sqlalchemy import URL, Connection, Engine

from bot.store.opening import open_memory
from retrieval.database import Location

_numbers = itertools.count(1)


def new_name() -> str:
    """For a database that no test used yet."""
    return f"bot{next(_numbers)}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server; skips where none is installed."""
    bin_ = programs()
    if bin_ is None:
        pytest.skip("no PostgreSQL server is installed here")
    with server(bin_) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Where an empty memory can be made."""
    if request.param == "sqlite":
        return tmp_path / "bot.sqlite"
    return new_database(request.getfixturevalue("postgres"), new_name())


@pytest.fixture
def engine(location: Location) -> Iterator[Engine]:
    """An empty memory."""
    made = open_memory(location)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """An empty memory, in one long transaction."""
    with engine.connect() as made:
        yield made
