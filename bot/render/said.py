"""What somebody said as one embed: the first statements, how many there are and whose they are."""

from __future__ import annotations

import discord

from bot.pieces import Page
from bot.render.answer import GREY, answer_embed, heading
from bot.render.scope import beside
from bot.render.text import plain
from retrieval.types import Said


def said_embed(said: Said, page: Page, *, kept: int) -> discord.Embed:
    """The statements of the first page; `kept` of them can be paged through."""
    total = len(said.extracts)
    count = f"{total:,} statement{'s' * (total > 1)}, oldest first"
    if kept < total:
        count = f"the last {kept:,} of {total:,} statements, oldest first"
    notes = (f"-# {beside(said.speakers)}: {count}", *page.notes)
    return answer_embed(_title(said), page.extracts, page.citations, notes=notes)


def nothing_said_embed(said: Said) -> discord.Embed:
    """Kindly: the archive quotes them, but not on this."""
    words = f"I found no words of {plain(_title(said))} in the archive."
    return discord.Embed(title=heading(_title(said)), description=words, colour=GREY)


def _title(said: Said) -> str:
    return f"{said.name} on {said.about}" if said.about else said.name
