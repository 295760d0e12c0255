"""How the archive is, as one embed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.refresh import Refresh
from bot.render.answer import BLUE
from bot.render.cut import head
from bot.render.text import one_line
from retrieval.upkeep import Source, Status

SHOWN_FAILED = 4


def status_embed(
    status: Status, sources: Sequence[Source], last: Refresh | None, votes: tuple[int, int]
) -> discord.Embed:
    """Size, age, model, sources, the last refresh and what members thought of the answers."""
    embed = discord.Embed(title="The archive", colour=BLUE)
    size = f"{status.articles:,} articles · {status.passages:,} passages · {status.tags:,} tags"
    index = f"{status.indexed_passages:,} passages, built {moment(status.index_built)}"
    if status.prepared < 100:
        index += f"\n{status.encoded_passages:,} of them found by meaning: {status.prepared} %"
    if not status.index_current:
        index += "\nThe archive changed since: it needs a new index."
    rows = {
        "Size": size,
        "Newest article": moment(status.newest),
        "Index": index,
        "Model": head(one_line(status.model), 1000),
        "Sources": sources_lines(sources),
        "Last refresh": refresh_line(last),
        "Votes": f"{votes[0]} up, {votes[1]} down",
    }
    for name, value in rows.items():
        embed.add_field(name=name, value=value, inline=False)
    return embed


def sources_lines(sources: Sequence[Source]) -> str:
    """How many sources there are, and a line for each that failed, within a field's limit."""
    failed = [each for each in sources if each.error]
    lines = [f"{len(sources):,}, all read" if not failed else f"{len(failed):,} failed:"]
    lines += [
        f"{head(one_line(each.name), 80)}: {head(one_line(each.error or ''), 120)}"
        for each in failed[:SHOWN_FAILED]
    ]
    if len(failed) > SHOWN_FAILED:
        lines.append(f"and {len(failed) - SHOWN_FAILED:,} more")
    return "\n".join(lines)


def refresh_line(refresh: Refresh | None) -> str:
    """When the last refresh was and how it went, in one line."""
    if refresh is None:
        return "none yet"
    if refresh.problem:
        return f"{moment(refresh.at)}: it failed ({head(one_line(refresh.problem), 300)})"
    return f"{moment(refresh.at)}: {'a newer index is in use' if refresh.changed else 'no change'}"


def moment(when: datetime | None) -> str:
    """`2023-10-01 08:30 UTC`, or "unknown"."""
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "unknown"
