"""Speakers named by layout: signatures under a quotation and labels before it."""

from __future__ import annotations

from retrieval.archive.statements import gazetteer
from retrieval.archive.statements.phrases import Subject, run_ending
from retrieval.archive.statements.sentences import Token

_DASHES = frozenset(["-", "–", "—", "--"]) | {"―", "~"}
_NAME_WORDS = 8


def signature(toks: list[Token], at: int) -> Subject | None:
    """The name in `- Name` or `— Name, the mayor` from token `at` on; None for anything else."""
    if at + 1 >= len(toks) or toks[at].text not in _DASHES or not toks[at + 1].capital:
        return None
    stop = at + 1
    while stop < len(toks) and _of_name(toks[stop]) and stop - at <= _NAME_WORDS:
        stop += 1
    if not toks[stop - 1].capital:
        return None
    if stop < len(toks) and toks[stop].text not in {",", ".", "("}:
        return None
    return run_ending(toks, stop - 1, at + 1)


def _of_name(tok: Token) -> bool:
    """Whether a word belongs to `Dallas guard Ann Lee`: a name, or what a person is."""
    return tok.capital or tok.low in gazetteer.ROLE


def label(toks: list[Token]) -> int | None:
    """The index of the colon of a label `NAME:` that words without marks follow, or None."""
    for k, tok in enumerate(toks[:_NAME_WORDS]):
        if tok.text == ":":
            return k if k and k + 1 < len(toks) and not toks[k + 1].quote else None
        if not tok.capital or tok.possessive:
            return None
    return None
