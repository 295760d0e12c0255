"""What is wrong with the configuration, found without connecting."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bot.exits import Exit
from bot.presence import taken
from bot.settings import BotSettings
from bot.store.migrate import known_version
from bot.store.opening import connect, store_errors
from bot.store.processes import living
from bot.store.schema import VERSION
from retrieval.database import Location
from retrieval.errors import CitewireError
from retrieval.settings import load_settings


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps the bot from running, and the exit code that says so."""

    code: Exit
    text: str

    def __str__(self) -> str:
        return self.text


def problems(settings: BotSettings) -> tuple[Problem, ...]:
    """All that is wrong, the gravest first; nothing is where the bot can run."""
    found = [_token(settings), _library(), _data(settings) or _memory(settings)]
    return tuple(problem for problem in found if problem is not None)


def rivals(settings: BotSettings) -> tuple[Problem, ...]:
    """Bots that serve the same servers now, so that this one may not; a start waits for them."""
    memory = settings.memory
    if _is_new(memory):
        return ()
    engine = connect(memory)
    with store_errors(memory), engine.begin() as connection:
        known = known_version(connection, memory) == VERSION
        other = living(connection, settings.discord_shard) if known else None
    return (Problem(Exit.CONFIGURATION, taken(other)),) if other else ()


def _token(settings: BotSettings) -> Problem | None:
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    if not token.strip():
        return Problem(
            Exit.TOKEN,
            "CITEWIRE_DISCORD_TOKEN is missing: put the bot's token there, or in .env "
            "(.env.example says where to get it).",
        )
    if any(character.isspace() for character in token) or not token.isascii():
        return Problem(Exit.TOKEN, "CITEWIRE_DISCORD_TOKEN is not a token: it has blanks in it.")
    return None


def _library() -> Problem | None:
    try:
        load_settings()
    except CitewireError as error:
        return Problem(Exit.CONFIGURATION, str(error))
    return None


def _memory(settings: BotSettings) -> Problem | None:
    """Opens the bot's database where there is one; nothing is made."""
    memory = settings.memory
    if _is_new(memory):
        return None
    try:
        with store_errors(memory), connect(memory).begin() as connection:
            known_version(connection, memory)
    except CitewireError as error:
        return Problem(Exit.CONFIGURATION, str(error))
    return None


def _is_new(memory: Location) -> bool:
    return isinstance(memory, Path) and not memory.exists()


def _data(settings: BotSettings) -> Problem | None:
    data = settings.data
    there = next(
        folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists()
    )
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Problem(Exit.CONFIGURATION, f"CITEWIRE_DATA: {data} cannot be written.")
    return None
