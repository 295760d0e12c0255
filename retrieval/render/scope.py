"""What a question's words were taken to limit its answer to, in one line for a person."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.render.console import beside
from retrieval.render.dates import period
from retrieval.types import Scope, Understood


def shown(understood: Understood) -> Iterator[str]:
    """Its lines, such as "Limited to: since 2023-10-01 · The Verge"; none where it is empty."""
    if not understood.limits.empty:
        yield f"Limited to: {scope(understood.limits)}"
    if not understood.dropped.empty:
        yield f"Nothing published {scope(understood.dropped)} answers this; asked of all dates."
    if not understood.preferred.empty:
        yield f"Preferred: {scope(understood.preferred)}"
    if understood.sides:
        yield f"Compared: {beside(*understood.sides)}"
    if understood.silent:
        yield f"Nothing found of: {beside(*understood.silent)}"


def scope(scope: Scope) -> str:
    """`since 2023-10-01 · The Verge · japan`."""
    periods = (period(each) for each in scope.periods)
    return beside(*periods, *scope.publishers, *scope.tags)
