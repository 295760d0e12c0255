"""Completions ignore case and diacritics, and keep Discord's limits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.render.choices import choices
from bot.render.limits import size
from retrieval.types import Count


def test_diacritics_and_case_are_ignored() -> None:
    """Names that begin with what was typed come first, then the commonest."""
    names = [
        Count(name="South Japan", count=9),
        Count(name="Japan", count=3),
        Count(name="Shinzō Abe", count=2),
    ]
    assert [c.name for c in choices(names, "JAP")] == ["Japan (3)", "South Japan (9)"]
    assert [c.value for c in choices(names, "shinzo")] == ["Shinzō Abe"]


@given(st.lists(st.builds(Count, name=st.text(max_size=120), count=st.integers(0)), max_size=40))
def test_choices_are_within_the_limits(names: list[Count]) -> None:
    """At most 25, each name and value from 1 to 100 characters."""
    found = choices(names, "")
    assert len(found) <= 25
    assert all(0 < size(c.name) <= 100 and 0 < size(c.value) <= 100 for c in found)
