"""Noun phrases: where one that ends at a given word begins, and which word is its head."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.archive.statements import gazetteer, lexicon, names
from retrieval.archive.statements.sentences import Token

_BREAKS = lexicon.AUXILIARY | {
    *("as", "that", "but", "because", "while", "when", "if", "what", "how", "why", "where"),
    *("which", "whom", "who", "than", "although", "though"),
}
_LONGEST = 14
_NO_NOUN = lexicon.DETERMINER | lexicon.PREPOSITION | {"and"}
_COMPASS = frozenset({"New", "North", "South", "East", "West", "Los", "Las", "San"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase found as a speaker: tokens `[start, stop)` of its sentence.

    `kind` is "name", "pronoun", "noun" (`the ministry`), "same" (the subject goes on), "surname",
    a capitalised word that is a name only if the article says so (`Click`), "opening", a
    capitalised run that a sentence begins with and that may be no name at all, or "origin", a name
    that is read in a document rather than heard.
    """

    kind: str
    words: tuple[str, ...]
    start: int
    stop: int


def phrase_ending(toks: list[Token], at: int, floor: int) -> Subject | None:
    """The noun phrase whose last word is at index `at`, a name where its head is one."""
    begin = _phrase_start(toks, at, floor)
    head = _head(toks, begin, at)
    tok = toks[head]
    if not tok.word:
        return None
    if tok.low in {"he", "she", "they"}:
        return Subject("pronoun", (tok.low,), head, head + 1)
    return run_ending(toks, head, begin) if tok.capital else noun(toks, head, begin)


def _phrase_start(toks: list[Token], at: int, floor: int) -> int:
    """Back to a mark, quotation, verb or conjunction, at most 14 words."""
    k = at
    while k > floor and at - k < _LONGEST and not _breaks(toks, k, floor):
        k -= 1
    return k


def _breaks(toks: list[Token], k: int, floor: int) -> bool:
    """Whether the word before index `k` is no part of a noun phrase that goes on at `k`."""
    prev = toks[k - 1]
    if prev.text.endswith(".") and toks[k].text in names.OPENING:
        return True  # … of Acme Co. The company said
    if not prev.word or (prev.low in _BREAKS and not _named(prev)):
        return True
    if prev.low in {"and", "or"}:
        return not (k - 2 >= floor and toks[k - 2].capital and toks[k].capital)
    return prev.low in lexicon.SAY and not prev.capital


def _named(tok: Token) -> bool:
    """Whether a small word is written as a name: `Will Doyle`."""
    return tok.text in gazetteer.MALE_NAMES


def _head(toks: list[Token], begin: int, at: int) -> int:
    """The head of `a spokesman for X`, `Cruz of Texas`: before the first preposition."""
    for k in range(begin + 1, at):
        if (
            toks[k].low in lexicon.PREPOSITION
            and not in_name(toks, k, at)
            and not in_office(toks, k)
        ):
            if named_after(toks, k, at):
                return at  # president of football operations Ann Lee
            aside = toks[begin].low in lexicon.PREPOSITION or toks[k - 1].text in gazetteer.CALENDAR
            return at if aside else k - 1
    return at


def named_after(toks: list[Token], preposition: int, at: int) -> bool:
    """Whether a phrase ends in a person's name that a common noun precedes."""
    given = at - 1
    return (
        given > preposition + 1
        and toks[given].text in names.GIVEN
        and toks[given - 1].text.islower()
        and toks[given - 1].low not in _NO_NOUN
    )


def in_office(toks: list[Token], preposition: int) -> bool:
    """Whether a preposition belongs to `editor in chief`, `editor at large`."""
    return preposition + 1 < len(toks) and toks[preposition + 1].low in {
        "chief",
        "large",
        "command",
    }


def in_name(toks: list[Token], preposition: int, last: int) -> bool:
    """Whether a preposition belongs to a name: `Ministry of Defense`, `University of Iowa`."""
    if toks[preposition].low not in {"of", "for"} or preposition >= last:
        return False
    following = toks[preposition + 1]
    before, over = toks[preposition - 1], following
    if over.low == "the" and preposition + 2 <= last:
        over = toks[preposition + 2]
    if before.low == "secretary" or (
        before.capital and before.low in gazetteer.PERSON_TITLE and over.text in gazetteer.PORTFOLIO
    ):
        return True  # Speaker of the House
    known = toks[preposition - 1].text in gazetteer.ORGANISATION
    return known and (following.capital or following.low == "the")


def in_body(toks: list[Token], conjunction: int) -> bool:
    """Whether an `and` belongs to the name of a body: `Department of Fish and Game`."""
    if toks[conjunction].low != "and" or conjunction + 1 >= len(toks):
        return False
    k = conjunction - 1
    while k > 0 and toks[k].capital:
        k -= 1
    if k == 0 or k == conjunction - 1 or not in_name(toks, k, conjunction):
        return False
    last = conjunction
    while last + 1 < len(toks) and toks[last + 1].capital:
        last += 1
    another = last > conjunction + 1 and toks[last].text in gazetteer.ORGANISATION
    return last > conjunction and not another


def run_ending(toks: list[Token], head: int, begin: int) -> Subject | None:
    """The run of capitalised words that ends at `head`, in the phrase that begins at `begin`."""
    k = head
    while k > begin and _same_run(toks, k - 1, begin):
        k -= 1
    run = " ".join(toks[i].text for i in range(k, head + 1))
    parts = names.split_run(run)
    if not parts:
        return None
    if toks[head].text[-2:] in {"'s", "’s"} and _alone(toks, head + 1):
        parts[-1][-1] += "'s"  # McDonald's said
    name, titles = names.parse(parts[-1])
    if name is None:
        words = tuple(w.lower() for w in run.split())
        if titles:
            return Subject("noun", words, begin, head + 1)
        return Subject("surname", (parts[-1][-1],), head, head + 1) if k == head else None
    return Subject("name", tuple(parts[-1]), begin, head + 1)


def _alone(toks: list[Token], after: int) -> bool:
    """Whether a verb of saying or nothing follows, so that a possessive owns nothing."""
    if after >= len(toks) or not toks[after].word:
        return True
    return toks[after].low in lexicon.SAY - lexicon.ALSO_NOUNS


def _same_run(toks: list[Token], k: int, begin: int) -> bool:
    """Whether the word at `k` belongs to the capitalised run after it."""
    tok = toks[k]
    if tok.possessive and not names.holds(tok.text):
        return False
    if tok.capital:
        return True
    if in_body(toks, k):
        return True
    if k == begin:
        return False
    if tok.low in gazetteer.LOWER_IN_NAMES and toks[k - 1].capital:
        return True
    start = k - 1 if tok.low == "the" else k
    return tok.low in {"of", "for", "the"} and start > begin and in_name(toks, start, k + 1)


def noun(toks: list[Token], head: int, begin: int) -> Subject:
    """A phrase whose head is a common noun."""
    return Subject("noun", tuple(t.text for t in toks[begin : head + 1]), begin, head + 1)


def only_place(words: tuple[str, ...]) -> bool:
    """Whether a run names a place or day, as in `Salem, New Hampshire, Trump`."""
    plain = [w.strip(".") for w in words]
    named = [w for w in plain if w not in _COMPASS] or plain
    return all(w in gazetteer.PLACE or w in gazetteer.CALENDAR for w in named)
