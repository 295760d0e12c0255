"""Whether two last names are one in two spellings: romanisations, doubled letters, sounds."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

SHORTEST = 5
"""Letters of the shortest names that are compared by spelling: shorter ones differ too little."""
SOUND_ALIKE = 82.0
"""The least ratio (0 to 100) of two names of which one is written by its sounds."""
_ALIKE = 80.0
_SOFT = re.compile(r"[aeiouyhw'’]")
_TWICE = re.compile(r"(.)\1+")
_SLAVIC = re.compile(r"(?:[eo]v|[iy]n|ine|sk[iy]+|enko|ich)a?$")
"""How last names end whose romanisations differ in more than "y" and doubled letters."""


def sound_alike(one: str, other: str) -> bool:
    """True where `one` can be `other` written by its sounds alone, through another script."""
    return (
        _spelling(one)[:1] == _spelling(other)[:1]
        and one.endswith("a") == other.endswith("a")
        and fuzz.ratio(one, other) >= SOUND_ALIKE
    )


def alike(one: str, other: str) -> bool:
    """True for two romanisations of a name: "Zelensky" and "Zelenskiy", "Shinzo" and "Sinzo".

    A final "a" tells women from men, and one Slavic last name from another.
    """
    if min(len(one), len(other)) < SHORTEST or one.endswith("a") != other.endswith("a"):
        return False
    if _spelling(one) == _spelling(other):
        return True
    slavic = _SLAVIC.search(one) and _SLAVIC.search(other)
    return bool(slavic) and (
        consonants(one) == consonants(other) and fuzz.ratio(one, other) >= _ALIKE
    )


def consonants(word: str) -> str:
    """The consonants of a folded name, doubled ones once: names that share none are not alike."""
    return _TWICE.sub(r"\1", _SOFT.sub("", word))


def _spelling(word: str) -> str:
    """What is left of a romanised name when "y" is "i", "sh" is "s" and no letter is doubled."""
    plain = re.sub(r"^ye", "e", re.sub(r"(?<=[csz])h", "", word)).replace("y", "i")
    return _TWICE.sub(r"\1", plain)
