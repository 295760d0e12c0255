"""The names of speakers: which of the archive's are meant by the one a reader typed."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from retrieval.text import fold, words

_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir lord lady president prime minister premier secretary
    foreign defense defence chancellor senator sen rep gov governor mayor king queen pope judge
    general gen spokesman spokeswoman spokesperson the press chief deputy vice former
    then""".split()
)


def matching_speakers(name: str, speakers: Iterable[str]) -> tuple[str, ...]:
    """The `speakers` that `name` can mean, titles, case and diacritics aside.

    "Abe" and "Prime Minister Abe" mean "Shinzō Abe"; "Shinzo Abe" means "Abe" too, where only the
    last name is known; but "Hillary Clinton" never means "Bill Clinton".
    """
    wanted = _bare(name)
    return tuple(speaker for speaker in speakers if _same_person(wanted, _bare(speaker)))


def _bare(name: str) -> tuple[str, ...]:
    """The folded words of a name without titles; all of them where only titles are left."""
    folded = tuple(words(name))
    return tuple(word for word in folded if word not in _TITLES) or folded


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other or one[-1] != other[-1]:
        return False
    first, second = one[:-1], other[:-1]
    if not first or not second:
        return True
    return all(_agree(word, second) for word in first) or all(_agree(w, first) for w in second)


def _agree(given: str, others: tuple[str, ...]) -> bool:
    """True where `given` is one of `others`, or an initial of one ("J." of "Joe")."""
    return any(
        given == other or (1 in (len(given), len(other)) and given[0] == other[0])
        for other in others
    )


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` of the `known` names that `name` may be a slip of, nearest first."""
    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=60
    )
    return tuple(match for match, _, _ in found)
