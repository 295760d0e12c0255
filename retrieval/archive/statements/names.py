"""Names in an article: where they stand, and the fullest form of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from retrieval.archive.statements import gazetteer, lexicon
from retrieval.archive.statements.sentences import UPPER

_PARTICLES = "|".join(sorted(gazetteer.LOWER_IN_NAMES))
_WORD = (
    rf"(?:(?:[{UPPER}]\.)+|(?:Jr|Sr|St|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col)\.|[{UPPER}][\w’'\-]*)"
)
_RUN = re.compile(rf"{_WORD}(?:[ \xa0](?:(?:{_PARTICLES})[ \xa0]){{0,2}}{_WORD}){{0,9}}")
_BODY = re.compile(
    rf"(?<![\w\-])(?:[{UPPER}][\w\-]+[ \xa0]){{0,3}}"
    rf"(?:Ministry|Department|Agency|Bureau|Committee|Commission|Council|Court|University|Institute|Office|Party|Bank|Embassy|Service)"
    rf"(?:[ \xa0](?:of|for|on)(?:[ \xa0]the)?(?:[ \xa0][{UPPER}][\w\-]+){{1,3}}){{0,2}}"
)
_HEADLINE_MAX = 160
_SUFFIX = {"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"}
_NOT_PEOPLE = gazetteer.ORGANISATION | gazetteer.PLACE | gazetteer.PEOPLES
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
        words = [w for w in self.text.split() if w not in _SUFFIX]
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
    if not kept or kept == ["I"] or all(w in _SUFFIX for w in kept):
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
    if any(w in _NOT_PEOPLE or w.capitalize() in _NOT_PEOPLE for w in words):
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


def _headline(line: str) -> bool:
    """Whether a line capitalises its words, so that capitals tell no name: `Trump Denies It`."""
    words = line.split() if len(line) < _HEADLINE_MAX else []
    if len(words) < 4 or words[-1].endswith("."):
        return False
    return 3 * sum(word[0].islower() for word in words) < len(words)


@lru_cache(maxsize=16384)
def _named(run: str) -> tuple[tuple[Name, frozenset[str]], ...]:
    """The names in a run with the titles before each; kept, since articles repeat one another."""
    found = (parse(words) for words in split_run(run))
    return tuple((name, titles) for name, titles in found if name)


class Registry:
    """Every name of an article, joined by last name."""

    def __init__(self, text: str, title: str = "") -> None:
        self._forms: dict[str, Counter[str]] = {}
        self._people: dict[str, bool] = {}
        self._genders: dict[str, str] = {}
        self._roles: dict[str, Counter[str]] = {}
        self._bodies = {
            " ".join(m.group().split()).removeprefix("The ") for m in _BODY.finditer(text)
        }
        prose = "\n".join(line for line in [*text.split("\n"), title] if not _headline(line))
        for run, count in Counter(_RUN.findall(prose)).items():
            self._see(run, count)

    def _see(self, run: str, count: int) -> None:
        for name, titles in _named(run):
            self._forms.setdefault(name.last, Counter())[name.text] += count
            if name.gender and not self._genders.get(name.text):
                self._genders[name.text] = name.gender
            if " " in name.text or titles:
                self._people[name.last] = self._people.get(name.last, False) or name.person
            for title in titles:
                self._roles.setdefault(title, Counter())[name.text] += count

    def fullest(self, name: Name) -> Name:
        """The fullest form under which the article names this person or body.

        A bare last name that two people share goes to the one named in full at least twice as
        often as the other, otherwise it stays bare.
        """
        forms = self._forms.get(name.last)
        if not forms or name.last in gazetteer.PLACE or name.last in gazetteer.ORGANISATION:
            return name
        words = name.text.split()
        fits = [
            (form, count)
            for form, count in forms.most_common(8)
            if len(form.split()) > len(words) and _contains(form.split(), words)
        ]
        chosen = name.text
        if fits:
            best, rest = fits[0], [f for f in fits[1:] if f[0].split()[0] != fits[0][0].split()[0]]
            if not rest or best[1] >= 2 * rest[0][1] or len(words) > 1:
                chosen = best[0]
        if chosen == name.text and len(words) == 1:
            return Name(chosen, self.is_person(name), name.gender)
        return Name(chosen, self.is_person(name), name.gender or self._genders.get(chosen, ""))

    def known(self, name: Name) -> bool:
        """Whether the article names it often or in full: no mere first word of a sentence."""
        forms = self._forms.get(name.last, Counter())
        return " " in name.text or name.text.isupper() or len(forms) > 1 or forms.total() > 2

    def surname(self, word: str) -> Name | None:
        """The person with a last name that is a title as well, as `Justice`, if one is named."""
        known = self._forms.get(word)
        if not known or not any(" " in form for form in known):
            return None
        return self.fullest(Name(word, True, ""))

    def body(self, head: str) -> str | None:
        """The one body that the article names with this word: `ministry` -> `Defense Ministry`."""
        found = {body for body in self._bodies if head.capitalize() in body.split()}
        return found.pop() if len(found) == 1 else None

    def is_person(self, name: Name) -> bool:
        """Whether the name is a person's, as far as the article tells."""
        return self._people.get(name.last, False) or name.person

    def labelled(self, label: str) -> str | None:
        """The person whom a transcript's label means: `TAPPER`, `Jake Tapper`; else None."""
        name, _ = parse((label.title() if label.isupper() else label).split())
        if name is None:
            return None
        for form in (name.text, name.text.upper()):
            full = self.fullest(Name(form, name.person, name.gender))
            if " " in full.text and self.is_person(full) and full.last not in _NOT_PEOPLE:
                return full.text.title() if full.text.isupper() else full.text
        return None

    def holder(self, role: str) -> str | None:
        """The one person whom the article names with this title, if there is exactly one."""
        holders = self._roles.get(role)
        if not holders:
            return None
        lasts = {h.split()[-1] for h in holders}
        return holders.most_common(1)[0][0] if len(lasts) == 1 else None


def _contains(form: list[str], words: list[str]) -> bool:
    """Whether `form` is fuller: `Hillary Rodham Clinton` than `Hillary Clinton` and `Clinton`."""
    bare = [w for w in form if w not in _SUFFIX]
    if len(words) == 1:
        return bool(bare) and bare[-1] == words[0]
    if form[: len(words)] == words:
        return True
    if words[0].lower() in gazetteer.LOWER_IN_NAMES and bare[-len(words) :] == words:
        return True  # Le Pen, Marine Le Pen
    return bare[-1:] == words[-1:] and bare[0] == words[0]
