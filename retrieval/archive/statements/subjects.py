"""Who a verb of saying belongs to: the noun phrase before or after it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.archive.statements import lexicon, names
from retrieval.archive.statements.sentences import Token

_LINKS = lexicon.LOWER_IN_NAMES
_BREAKS = lexicon.AUXILIARY | frozenset(
    "as that but because while when if what how why where which whom who than although though".split()
)
_TIME = frozenset("week month year morning night evening afternoon earlier last day today".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase found as a speaker: tokens `[start, stop)` of its sentence.

    `kind` is "name", "pronoun", "noun" (`the ministry`) or "same" (the subject goes on).
    """

    kind: str
    words: tuple[str, ...]
    start: int
    stop: int


def before(toks: list[Token], verb: int, floor: int) -> Subject | None:
    """The subject that stands before the verb at index `verb`, not before index `floor`."""
    at = _skip_helpers(toks, verb - 1, floor)
    if at < floor:
        return None
    tok = toks[at]
    if tok.low in lexicon.PRONOUN - {"who"} or _contracted(tok):
        return Subject("pronoun", (_contracted(tok) or tok.low,), at, at + 1)
    if tok.low in {"who", "which", "that"}:
        return _relative(toks, at, floor)
    if tok.low in lexicon.CONJUNCTION:
        return Subject("same", (), at, at + 1)
    if tok.text in {",", "—", "–", "--"}:
        return _apposed(toks, at, floor)
    if tok.text in {")", "]"}:
        opened = _opening(toks, at, floor)
        return before(toks, opened, floor) if opened is not None else None
    if tok.low in _TIME or tok.low in {c.lower() for c in lexicon.CALENDAR} or tok.low.isdigit():
        at = _skip_time(toks, at, floor)
        return before(toks, at + 1, floor) if at >= floor and toks[at].word else None
    return phrase_ending(toks, at, floor)


def _contracted(tok: Token) -> str:
    """`he` for `he’s`, `he'd`; else empty."""
    for mark in "’'":
        head, found, _ = tok.text.partition(mark)
        if found and head.lower() in lexicon.PRONOUN:
            return head.lower()
    return ""


def _skip_helpers(toks: list[Token], at: int, floor: int) -> int:
    """Back over adverbs, auxiliaries and `went on to`, `continued to`."""
    while at >= floor and (
        toks[at].low in lexicon.ADVERB
        or toks[at].low in lexicon.AUXILIARY
        or (toks[at].low.endswith("ly") and not toks[at].capital)
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
    calendar = {c.lower() for c in lexicon.CALENDAR} | _TIME | {"on", "this", "in", "the", ","}
    while at >= floor and (toks[at].low in calendar or toks[at].low.isdigit()):
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
    if k < floor:
        return None
    return phrase_ending(toks, k, floor) if toks[k].word else None


def _apposed(toks: list[Token], comma: int, floor: int) -> Subject | None:
    """`Smith, the mayor of Springfield,`: the first name that a comma or bracket follows."""
    for k in range(max(floor, comma - 45), comma):
        tok = toks[k]
        nxt = toks[k + 1].text
        if tok.capital and nxt in {",", "(", "—", "–", "--"} and not tok.possessive:
            found = phrase_ending(toks, k, floor)
            if found and found.kind == "name" and not _only_place(found.words):
                return found
        if tok.low in {"he", "she"} and k == floor:
            return Subject("pronoun", (tok.low,), k, k + 1)
    return _first_noun(toks, comma, floor)


def _first_noun(toks: list[Token], comma: int, floor: int) -> Subject | None:
    """`A spokesman for the ministry, …,`: the noun phrase at the clause's beginning."""
    for k in range(floor, comma):
        if toks[k].text == "," and k > floor:
            return phrase_ending(toks, k - 1, floor)
    return None


def _only_place(words: tuple[str, ...]) -> bool:
    return all(w.strip(".") in lexicon.PLACE or w.strip(".") in lexicon.CALENDAR for w in words)


def phrase_ending(toks: list[Token], at: int, floor: int) -> Subject | None:
    """The noun phrase whose last word is at index `at`, a name where its head is one."""
    begin = _phrase_start(toks, at, floor)
    head = _head_end(toks, begin, at)
    if not toks[head].word:
        return None
    if toks[head].low in {"he", "she", "they"}:
        return Subject("pronoun", (toks[head].low,), head, head + 1)
    if toks[head].capital and not (toks[head].possessive and head == at and head != at):
        return run_ending(toks, head, begin)
    return _noun(toks, head, begin)


def _phrase_start(toks: list[Token], at: int, floor: int) -> int:
    """Back to a mark, quotation or conjunction, at most 14 words."""
    k = at
    while k > floor and at - k < 14:
        prev = toks[k - 1]
        if not prev.word or prev.quote or prev.low in _BREAKS:
            break
        if prev.low in {"and", "or", "&"} and not (
            k - 2 >= floor and toks[k - 2].capital and toks[k].capital
        ):
            break
        if prev.low in lexicon.SAY and k < at + 1 and not prev.capital:
            break
        k -= 1
    return k


def _head_end(toks: list[Token], begin: int, at: int) -> int:
    """The head of `a spokesman for X`, `Cruz of Texas`: before the first preposition."""
    for k in range(begin + 1, at):
        if toks[k].low in lexicon.PREPOSITION and not (
            toks[k].low in {"of", "for"} and _organisation_head(toks, k, at)
        ):
            if toks[begin].low in lexicon.PREPOSITION:
                return at
            return k - 1
    return at


def _organisation_head(toks: list[Token], preposition: int, at: int) -> bool:
    """Whether the preposition belongs to a name: `Ministry of Defense`, `University of Iowa`."""
    head = toks[preposition - 1]
    nxt = toks[preposition + 1] if preposition < at else head
    return head.text in lexicon.ORGANISATION and (nxt.capital or nxt.low == "the")


def run_ending(toks: list[Token], head: int, begin: int) -> Subject | None:
    """The run of capitalised words that ends at `head`, without titles."""
    k = head
    while k > begin:
        prev = toks[k - 1]
        linked = prev.low in _LINKS and k - 2 >= begin and toks[k - 2].capital
        of = prev.low in {"of", "the"} and _of_chain(toks, k - 1, begin)
        if prev.possessive or not (prev.capital or linked or of):
            break
        k -= 1
    run = [toks[i].text for i in range(k, head + 1)]
    parts = names._split(" ".join(run))
    if not parts:
        return None
    name, titles = names.parse(parts[-1])
    if name is None:
        return Subject("noun", tuple(t.lower() for t in run), begin, head + 1) if titles else None
    return Subject("name", tuple(parts[-1]), begin, head + 1)


def _of_chain(toks: list[Token], at: int, begin: int) -> bool:
    k = at
    while k > begin and toks[k].low in {"of", "the"}:
        k -= 1
    return toks[k].text in lexicon.ORGANISATION and any(
        toks[i].low == "of" for i in range(k + 1, at + 1)
    )


def _noun(toks: list[Token], head: int, begin: int) -> Subject | None:
    return Subject("noun", tuple(t.text for t in toks[begin : head + 1]), begin, head + 1)


def after(toks: list[Token], verb: int) -> Subject | None:
    """The subject that follows its verb, as in `said Lavrov`: None where none does."""
    k = verb + 1
    if k < len(toks) and toks[k].low in lexicon.PRONOUN:
        return Subject("pronoun", (toks[k].low,), k, k + 1)
    if k < len(toks) and toks[k].low in lexicon.PREPOSITION:
        return None
    while k < len(toks) and k - verb < 14 and toks[k].word and not _stops(toks, k, verb):
        k += 1
    if k == verb + 1:
        return None
    head = k - 1
    if toks[head].capital and not toks[head].possessive:
        return run_ending(toks, head, verb + 1)
    apposed = _apposed_after(toks, k)
    return apposed or _noun(toks, head, verb + 1)


def _stops(toks: list[Token], k: int, verb: int) -> bool:
    tok = toks[k]
    if tok.quote or tok.low in {"and", "who", "whose", "which", "that", "but"}:
        return True
    if tok.text in lexicon.CALENDAR or tok.low in lexicon.AUXILIARY:
        return True
    return (
        tok.low in lexicon.PREPOSITION
        and k > verb + 1
        and not (tok.low in {"of", "for"} and _organisation_head(toks, k, len(toks) - 1))
    )


def _apposed_after(toks: list[Token], at: int) -> Subject | None:
    """`said a spokesman, John Smith.`: the name of two words or more after the comma."""
    k = at
    while k < len(toks) and k - at < 10 and toks[k].text != ",":
        if not toks[k].word:
            return None
        k += 1
    first = k + 1
    k = first
    while k < len(toks) and toks[k].capital:
        k += 1
    if k - first >= 2 and (k == len(toks) or not toks[k].word):
        return run_ending(toks, k - 1, first)
    return None
