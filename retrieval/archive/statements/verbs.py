"""Which words of a sentence are verbs of saying."""

from __future__ import annotations

from retrieval.archive.statements import gazetteer, lexicon
from retrieval.archive.statements.sentences import Token

_REPORTING = lexicon.SAY | lexicon.CLAUSE_ONLY | lexicon.ABOUT
_BEFORE_EVENT = lexicon.DETERMINER | {
    "after",
    "before",
    "of",
    "in",
    "by",
    "to",
    "with",
    "for",
    "about",
}
_CUES = _REPORTING | lexicon.CLAIM | {"according", "words"}
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"})
_PASTS = frozenset({"said", "told", "wrote", "spoke", "swore", "began", "cried", "rejoined"})
_BASE = frozenset(w for w in lexicon.SAY if not w.endswith(("ed", "ing", "s"))) - _PASTS
_COUNTED = frozenset({"that", "this", "one", "all", "some", "both", "each", "many", "most"})
_PARTICLE = {
    "put": "it",
    "puts": "it",
    "point": "out",
    "pointed": "out",
    "points": "out",
    "pointing": "out",
    "shot": "back",
    "fired": "back",
    "hit": "back",
}
_BEFORE_PARTICIPLE = lexicon.AUXILIARY | {
    *("and", "by", "in", "while", "but", "before", "after", "without", "statement")
}
_ASKED = frozenset({"asked", "told", "pressed", "questioned", "reminded", "informed"})
_WHEN = frozenset({"when", "if", "once", "after", "being"})
_BEFORE_ADJECTIVE = frozenset(
    "of to in for with by from on at about through into new newly".split()
)
_NO_PAST = frozenset({"need", "feed", "speed", "indeed", "breed", "hundred", "succeed", "exceed"})
_NO_TAG = lexicon.PREPOSITION | lexicon.AUXILIARY | lexicon.CONJUNCTION
_AFTER_TAG = lexicon.PREPOSITION | {"and"}


def find_verbs(toks: list[Token]) -> dict[int, bool]:
    """The token index of each verb of saying, in order; True where only its place tells."""
    marked = {i: False for i in range(len(toks)) if is_verb(toks, i)}
    placed = {i: True for i in (*_by_place(toks), *_before_that(toks)) if i not in marked}
    return dict(sorted((marked | placed).items()))


def is_verb(toks: list[Token], i: int) -> bool:
    """Whether token `i` is a verb (or `according to`) that may report what someone said."""
    tok, low = toks[i], toks[i].low
    if low not in _CUES:
        return False
    if low == "according":
        return i + 1 < len(toks) and toks[i + 1].low == "to"
    if low == "words":  # in the words of Ann Lee
        return 1 < i < len(toks) - 1 and toks[i - 2].low == "in" and toks[i + 1].low == "of"
    if claims(toks, i):
        return True
    if low not in _REPORTING or (tok.capital and i and not (low.endswith("ing") and i < 2)):
        return False
    if low in _ASKED and (i == 0 or toks[i - 1].low in _WHEN):
        return False  # Asked about it, he said …
    if low in _PARTICLE:
        return i + 1 < len(toks) and toks[i + 1].low == _PARTICLE[low]
    return not (
        (low.endswith("ing") and not _participates(toks, i))
        or (low in lexicon.ALSO_NOUNS and not _has_speaker(toks, i))
        or _bound(toks, i)
        or _event(toks, i)
    )


def claims(toks: list[Token], i: int) -> bool:
    """Whether token `i` is the noun of `Smith's (repeated) claim that …`."""
    if toks[i].low not in lexicon.CLAIM or i == 0 or i + 1 == len(toks):
        return False
    if toks[i + 1].low != "that" or toks[i].capital:
        return False
    return toks[i - 1].possessive or (i > 1 and toks[i - 2].possessive)


def _bound(toks: list[Token], i: int) -> bool:
    """Whether the word before makes it an infinitive, a passive or a noun."""
    low, prev = toks[i].low, _before(toks, i)
    if low in _BASE and prev in {"to", "not"}:
        return not (i > 2 and toks[i - 2].low in lexicon.BEGINNING | {"on"})
    if (
        i
        and toks[i - 1].possessive
        and toks[i - 1].text[-2:] in {"’s", "'s"}
        and low.endswith("ed")
    ):
        return True  # Rubio’s proposed credit
    if low.endswith("ed") and prev in _BEFORE_ADJECTIVE:
        return True  # of alleged fraud, newly confirmed cases
    if prev in _BE and not low.endswith("ing"):
        return True
    return prev in lexicon.DETERMINER and prev not in _COUNTED


def _before(toks: list[Token], i: int) -> str:
    """The word before, over an adverb between a passive's two: `was also told`."""
    k = i - 1
    if k > 0 and toks[k].low in lexicon.ADVERB and toks[k - 1].low in _BE:
        k -= 1
    return toks[k].low if k >= 0 else ""


def _event(toks: list[Token], i: int) -> bool:
    """Whether a word names an event: `after the Paris attacks`."""
    low = toks[i].low
    if i < 2 or low not in lexicon.ABOUT or not low.endswith("s"):
        return False
    return toks[i - 1].capital and toks[i - 2].low in _BEFORE_EVENT


def _participates(toks: list[Token], i: int) -> bool:
    """Whether a participle reports (`…, adding`, `is warning`) and is no gerund (`of saying`)."""
    k = i - 1
    while k >= 0 and toks[k].adverb:
        k -= 1
    if k < 0 or toks[i].low in {"saying", "calling", "telling", "reading"}:
        return True
    prev = toks[k]
    if prev.capital:
        return any(tok.low == "with" for tok in toks[max(0, k - 5) : k])
    return not prev.word or prev.quote or prev.low in _BEFORE_PARTICIPLE


def _has_speaker(toks: list[Token], i: int) -> bool:
    """Whether a name, pronoun or mark stands before a word that could be a noun, as `claims`."""
    k = i - 1
    while k >= 0 and (toks[k].low in lexicon.ADVERB or toks[k].low in lexicon.AUXILIARY):
        k -= 1
    if k < 0:
        return False
    prev = toks[k]
    if prev.quote or prev.text in {",", ")"} or prev.low in lexicon.PRONOUN | {"and", "to"}:
        return True
    if prev.low in gazetteer.INSTITUTION:
        return k > 0 and toks[k - 1].low in {"the", "a"}
    return prev.capital and not prev.possessive


def _by_place(toks: list[Token]) -> list[int]:
    """`“…,” Hannity pressed.`, `“…,” remembered Ann Lee`: any verb in a tag's place."""
    found = []
    for i, tok in enumerate(toks[:-2]):
        if not tok.quote:
            continue
        first = toks[i + 1]
        if first.low.endswith("ed") and not first.capital and toks[i + 2].capital:
            found.append(i + 1)
        else:
            found += _tag_verb(toks, i + 1)
    return found


def _tag_verb(toks: list[Token], at: int) -> list[int]:
    """The verb of a tag that begins at `at`: a short phrase, a past form, then the tag's end."""
    for k in range(at + 1, min(at + 7, len(toks))):
        tok = toks[k]
        if tok.quote or not tok.word or tok.low in _REPORTING:
            break
        if not tok.capital and _may_tag(toks, k, at):
            ends = k + 1 == len(toks) or not toks[k + 1].word or toks[k + 1].low in _AFTER_TAG
            plain = not any(t.low in _NO_TAG for t in toks[at:k])
            return [k] if ends and plain else []
    return []


def _may_tag(toks: list[Token], k: int, at: int) -> bool:
    """Whether a word has the form of a verb beside a quotation: `Lee insisted`, `she laughs`."""
    low = toks[k].low
    if (low.endswith("ed") and low not in _NO_PAST) or low in lexicon.PAST:
        return True
    named = all(tok.capital and not tok.possessive for tok in toks[at:k])
    said = named or (k == at + 1 and toks[at].low in {"he", "she"})
    return said and low.endswith("s") and not toks[k].possessive


def _before_that(toks: list[Token]) -> list[int]:
    """`Hewlett sniped that …`: a past form between a name or pronoun and `that`."""
    return [
        k
        for k in range(1, len(toks) - 1)
        if toks[k + 1].low == "that"
        and toks[k].low.endswith("ed")
        and (toks[k - 1].low in {"he", "she"} or toks[k - 1].capital)
        and not (toks[k].capital or toks[k - 1].possessive)
    ]


def introduces(toks: list[Token]) -> bool:
    """Whether a sentence leads to a quotation after it: by a colon or a bare verb at its end."""
    if toks[-1].text == ":":
        return True
    last = len(toks) - 1
    while last > 0 and not toks[last].word:
        last -= 1
    if last == 0 or any(t.quote for t in toks):
        return False
    tail = [t.low for t in toks[max(0, last - 2) : last + 1]]
    said = toks[last].low in lexicon.SAY and toks[last].low not in lexicon.ALSO_NOUNS
    return said or tail == ["in", "a", "statement"]
