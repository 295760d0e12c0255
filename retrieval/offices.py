"""The words for what people are: titles, offices and trades."""

from __future__ import annotations

from retrieval.text import fold

TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir lord lady president prime minister premier secretary
    foreign defense defence chancellor senator sen rep gov governor mayor king queen pope judge
    sheriff general gen spokesman spokeswoman spokesperson the press chief deputy vice former
    then a an""".split()
)
ROLES = TITLES | frozenset(
    """ceo cfo boss head leader chair chairman chairwoman founder director owner coach captain
    manager star actor actress singer rapper musician author writer journalist reporter analyst
    economist scientist researcher expert candidate lawmaker congressman congresswoman official
    officer commissioner activist lawyer attorney billionaire businessman entrepreneur""".split()
)
"""Words that describe whoever is named after them: "Tesla boss Musk"."""
_ALIKE = tuple(
    frozenset(each.split())
    for each in (
        "boss chief head president chairman chairwoman chair ceo director leader executive "
        "commissioner founder owner",
        "coach manager boss",
        "minister secretary chief",
        "spokesman spokeswoman spokesperson",
        "deputy vice",
        "governor gov",
        "senator sen",
        "representative rep congressman congresswoman",
        "goalkeeper goalie goaltender keeper",
    )
)
"""Words for one office, any of which a reader may use for another."""

_PEOPLES = {
    "britain": "british",
    "denmark": "danish",
    "finland": "finnish",
    "france": "french",
    "ireland": "irish",
    "netherlands": "dutch",
    "poland": "polish",
    "spain": "spanish",
    "switzerland": "swiss",
    "wales": "welsh",
}
"""Whose adjective begins otherwise than the country; "uk" and "us" are written out in news."""


def of_one_country(one: str, other: str) -> bool:
    """True for "france" and "french", folded, in either order."""
    return _PEOPLES.get(one) == other or _PEOPLES.get(other) == one


def is_office(phrase: str) -> bool:
    """True for "treasury secretary" and "governor of Texas": a role at the end, or of something."""
    said = [fold(word) for word in phrase.split()]
    return bool(said) and (said[-1] in ROLES or (said[0] in ROLES and said[1:2] == ["of"]))


def alike(word: str) -> frozenset[str]:
    """`word`, folded, and the words that can be used for it."""
    return frozenset({word}).union(*(each for each in _ALIKE if word in each))
