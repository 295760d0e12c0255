"""Every name of an article: the fullest form of each, and who holds which title."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from retrieval.archive.statements import gazetteer
from retrieval.archive.statements.names import (
    GIVEN,
    NOT_PEOPLE,
    SUFFIX,
    Name,
    parse,
    split_run,
    without_portfolio,
)
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
_ASKING = frozenset("Why What How When Where Who Which".split())


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
        self._begin: set[str] = set()
        self._family_first: dict[str, set[str]] = {}
        self._bodies = {
            " ".join(m.group().split()).removeprefix("The ") for m in _BODY.finditer(text)
        }
        prose = "\n".join(line for line in [*text.split("\n"), title] if not _headline(line))
        for run, count in Counter(_RUN.findall(without_portfolio(prose))).items():
            self._see(run, count)

    def _see(self, run: str, count: int) -> None:
        for name, titles in _named(run):
            self._forms.setdefault(name.last, Counter())[name.text] += count
            first, *others = name.text.split()
            if others:
                self._begin.add(first)
            if titles & gazetteer.PERSON_TITLE and _may_begin_with_family(first, others):
                self._family_first.setdefault(first, set()).add(name.text)
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
        if not forms or name.last in gazetteer.PLACE or self._body(name):
            return name
        words = name.text.split()
        fits = [
            (form, count)
            for form, count in forms.most_common(8)
            if len(form.split()) > len(words)
            and _contains(form.split(), words)
            and not _run_on(form.split())
        ]
        chosen = name.text
        if fits:
            best, rest = fits[0], [f for f in fits[1:] if f[0].split()[0] != fits[0][0].split()[0]]
            if not rest or best[1] >= 2 * rest[0][1] or len(words) > 1:
                chosen = best[0]
        elif len(words) == 1 and len(called := self._family_first.get(name.text, set())) == 1:
            chosen = next(iter(called))  # Yoon, of President Yoon Suk Yeol
        if chosen == name.text and len(words) == 1:
            return Name(chosen, self.is_person(name), name.gender)
        return Name(chosen, self.is_person(name), name.gender or self._genders.get(chosen, ""))

    def _body(self, name: Name) -> bool:
        """Whether a name ends as a body's does, and is not the last name of someone named."""
        if name.last not in gazetteer.ORGANISATION:
            return False
        alone = name.text in gazetteer.SURNAME_ORGANISATION and name.text not in self._begin
        return not (alone and self._people.get(name.last, False))

    def known(self, name: Name) -> bool:
        """Whether the article names it often or in full: no mere first word of a sentence."""
        forms = self._forms.get(name.last, Counter())
        return " " in name.text or name.text.isupper() or len(forms) > 1 or forms.total() > 2

    def surname(self, word: str) -> Name | None:
        """The person with a last name that is a title as well, as `Justice`, if one is named."""
        known = self._forms.get(word) if word not in _ASKING else None
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
        """The person whom a transcript's label means: `TAPPER`, `Jake Tapper`; else None.

        A heading (`Kia SUVs:`) is no person: one has a given name that is known, or speaks twice.
        """
        name, _ = parse((label.title() if label.isupper() else label).split())
        if name is None:
            return None
        for form in (name.text, name.text.upper()):
            full = self.fullest(Name(form, name.person, name.gender))
            if " " in full.text and self.is_person(full) and full.last not in NOT_PEOPLE:
                text = full.text.title() if full.text.isupper() else full.text
                told = label.isupper() or " " in name.text  # "Details:" is not "Hidden Details"
                again = told and self._forms.get(full.last, Counter()).total() > 1
                return text if again or text.split()[0] in GIVEN else None
        return None

    def holder(self, role: str) -> str | None:
        """The one person whom the article names with this title, if there is exactly one."""
        holders = self._roles.get(role)
        if not holders:
            return None
        lasts = {h.split()[-1] for h in holders}
        return holders.most_common(1)[0][0] if len(lasts) == 1 else None


def _run_on(form: list[str]) -> bool:
    """Whether a form is two texts without a stop between: `AP Brady`, `Liz Cheney Cheney`."""
    agency = form[0] in gazetteer.ORGANISATION and form[0].isupper()
    return agency or form[-1] in form[:-1]


def _may_begin_with_family(first: str, others: list[str]) -> bool:
    """Whether a name may be one like Yoon Suk Yeol: no known given name, no `bin` or `de`."""
    plain = gazetteer.LOWER_IN_NAMES.isdisjoint(map(str.lower, others))
    return 0 < len(others) < 3 and first not in GIVEN and plain


def _contains(form: list[str], words: list[str]) -> bool:
    """Whether `form` is fuller: `Hillary Rodham Clinton` than `Hillary Clinton` and `Clinton`."""
    bare = [w for w in form if w not in SUFFIX]
    if len(words) == 1:
        return bool(bare) and bare[-1] == words[0]
    if form[: len(words)] == words:
        return True
    doubled = words[0].lower() in gazetteer.LOWER_IN_NAMES or form[0] in GIVEN
    if doubled and words[0] not in GIVEN and bare[-len(words) :] == words:
        return True  # Le Pen, Marine Le Pen; Blunt Rochester, Lisa Blunt Rochester
    return bare[-1:] == words[-1:] and bare[0] == words[0]
