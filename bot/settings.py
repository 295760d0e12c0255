"""What the bot needs to know, from `CITEWIRE_…` variables or `.env`; built in main."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.shard import Shard
from retrieval.database import Location, server
from retrieval.settings import read_settings


def _loopback(url: str) -> str:
    """`url` if it points at this machine; the token must not be sent anywhere but to Discord."""
    host = urlsplit(url).hostname or ""
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ValueError("must be an address of this machine, such as http://127.0.0.1:8080/api")
    return url.rstrip("/")


Loopback = Annotated[str, AfterValidator(_loopback)]


def _postgresql(address: SecretStr) -> SecretStr:
    """`address` if it names a PostgreSQL database."""
    server(address.get_secret_value())
    return address


Positive = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=800)]


class BotSettings(BaseSettings):
    """Every field is a variable with the prefix `CITEWIRE_`; `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="CITEWIRE_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: SecretStr | None = None
    """The bot's token; None where none was given."""
    discord_api: Loopback | None = None
    """Another REST address than Discord's, for tests; loopback only."""
    discord_gateway: Loopback | None = None
    """Another gateway than Discord's, for tests; loopback only."""
    discord_shard: Annotated[Shard, NoDecode, BeforeValidator(Shard.read)] = Shard(0, 1)
    """Which shard of how many this process is; one process serves all where it is not given."""
    data: Path = Path("data")
    """The folder for what the program builds; the bot keeps `bot.sqlite` in it."""
    archive: Annotated[SecretStr, AfterValidator(_postgresql)] | None = None
    """The archive's PostgreSQL, where it is in one: then the bot's memory is there, too."""
    refresh_minutes: Annotated[int, Field(ge=0, le=10_080)] = 60
    """Minutes from one reading of all sources to the next; 0 never reads them by itself."""
    bot_member_burst: Positive = 8
    bot_member_per_minute: Positive = 8
    """How many questions a member may ask at once, and how many come back a minute."""
    bot_server_burst: Positive = 240
    bot_server_per_minute: Positive = 240
    """The same for all members of a server together."""
    bot_timeout: Seconds = 60.0
    """Seconds after which an answer is given up, the time in the queue included."""
    bot_workers: Positive = 2
    """How many questions are worked on at the same time."""
    bot_queue: Positive = 500
    """How many more may wait; beyond that the bot says that it is busy."""
    bot_drain: Seconds = 20.0
    """Seconds that running answers get to finish after SIGTERM."""

    @property
    def memory(self) -> Location:
        """Where what the bot remembers is."""
        if self.archive is not None:
            return server(self.archive.get_secret_value())
        return self.data / "bot.sqlite"


def load_bot_settings() -> BotSettings:
    """The settings of this process; raises `SettingsError`."""
    return read_settings(BotSettings)
