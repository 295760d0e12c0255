"""Names: a run of capitalised words taken apart into titles, origin and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.archive.statements import gazetteer, lexicon
from retrieval.archive.statements.sentences import UPPER

SUFFIX = {"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"}
NOT_PEOPLE = gazetteer.ORGANISATION | gazetteer.PLACE | gazetteer.PEOPLES
GIVEN = gazetteer.MALE_NAMES | gazetteer.FEMALE_NAMES
_SMALL = (lexicon.PREPOSITION | lexicon.CONJUNCTION | lexicon.PRONOUN) - {"will"}
_OFFICE = ("ologist", "istrator", "woman", "person", "ographer", "master", "elect")
_BEFORE_TITLE = gazetteer.TITLE | {"crown", "high", "federal", "district", "circuit", "youth"}
_ALSO_WORDS = frozenset(
    "Al Art Charlotte Chad Christian Dawn Dean Diego Eve Florence Grace Grant Guy Hope Jan Joy "
    "Jordan Marine Max Penny Rich Rose Rush Victoria Virginia Will Wolf".split()
)
"""Given names that within a run are as often a place or a common word: `US Marine Corps`."""
_ALSO_GIVEN = frozenset(
    "America Carolina Dakota Georgia Israel Kenya London Paris Sun Virginia Washington".split()
)
"""Places and bodies that are given names as well, so that another may follow: `Paris Ann Lee`."""
_NO_PERSON = (
    NOT_PEOPLE | gazetteer.PORTFOLIO | {w.capitalize() for w in gazetteer.INSTITUTION} | {"GM"}
) - _ALSO_GIVEN
_INITIALS = 2
_ALSO_NAMES = {"Read", "Will", "May", "Good", "Right", "New", "Page"}
_PORTFOLIO = "|".join(sorted(gazetteer.PORTFOLIO))
_OFFICE_OVER = re.compile(
    rf" (?:of|for)(?: the)?(?: (?:{_PORTFOLIO})(?: and(?= (?:{_PORTFOLIO})\b))?)+(?= [{UPPER}])"
)
_WORD_BEFORE = re.compile(r"[\w\-]+$")
_LONGEST_TITLE = 20
OPENING = frozenset("The He She It They We But In His Her This A".split())
"""What after a full stop begins a sentence, whatever the stop is of."""
_CREDIT = frozenset({"Images"})
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
    kept = without_portfolio(" ".join(w.rstrip(",") for w in words)).split()
    titles: set[str] = set()
    while len(kept) > 1 and _leads(kept[0]) and not _new_place(kept):
        kept.pop(0)
    if len(kept) == 1 and _leads(kept[0]) and kept[0] not in _ALSO_NAMES:
        return None, frozenset()
    last_title = max((i for i in range(len(kept)) if _title(kept, i)), default=-1)
    if last_title >= 0 and not _is_organisation(kept):
        titles = {_plain(w).lower() for w in kept[: last_title + 1]}
        kept = kept[last_title + 1 :]
    kept = _from_given(_without_origin(kept))
    if kept and titles and kept[0] in {"of", "for"}:
        return None, frozenset(titles)  # the Minister of Trade
    if not kept or kept == ["I"] or all(w in SUFFIX for w in kept):
        return None, frozenset(titles)
    text = " ".join(kept)
    return Name(text, _is_person(kept, titles), _gender(kept, titles)), frozenset(titles)


def without_portfolio(text: str) -> str:
    """`text` with `Secretary of State Ann Lee` as `Secretary Ann Lee`: no name begins at State."""
    return _OFFICE_OVER.sub(_unless_of_a_person, text)


def _unless_of_a_person(over: re.Match[str]) -> str:
    """Nothing where the office is a person's, else what stands there: `Department of Health`."""
    before = _WORD_BEFORE.search(over.string[max(0, over.start() - _LONGEST_TITLE) : over.start()])
    title = before is not None and before.group().lower() in gazetteer.PERSON_TITLE
    return "" if title else over.group()


def _new_place(words: list[str]) -> bool:
    """Whether "New" is a part of the name, as in `New York Times`."""
    return words[0] == "New" and words[1] in gazetteer.NEW_PLACE


def _from_given(words: list[str]) -> list[str]:
    """`State Police Ann Lee`, `CNN Ann Lee`, `of the Interior Ann Lee` -> `Ann Lee`."""
    if _is_organisation(words):
        return words
    for at in range(1, len(words) - 1):
        if words[at] in GIVEN and words[at] not in _ALSO_WORDS and words[at + 1] not in SUFFIX:
            before = words[:at]
            apart = any(w[:1].islower() for w in before) or _no_person(before[-1])
            return words[at:] if apart and not GIVEN.intersection(before) else words
    return words


def _no_person(word: str) -> bool:
    """Whether a word before a given name belongs to what the person is, or is of."""
    return _plain(word) in _NO_PERSON or (word.isupper() and len(word) > _INITIALS)


def _without_origin(words: list[str]) -> list[str]:
    """`Republican Ann Lee`, `South Korean-born Ann Lee` -> `Ann Lee`; not `American Airlines`."""
    for at in range(len(words) - 2, -1, -1):
        before = words[at].rpartition("-")[2].islower() and "-" in words[at]
        if before and at + 2 < len(words) and words[at + 1][0].isupper():
            return words[at + 1 :]
    while len(words) > 1 and words[0] in gazetteer.PEOPLES and not _is_organisation(words):
        words = words[1:]
    return words


def _leads(word: str) -> bool:
    """Whether a capitalised word only begins a sentence: `But`, `Monday`, `Citing`."""
    plain = _plain(word)
    return (
        plain in gazetteer.NOT_NAMES
        or plain.lower() in _SMALL
        or plain.partition("'")[0].lower() in lexicon.PRONOUN  # We're
        or plain in {"THE", "AN"}
        or plain in gazetteer.CALENDAR
        or (plain.endswith("ing") and plain.lower() in lexicon.SAY | lexicon.ABOUT)
    )


def _title(words: list[str], at: int) -> bool:
    """Whether a word is a title: not the last of `Howard Dean`, `Gov. Jim Justice`."""
    low = _plain(words[at]).lower()
    if " ".join(words[at : at + 2]) in gazetteer.NO_TITLE:
        return False
    if low not in gazetteer.TITLE and not (at + 2 < len(words) and low.endswith(_OFFICE)):
        return False
    if at == 0:
        return True
    if low in gazetteer.SURNAME_TOO and at + 1 == len(words):
        return _plain(words[at - 1]).lower() in _BEFORE_TITLE
    if at + 2 < len(words) and low not in gazetteer.SURNAME_TOO:
        return True  # Lake Charles Mayor Ann Lee
    return words[at - 1] not in GIVEN


def _plain(word: str) -> str:
    return word.rstrip(".").removesuffix("'s").removesuffix("’s").rstrip("'’")


def _is_organisation(words: list[str]) -> bool:
    if not words or words[-1].rstrip(".") not in gazetteer.ORGANISATION:
        return False
    return not (words[-1] in gazetteer.SURNAME_ORGANISATION and _given_alone(words))


def _given_alone(words: list[str]) -> bool:
    """Whether a given name and one word more are all: `Rob Fox`."""
    return len(words) == 2 and words[0] in GIVEN and words[0] not in _ALSO_WORDS


def _is_person(words: list[str], titles: set[str]) -> bool:
    if titles & gazetteer.PERSON_TITLE:
        return True
    if words[0] in gazetteer.MALE_NAMES or words[0] in gazetteer.FEMALE_NAMES:
        return not _is_organisation(words)
    if any(w in NOT_PEOPLE or w.capitalize() in NOT_PEOPLE for w in words):
        return False
    if len(words) in (2, 3):
        return True
    acronym = any(w.isupper() and 1 < len(w.replace(".", "")) < 6 for w in words)
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


def holds(word: str) -> bool:
    """Whether a possessive belongs to the name of a body: `Sheriff's Office`."""
    plain = word.removesuffix("'s").removesuffix("’s").rstrip("'’")
    return plain != word and plain in gazetteer.HOLDERS


def split_run(run: str) -> list[list[str]]:
    """A run cut after possessives and sentences and around calendar words; no picture credits."""
    parts: list[list[str]] = [[]]
    for word in run.translate(_APOSTROPHE).split():
        plain = word.removesuffix("'s").rstrip("'")
        if plain in gazetteer.CALENDAR:
            parts.append([])
            continue
        if plain in OPENING and parts[-1] and parts[-1][-1].endswith("."):
            parts.append([])
        if plain in _CREDIT:
            parts[-1].clear()
            continue
        whole = holds(word)
        parts[-1].append(word if whole else plain)
        if plain != word and not whole:
            parts.append([])
    return [p for p in parts if p]
