"""How the archive is, as one embed."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.refresh import Refresh
from bot.render.answer import BLUE
from bot.render.cut import head
from bot.render.text import one_line
from retrieval.types import Status


def status_embed(status: Status, last: Refresh | None, votes: tuple[int, int]) -> discord.Embed:
    """Size, age, model, the last refresh and what members thought of the answers."""
    embed = discord.Embed(title="The archive", colour=BLUE)
    size = f"{status.articles:,} articles · {status.passages:,} passages · {status.tags:,} tags"
    index = f"{status.indexed_passages:,} passages, built {moment(status.index_built)}"
    if not status.index_current:
        index += "\nThe archive changed since: it needs a new index."
    rows = {
        "Size": size,
        "Newest article": moment(status.newest),
        "Index": index,
        "Model": head(one_line(status.model), 1000),
        "Last refresh": refresh_line(last),
        "Votes": f"{votes[0]} up, {votes[1]} down",
    }
    for name, value in rows.items():
        embed.add_field(name=name, value=value, inline=False)
    return embed


def refresh_line(refresh: Refresh | None) -> str:
    """When the last refresh was and how it went, in one line."""
    if refresh is None:
        return "none yet"
    if refresh.problem:
        return f"{moment(refresh.at)}: it failed ({refresh.problem})"
    return f"{moment(refresh.at)}: {'a newer index is in use' if refresh.changed else 'no change'}"


def moment(when: datetime | None) -> str:
    """`2023-10-01 08:30 UTC`, or "unknown"."""
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "unknown"
