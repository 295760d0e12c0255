"""Unanswered questions, those that ask the same together."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from rapidfuzz import fuzz

from bot.render.answer import GREY
from bot.render.choices import folded
from bot.render.cut import head
from bot.render.limits import DESCRIPTION
from bot.render.sources import fitted
from bot.render.text import one_line
from retrieval.types import Count

ALIKE = 85.0
"""From this similarity on (rapidfuzz's token set ratio, 0 to 100) two questions are one."""


def grouped(questions: Sequence[str]) -> tuple[Count, ...]:
    """Questions that ask the same under the first of them, the most asked first."""
    groups: dict[str, int] = {}
    for question in questions:
        same = next((known for known in groups if _alike(known, question)), question)
        groups[same] = groups.get(same, 0) + 1
    counts = [Count(name=name, count=count) for name, count in groups.items()]
    return tuple(sorted(counts, key=lambda c: -c.count))


def gaps_embed(questions: Sequence[str], *, on: bool) -> discord.Embed:
    """A line a group with how often it was asked; says where nothing is kept."""
    lines = [f"**{g.count}×** {head(one_line(g.name), 200)}" for g in grouped(questions)]
    body = fitted(lines, DESCRIPTION, "… and {} more.") or "No question went without an answer."
    off = "Unanswered questions are not kept here. Turn that on with `/archive gaps keep:on`."
    return discord.Embed(
        title="Questions without an answer, last 30 days",
        description=body if on else off,
        colour=GREY,
    )


def _alike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(folded(one), folded(other)) >= ALIKE
