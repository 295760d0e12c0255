"""What a question's words were taken to limit its answer to, as small lines above the answer."""

from __future__ import annotations

from bot.render.cut import head
from bot.render.text import one_line
from retrieval.render.dates import period
from retrieval.types import Scope, Understood

NAME = 60
NAMES = 4


def understood_notes(understood: Understood) -> tuple[str, ...]:
    """Notes for `answer_embed`: "-# Limited to: since 2023-10-01 · The Verge"; none where empty."""
    lines = []
    if not understood.limits.empty:
        lines.append(f"Limited to: {_scope(understood.limits)}")
    if not understood.dropped.empty:
        when = _scope(understood.dropped)
        lines.append(f"Nothing published {when} answers this, so I looked at all dates")
    if not understood.preferred.empty:
        lines.append(f"Preferred: {_scope(understood.preferred)}")
    if understood.sides:
        lines.append(f"Compared: {beside(understood.sides)}")
    if understood.silent:
        lines.append(f"Nothing found of: {beside(understood.silent)}")
    return tuple(f"-# {line}" for line in lines)


def _scope(scope: Scope) -> str:
    periods = tuple(period(each) for each in scope.periods)
    return beside((*periods, *scope.publishers, *scope.tags))


def beside(names: tuple[str, ...]) -> str:
    """The first few names made inert, and how many more there are."""
    shown = [head(one_line(name), NAME) for name in names[:NAMES]]
    more = [f"{len(names) - NAMES} more"] if len(names) > NAMES else []
    return " · ".join([*shown, *more])
