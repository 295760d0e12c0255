"""What Discord's client makes of the options that a member types, and what it refuses."""

from __future__ import annotations

from typing import Any

import discord

from .model import Channel, Guild, User
from .wire import Json, channel_json, user_json

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, NUMBER = 1, 2, 3, 4, 5, 6, 7, 10
PYTHON_TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    NUMBER: (int, float),
}


class NotOfferedError(AssertionError):
    """Discord's client would not let this member do this here."""


def invocation(command: Json, words: list[str], values: Json, bot: User) -> Json:
    """The `data` of a slash command: `words` name its subcommand, `values` are its options."""
    resolved: Json = {}
    options = _nested(command, words, values, resolved, bot, focused=None)
    return _data(command) | {"options": options} | ({"resolved": resolved} if resolved else {})


def completion(command: Json, words: list[str], values: Json, bot: User) -> Json:
    """The `data` of an autocomplete: the last of `values` is the one being typed."""
    focused = list(values)[-1]
    return _data(command) | {"options": _nested(command, words, values, {}, bot, focused=focused)}


def check_offered(command: Json, guild: Guild | None, permissions: int) -> None:
    """Raises `NotOfferedError` where the client would hide the command."""
    if guild is None and command.get("contexts") is not None and 1 not in command["contexts"]:
        raise NotOfferedError(f"{command['name']} is not offered in direct messages")
    needed = int(command.get("default_member_permissions") or 0)
    administrator = discord.Permissions(permissions).administrator
    if guild is not None and needed & ~permissions and not administrator:
        raise NotOfferedError(f"{command['name']} is hidden from members with such permissions")


def _data(command: Json) -> Json:
    data = {key: command[key] for key in ("id", "name", "type")}
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _nested(
    item: Json, words: list[str], values: Json, resolved: Json, bot: User, focused: str | None
) -> list[Json]:
    known = {option["name"]: option for option in item.get("options") or ()}
    if not words:
        return _options(item["name"], known, values, resolved, bot, focused)
    child = known.get(words[0])
    if child is None or child["type"] not in (SUBCOMMAND, GROUP):
        raise NotOfferedError(f"{item['name']} has no subcommand {words[0]!r}")
    below = _nested(child, words[1:], values, resolved, bot, focused)
    return [{"name": child["name"], "type": child["type"], "options": below}]


def _options(
    name: str, known: dict[str, Json], values: Json, resolved: Json, bot: User, focused: str | None
) -> list[Json]:
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in known.values()):
        raise NotOfferedError(f"{name} needs a subcommand")
    missing = [n for n, o in known.items() if o.get("required") and n not in values]
    if missing and focused is None:
        raise NotOfferedError(f"{name} needs {', '.join(missing)}")
    for option in values:
        if option not in known:
            raise NotOfferedError(f"{name} has no option {option!r}, only {', '.join(known)}")
    return [
        _focused(known[n], value) if n == focused else _value(known[n], value, resolved, bot)
        for n, value in values.items()
    ]


def _focused(option: Json, value: Any) -> Json:
    if not option.get("autocomplete"):
        raise NotOfferedError(f"{option['name']} does not autocomplete")
    return {"name": option["name"], "type": option["type"], "value": value, "focused": True}


def _value(option: Json, value: Any, resolved: Json, bot: User) -> Json:
    kind, name = option["type"], option["name"]
    if not isinstance(value, PYTHON_TYPES[kind]) or (kind == INTEGER and isinstance(value, bool)):
        raise NotOfferedError(f"{name} takes no {type(value).__name__}")
    if choices := option.get("choices"):
        value = _choice(name, choices, value)
    _check_range(option, value)
    if isinstance(value, Channel):
        data = channel_json(value, bot) | {"permissions": str(value.permissions_of(bot))}
        resolved.setdefault("channels", {})[str(value.id)] = data
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = user_json(value)
    is_thing = isinstance(value, Channel | User)
    return {"name": name, "type": kind, "value": str(value.id) if is_thing else value}


def _choice(name: str, choices: list[Json], value: Any) -> Any:
    for choice in choices:
        if value in (choice["name"], choice["value"]):
            return choice["value"]
    raise NotOfferedError(f"{name} offers {', '.join(c['name'] for c in choices)}, not {value!r}")


def _check_range(option: Json, value: Any) -> None:
    size = len(value) if isinstance(value, str) else value
    unit = "length" if isinstance(value, str) else "value"
    if not isinstance(size, int | float):
        return
    if size < option.get(f"min_{unit}", size) or size > option.get(f"max_{unit}", size):
        raise NotOfferedError(f"{option['name']} is out of its range")
