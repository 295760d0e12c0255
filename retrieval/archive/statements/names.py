"""Names: a run of capitalised words taken apart into titles, origin and name."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.archive.statements import gazetteer, lexicon

SUFFIX = {"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"}
NOT_PEOPLE = gazetteer.ORGANISATION | gazetteer.PLACE | gazetteer.PEOPLES
_GIVEN = gazetteer.MALE_NAMES | gazetteer.FEMALE_NAMES
_SMALL = (lexicon.PREPOSITION | lexicon.CONJUNCTION | lexicon.PRONOUN) - {"will"}
_OFFICE = ("ologist", "istrator", "woman", "person", "ographer", "master", "elect")
_BEFORE_TITLE = gazetteer.TITLE | {"crown", "high", "federal", "district", "circuit", "youth"}
_ALSO_NAMES = {"Read", "Will", "May", "Good", "Right", "New", "Page"}
_APOSTROPHE = str.maketrans("’‘\xa0", "'' ")


@dataclass(frozen=True, slots=True)
class Name:
    """A name without titles; `gender` is "m", "f" or "" where nothing tells it."""

    text: str
    person: bool
    gender: str

    @property
    def last(self) -> str:
        """The last name, by which forms are joined."""
        words = [w for w in self.text.split() if w not in SUFFIX]
        return words[-1] if words else self.text


def parse(words: list[str]) -> tuple[Name | None, frozenset[str]]:
    """The name in a run of capitalised words, and the titles that stood before it (lower case)."""
    kept = [w.rstrip(",") for w in words]
    titles: set[str] = set()
    while len(kept) > 1 and _leads(kept[0]):
        kept.pop(0)
    if len(kept) == 1 and _leads(kept[0]) and kept[0] not in _ALSO_NAMES:
        return None, frozenset()
    last_title = max((i for i in range(len(kept)) if _title(kept, i)), default=-1)
    if last_title >= 0 and not _is_organisation(kept):
        titles = {_plain(w).lower() for w in kept[: last_title + 1]}
        kept = kept[last_title + 1 :]
    kept = _without_origin(kept)
    if not kept or kept == ["I"] or all(w in SUFFIX for w in kept):
        return None, frozenset(titles)
    text = " ".join(kept)
    return Name(text, _is_person(kept, titles), _gender(kept, titles)), frozenset(titles)


def _without_origin(words: list[str]) -> list[str]:
    """`Republican Ann Lee`, `South Korean-born Ann Lee` -> `Ann Lee`."""
    for at in range(len(words) - 2, -1, -1):
        if "-" in words[at] and words[at].rpartition("-")[2].islower() and at + 2 < len(words):
            return words[at + 1 :]
    while len(words) > 1 and words[0] in gazetteer.PEOPLES:
        words = words[1:]
    return words


def _leads(word: str) -> bool:
    """Whether a capitalised word only begins a sentence: `But`, `Monday`, `Citing`."""
    plain = _plain(word)
    return (
        plain in gazetteer.NOT_NAMES
        or plain.lower() in _SMALL
        or plain in {"THE", "AN"}
        or plain in gazetteer.CALENDAR
        or (plain.endswith("ing") and plain.lower() in lexicon.SAY | lexicon.ABOUT)
    )


def _title(words: list[str], at: int) -> bool:
    """Whether a word is a title: not the last of `Howard Dean`, `Gov. Jim Justice`."""
    low = _plain(words[at]).lower()
    if low not in gazetteer.TITLE and not (at + 2 < len(words) and low.endswith(_OFFICE)):
        return False
    if at == 0:
        return True
    if low in gazetteer.SURNAME_TOO and at + 1 == len(words):
        return _plain(words[at - 1]).lower() in _BEFORE_TITLE
    return words[at - 1] not in _GIVEN


def _plain(word: str) -> str:
    return word.rstrip(".").removesuffix("'s").removesuffix("’s").rstrip("'’")


def _is_organisation(words: list[str]) -> bool:
    return words[-1] in gazetteer.ORGANISATION


def _is_person(words: list[str], titles: set[str]) -> bool:
    if titles & gazetteer.PERSON_TITLE:
        return True
    if words[0] in gazetteer.MALE_NAMES or words[0] in gazetteer.FEMALE_NAMES:
        return words[-1] not in gazetteer.ORGANISATION
    if any(w in NOT_PEOPLE or w.capitalize() in NOT_PEOPLE for w in words):
        return False
    if len(words) in (2, 3):
        return True
    acronym = any(w.isupper() and 1 < len(w) < 6 for w in words)
    return not acronym and not words[-1].endswith("s")


def _gender(words: list[str], titles: set[str]) -> str:
    if titles & gazetteer.MALE_TITLE:
        return "m"
    if titles & gazetteer.FEMALE_TITLE:
        return "f"
    if len(words) > 1:
        male, female = words[0] in gazetteer.MALE_NAMES, words[0] in gazetteer.FEMALE_NAMES
        return "m" if male and not female else "f" if female and not male else ""
    return ""


def split_run(run: str) -> list[list[str]]:
    """A run cut after possessives and around calendar words, in words without them."""
    parts: list[list[str]] = [[]]
    for word in run.translate(_APOSTROPHE).split():
        plain = word.removesuffix("'s").rstrip("'")
        if plain in gazetteer.CALENDAR:
            parts.append([])
            continue
        parts[-1].append(plain)
        if plain != word:
            parts.append([])
    return [p for p in parts if p]
