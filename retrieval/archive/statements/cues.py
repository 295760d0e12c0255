"""Verbs of saying in a sentence, their subjects, and the words that they report."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.archive.statements import lexicon, subjects
from retrieval.archive.statements.sentences import Token
from retrieval.archive.statements.subjects import Subject

_BE = frozenset("is are was were be been being get gets got".split())
_TELL = frozenset("told tells tell telling reminded reminds assured assures informed asked warned "
                  "urged reassured advised asks asking warning urges".split())
_BASE = frozenset(w for w in lexicon.SAY if not w.endswith(("ed", "ing", "s")))
_PASTS = frozenset("said told wrote spoke swore began vowed cried pled rejoined saw".split())
_NOUNS = frozenset("statement claim report answer comment note question promise demand pledge post "
                   "remark protest caution warning tweet email forecast estimate reply response "
                   "argument point state claims reports answers comments notes questions promises "
                   "demands pledges posts remarks protests tweets emails estimates replies states "
                   "reads points counsel offer".split())
_PUNCT = frozenset(", ; — – -- : ( )".split())
_CLAUSE_MARKS = frozenset(", ; — – --".split())
_STATEMENT = frozenset("statement interview speech tweet email e-mail post letter message memo blog "
                       "briefing conference release address editorial op-ed rally report".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying at token `verb`, the speaker and the reported tokens `[start, stop)`s."""

    verb: int
    subject: Subject | None
    content: tuple[tuple[int, int], ...]
    strong: bool


def find_cues(toks: list[Token]) -> list[Cue]:
    """The cues of one sentence, in order, each with at least one run of reported tokens."""
    found: list[Cue] = []
    tags: list[int] = []
    marked = [i for i, t in enumerate(toks) if _is_verb(toks, i, t)]
    placed = set(_by_place(toks, marked))
    for verb in sorted({*marked, *placed}):
        cue = _read(toks, verb, found, placed=verb in placed)
        if cue is not None:
            found.append(cue)
        elif found:
            tags += _tag(toks, verb)
    return _cut(toks, found, tags)


def _tag(toks: list[Token], verb: int) -> list[int]:
    """Where a carrier's tag begins: the comma of `…, Interfax reports.`"""
    subject = subjects.before(toks, verb, 0) if toks[verb].low in lexicon.SAY else None
    if subject is None or subject.start == 0 or not _closed(toks, verb):
        return []
    return [subject.start - 1] if toks[subject.start - 1].text == "," else []


def introducer(toks: list[Token]) -> Subject | None:
    """Who speaks after these words, as `Cruz continued:` or `Smith issued this statement:`."""
    for verb in range(len(toks) - 1, -1, -1):
        if toks[verb].low in lexicon.SAY and _is_verb(toks, verb, toks[verb]) and verb:
            subject = subjects.before(toks, verb, 0)
            if subject and subject.kind in {"name", "pronoun"}:
                return subject
    return opening_subject(toks)


def introduces(toks: list[Token]) -> bool:
    """Whether a sentence leads to a quotation after it: by a colon or a bare verb at its end."""
    if toks[-1].text == ":":
        return True
    last = len(toks) - 1
    while last > 0 and not toks[last].word:
        last -= 1
    tail = toks[max(0, last - 2) : last + 1]
    return not any(t.quote for t in toks) and (
        toks[last].low in {"said", "says", "wrote", "added", "continued", "tweeted", "writes"}
        or [t.low for t in tail] == ["in", "a", "statement"]
    )


def _is_verb(toks: list[Token], i: int, tok: Token) -> bool:
    low = tok.low
    if low == "according":
        return i + 1 < len(toks) and toks[i + 1].low == "to"
    if low not in lexicon.SAY and low not in lexicon.CLAUSE_ONLY and low not in lexicon.ABOUT:
        return False
    if tok.capital and i and not (tok.text.endswith("ing") and i < 2):
        return False
    if low.endswith("ing") and not _participates(toks, i):
        return False
    prev = toks[i - 1].low if i else ""
    if low in _NOUNS and not _has_speaker(toks, i):
        return False
    if low in {"put", "puts"}:
        return i + 1 < len(toks) and toks[i + 1].low == "it"
    if low in _BASE and low not in _PASTS and prev in {"to", "not"} and not _went_on(toks, i):
        return False
    if prev in _BE and not low.endswith("ing"):
        return False
    return not (prev in lexicon.DETERMINER and prev not in {"that", "this", "one", "all", "some",
                                                            "both", "each", "many", "most"})


def _participates(toks: list[Token], i: int) -> bool:
    """Whether a participle reports (`…, adding`, `is warning`) and is no gerund (`of saying`)."""
    k = i - 1
    while k >= 0 and (toks[k].low in lexicon.ADVERB or toks[k].low.endswith("ly")):
        k -= 1
    if k < 0 or toks[i].low in {"saying", "calling", "telling", "reading"}:
        return True
    prev = toks[k]
    return (
        not prev.word or prev.quote or prev.capital or prev.low in lexicon.AUXILIARY
        or prev.low in {"and", "by", "in", "while", "but", "before", "after", "without", "statement"}
    )


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
    if prev.low in lexicon.INSTITUTION:
        return k > 0 and toks[k - 1].low in {"the", "a"}
    return prev.capital and not prev.possessive


def _went_on(toks: list[Token], i: int) -> bool:
    return i > 2 and toks[i - 2].low in lexicon.BEGINNING | {"on"}


def _by_place(toks: list[Token], marked: list[int]) -> list[int]:
    """`“…,” Hannity pressed.`: any verb in the place where a verb of saying stands."""
    found = []
    for i, tok in enumerate(toks):
        if not tok.quote or i + 2 >= len(toks):
            continue
        first = toks[i + 1]
        if first.low.endswith("ed") and not first.capital and toks[i + 2].capital:
            found.append(i + 1)
            continue
        for k in range(i + 2, min(i + 8, len(toks))):
            word = toks[k]
            if word.quote or not word.word or k in marked:
                break
            verb = not word.capital and (word.low.endswith("ed") or word.low in lexicon.PAST)
            if verb and (k + 1 == len(toks) or not toks[k + 1].word or
                         toks[k + 1].low in lexicon.PREPOSITION):
                if not any(t.low in lexicon.PREPOSITION | lexicon.AUXILIARY | lexicon.CONJUNCTION
                           for t in toks[i + 1 : k]):
                    found.append(k)
                break
    return found


def _read(toks: list[Token], verb: int, earlier: list[Cue], *, placed: bool) -> Cue | None:
    low = toks[verb].low
    floor = _floor(toks, verb, earlier)
    if low == "according":
        return _according(toks, verb, floor)
    subject, left = _subject(toks, verb, floor, earlier, placed=placed)
    if subject is None and left == verb:
        left = verb
    content = _content(toks, verb, left, subject, earlier, says=placed or low in lexicon.SAY)
    if not content:
        return None
    strong = placed or low in lexicon.SAY
    quoted = any(toks[k].quote for a, b in content for k in range(a, b))
    if low in lexicon.QUOTE_ONLY and not quoted:
        return None
    if low in lexicon.CLAUSE_ONLY and low not in lexicon.SAY:
        nxt = _after_verb(toks, verb)
        if nxt >= len(toks) or toks[nxt].low not in {"that", "how", "why", "whether"}:
            if low not in lexicon.ABOUT or not quoted:
                return None
    elif not strong and low in lexicon.ABOUT and not (quoted and _speaks(subject)):
        return None
    if earlier and not _speaks(subject) and _inside(content, earlier):
        return None
    return Cue(verb, subject, content, strong)


def _speaks(subject: Subject | None) -> bool:
    """Whether a noun phrase is someone who can speak: not `a firm called X`."""
    if subject is None or subject.kind != "noun":
        return subject is not None
    head = subject.words[-1].lower()
    return head in lexicon.ROLE or head in lexicon.INSTITUTION or head.removesuffix("s") in (
        lexicon.ROLE | lexicon.INSTITUTION | {"critic", "supporter", "other", "ally", "people"})


def _inside(content: tuple[tuple[int, int], ...], earlier: list[Cue]) -> bool:
    """Whether everything reported is already reported by an earlier cue."""
    return all(
        any(a >= c and b <= d for cue in earlier for c, d in cue.content) for a, b in content
    )


def _floor(toks: list[Token], verb: int, earlier: list[Cue]) -> int:
    """Where the verb's own clause may begin: after a quotation or semicolon before it."""
    for k in range(verb - 1, -1, -1):
        if toks[k].quote or toks[k].text in {";", ":"}:
            return k + 1
        if earlier and k == earlier[-1].verb and not toks[k].low.endswith("ing"):
            return k + 1
    return 0


def _subject(
    toks: list[Token], verb: int, floor: int, earlier: list[Cue], *, placed: bool
) -> tuple[Subject | None, int]:
    """The verb's subject, and the token where the subject's clause begins."""
    low = toks[verb].low
    if low == "saying" and verb and toks[verb - 1].low == "as":
        quoted = subjects.before(toks, verb - 1, floor)
        return quoted, quoted.start if quoted else verb
    if low.endswith("ing") and not (verb and toks[verb - 1].low in lexicon.AUXILIARY):
        return _participle(toks, verb, floor, earlier)
    opened = verb == 0 or verb == floor or toks[verb - 1].text in _CLAUSE_MARKS
    if opened and (placed or low in lexicon.SAY) and low not in _TELL - {"asked", "warned"}:
        inverted = _inverted(toks, verb)
        if inverted and (inverted.kind == "name" or verb == floor):
            return inverted, verb
    if verb == floor:
        return None, verb
    subject = subjects.before(toks, verb, floor)
    if subject and subject.kind == "same":
        return _same(toks, earlier, floor), subject.start
    return subject, subject.start if subject else verb


def _same(toks: list[Token], earlier: list[Cue], floor: int) -> Subject | None:
    """The subject that a coordinated verb shares: the last cue's, else the sentence's."""
    if earlier:
        return earlier[-1].subject
    return opening_subject(toks)


def opening_subject(toks: list[Token]) -> Subject | None:
    """The noun phrase that a sentence begins with, if it is a name or pronoun."""
    k = 0
    if toks and (
        toks[0].low in lexicon.PREPOSITION | {"asked"} or toks[0].text.endswith("ing")
    ):
        while k < len(toks) and toks[k].text != ",":
            k += 1
        k += 1
    while k < len(toks) and (
        toks[k].low in lexicon.CONJUNCTION or toks[k].low in lexicon.ADVERB | {"however", "meanwhile"}
        or toks[k].text == ","
    ):
        k += 1
    if k >= len(toks):
        return None
    if toks[k].low in {"he", "she", "they", "it", "i", "we"}:
        return Subject("pronoun", (toks[k].low,), k, k + 1)
    first = k
    while k < len(toks) and k - first < 8 and toks[k].word and not toks[k].capital:
        if toks[k].low in lexicon.AUXILIARY or toks[k].low in lexicon.PREPOSITION:
            return None
        k += 1
    while k < len(toks) and toks[k].capital:
        k += 1
    if k == first or not toks[k - 1].capital:
        return None
    if toks[k - 1].possessive:
        return None
    return subjects.run_ending(toks, k - 1, first)


def _participle(
    toks: list[Token], verb: int, floor: int, earlier: list[Cue]
) -> tuple[Subject | None, int]:
    """`…, adding that …`: the subject of the verb before it or of the sentence."""
    prev = verb - 1
    while prev >= 0 and (toks[prev].low in lexicon.ADVERB or toks[prev].low.endswith("ly") or
                         toks[prev].low in {"and", "by", "in", "while", "before", "after", "but"}):
        prev -= 1
    left = prev + 1
    if prev >= floor and left == verb and toks[prev].capital and not toks[prev].possessive:
        return subjects.before(toks, verb, floor), left
    if earlier:
        return earlier[-1].subject, left
    return opening_subject(toks), left


def _inverted(toks: list[Token], verb: int) -> Subject | None:
    subject = subjects.after(toks, verb)
    if subject is None:
        return None
    nxt = toks[subject.stop] if subject.stop < len(toks) else None
    if subject.kind == "noun":
        ends = nxt is None or not nxt.word or nxt.low in lexicon.PREPOSITION
        known = any(w.lower() in lexicon.ROLE or w.lower() in lexicon.INSTITUTION
                    for w in subject.words)
        return subject if ends and known else None
    ends = nxt is None or not nxt.word
    if subject.kind == "name":
        ends = ends or nxt is None or nxt.low in lexicon.PREPOSITION | {"who", "and"} or (
            nxt.text in lexicon.CALENDAR)
    return subject if ends else None


def _according(toks: list[Token], verb: int, floor: int) -> Cue | None:
    subject = subjects.after(toks, verb + 1)
    if subject is None:
        return None
    prev = toks[verb - 1] if verb else None
    if prev is None or (verb <= 2 and not prev.word):
        begin = subject.stop
        while begin < len(toks) and toks[begin].text != ",":
            begin += 1
        span = _trim(toks, begin + 1, len(toks))
    else:
        span = _trim(toks, _clause_start(toks, verb), verb)
    return Cue(verb, subject, (span,), True) if span else None


def _clause_start(toks: list[Token], verb: int) -> int:
    return 0


def _after_verb(toks: list[Token], verb: int) -> int:
    """Past the listener, place and time that may stand between the verb and what was said."""
    k = verb + 1
    low = toks[verb].low
    limit = min(len(toks), verb + 30)
    if k < limit and toks[k].low in {"out", "back", "on", "down", "off", "up", "it"}:
        k += 1
    if k < limit and low not in _TELL and not _adverbial(toks[k]):
        return k
    for i in range(k, limit):
        tok = toks[i]
        if tok.quote or tok.low in {"that", "how", "why", "whether", "if"} or tok.text == ":":
            return i
        if tok.text == "," and i + 1 < len(toks) and toks[i + 1].quote:
            return i + 1
        if tok.text in {".", ";"}:
            break
        if i > k + 12 and tok.text == ",":
            break
    return k


def _adverbial(tok: Token) -> bool:
    """Whether a place, time or listener may begin here, between a verb and what was said."""
    return (
        tok.low in lexicon.PREPOSITION - {"that"} or tok.text in lexicon.CALENDAR
        or tok.low in lexicon.ADVERB | {"earlier", "this", "last", "today", ","}
        or tok.low.endswith("ly")
    )


def _content(
    toks: list[Token], verb: int, left: int, subject: Subject | None, earlier: list[Cue],
    *, says: bool
) -> tuple[tuple[int, int], ...]:
    """The reported runs: before the subject's clause, after the verb, or on both sides."""
    inverted = subject is not None and subject.start > verb
    right = subject.stop if inverted and subject else verb + 1
    if inverted:
        right = _past_apposition(toks, right)
    begin = _told_until(earlier[-1]) if earlier else 0
    participle = toks[verb].low.endswith("ing") and not inverted and toks[verb - 1].low != "as"
    ahead = None if participle or not says else _ahead(
        toks, begin, left, verb, inverted=inverted)
    behind = _behind(toks, verb, right, bool(ahead), inverted)
    return tuple(s for s in (ahead, behind) if s)


def _told_until(cue: Cue) -> int:
    """The first token after a cue's verb, subject and report."""
    subject = cue.subject.stop if cue.subject else 0
    return max(cue.content[-1][1], cue.verb + 1, subject)


def _past_apposition(toks: list[Token], at: int) -> int:
    """After `said Smith, the mayor,` where a quotation or clause goes on."""
    for k in range(at, min(len(toks), at + 40)):
        if toks[k].quote:
            return k
    return len(toks)


def _ahead(
    toks: list[Token], begin: int, left: int, verb: int, *, inverted: bool
) -> tuple[int, int] | None:
    """What stands before the subject, when a comma or quotation sets it off."""
    if left <= begin:
        return None
    last = toks[left - 1]
    if not (last.quote or last.text in _CLAUSE_MARKS or last.text in {"?", "!"}):
        return None
    span = _trim(toks, begin, left)
    if span is None:
        return None
    a, b = span
    quoted = [k for k in range(a, b) if toks[k].quote]
    if quoted and quoted[-1] >= left - 2:
        return span if not _leads_in(toks[a]) or b - a > 4 else (quoted[0], b)
    if quoted and not inverted and b - quoted[-1] <= 7 and _opens_phrase(toks[quoted[-1] + 1]):
        return (a, quoted[-1] + 1)  # “…,” another friend, Ann Lee told
    if (_leads_in(toks[a]) and not quoted) or b - a < 3:
        return None
    return span if inverted or _closed(toks, verb) else None


def _opens_phrase(tok: Token) -> bool:
    return tok.capital or tok.low in lexicon.DETERMINER


def _leads_in(tok: Token) -> bool:
    """Whether a clause's first word makes it an aside, as in `In a speech on Monday, …`."""
    return tok.low in lexicon.PREPOSITION | lexicon.CONJUNCTION | {
        "asked", "meanwhile", "however", "still", "then", "also", "later", "earlier", "last", "this"
    } or tok.text.endswith("ing")


def _closed(toks: list[Token], verb: int) -> bool:
    """Whether nothing that could be reported follows the verb (`…, Smith said on Monday.`)."""
    k = verb + 1
    if k >= len(toks) or toks[k].text in {".", ",", ";", "!", "?", "—", "–"}:
        return True
    if toks[k].text in lexicon.CALENDAR or toks[k].low in {"in", "on", "at", "during", "after", "to"}:
        return not any(t.low == "that" or t.quote for t in toks[k:])
    return False


def _behind(
    toks: list[Token], verb: int, right: int, ahead: bool, inverted: bool
) -> tuple[int, int] | None:
    """What follows the verb: after `that`, a colon, a quotation, or at once."""
    if inverted:
        return _trim(toks, right, len(toks)) if right < len(toks) else None
    start = _after_verb(toks, verb)
    if not ahead and verb + 1 < len(toks) and toks[verb + 1].text == "," and start == verb + 1:
        return None
    if ahead:
        for k in range(verb + 1, len(toks)):
            if toks[k].quote and toks[k - 1].text in {",", ":", ".", "—", "–", "--"}:
                return _trim(toks, k, len(toks))
            if toks[k].low == "that" and k <= verb + 3:
                return _trim(toks, k, len(toks))
        return None
    low = toks[verb].low
    if low in {"told", "tells", "telling", "tell"} and start == verb + 1:
        while start < len(toks) and (toks[start].capital or toks[start].low in
                                     lexicon.DETERMINER | {"him", "them", "reporters", "me", "us"}):
            start += 1
    return _trim(toks, start, len(toks))


def _trim(toks: list[Token], start: int, stop: int) -> tuple[int, int] | None:
    """A run without the marks and `and` at its edges; None when nothing is left."""
    while start < stop and (not toks[start].word and not toks[start].quote and
                            toks[start].text not in "([$"):
        start += 1
    while stop > start and toks[stop - 1].text in {",", ";", ":", "—", "–", "--", ".", "("}:
        stop -= 1
    return (start, stop) if start < stop else None


def _cut(toks: list[Token], cues: list[Cue], tags: list[int]) -> list[Cue]:
    """End each report where the next verb's clause begins, unless that is within the report."""
    done: list[Cue] = []
    for n, cue in enumerate(cues):
        content = list(cue.content)
        edges = [_edge(toks, later) for later in cues[n + 1 :]]
        for edge in [*edges, *tags]:
            if edge is None or edge <= cue.verb:
                continue
            content = [
                (a, min(b, edge)) if a > cue.verb else (a, b)
                for a, b in content
                if not (a > cue.verb and a >= edge)
            ]
        kept = tuple(s for s in (_trim(toks, a, b) for a, b in content) if s)
        if kept:
            done.append(Cue(cue.verb, cue.subject, kept, cue.strong))
    return done


def _edge(toks: list[Token], cue: Cue) -> int | None:
    """Where the clause of a later cue begins, when a mark or conjunction sets it off."""
    first = min([cue.verb, *([cue.subject.start] if cue.subject and cue.subject.start < cue.verb
                             and cue.subject.start > 0 else []),
                 *[a for a, _ in cue.content]])
    if cue.content[0][0] < cue.verb:
        return cue.content[0][0]
    k = cue.verb - 1 if toks[cue.verb].low.endswith("ing") or toks[cue.verb].low == "according" \
        else first - 1
    while k > 0 and toks[k].low in lexicon.ADVERB:
        k -= 1
    hangs = toks[cue.verb].low.endswith("ing") or toks[cue.verb].low == "according"
    marks = _CLAUSE_MARKS if hangs else _CLAUSE_MARKS - {","}
    if k > 0 and (toks[k].text in marks or toks[k].low in {"and", "but", "while"}):
        return k
    return None
