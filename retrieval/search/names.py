"""The names of speakers: which of the archive's are meant by the one a reader typed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz, process

from retrieval.search.spelling import SHORTEST, SOUND_ALIKE, alike, consonants, sound_alike
from retrieval.search.typed_name import (
    TypedName,
    given_agree,
    only_office,
    parse_name,
    whom_represented,
    without_description,
)
from retrieval.text import fold, words
from retrieval.types import Count

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


class Speakers:
    """The speakers of an archive, most often quoted first, to be found by name."""

    def __init__(self, counts: Iterable[Count]) -> None:
        self._counts = {each.name: each.count for each in counts}
        self.names = tuple(self._counts)
        self._parsed = {name: parsed for name in self.names if (parsed := parse_name(name))}
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
        if only_office(name) and fold(name) not in self._as_they_stand:
            return self._named_behind(name)
        represented = whom_represented(name)
        if represented and (spoken_for := self.matching(represented)):
            return spoken_for
        wanted = parse_name(name)
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
        if not chosen and (undescribed := without_description(name)):
            return self.matching(undescribed)
        if not chosen and (initials := name.removeprefix("the ")).isupper():
            chosen = set(self._by_initials.get(fold(initials), ()))
        return tuple(sorted(chosen, key=self._place.__getitem__))

    def _named_behind(self, office: str) -> tuple[str, ...]:
        """Whoever is named in full behind an office: "Secretary of State Antony Blinken"."""
        typed = office.split()
        for begin in range(3, len(typed) - 1):
            wanted = parse_name(" ".join(typed[begin:]))
            if wanted and any(
                self._parsed[n] == wanted for n in self._by_last.get(wanted.last, ())
            ):
                return self.matching(" ".join(typed[begin:]))
        return ()

    def slips(self, name: str) -> tuple[str, ...]:
        """Up to two whom `name`, which means nobody, may be a slip of; most often quoted first."""
        wanted = parse_name(name)
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

    def _agreeing(self, wanted: TypedName, names: list[str]) -> list[str]:
        """Those of `names`, who share a last name, that can be `wanted`."""
        parsed = {name: self._parsed[name] for name in names}
        fitting = [name for name, each in parsed.items() if given_agree(wanted, each)]
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

    def _without_namesakes(self, wanted: TypedName, found: list[str]) -> list[str]:
        """`found` without those of whom next to nothing is quoted, beside one of the same name."""
        full = [each for each in found if self._parsed[each].given]
        if wanted.given or not full:
            return found
        first = self._parsed[full[0]]
        others = [each for each in full if not given_agree(first, self._parsed[each])]
        few = self._total(others) < _FEW * self._total(full)
        return [each for each in found if each not in others] if few else found

    def _family_first(self, wanted: TypedName, found: list[str]) -> list[str]:
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

    def _alike_lasts(self, wanted: TypedName) -> list[str]:
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
            if given_agree(name, self._parsed[other])
        }

    def _bodies(self, wanted: TypedName) -> list[str]:
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

    def _reversed(self, wanted: TypedName) -> list[str]:
        """Those who are named the other way round: "Abe Shinzo"."""
        if len(wanted.given) != 1:
            return []
        turned = wanted._replace(given=(wanted.last,), last=wanted.given[0])
        return [
            name
            for name in self._by_last.get(turned.last, ())
            if len(self._parsed[name].given) == 1 and given_agree(turned, self._parsed[name])
        ]


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` of the `known` names that `name` may be a slip of, nearest first."""
    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=60
    )
    return tuple(match for match, _, _ in found)
