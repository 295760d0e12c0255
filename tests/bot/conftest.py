"""The real bot on the seed archive, talking to a pretend Discord; no member's word is skipped."""

from __future__ import annotations

import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import discord as discord_py
import pytest
from databases import connection, engine, location  # noqa: F401 - fixtures
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Log, Process, Running, running, settings_for

from bot.client import CitewireBot
from bot.services import Library
from retrieval.app import Citewire


@pytest.fixture(scope="session")
def library(seed: Citewire) -> Citewire:
    """The seed archive, ready to answer."""
    return seed


@pytest.fixture
def log() -> Iterator[Log]:
    """What was logged during the test."""
    handler, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
async def discord(log: Log) -> AsyncIterator[FakeDiscord]:
    """A Discord that judges at the end of the test: nothing wrong on the wire or in the log."""
    async with FakeDiscord() as fake:
        yield fake
        await fake.verify()
    fake.check_log(log.text)
    faults = fake.record.take_faults() + log.unhandled
    assert not faults, "\n".join(faults)


@pytest.fixture
def newsroom(discord: FakeDiscord) -> Server:
    """A server that the bot is in."""
    return discord.guild("Newsroom")


@pytest.fixture
def news(newsroom: Server) -> Channel:
    """The channel #news."""
    return newsroom.channel("news")


@pytest.fixture
def ada(newsroom: Server) -> Member:
    """A member like any other."""
    return newsroom.member("Ada")


@pytest.fixture
def boss(newsroom: Server) -> Member:
    """A member who manages the server."""
    return newsroom.member("Boss", discord_py.Permissions(manage_guild=True))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The bot's data folder of this test; there is no archive in it."""
    return tmp_path / "data"


@pytest.fixture
def start(
    discord: FakeDiscord, request: pytest.FixtureRequest, data: Path
) -> Callable[..., Running]:
    """Starts the bot in this process, on the seed archive unless another library is given."""

    def begin(
        library: Library | None = None, *, force_sync: bool = False, **settings: object
    ) -> Running:
        chosen = settings_for(discord, data, **settings)
        used = library or request.getfixturevalue("library")
        return running(discord, chosen, used, force_sync=force_sync)

    return begin


@pytest.fixture
async def bot(start: Callable[..., Running], news: Channel) -> AsyncIterator[CitewireBot]:
    """The bot, connected, with its usual settings."""
    async with start() as client:
        yield client


@pytest.fixture
async def process(
    discord: FakeDiscord, seed_data: Path, data: Path
) -> AsyncIterator[Callable[..., Process]]:
    """Makes `citewire bot` processes on one copy of the seed archive."""
    made: list[Process] = []
    models = seed_data / "models"
    shutil.copytree(seed_data, data, ignore=shutil.ignore_patterns("models"))
    if models.exists():
        (data / "models").symlink_to(models)

    def make(*arguments: str, **environment: str) -> Process:
        made.append(Process(discord, data, arguments, environment))
        return made[-1]

    yield make
    for one in made:
        await one.kill()
        discord.check_log(one.log)
