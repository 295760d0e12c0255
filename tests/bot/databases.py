"""Fixtures: the bot's memory in an SQLite file, and in a PostgreSQL server where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine

from bot.store.opening import open_memory
from retrieval.database import Location


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Where an empty memory can be made."""
    if request.param == "sqlite":
        return tmp_path / "bot.sqlite"
    url: URL = request.getfixturevalue("database")
    return url


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
