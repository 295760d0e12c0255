"""Speakers named by layout: signatures under a quotation and labels before it."""

from __future__ import annotations

from retrieval.archive.statements.phrases import Subject, run_ending
from retrieval.archive.statements.sentences import Token

_DASHES = frozenset(["-", "–", "—", "--"]) | {"―", "~"}
_NAME_WORDS = 6


def signature(toks: list[Token], at: int) -> Subject | None:
    """The name in `- Name` or `— Name, the mayor` from token `at` on; None for anything else."""
    if at + 1 >= len(toks) or toks[at].text not in _DASHES or not toks[at + 1].capital:
        return None
    stop = at + 1
    while stop < len(toks) and toks[stop].capital and stop - at <= _NAME_WORDS:
        stop += 1
    if stop < len(toks) and toks[stop].text not in {",", ".", "("}:
        return None
    return run_ending(toks, stop - 1, at + 1)


def label(toks: list[Token]) -> int | None:
    """The index of the colon of a label `NAME:` that words without marks follow, or None."""
    for k, tok in enumerate(toks[:_NAME_WORDS]):
        if tok.text == ":":
            return k if k and k + 1 < len(toks) and not toks[k + 1].quote else None
        if not tok.capital or tok.possessive:
            return None
    return None
