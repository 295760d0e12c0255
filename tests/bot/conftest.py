"""The real bot on the seed archive, talking to a pretend Discord; no member's word is skipped."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Process, Running, running, settings_for

from bot.services import Library
from retrieval.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
NOISY = ("asyncio", "discord")


@pytest.fixture(scope="session")
def seed_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the seed archive, built and indexed once."""
    data = tmp_path_factory.mktemp("archive")
    _ready(data)
    return data


@pytest.fixture(scope="session")
def library(seed_data: Path) -> Library:
    """The seed archive, ready to answer."""
    return _ready(seed_data)


def _ready(data: Path) -> Library:
    app = pytest.importorskip("retrieval.app", reason="retrieval.app is not there yet")
    citewire: Library = app.Citewire(Settings(data=data, seeds=REPOSITORY / "seeds"))
    citewire.ensure_ready()  # type: ignore[attr-defined]
    return citewire


class Log(logging.Handler):
    """All records from INFO on, as lines."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.records.append(record)

    @property
    def text(self) -> str:
        """The lines."""
        return "\n".join(map(self.format, self.records))

    @property
    def unhandled(self) -> list[str]:
        """What asyncio or discord.py could only log."""
        return [
            record.getMessage()
            for record in self.records
            if record.levelno >= logging.ERROR and record.name.split(".")[0] in NOISY
        ]


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
def start(discord: FakeDiscord, library: Library, tmp_path: Path) -> Callable[..., Running]:
    """Starts the bot in this process; settings and library may be others than the usual."""

    def begin(other: Library | None = None, **settings: object) -> Running:
        chosen = settings_for(discord, tmp_path, **settings)
        return running(discord, chosen, other or library)

    return begin


@pytest.fixture
async def bot(start: Callable[..., Running], news: Channel) -> AsyncIterator[object]:
    """The bot, connected, with its usual settings."""
    async with start() as client:
        yield client


@pytest.fixture
async def process(
    discord: FakeDiscord, seed_data: Path, tmp_path: Path
) -> AsyncIterator[Callable[..., Process]]:
    """Makes `citewire bot` processes on one copy of the seed archive."""
    made: list[Process] = []

    def make(*arguments: str, **environment: str) -> Process:
        made.append(Process(discord, seed_data, tmp_path / "data", arguments, environment))
        return made[-1]

    yield make
    for one in made:
        await one.kill()
        discord.check_log(one.log)
