"""Which words a verb of saying reports: before its subject, after the verb, or both."""

from __future__ import annotations

from retrieval.archive.statements import gazetteer, lexicon
from retrieval.archive.statements.phrases import Subject
from retrieval.archive.statements.sentences import CLAUSE_MARKS, Token
from retrieval.archive.statements.subjects import PERCEIVED

Run = tuple[int, int]
"""Tokens `[start, stop)` of a sentence."""

_LISTENS = frozenset(
    {
        *("told", "tells", "tell", "telling", "reminded", "reminds", "assured", "assures"),
        *("informed", "asked", "asks", "asking", "warned", "warning", "urged", "urges"),
        *("reassured", "advised"),
    }
)
_TELLS = frozenset({"told", "tells", "telling", "tell"})
_LISTENER = lexicon.DETERMINER | {"him", "them", "reporters", "me", "us"}
_OPENS_CLAUSE = frozenset({"that", "how", "why", "whether", "if"})
_PARTICLES = frozenset({"out", "back", "on", "down", "off", "up"})
_PUT = frozenset({"put", "puts"})
_ADVERBIAL = lexicon.PREPOSITION | lexicon.ADVERB | {"earlier", "this", "last", "today", ","}
_ASIDE = (
    lexicon.PREPOSITION
    | lexicon.CONJUNCTION
    | {*("asked", "meanwhile", "however", "still", "then", "also", "later", "earlier", "last")}
)
_NEW_CLAUSE = frozenset({"who", "which", "according", "and", "adding", "in", "on", "at"})
_ENDS_TAG = frozenset({".", ",", ";", "!", "?", "—", "–"})
_SPLITS_QUOTE = frozenset({",", ":", ".", "—", "–", "--"})
_WHEN = frozenset(
    {
        "last",
        "this",
        "late",
        "early",
        "earlier",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "afternoon",
        "evening",
        "today",
        "yesterday",
    }
)
_CLAUSE = 6
"""An aside of so many words before a tag that ends the sentence is what was said."""
_BEFORE_SAYING = PERCEIVED | {"as"}
_EDGE = frozenset({",", ";", ":", "—", "–", "--", ".", "("})


def reported(
    toks: list[Token], verb: int, left: int, begin: int, subject: Subject | None, *, says: bool
) -> tuple[Run, ...]:
    """The runs of tokens that the verb reports, none before index `begin`.

    `left` is where the verb's clause begins; `says` tells verbs that may follow what was said.
    """
    if subject is not None and subject.start > verb:
        right = next((k for k in range(subject.stop, len(toks)) if toks[k].quote), len(toks))
        runs = (_ahead(toks, begin, left, verb, inverted=True), trim(toks, right, len(toks)))
        return tuple(run for run in runs if run)
    participle = toks[verb].low.endswith("ing") and toks[verb - 1].low not in _BEFORE_SAYING
    ahead = None
    if says and not participle:
        ahead = _ahead(toks, begin, left, verb, inverted=False)
    if ahead and _within(toks, left, verb):
        behind = trim(toks, verb + 1, len(toks))
    else:
        behind = _goes_on(toks, verb) if ahead else _behind(toks, verb)
    return tuple(run for run in (ahead, behind) if run)


def _ahead(toks: list[Token], begin: int, left: int, verb: int, *, inverted: bool) -> Run | None:
    """What stands before the subject, when a comma or quotation sets it off."""
    if left > begin + 1 and toks[left - 1].low == "as":
        left -= 1  # “…,” as Lee put it
    span = trim(toks, begin, left) if left > begin else None
    if span is None:
        return None
    a, b = span
    quoted = [k for k in range(a, b) if toks[k].quote]
    if quoted and _paired(toks[quoted[-1] + 1 : left]):
        return (a, quoted[-1] + 1)  # “…,” friend and former rival Ann Lee said
    if not _set_off(toks[left - 1]):
        return None
    if quoted and quoted[-1] >= left - 2:
        return span if not leads_in(toks[a]) or b - a > 4 else (quoted[0], b)
    if quoted and not inverted and b - quoted[-1] <= 7 and _opens_phrase(toks[quoted[-1] + 1]):
        return (a, quoted[-1] + 1)  # “…,” another friend, Ann Lee told
    if _within(toks, left, verb):
        return span
    if leads_in(toks[a]) and not quoted:
        # If it rains, there will be no parade, Smith said.
        whole = b - a >= _CLAUSE and not _no_clause(toks[a]) and (inverted or _ends(toks, verb))
        return span if whole else None
    if b - a < 3:
        return None
    return span if inverted or closed(toks, verb) else None


def _paired(between: list[Token]) -> bool:
    """Whether a few words end in `and`, as the first of two descriptions of a person."""
    plain = all(tok.word and tok.low not in lexicon.AUXILIARY for tok in between)
    return 1 < len(between) < 6 and plain and between[-1].low == "and"


def _within(toks: list[Token], left: int, verb: int) -> bool:
    """Whether a tag stands within what was said: `The deal, Smith said, would fail.`"""
    if verb + 2 >= len(toks) or toks[verb + 1].text != "," or toks[left - 1].text != ",":
        return False
    following = toks[verb + 2]
    quoted = toks[left - 2].quote or following.quote
    return not (quoted or following.low.endswith("ing") or following.low in _NEW_CLAUSE)


def _set_off(tok: Token) -> bool:
    return tok.quote or tok.text in CLAUSE_MARKS or tok.text in {"?", "!"}


def _opens_phrase(tok: Token) -> bool:
    return tok.capital or tok.low in lexicon.DETERMINER


def leads_in(tok: Token) -> bool:
    """Whether a clause's first word makes it an aside, as in `In a speech on Monday, …`."""
    return tok.low in _ASIDE or tok.low == "this" or tok.text.endswith("ing")


def _no_clause(tok: Token) -> bool:
    """Whether a first word opens an aside however long: `Asked about it`, `Speaking in Paris`."""
    return tok.low in {"asked", "as"} or tok.text.endswith("ing")


def _behind_listener(toks: list[Token], verb: int) -> int:
    """The token after the verb and whom it tells: `the ministry told Kyodo.`"""
    return _past_listener(toks, verb + 1) if toks[verb].low in _TELLS else verb + 1


def _ends(toks: list[Token], verb: int) -> bool:
    """Whether the verb, with its listener and day, ends the sentence or its tag."""
    k = _behind_listener(toks, verb)
    while k < len(toks) and (toks[k].text in gazetteer.CALENDAR or toks[k].low == "on"):
        k += 1
    return k >= len(toks) or toks[k].text in _ENDS_TAG


def closed(toks: list[Token], verb: int) -> bool:
    """Whether nothing that could be reported follows the verb (`…, Smith said on Monday.`)."""
    k = _behind_listener(toks, verb)
    if k >= len(toks) or toks[k].text in _ENDS_TAG:
        return True
    if toks[k].text in gazetteer.CALENDAR or toks[k].low in {
        "in",
        "on",
        "at",
        "during",
        "after",
        "to",
    }:
        return not any(t.low == "that" or t.quote for t in toks[k:])
    return False


def _goes_on(toks: list[Token], verb: int) -> Run | None:
    """After `“…,” he said`: a further quotation, or a clause that `that` opens."""
    for k in range(verb + 1, len(toks)):
        if toks[k].quote and (k == verb + 1 or toks[k - 1].text in _SPLITS_QUOTE):
            return trim(toks, k, len(toks))
        if toks[k].low == "that" and k <= verb + 3:
            return trim(toks, k, len(toks))
    return None


def _behind(toks: list[Token], verb: int) -> Run | None:
    """What follows the verb: after `that`, a colon, a quotation, or at once."""
    start = after_verb(toks, verb)
    if start == verb + 1 < len(toks) and toks[start].text == ",":
        return None
    if toks[verb].low in _TELLS and start == verb + 1:
        start = _past_listener(toks, start)
    return trim(toks, start, len(toks))


def _past_listener(toks: list[Token], k: int) -> int:
    while k < len(toks) and (toks[k].capital or toks[k].low in _LISTENER):
        k += 1
    return k


def after_verb(toks: list[Token], verb: int) -> int:
    """Past the listener, place and time that may stand between the verb and what was said."""
    k = verb + 1
    limit = min(len(toks), verb + 30)
    if k < limit and (toks[k].low in _PARTICLES or _dummy(toks, k, verb)):
        k += 1
    timed = k
    while timed < limit and (toks[timed].text in gazetteer.CALENDAR or toks[timed].low in _WHEN):
        timed += 1
    if k < limit and toks[verb].low not in _LISTENS and not _adverbial(toks[k]):
        return k
    for i in range(k, limit):
        tok = toks[i]
        if tok.quote or tok.low in _OPENS_CLAUSE or tok.text == ":":
            return i
        if tok.text == "," and i + 1 < len(toks) and toks[i + 1].quote:
            return i + 1
        if tok.text in {".", ";"} or (tok.text == "," and i > k + 12):
            break
    return timed


def _dummy(toks: list[Token], k: int, verb: int) -> bool:
    """Whether `it` stands for the words themselves: `as she put it`, `as he explains it, “…”`."""
    ends = k + 1 < len(toks) and toks[k + 1].text in {",", ":"}
    return toks[k].low == "it" and (ends or toks[verb].low in _PUT)


def _adverbial(tok: Token) -> bool:
    """Whether a place, time or listener may begin here, between a verb and what was said."""
    return tok.low in _ADVERBIAL or tok.text in gazetteer.CALENDAR or tok.low.endswith("ly")


def trim(toks: list[Token], start: int, stop: int) -> Run | None:
    """A run without the marks at its edges; None when nothing is left."""
    while start < stop and not (toks[start].word or toks[start].quote or toks[start].text in "([$"):
        start += 1
    while stop > start and toks[stop - 1].text in _EDGE:
        stop -= 1
    return (start, stop) if start < stop else None
