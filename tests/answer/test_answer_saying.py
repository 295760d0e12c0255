"""Reports that somebody speaks."""

from __future__ import annotations

import pytest

from retrieval.saying import tells_of_saying
from retrieval.text import words


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("Ingrid Berg says that the bridge is open.", True),
        ("Berg, a mayor for 20 years, wants a second bridge.", True),
        ("The bridge is open, said Ingrid Berg, the mayor.", True),
        ("As the mayor of Bergen, Berg, told reporters, it is open.", True),
        ("Berg learned of the bridge from her father.", False),
        ("The town did not say when Berg's bridge will open.", False),
        ("Olsen said that it will open.", False),
        ("Berg added two goals for Bergen.", False),
    ],
)
def test_a_verb_of_saying_stands_by_the_name(sentence: str, tells: bool) -> None:
    """Soon after it, or straight before it."""
    assert tells_of_saying(words(sentence), {"ingrid", "berg"}, {"berg"}) == tells
