"""The reports of a sentence: a verb of saying, its subject, and the words that it reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from retrieval.archive.statements import gazetteer, lexicon, subjects
from retrieval.archive.statements.phrases import Subject
from retrieval.archive.statements.reports import Run, after_verb, closed, reported, trim
from retrieval.archive.statements.sentences import CLAUSE_MARKS, Token
from retrieval.archive.statements.speakers import subject_of
from retrieval.archive.statements.verbs import claims, find_verbs

_OPENS_CLAUSE = frozenset({"that", "how", "why", "whether"})
_OF_A_CLAUSE = _OPENS_CLAUSE | lexicon.AUXILIARY | lexicon.PAST | lexicon.PRONOUN
_SUBORDINATE = frozenset(
    {
        "after",
        "when",
        "while",
        "as",
        "if",
        "although",
        "though",
        "because",
        "since",
        "before",
        "once",
    }
)
_SPEAKERS = (
    gazetteer.ROLE | gazetteer.INSTITUTION | {"critic", "supporter", "other", "ally", "people"}
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying at token `verb`, the speaker and the runs of tokens that it reports.

    `strong` is False for verbs that report words only sometimes, as `praise`.
    """

    verb: int
    subject: Subject | None
    content: tuple[Run, ...]
    strong: bool


def find_cues(toks: list[Token]) -> list[Cue]:
    """The cues of one sentence, in order, each with at least one run of reported tokens."""
    found: list[Cue] = []
    tags: list[int] = []
    for verb, placed in find_verbs(toks).items():
        if toks[verb].low == "according":
            cue = _according(toks, verb)
        elif toks[verb].low == "words":
            cue = _words_of(toks, verb)
        elif claims(toks, verb):
            cue = _claim(toks, verb)
        else:
            cue = _read(toks, verb, found, placed=placed)
        if cue is not None:
            if found and found[-1].content == cue.content and toks[verb].low in lexicon.CLAIM:
                found.pop()  # the ad spoke of Lee's claim that …: hers, not the ad's
            found.append(cue)
        elif found:
            tags += _tag(toks, verb)
    return _cut(toks, found, tags)


def _read(toks: list[Token], verb: int, earlier: list[Cue], *, placed: bool) -> Cue | None:
    says = placed or toks[verb].low in lexicon.SAY
    floor = _floor(toks, verb, earlier)
    previous = earlier[-1].subject if earlier else None
    subject, left = subject_of(toks, verb, floor, previous, says=says)
    begin = _told_until(earlier[-1]) if earlier else 0
    if subject and subject.start > verb and verb and toks[verb - 1].quote:
        begin = min(begin, verb - 1)  # Moscow denies — “why not?” asked Lee
    content = reported(toks, verb, left, begin, subject, says=says)
    if earlier and _carries(toks, verb, content, earlier[-1]):
        return None
    if not content or not _reports(toks, verb, subject, content, says=says):
        return None
    if earlier and not _speaks(subject) and _inside(content, earlier):
        return None
    return Cue(verb, subject, content, says)


def _reports(
    toks: list[Token], verb: int, subject: Subject | None, content: tuple[Run, ...], *, says: bool
) -> bool:
    """Whether the verb reports words here: some do only with a quotation or with `that`."""
    low = toks[verb].low
    if content[0][0] == verb + 1 and _relates(toks, verb, subject):
        return False
    following = after_verb(toks, verb)
    clause = following < len(toks) and toks[following].low in _OPENS_CLAUSE
    told = clause and low in lexicon.CLAUSE_ONLY
    if any(toks[k].quote for a, b in content for k in range(a, b)):
        return says or told or (low in lexicon.ABOUT and _speaks(subject))
    if not says:
        return told
    if low in lexicon.THINGS and content[0][0] > verb and not _has_verb(toks, content[0]):
        return False
    return low not in lexicon.QUOTE_ONLY and not _only_where(toks, content)


def _has_verb(toks: list[Token], run: Run) -> bool:
    """Whether the first clause of a run has a verb, as far as small words tell: `it will rain`."""
    for k in range(*run):
        tok = toks[k]
        if tok.text in {",", ";"} or (k > run[0] and tok.low in {"and", "but"}):
            return False
        contracted = not tok.possessive and not {"’", "'"}.isdisjoint(tok.text)
        if contracted or tok.low in _OF_A_CLAUSE:
            return True
    return False


def _only_where(toks: list[Token], content: tuple[Run, ...]) -> bool:
    """Whether what follows the verb is no report, as in `the ministry said in a statement`."""
    start, stop = content[-1]
    return (
        len(content) == 1 and stop - start < 5 and toks[start].low in {"in", "on", "at", "during"}
    )


def _relates(toks: list[Token], verb: int, subject: Subject | None) -> bool:
    """Whether the verb ends a relative clause: `everything Trump says is true`."""
    if subject is None or toks[verb + 1].low not in {"is", "are", "was", "were"}:
        return False
    if verb + 2 < len(toks) and toks[verb + 2].quote:
        return False
    return subject.start > 0 and toks[subject.start - 1].low not in {"what", ","}


def _carries(toks: list[Token], verb: int, content: tuple[Run, ...], last: Cue) -> bool:
    """Whether a paper only carries a tag's words: `“…,” Lee told a hearing, Kyodo reported.`"""
    if not content or last.content[-1][1] > last.verb or content[-1][1] > verb:
        return False
    quoted = any(toks[k].quote for a, b in content for k in range(a, b))
    return content[0][0] > last.verb and not quoted


def _speaks(subject: Subject | None) -> bool:
    """Whether a noun phrase is someone who can speak: not `at a firm called X`."""
    if subject is None or subject.kind != "noun":
        return subject is not None
    head = subject.words[-1].lower()
    speaks = head in _SPEAKERS or head.removesuffix("s") in _SPEAKERS
    return speaks and subject.words[0].lower() not in lexicon.PREPOSITION


def _inside(content: tuple[Run, ...], earlier: list[Cue]) -> bool:
    """Whether everything reported is already reported by an earlier cue."""
    return all(
        any(a >= c and b <= d for cue in earlier for c, d in cue.content) for a, b in content
    )


def _floor(toks: list[Token], verb: int, earlier: list[Cue]) -> int:
    """Where the verb's own clause may begin: after a quotation, semicolon or finite cue."""
    last = earlier[-1].verb if earlier else -1
    if last >= 0 and toks[last].low.endswith("ing"):
        last = -1
    for k in range(verb - 1, last, -1):
        if toks[k].quote or toks[k].text in {";", ":"}:
            return k + 1
    return last + 1


def _told_until(cue: Cue) -> int:
    """The first token after a cue's verb, subject and report."""
    subject = cue.subject.stop if cue.subject else 0
    return max(cue.content[-1][1], cue.verb + 1, subject)


def _words_of(toks: list[Token], noun: int) -> Cue | None:
    """`In the words of X, “…”`: the quotation that follows."""
    subject = subjects.after(toks, noun + 1)
    first = subject.stop + 1 if subject else len(toks)
    if subject is None or first >= len(toks) or not toks[first].quote:
        return None
    return Cue(noun, subject, ((first, first + 1),), True)


def _claim(toks: list[Token], noun: int) -> Cue | None:
    """`Smith's claim that …`: the owner says the clause, up to a comma outside quotations."""
    owner = noun - 1 if toks[noun - 1].possessive else noun - 2
    subject = subjects.owner(toks, owner)
    end = noun + 2
    while end < len(toks) and toks[end].text not in {",", ";", "—", "–", "--"}:
        end += 1
    span = trim(toks, noun + 1, end)
    return Cue(noun, subject, (span,), False) if subject and span else None


def _according(toks: list[Token], verb: int) -> Cue | None:
    """`According to X, …` and `…, according to X`."""
    subject = subjects.after(toks, verb + 1)
    if subject is None:
        return None
    subject = subjects.origin(toks, subject) or subject
    span = trim(toks, 0, verb)
    if span is None or span[1] - span[0] < 2:
        begin = subject.stop
        while begin < len(toks) and toks[begin].text not in {",", ":"}:
            begin += 1
        span = trim(toks, begin, len(toks))
    return Cue(verb, subject, (span,), True) if span else None


def _tag(toks: list[Token], verb: int) -> list[int]:
    """Where a carrier's tag begins: the comma of `…, Interfax reports.`"""
    subject = subjects.before(toks, verb, 0) if toks[verb].low in lexicon.SAY else None
    if subject is None or subject.start == 0 or not closed(toks, verb):
        return []
    return [subject.start - 1] if toks[subject.start - 1].text == "," else []


def _cut(toks: list[Token], cues: list[Cue], tags: list[int]) -> list[Cue]:
    """End each report where the next verb's clause begins, unless that is within the report."""
    done: list[Cue] = []
    edges = [_edge(toks, cue, _depends(toks)) for cue in cues]
    for n, cue in enumerate(cues):
        ends = [e for e in (*edges[n + 1 :], *tags) if e is not None and e > cue.verb]
        end = min(ends, default=len(toks))
        runs = [(a, min(b, end) if a > cue.verb else b) for a, b in cue.content]
        kept = tuple(run for run in (trim(toks, a, b) for a, b in runs if a < b) if run)
        if kept:
            done.append(replace(cue, content=kept))
    return done


def _depends(toks: list[Token]) -> bool:
    """Whether a sentence opens with a dependent clause, which a comma ends: `When Lee asked …,`."""
    return any(tok.low in _SUBORDINATE for tok in toks[:2])


def _edge(toks: list[Token], cue: Cue, depends: bool) -> int | None:
    """Where the clause of a cue begins, when a mark or conjunction sets it off."""
    if cue.content[0][0] < cue.verb:
        return cue.content[0][0]
    hangs = toks[cue.verb].low.endswith("ing") or toks[cue.verb].low == "according"
    k = cue.verb - 1
    if hangs and toks[k].quote:
        return cue.verb  # the comma stands within the quotation
    if not hangs and cue.subject and 0 < cue.subject.start < cue.verb:
        k = cue.subject.start - 1
    while k > 0 and toks[k].low in lexicon.ADVERB:
        k -= 1
    marks = CLAUSE_MARKS if hangs or depends else CLAUSE_MARKS - {","}
    if k > 0 and (toks[k].text in marks or toks[k].low in {"and", "but", "while"}):
        return k
    return None
