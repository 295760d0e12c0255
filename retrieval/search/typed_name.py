"""A name as it is typed, taken apart: given names, last name, what describes whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from retrieval.offices import ROLES, TITLES
from retrieval.search.spelling import alike, sound_alike
from retrieval.text import fold, words

_PART_OF_A_TITLE = frozenset("foreign defense defence prime press".split())
_AMERICAN = {"defence": "defense", "labour": "labor"}
_SPEAKS_FOR = frozenset("spokesman spokeswoman spokesperson press secretary the".split())
_GENERATIONS = frozenset("jr sr ii iii iv".split())


class TypedName(NamedTuple):
    """A name in folded Latin words, titles left out."""

    given: tuple[str, ...]
    last: str
    generation: str
    latin: bool
    """False where it was written in another script."""


def parse_name(name: str) -> TypedName | None:
    """The parts of `name`; titles are a name only where nothing else is left."""
    latin = _latin(name)
    folded = [_AMERICAN.get(word, word) for word in words(latin)]
    bare = _untitled(folded)
    generation = bare[-1] if len(bare) > 1 and bare[-1] in _GENERATIONS else ""
    if generation:
        bare.pop()
    return TypedName(tuple(bare[:-1]), bare[-1], generation, latin is name) if bare else None


def _untitled(name: Sequence[str]) -> list[str]:
    """`name` less the titles before it; what only belongs to a title is no title alone.

    "Foreign Minister Lavrov" is Lavrov, "Foreign Ministry" is not "Defense Ministry", and Stephen
    King is no king.
    """
    begin = next((i for i, word in enumerate(name) if word not in TITLES), len(name))
    while begin and name[begin - 1] in _PART_OF_A_TITLE:
        begin -= 1
    return list(name[begin:]) or list(name)


def only_office(name: str) -> bool:
    """True for "Florida governor": an office, not who holds it.

    Who speaks for somebody is no office: "Tesla's spokesman" gives Tesla's words.
    """
    *before, last = name.split() or [""]
    if not before and last.islower():
        return last in TITLES - _SPEAKS_FOR  # "the king"; "King" may be a name
    if len(before) > 1 and fold(before[0]) in ROLES and before[1].lower() == "of":
        return True  # "governor of Texas" is not Texas
    return not TITLES.issuperset(map(fold, before)) and last in TITLES - _SPEAKS_FOR


def whom_represented(name: str) -> str | None:
    """Whose words are those of who speaks for them: "Tesla's spokesman"."""
    typed = name.split()
    while typed and fold(typed[-1]) in _SPEAKS_FOR:
        typed.pop()
    return " ".join(typed) if 0 < len(typed) < len(name.split()) else None


def without_description(name: str) -> str | None:
    """What stands behind the last word that describes it: a common noun, a role or an office."""
    typed = name.split()
    cased = any(word[:1].isupper() for word in typed)
    last = max((i for i, word in enumerate(typed[:-1]) if _describes(word, cased)), default=-1)
    return " ".join(typed[last + 1 :]) if last >= 0 else None


def _describes(word: str, cased: bool) -> bool:
    """True for a role, and for a common noun in a name that is `cased`; not for "of", "van"."""
    return fold(word) in ROLES - _PART_OF_A_TITLE or (cased and word.islower() and len(word) > 3)


def _latin(name: str) -> str:
    """`name` in Latin letters; diacritics are left to folding."""
    if name.isascii() or fold(name).isascii():
        return name
    from anyascii import anyascii  # only for a name in another script

    return anyascii(name).replace("'", "")


def given_agree(one: TypedName, other: TypedName) -> bool:
    """True where the given names can be one person's; where one has none they can."""
    if not one.given or not other.given:
        return True
    first, second = one.given[0], other.given[0]
    if 1 in (len(first), len(second)):
        return first[0] == second[0]
    same = alike if one.latin and other.latin else sound_alike
    return _all_among(one.given, other.given, same) or _all_among(other.given, one.given, same)


def _all_among(
    some: tuple[str, ...], others: tuple[str, ...], same: Callable[[str, str], bool]
) -> bool:
    """True where each of `some` is one of `others`, or alike; middle initials say nothing."""
    return all(
        any(name == other or same(name, other) for other in others)
        for name in some
        if len(name) > 1
    )
