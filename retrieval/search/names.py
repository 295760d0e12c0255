"""The names of speakers: which of the archive's are meant by the one a reader typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from retrieval.offices import ROLES, TITLES
from retrieval.search.spelling import SHORTEST, SOUND_ALIKE, alike, consonants, sound_alike
from retrieval.text import fold, words
from retrieval.types import Count

_PART_OF_A_TITLE = frozenset("foreign defense defence prime press".split())
_AMERICAN = {"defence": "defense", "labour": "labor"}
_SPEAKS_FOR = frozenset("spokesman spokeswoman spokesperson press secretary the".split())
_GENERATIONS = frozenset("jr sr ii iii iv".split())
_REIGNS = frozenset("pope king queen prince princess duke duchess saint emperor sultan".split())
"""Titles before a given name alone."""
_FEW = 0.1
"""The share of what is quoted under a name below which a namesake is not meant by it."""
_MANY = 1_000
"""Speakers of an archive large enough to tell which first words are given names."""
_FEWEST_INITIALS = 3
_SLIP = 82.0
"""The least ratio (0 to 100) of a name with that which it may be a slip of."""
_INITIALS = 4
"""Capitals of the longest label that is a body's initials beside somebody's full name."""


class _Name(NamedTuple):
    """A name in folded Latin words, titles left out."""

    given: tuple[str, ...]
    last: str
    generation: str
    latin: bool
    """False where it was written in another script."""


class Speakers:
    """The speakers of an archive, most often quoted first, to be found by name."""

    def __init__(self, counts: Iterable[Count]) -> None:
        self._counts = {each.name: each.count for each in counts}
        self.names = tuple(self._counts)
        self._parsed = {name: parsed for name in self.names if (parsed := _parsed(name))}
        self._place = {name: place for place, name in enumerate(self._parsed)}
        self._by_last: dict[str, list[str]] = {}
        for name, parsed in self._parsed.items():
            self._by_last.setdefault(parsed.last, []).append(name)

    def matching(self, name: str) -> tuple[str, ...]:
        """Those whom `name` can mean, most often quoted first.

        Titles, case, diacritics, script and romanisation aside: "Abe" and "Prime Minister Abe"
        mean "Shinzō Abe", "Путин" and "Poutine" mean "Putin", "Tesla boss Musk" means "Elon Musk".
        Given names must agree where both are known: "Akie Abe" never means "Shinzō Abe", nor a
        mere "Abe" where that is mostly him; and a mere "Trump" is not Melania where nearly all that
        is quoted of a Trump is Donald's. "Japan's prime minister" means nobody by name.
        """
        if _only_office(name) and fold(name) not in self._as_they_stand:
            return self._named_behind(name)
        represented = _represented(name)
        if represented and (spoken_for := self.matching(represented)):
            return spoken_for
        wanted = _parsed(name)
        if wanted is None:
            return ()
        found = self._agreeing(wanted, self._by_last.get(wanted.last, []))
        if _REIGNS.intersection(words(name)) and not wanted.given:
            found = [each for each in found if not self._parsed[each].given] or found
        found = self._without_namesakes(wanted, found)
        if not found:
            found = self._agreeing(wanted, self._with_lasts(self._alike_lasts(wanted)))
        chosen = {*found, *self._other_spellings(found), *self._reversed(wanted)}
        chosen |= {*self._bodies(wanted), *self._family_first(wanted, found)}
        if not chosen and (undescribed := _undescribed(name)):
            return self.matching(undescribed)
        if not chosen and (initials := name.removeprefix("the ")).isupper():
            chosen = set(self._by_initials.get(fold(initials), ()))
        return tuple(sorted(chosen, key=self._place.__getitem__))

    def _named_behind(self, office: str) -> tuple[str, ...]:
        """Whoever is named in full behind an office: "Secretary of State Antony Blinken"."""
        typed = office.split()
        for begin in range(3, len(typed) - 1):
            wanted = _parsed(" ".join(typed[begin:]))
            if wanted and any(
                self._parsed[n] == wanted for n in self._by_last.get(wanted.last, ())
            ):
                return self.matching(" ".join(typed[begin:]))
        return ()

    def slips(self, name: str) -> tuple[str, ...]:
        """Up to two whom `name`, which means nobody, may be a slip of; most often quoted first."""
        wanted = _parsed(name)
        if wanted is None or len(wanted.last) < SHORTEST:
            return ()
        whole = {
            label: " ".join((*each.given, each.last)) if wanted.given else each.last
            for label, each in self._parsed.items()
            if each.given  # whose last name alone is known need not be anybody
        }
        typed = " ".join((*wanted.given, wanted.last))
        found = process.extract(typed, whole, scorer=fuzz.ratio, score_cutoff=_SLIP, limit=None)
        likely = sorted((label for _, _, label in found), key=self._place.__getitem__)
        return tuple(likely[:2])

    @cached_property
    def _as_they_stand(self) -> frozenset[str]:
        return frozenset(map(fold, self.names))

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        """Bodies by the initials of their names, three at least: of "WHO" the one quoted most."""
        found: dict[str, list[str]] = {}
        for name, parsed in self._parsed.items():
            capitals = [word[0] for word in name.split() if word[0].isupper()]
            if len(capitals) >= _FEWEST_INITIALS and len(parsed.given) >= _FEWEST_INITIALS - 1:
                found.setdefault(fold("".join(capitals)), [name])
        return found

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """The last names that have the same consonants."""
        found: dict[str, list[str]] = {}
        for last in self._by_last:
            found.setdefault(consonants(last), []).append(last)
        return found

    def _with_lasts(self, lasts: Iterable[str]) -> list[str]:
        found = [name for last in lasts for name in self._by_last[last]]
        return sorted(found, key=self._place.__getitem__)

    def _agreeing(self, wanted: _Name, names: list[str]) -> list[str]:
        """Those of `names`, who share a last name, that can be `wanted`."""
        parsed = {name: self._parsed[name] for name in names}
        fitting = [name for name, each in parsed.items() if _given_agree(wanted, each)]
        if wanted.given:  # "Kim Jong Un" is not the UN
            fitting = [name for name in fitting if not (name.isupper() and len(name) <= _INITIALS)]
        same = [name for name in fitting if parsed[name].generation == wanted.generation]
        # "Donald Trump" is not his son; "Robert Kennedy" may be, where there is no other.
        fitting = same if wanted.generation else same or fitting
        full = [name for name, each in parsed.items() if each.given]
        if wanted.given and full and full[0] not in fitting:
            # A last name alone means whoever is quoted most under it, and that is somebody else.
            return [name for name in fitting if parsed[name].given]
        return fitting

    def _without_namesakes(self, wanted: _Name, found: list[str]) -> list[str]:
        """`found` without those of whom next to nothing is quoted, beside one of the same name."""
        full = [each for each in found if self._parsed[each].given]
        if wanted.given or not full:
            return found
        first = self._parsed[full[0]]
        others = [each for each in full if not _given_agree(first, self._parsed[each])]
        few = self._total(others) < _FEW * self._total(full)
        return [each for each in found if each not in others] if few else found

    def _family_first(self, wanted: _Name, found: list[str]) -> list[str]:
        """Those who are called by the first word of their name: of "Xi" "Xi Jinping" and back.

        The word must nearly always begin that one name, and be said alone no more often: "Harry"
        is not Harry Styles. Few speakers do not tell.
        """
        first = wanted.given[0] if wanted.given else wanted.last
        begun = self._by_first.get(first, [])
        bare = [each for each in self._by_last.get(first, ()) if not self._parsed[each].given]
        if not begun or len(self.names) < _MANY:
            return []
        whole = [each for each in begun if self._parsed[each].last == self._parsed[begun[0]].last]
        quoted = self._total(whole)
        if quoted < (1 - _FEW) * self._total(begun) or quoted < self._total(bare):
            return []
        if wanted.given:
            return bare if set(found) & set(whole) else []
        return whole if found == bare else []

    def _total(self, names: Iterable[str]) -> int:
        """How many statements are of `names`."""
        return sum(self._counts[each] for each in names)

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """The full names by their first word."""
        found: dict[str, list[str]] = {}
        for name, parsed in self._parsed.items():
            if parsed.given:
                found.setdefault(parsed.given[0], []).append(name)
        return found

    def often(self, name: str) -> bool:
        """True where more than one statement is of somebody whom `name` can mean."""
        return self._total(self.matching(name)) > 1

    def _alike_lasts(self, wanted: _Name) -> list[str]:
        """The archive's last names that are another spelling of the one typed."""
        if len(wanted.last) < SHORTEST:
            return []
        if wanted.latin:
            sounding = self._by_sound.get(consonants(wanted.last), ())
            return [last for last in sounding if alike(wanted.last, last)]
        # Another script gives the sounds alone: "Коидзуми" is Koidzumi, in English Koizumi.
        near = process.extract(
            wanted.last, list(self._by_last), scorer=fuzz.ratio, score_cutoff=SOUND_ALIKE, limit=5
        )
        return [last for last, _, _ in near if sound_alike(wanted.last, last)]

    def _other_spellings(self, found: list[str]) -> set[str]:
        """Those whose last name is like that of one of `found`, and whose given name agrees."""
        full = {name for each in found if (name := self._parsed[each]).given}
        return {
            other
            for name in full
            for last in self._by_sound.get(consonants(name.last), ())
            if last != name.last and alike(last, name.last)
            for other in self._by_last[last]
            if _given_agree(name, self._parsed[other])
        }

    def _bodies(self, wanted: _Name) -> list[str]:
        """Those of whose name `wanted` is the beginning: "Ministry of Defense" of Russia."""
        if not wanted.given:
            return []
        begin = (*wanted.given, wanted.last)
        return [
            name
            for name in self._of_bodies.get(begin[0], ())
            if (*(parsed := self._parsed[name]).given, parsed.last)[: len(begin) + 1]
            in ((*begin, "of"), (*begin, "for"))
        ]

    @cached_property
    def _of_bodies(self) -> dict[str, list[str]]:
        """The names with "of" or "for" in them, by their first word."""
        found: dict[str, list[str]] = {}
        for name, parsed in self._parsed.items():
            if "of" in parsed.given or "for" in parsed.given:
                found.setdefault(parsed.given[0], []).append(name)
        return found

    def _reversed(self, wanted: _Name) -> list[str]:
        """Those who are named the other way round: "Abe Shinzo"."""
        if len(wanted.given) != 1:
            return []
        turned = wanted._replace(given=(wanted.last,), last=wanted.given[0])
        return [
            name
            for name in self._by_last.get(turned.last, ())
            if len(self._parsed[name].given) == 1 and _given_agree(turned, self._parsed[name])
        ]


def _parsed(name: str) -> _Name | None:
    """The parts of `name`; titles are a name only where nothing else is left."""
    latin = _latin(name)
    folded = [_AMERICAN.get(word, word) for word in words(latin)]
    bare = _untitled(folded)
    generation = bare[-1] if len(bare) > 1 and bare[-1] in _GENERATIONS else ""
    if generation:
        bare.pop()
    return _Name(tuple(bare[:-1]), bare[-1], generation, latin is name) if bare else None


def _untitled(name: Sequence[str]) -> list[str]:
    """`name` less the titles before it; what only belongs to a title is no title alone.

    "Foreign Minister Lavrov" is Lavrov, "Foreign Ministry" is not "Defense Ministry", and Stephen
    King is no king.
    """
    begin = next((i for i, word in enumerate(name) if word not in TITLES), len(name))
    while begin and name[begin - 1] in _PART_OF_A_TITLE:
        begin -= 1
    return list(name[begin:]) or list(name)


def _only_office(name: str) -> bool:
    """True for "Florida governor": an office, not who holds it.

    Who speaks for somebody is no office: "Tesla's spokesman" gives Tesla's words.
    """
    *before, last = name.split() or [""]
    if not before and last.islower():
        return last in TITLES - _SPEAKS_FOR  # "the king"; "King" may be a name
    if len(before) > 1 and fold(before[0]) in ROLES and before[1].lower() == "of":
        return True  # "governor of Texas" is not Texas
    return not TITLES.issuperset(map(fold, before)) and last in TITLES - _SPEAKS_FOR


def _represented(name: str) -> str | None:
    """Whose words are those of who speaks for them: "Tesla's spokesman"."""
    typed = name.split()
    while typed and fold(typed[-1]) in _SPEAKS_FOR:
        typed.pop()
    return " ".join(typed) if 0 < len(typed) < len(name.split()) else None


def _undescribed(name: str) -> str | None:
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


def _given_agree(one: _Name, other: _Name) -> bool:
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


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` of the `known` names that `name` may be a slip of, nearest first."""
    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=60
    )
    return tuple(match for match, _, _ in found)
