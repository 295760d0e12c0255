"""Which of the archive's speakers a typed name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.names import matching_speakers, nearest

SPEAKERS = (
    "Shinzō Abe",
    "Abe",
    "Dmitry Peskov",
    "Bill Clinton",
    "Hillary Clinton",
    "Joe Biden",
    "J. Biden",
    "Hunter Biden",
    "the Foreign Ministry",
    "Press Secretary",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Abe", ("Shinzō Abe", "Abe")),
        ("abe", ("Shinzō Abe", "Abe")),
        ("Shinzo Abe", ("Shinzō Abe", "Abe")),
        ("Prime Minister Abe", ("Shinzō Abe", "Abe")),
        ("Japanese", ()),
        ("Peskov", ("Dmitry Peskov",)),
        ("Press Secretary Dmitry Peskov", ("Dmitry Peskov",)),
        ("Dmitry", ()),
        ("Hillary Clinton", ("Hillary Clinton",)),
        ("Mrs. Clinton", ("Bill Clinton", "Hillary Clinton")),
        ("Joe Biden", ("Joe Biden", "J. Biden")),
        ("President Joe Biden", ("Joe Biden", "J. Biden")),
        ("Akie Abe", ("Abe",)),
        ("Press Secretary", ("Press Secretary",)),
        ("?", ()),
        ("", ()),
    ],
)
def test_a_name_means_those_it_can(name: str, expected: tuple[str, ...]) -> None:
    """Titles, case and diacritics aside; given names must agree where both are known."""
    assert matching_speakers(name, SPEAKERS) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_can_be_looked_for(name: str) -> None:
    """Only names of the archive are found."""
    assert set(matching_speakers(name, SPEAKERS)) <= set(SPEAKERS)
    assert set(nearest(name, SPEAKERS)) <= set(SPEAKERS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jpan", ("japan",)),
        ("JAPAN", ("japan",)),
        ("nothing like it", ()),
        ("", ()),
    ],
)
def test_a_slip_suggests_the_nearest(name: str, expected: tuple[str, ...]) -> None:
    """Nothing near is no suggestion."""
    assert nearest(name, ["japan", "Zürich", "trade"]) == expected


def test_suggestions_are_few() -> None:
    """The nearest three, nearest first."""
    known = [f"kuril islands {n}" for n in range(9)] + ["kuril islands"]
    found = nearest("kuril island", known)
    assert len(found) == 3
    assert found[0] == "kuril islands"
