"""The noun phrase before or after a verb, over adverbs, appositions and brackets."""

from __future__ import annotations

from dataclasses import replace

from retrieval.archive.statements import gazetteer, lexicon
from retrieval.archive.statements.phrases import (
    Subject,
    in_body,
    in_name,
    in_office,
    named_after,
    noun,
    only_place,
    phrase_ending,
    run_ending,
)
from retrieval.archive.statements.sentences import CLAUSE_MARKS, Token

_TIME = frozenset(
    {"week", "month", "year", "morning", "night", "evening", "afternoon", "earlier", "last", "day"}
    | {"today", *(day.lower() for day in gazetteer.CALENDAR)}
)
PERCEIVED = frozenset({"heard", "seen", "shown", "quoted", "filmed", "recorded"})
_TIME_PHRASE = _TIME | {
    *("on", "this", "in", "the", ",", "ago", "late", "early", "weeks", "months", "days", "years"),
    *("hours", "two", "three", "few", "than", "less", "more", "hour", "later"),
}
_HOWEVER = frozenset({"however", "nevertheless", "nonetheless", "meanwhile", "though"})
_PRONOUN = lexicon.PRONOUN - {"who"}
_AFTER_PHRASE = frozenset({"and", "who", "whose", "which", "that", "but"}) | lexicon.AUXILIARY
_SEEN = frozenset("obtained reported reviewed seen viewed cited shared first".split())
_BRACKETS = frozenset({")", "]"})
_LETTER = frozenset({"statement", "letter", "note", "message", "email", "post"})
_FARTHEST = 45


def before(toks: list[Token], verb: int, floor: int) -> Subject | None:
    """The subject that stands before the verb at index `verb`, not before index `floor`."""
    at = verb - 1
    if toks[verb].low.endswith("ing") and at > floor and toks[at].low in PERCEIVED:
        at -= 1  # Walters is heard saying
    at = _skip_helpers(toks, at, floor)
    if at > floor and toks[at].text in CLAUSE_MARKS and toks[at - 1].text in _BRACKETS:
        at -= 1  # John Kasich (R-OH), said
    if at < floor:
        return None
    tok = toks[at]
    pronoun = tok.low if tok.low in _PRONOUN else _contracted(tok)
    if pronoun:
        return Subject("pronoun", (pronoun,), at, at + 1)
    if tok.low in {"who", "which", "that"}:
        return _relative(toks, at, floor)
    if tok.low in lexicon.CONJUNCTION:
        return Subject("same", (), at, at + 1)
    if tok.text in CLAUSE_MARKS:
        return _apposed(toks, at, floor)
    if tok.text in _BRACKETS:
        opened = _opening(toks, at, floor)
        return before(toks, opened, floor) if opened is not None else None
    if tok.low in _TIME or tok.low == "ago" or tok.low.isdigit():
        return _over_time(toks, at, floor)
    return _phrase(toks, at, floor)


def _over_time(toks: list[Token], last: int, floor: int) -> Subject | None:
    """The subject before a time that ends at index `last`; or a name (`Christmas said`)."""
    at = _skip_time(toks, last, floor)
    if at >= floor and (toks[at].word or toks[at].text in _BRACKETS):
        return before(toks, at + 1, floor)
    named = at == last - 1 and toks[last].capital
    return Subject("surname", (toks[last].text,), last, last + 1) if named else None


def owner(toks: list[Token], at: int) -> Subject | None:
    """The name whose possessive stands at index `at`: `Smith's`."""
    begin = at
    while begin > 0 and toks[begin - 1].capital and not toks[begin - 1].possessive:
        begin -= 1
    found = run_ending(toks, at, begin) if toks[at].capital else None
    if found is None or found.kind != "name":
        return None
    return replace(found, words=(*found.words[:-1], found.words[-1].removesuffix("'s")))


def origin(toks: list[Token], document: Subject) -> Subject | None:
    """Who is read in a document: `Gallup's poll`, `Labor Department data`, `a report by Ann Lee`.

    None for another noun, and where its words name nobody.
    """
    within = range(document.start, document.stop) if document.kind == "noun" else ()
    head = next((k for k in within if toks[k].low in gazetteer.DOCUMENT), None)
    if head is None:
        return None
    found = None
    if head > document.start and toks[head - 1].capital and _names_whole(toks[head - 1]):
        found = owner(toks, head - 1)
    else:
        by = _author(toks, head)
        found = after(toks, by) if by else None
    if found is None or found.kind != "name" or only_place(found.words):
        return None
    return replace(found, kind="origin")


def _names_whole(tok: Token) -> bool:
    """Whether a capitalised word is all a name: no `White House-era`."""
    return not tok.text.rpartition("-")[2].islower()


def _author(toks: list[Token], document: int) -> int | None:
    """The `by` or `from` after a document, unless that tells only who has seen it."""
    for k in range(document + 1, min(document + 9, len(toks) - 1)):
        if toks[k].low in {"by", "from"}:
            return k
        if not toks[k].word or toks[k].low in _SEEN:
            break
    return None


def _phrase(toks: list[Token], at: int, floor: int) -> Subject | None:
    """A phrase, or the name that it stands in apposition to."""
    found = phrase_ending(toks, at, floor)
    comma = found.start - 1 if found else 0
    if found is None or comma - 1 < floor or toks[comma].text != ",":
        return found
    if only_place(found.words):
        return phrase_ending(toks, comma - 1, floor)  # Ann Lee of Columbia, South Carolina said
    if found.kind == "noun" and toks[comma - 1].capital:
        return _apposed(toks, comma, floor)  # Ann Lee, the party's director said
    return found


def _contracted(tok: Token) -> str:
    """`he` for `he’s`, `he'd`; else empty."""
    for mark in "’'":
        head, found, _ = tok.text.partition(mark)
        if found and head.lower() in lexicon.PRONOUN:
            return head.lower()
    return ""


def _skip_helpers(toks: list[Token], at: int, floor: int) -> int:
    """Back over adverbs, auxiliaries and `went on to`, `continued to`."""
    while (
        at >= floor
        and not toks[at].capital
        and (toks[at].adverb or toks[at].low in lexicon.AUXILIARY or toks[at].low in _HOWEVER)
    ):
        at -= 1
    if at > floor and toks[at].low == "to":
        if toks[at - 1].low == "on":
            return _skip_helpers(toks, at - 3, floor)
        if toks[at - 1].low in lexicon.BEGINNING:
            return _skip_helpers(toks, at - 2, floor)
    return at


def _skip_time(toks: list[Token], at: int, floor: int) -> int:
    """Back over `on Monday`, `earlier this week`."""
    while at >= floor and (toks[at].low in _TIME_PHRASE or toks[at].low.isdigit()):
        at -= 1
    return at


def _opening(toks: list[Token], at: int, floor: int) -> int | None:
    for k in range(at, max(floor, at - 12) - 1, -1):
        if toks[k].text in {"(", "["}:
            return k
    return None


def _relative(toks: list[Token], at: int, floor: int) -> Subject | None:
    """`Smith, who …`: what stands before the pronoun."""
    k = at - 1
    if k >= floor and toks[k].text == ",":
        k -= 1
    return phrase_ending(toks, k, floor) if k >= floor and toks[k].word else None


def _apposed(toks: list[Token], comma: int, floor: int) -> Subject | None:
    """`Smith, the mayor of Springfield,`: the first name that a comma or bracket follows."""
    if floor < comma and toks[floor].low in {"he", "she"}:
        return Subject("pronoun", (toks[floor].low,), floor, floor + 1)
    for k in range(max(floor, comma - _FARTHEST), comma):
        tok, following = toks[k], toks[k + 1].text
        if tok.capital and not tok.possessive and (following in CLAUSE_MARKS or following == "("):
            found = phrase_ending(toks, k, floor)
            if found and found.kind == "name" and not _aside(toks, found):
                return found
    for k in range(floor + 1, comma):
        if toks[k].text == ",":
            return phrase_ending(toks, k - 1, floor)  # A spokesman for the ministry, …,
    return None


def _aside(toks: list[Token], subject: Subject) -> bool:
    """Whether a name belongs to `In Berea,` or `a statement to the Observer,`."""
    return only_place(subject.words) or toks[subject.start].low in lexicon.PREPOSITION


def after(toks: list[Token], verb: int) -> Subject | None:
    """The subject that follows its verb, as in `said Lavrov`: None where none does."""
    first = k = verb + 1
    if k < len(toks) and toks[k].low in lexicon.PRONOUN:
        return Subject("pronoun", (toks[k].low,), k, k + 1)
    if k < len(toks) and toks[k].low in lexicon.PREPOSITION:
        return None
    while k < len(toks) and k - first < 13 and toks[k].word and not _stops(toks, k, first):
        k += 1
    if k < len(toks) and toks[k].low == "and" and not _names(toks[k - 1]):
        k = _second_description(toks, k)
    if k < len(toks) and toks[k].low in {"from", "by"} and toks[k - 1].low in _LETTER:
        return after(toks, k)  # read a statement from Ann Lee
    if k < len(toks) and toks[k].low in lexicon.PREPOSITION:
        k = _name_behind(toks, k) or k
    if k == first:
        return None
    head = k - 1
    if toks[head].capital and not toks[head].possessive:
        return run_ending(toks, head, first)
    return _apposed_after(toks, k) or noun(toks, head, first)


def _names(tok: Token) -> bool:
    """Whether a word ends a name; the title in `Acme CEO and president Ann Lee` does not."""
    return tok.capital and tok.low not in gazetteer.TITLE - gazetteer.SURNAME_TOO


def _name_behind(toks: list[Token], preposition: int) -> int | None:
    """The end of `vice president for science Ann Lee`: a name that a common noun precedes."""
    for k in range(preposition + 2, min(preposition + 6, len(toks) - 1)):
        if toks[k].capital and toks[k + 1].capital and named_after(toks, preposition, k + 1):
            return k + 2
        if not toks[k].word:
            break
    return None


def _second_description(toks: list[Token], conjunction: int) -> int:
    """The end of `retail and shopping expert Ann Lee`, or the conjunction where no name follows."""
    k = conjunction + 1
    while k < len(toks) and k - conjunction < 6 and toks[k].word and not toks[k].capital:
        if toks[k].low in _AFTER_PHRASE | lexicon.PREPOSITION:
            return conjunction
        k += 1
    name = k
    while k < len(toks) and toks[k].capital:
        k += 1
    return k if k > name else conjunction


def _stops(toks: list[Token], k: int, first: int) -> bool:
    tok = toks[k]
    if tok.capital:
        return tok.text in gazetteer.CALENDAR  # Al From, Will Doyle
    if tok.low in _TIME and toks[k - 1].capital:
        return True  # said Joe Biden last week
    if tok.low in _AFTER_PHRASE:
        return not in_body(toks, k)
    if tok.low not in lexicon.PREPOSITION or k == first:
        return False
    return not (in_name(toks, k, len(toks) - 1) or in_office(toks, k))


def _apposed_after(toks: list[Token], at: int) -> Subject | None:
    """`said a spokesman, John Smith.`: the name of two words or more after the comma."""
    k = at
    while k < len(toks) and k - at < 10 and toks[k].text != ",":
        if not toks[k].word:
            return None
        k += 1
    first = k = k + 1
    while k < len(toks) and toks[k].capital:
        k += 1
    if k - first >= 2 and (k == len(toks) or not toks[k].word):
        return run_ending(toks, k - 1, first)
    return None
