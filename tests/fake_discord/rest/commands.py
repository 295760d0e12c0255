"""Application commands: what the bot registered, everywhere or for one server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from ..model import Guild, World, snowflake
from ..pipeline import Pipeline
from ..record import Record
from ..wire import Json

SUBCOMMAND_KINDS = (1, 2)
MAX_CHARACTERS = 8000


class Commands:
    """The registry of commands; a sync replaces a whole scope."""

    def __init__(self, world: World, record: Record) -> None:
        self._world, self._record = world, record
        self._scopes: dict[int | None, list[Json]] = {}
        self.syncs = 0
        """How often the bot replaced its commands."""

    def routes(self, pipeline: Pipeline) -> list[web.RouteDef]:
        """All routes of this file."""
        everywhere = "/applications/{application_id}/commands"
        local = "/applications/{application_id}/guilds/{guild_id}/commands"
        return [
            pipeline.route("GET", everywhere, self.read),
            pipeline.route("PUT", everywhere, self.replace),
            pipeline.route("GET", local, self.read),
            pipeline.route("PUT", local, self.replace),
        ]

    async def read(self, request: web.Request, body: Any) -> list[Json]:
        """The commands of one scope."""
        return self._scopes.get(_scope(request), [])

    async def replace(self, request: web.Request, body: list[Json]) -> list[Json]:
        """Replace the commands of one scope, keeping the ids of those that keep their name."""
        for problem in commands_problems(body):
            self._record.fault(f"command sync: {problem}")
        self.syncs += 1
        scope = _scope(request)
        known = {(c["type"], c["name"]): c["id"] for c in self._scopes.get(scope, [])}
        self._scopes[scope] = [self._stored(command, scope, known) for command in body]
        return self._scopes[scope]

    def _stored(self, command: Json, scope: int | None, known: dict[Any, str]) -> Json:
        kind = command.get("type", 1)
        stored = {key: value for key, value in command.items() if value is not None}
        permissions = command.get("default_member_permissions")
        return stored | {
            "id": known.get((kind, command["name"])) or str(snowflake()),
            "application_id": str(self._world.bot.id),
            "version": str(snowflake()),
            "type": kind,
            "description": command.get("description") or "",
            "default_member_permissions": None if permissions is None else str(permissions),
            **({} if scope is None else {"guild_id": str(scope)}),
        }

    def find(self, name: str, kind: int, guild: Guild | None) -> Json:
        """The command that a member would be offered there; fails when there is none."""
        scopes = [guild.id, None] if guild else [None]
        offered = [c for scope in scopes for c in self._scopes.get(scope, ()) if c["type"] == kind]
        for command in offered:
            if command["name"] == name:
                return command
        names = ", ".join(command["name"] for command in offered)
        raise AssertionError(f"no command {name!r} is registered, only: {names or 'none'}")


def commands_problems(commands: list[Json]) -> Iterator[str]:
    """What is wrong with a set of commands that the description does not say."""
    names = [(command.get("type", 1), command["name"]) for command in commands]
    if len(set(names)) < len(names):
        yield "two commands have one name"
    for command in commands:
        yield from _options_problems(command["name"], command.get("options") or [])
        if _characters(command) > MAX_CHARACTERS:
            yield f"/{command['name']} has over {MAX_CHARACTERS} characters in all"


def _options_problems(path: str, options: list[Json]) -> Iterator[str]:
    values = [option for option in options if option["type"] not in SUBCOMMAND_KINDS]
    required = [bool(option.get("required")) for option in values]
    if required != sorted(required, reverse=True):
        yield f"/{path}: a required option stands behind an optional one"
    if len({option["name"] for option in options}) < len(options):
        yield f"/{path}: two options have one name"
    for option in options:
        if option.get("choices") and option.get("autocomplete"):
            yield f"/{path}: {option['name']} has both choices and autocomplete"
        if option["type"] in SUBCOMMAND_KINDS:
            yield from _options_problems(f"{path} {option['name']}", option.get("options") or [])


def _characters(item: Json) -> int:
    own = len(item["name"]) + len(item.get("description") or "")
    choices = sum(len(c["name"]) + len(str(c["value"])) for c in item.get("choices") or ())
    return own + choices + sum(_characters(option) for option in item.get("options") or ())


def _scope(request: web.Request) -> int | None:
    guild_id = request.match_info.get("guild_id")
    return None if guild_id is None else int(guild_id)
