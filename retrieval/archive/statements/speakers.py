"""Whose words a verb of saying reports: before it, after it, or shared with another verb."""

from __future__ import annotations

from dataclasses import replace

from retrieval.archive.statements import gazetteer, lexicon, subjects
from retrieval.archive.statements.phrases import (
    Subject,
    in_name,
    only_place,
    phrase_ending,
    run_ending,
)
from retrieval.archive.statements.sentences import CLAUSE_MARKS, Token
from retrieval.archive.statements.verbs import is_verb

_NEVER_INVERTED = frozenset({"told", "tells", "tell", "telling", "reminded", "assured", "urged"})
_AFTER_NAME = lexicon.PREPOSITION | {
    *(
        "who",
        "and",
        "last",
        "this",
        "earlier",
        "late",
        "early",
        "today",
        "yesterday",
        "again",
        "then",
    )
}
_BEFORE_PARTICIPLE = frozenset({"and", "by", "in", "while", "before", "after", "but"})
_LEADS_ASIDE = lexicon.PREPOSITION | {
    "asked",
    "here",
    "there",
    "earlier",
    "later",
    "last",
    "late",
    "early",
    "this",
}
_OPENING = lexicon.CONJUNCTION | lexicon.ADVERB | {"however", "meanwhile", ","}


def subject_of(
    toks: list[Token], verb: int, floor: int, previous: Subject | None, *, says: bool
) -> tuple[Subject | None, int]:
    """The subject of the verb at index `verb`, and the token where its clause begins.

    The clause does not begin before index `floor`. `previous` is the subject of the verb of saying
    before; `says` tells verbs that may stand before their subject, as in `said Lavrov`.
    """
    low = toks[verb].low
    if low == "saying" and verb and toks[verb - 1].low == "as":
        passive = verb > 2 and toks[verb - 2].low in subjects.PERCEIVED
        # TASS quoted Peskov as saying; Peskov was quoted as saying
        quoted = subjects.before(toks, verb - 2 if passive else verb - 1, floor)
        return quoted, quoted.start if quoted else verb
    finite = verb and (
        toks[verb - 1].low in lexicon.AUXILIARY or toks[verb - 1].low in subjects.PERCEIVED
    )
    if low.endswith("ing") and not finite:
        return _participle(toks, verb, floor, previous)
    opened = verb in (0, floor) or toks[verb - 1].text in CLAUSE_MARKS
    if opened and says and low not in _NEVER_INVERTED:
        inverted = _inverted(toks, verb)
        if inverted and toks[inverted.stop : inverted.stop + 1] and toks[inverted.stop].word:
            described = _described(toks, verb, floor)
            if described:  # Ann Lee, the mayor, said Smith and Jones would come
                return described, floor
        if inverted and (inverted.kind == "name" or verb == floor):
            return inverted, verb
    if verb == floor:
        return None, verb
    subject = subjects.before(toks, verb, floor)
    if subject is None and floor and toks[verb - 1].text == ",":
        subject = _over_title(toks, verb)
    if subject and subject.kind == "same":
        return previous or opening_subject(toks), subject.start
    return subject, subject.start if subject else verb


def _described(toks: list[Token], verb: int, floor: int) -> Subject | None:
    """The name of a clause that is but a name and its description, up to the verb's comma."""
    subject = subjects.before(toks, verb, floor) if verb - 2 > floor else None
    if subject is None or subject.kind != "name":
        return None
    if subject.start == floor:
        return subject if subject.stop < verb - 1 and toks[subject.stop].text == "," else None
    comma = subject.start - 1
    if subject.stop != verb - 1 or comma <= floor or toks[comma].text != ",":
        return None
    first = phrase_ending(toks, comma - 1, floor)
    return subject if first and first.start == floor else None


def _over_title(toks: list[Token], verb: int) -> Subject | None:
    """`Hemsley, who wrote “Going Viral,” a book, said`: the name that opens the sentence."""
    opening = opening_subject(toks)
    if opening is None or opening.kind != "opening" or opening.stop >= verb:
        return None
    return replace(opening, kind="name") if toks[opening.stop].text == "," else None


def _participle(
    toks: list[Token], verb: int, floor: int, previous: Subject | None
) -> tuple[Subject | None, int]:
    """`…, adding that …`: the subject of the verb before it or of the sentence."""
    prev = verb - 1
    while prev >= 0 and (toks[prev].adverb or toks[prev].low in _BEFORE_PARTICIPLE):
        prev -= 1
    left = prev + 1
    if prev >= floor and left == verb and toks[prev].capital and not toks[prev].possessive:
        beside = subjects.before(toks, verb, floor)
        if beside and toks[beside.start].low == "with":
            return beside, left  # with Ann Lee calling
    return previous or opening_subject(toks), left


def _inverted(toks: list[Token], verb: int) -> Subject | None:
    """The subject after the verb, when nothing of its own clause follows that."""
    subject = subjects.after(toks, verb)
    if subject is None or (toks[verb + 1].text[0].islower() and toks[verb + 1].low.endswith("ing")):
        return None
    nxt = toks[subject.stop] if subject.stop < len(toks) else None
    ends = nxt is None or not (nxt.word or nxt.quote)
    if subject.kind == "name":
        return subject if ends or (nxt and _follows_name(nxt)) else None
    if subject.kind == "noun":
        ends = ends or (nxt is not None and nxt.low in lexicon.PREPOSITION)
        return subject if ends and any(_speaker_word(w) for w in subject.words) else None
    return subject if ends else None


def _follows_name(tok: Token) -> bool:
    return tok.low in _AFTER_NAME or tok.text in gazetteer.CALENDAR


def _speaker_word(word: str) -> bool:
    return word.lower() in gazetteer.ROLE or word.lower() in gazetteer.INSTITUTION


def opening_subject(toks: list[Token]) -> Subject | None:
    """The name or pronoun that a sentence is about, after asides (`In Salem, N.H., Trump …`)."""
    k = _past_aside(toks, 0)
    for _ in range(4):
        found = _opening_at(toks, k)
        if found is None or not only_place(found.words):
            return found
        if found.stop >= len(toks) or toks[found.stop].text != ",":
            return None
        k = found.stop + 1
    return None


def _past_aside(toks: list[Token], k: int) -> int:
    """After `In a statement,`, `Speaking on Monday,`, `Hours later,`, `But`."""
    while k + 1 < len(toks) and toks[k].low in {"and", "but", "yet", "so", "still"}:
        k += 1
    if toks[k].text.lower() in _LEADS_ASIDE or toks[k].text.endswith("ing"):
        while k < len(toks) and toks[k].text != ",":
            k += 1
    while k < len(toks) and toks[k].low in _OPENING:
        k += 1
    for later in range(k + 1, min(k + 5, len(toks) - 1)):
        if toks[later].low in {"later", "earlier", "ago"} and toks[later + 1].text == ",":
            return later + 2
    return k


def _opening_at(toks: list[Token], first: int) -> Subject | None:
    if first >= len(toks):
        return None
    if toks[first].low in {"he", "she", "they", "it", "i", "we"}:
        return Subject("pronoun", (toks[first].low,), first, first + 1)
    k = first
    while k < len(toks) and k - first < 8 and toks[k].word and not _names(toks[k]):
        if toks[k].low in lexicon.AUXILIARY or toks[k].low in lexicon.PREPOSITION:
            return None
        k += 1
    while k < len(toks) and (
        toks[k].capital
        or toks[k].low in gazetteer.TITLE
        or (k > first and in_name(toks, k, len(toks) - 1))
    ):
        k += 1
    while k > first and not toks[k - 1].capital:
        k -= 1
    if k == first or toks[k - 1].possessive:
        return None
    found = run_ending(toks, k - 1, first)
    return replace(found, kind="opening") if found and found.kind == "name" else found


def _names(tok: Token) -> bool:
    """Whether a word may begin a name: no `Qaeda-linked`, `Islamic` before a common noun."""
    return (
        tok.capital
        and tok.text not in gazetteer.PEOPLES
        and not tok.text.rpartition("-")[2].islower()
    )


def introducer(toks: list[Token]) -> Subject | None:
    """Who speaks after these words, as `Cruz continued:` or `Smith issued this statement:`."""
    for verb in range(len(toks) - 1, 0, -1):
        if toks[verb].low in lexicon.SAY and is_verb(toks, verb):
            subject = subjects.before(toks, verb, 0)
            if subject and subject.kind in {"name", "pronoun"}:
                return subject
    depends = toks[0].low in {"when", "as", "while", "after", "before"}
    return opening_subject(toks) or (opening_subject(toks[1:]) if depends and toks[1:] else None)
