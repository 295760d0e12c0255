"""An archive's place: in each of the databases that may hold one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from retrieval.database import Location


@pytest.fixture(params=["sqlite", "postgresql"])
def new_location(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Location]]:
    """Places where no archive is yet, one a call."""
    if request.param == "sqlite":
        yield lambda: tmp_path_factory.mktemp("archive") / "archive.sqlite"
        return
    from postgres_server import new_database

    url = request.getfixturevalue("postgres")
    with ExitStack() as stack:
        yield lambda: stack.enter_context(new_database(url))


@pytest.fixture
def location(new_location: Callable[[], Location]) -> Location:
    """A place where no archive is yet."""
    return new_location()
