"""From an article to its statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from retrieval.archive.statements.cues import Cue, find_cues
from retrieval.archive.statements.labels import label, signature
from retrieval.archive.statements.quotes import Quote, find_quotes, mask
from retrieval.archive.statements.registry import Registry
from retrieval.archive.statements.resolve import Resolver
from retrieval.archive.statements.sentences import Sentence, Token, sentences, tokens
from retrieval.archive.statements.speakers import introducer, opening_subject
from retrieval.archive.statements.titles import is_heading
from retrieval.archive.statements.verbs import introduces
from retrieval.types import Article, Span, Statement

_MARKS = "”\"»’' \xa0"
_ENDINGS = frozenset({".", ",", "!", "?", "…"})

_MOST = 2_000_000
"""Characters of an article that are read: more than any news article, seconds for a hostile one."""

_LONGEST = 120
"""Tokens of a sentence read at a time: a newspaper has no longer one, a hostile text may."""

_INTERVIEW = frozenset({"Q", "A", "Q.", "A.", "Question", "Answer", "QUESTION", "ANSWER"})
"""Labels of an interview, which do not tell who asks and who answers."""

_LEADS = frozenset({":", ",", "—", "–", "-", "--"})
_SCARE_WORDS = 4
"""Shorter quotations that no verb governs are titles and scare quotes, not statements."""


@dataclass(slots=True)
class _State:
    """What the walk through an article remembers.

    `speaker` last spoke within quotation marks, in paragraph `spoken_in`; `introduced` is who
    speaks next after a colon, as far as that is known.
    """

    article: Article
    quotes: dict[int, Quote]
    resolver: Resolver
    statements: list[Statement] = field(default_factory=list)
    speaker: str | None = None
    spoken_in: int = -9
    introduced: str | None = None
    introduced_in: int = -9
    begun: list[int] = field(default_factory=list)
    labelled_in: int = -9
    read_in: int = -9


def find_statements(article: Article) -> tuple[Statement, ...]:
    """Who said what in `article`, in the order of its text.

    Each statement's spans are characters of `article.text`. `speaker` is the fullest form of the
    name in the article, None where the rules do not tell who spoke; `quoted` says that at least
    one span holds quoted words. A pure function: rules over quotation marks, verbs of saying and
    names, without any model. Linear in the text, of which the first 2,000,000 characters are read.
    """
    text = article.text[:_MOST]
    quotes = find_quotes(text)
    masked = mask(text, quotes)
    resolver = Resolver(Registry(text, article.title))
    state = _State(article, {q.start: q for q in quotes}, resolver)
    for sentence in sentences(text, masked):
        toks = tokens(masked, sentence)
        for at in range(0, len(toks), _LONGEST):
            _read(state, sentence, toks[at : at + _LONGEST])
    return tuple(state.statements)


def _read(state: _State, sentence: Sentence, toks: list[Token]) -> None:
    """Add the statements of one sentence."""
    if _signed(state, sentence, toks) or _labelled(state, sentence, toks):
        return
    covered: set[int] = set()
    told = False
    for cue in find_cues(toks):
        speaker = state.resolver.name(cue.subject)
        held = [k for a, b in cue.content for k in range(a, b) if toks[k].quote]
        covered |= set(held)
        spans = [(toks[a].start, toks[b - 1].stop) for a, b in cue.content]
        quoted = any(state.quotes[toks[k].start].marked for k in _marked(toks, cue))
        _add(state, speaker, spans, quoted)
        if speaker:
            _complete(state, speaker, [state.quotes[toks[k].start] for k in held])
        carries = toks[cue.verb].low == "according" and told
        if (held and not carries) or (cue.strong and speaker and not told):
            state.speaker, state.spoken_in = speaker, sentence.paragraph
            told = told or bool(held)
    _loose(state, sentence, toks, covered)
    state.resolver.mention(opening_subject(toks))
    if introduces(toks):
        state.introduced = state.resolver.name(introducer(toks))
        state.introduced_in = sentence.paragraph


def _marked(toks: list[Token], cue: Cue) -> list[int]:
    """The tokens of a report that stand within marks: quotations and titles."""
    return [k for a, b in cue.content for k in range(a, b) if toks[k].quote or toks[k].title]


def _complete(state: _State, speaker: str, quotes: list[Quote]) -> None:
    """Name the speaker of a quotation's earlier paragraphs, where only its end tells."""
    if any(quote.continues for quote in quotes):
        for n in state.begun:
            state.statements[n] = replace(state.statements[n], speaker=speaker)
    state.begun.clear()


def _signed(state: _State, sentence: Sentence, toks: list[Token]) -> bool:
    """A line `- Name` names the speaker of the quotation before it."""
    subject = signature(toks, 0)
    last = state.statements[-1] if state.statements else None
    if subject is None or last is None or sentence.paragraph - state.spoken_in > 1:
        return False
    if sentence.paragraph > state.spoken_in and not _fills_paragraph(state.article.text, last):
        return False
    state.statements[-1] = replace(last, speaker=state.resolver.name(subject))
    return True


def _fills_paragraph(text: str, statement: Statement) -> bool:
    """Whether a paragraph holds nothing but the statement: no other tag names its speaker."""
    start, stop = statement.spans[0].start, statement.spans[0].stop
    before, after = text.rfind("\n", 0, start) + 1, text.find("\n", stop)
    return not (text[before:start] + text[stop : after if after >= 0 else len(text)]).strip()


def _labelled(state: _State, sentence: Sentence, toks: list[Token]) -> bool:
    """A line of a transcript, `TAPPER: Do you …`: the label's person says the paragraph."""
    if sentence.paragraph == state.labelled_in:
        return True
    colon = label(toks) if sentence.paragraph != state.read_in else None
    state.read_in = sentence.paragraph
    text = state.article.text
    if colon is None or not text[toks[colon].stop].isspace():
        return False  # RELATED:Ten films to see
    name = text[toks[0].start : toks[colon].start]
    speaker = state.resolver.labelled(name)
    if speaker is None and name not in _INTERVIEW:
        return False
    end = text.find("\n", sentence.start)
    said = text[toks[colon].stop : end if end >= 0 else len(text)].rstrip()
    _add(state, speaker, [(toks[colon + 1].start, toks[colon].stop + len(said))], False)
    state.labelled_in = sentence.paragraph
    return True


def _loose(state: _State, sentence: Sentence, toks: list[Token], covered: set[int]) -> None:
    """Quotations that no verb of their sentence governs."""
    for k, tok in enumerate(toks):
        if not tok.quote or k in covered:
            continue
        alone = _alone(state, toks, k)
        if state.quotes[tok.start].continued and not state.speaker:
            state.begun.append(len(state.statements))
        words = state.article.text[tok.start : tok.stop].count(" ") + 1
        if not alone and (
            words < _SCARE_WORDS or is_heading(state.article.text, tok.start, tok.stop)
        ):
            continue
        _add(
            state,
            _loose_speaker(state, sentence, toks, k, alone=alone),
            [(tok.start, tok.stop)],
            state.quotes[tok.start].marked,
        )


def _alone(state: _State, toks: list[Token], k: int) -> bool:
    """Whether a quotation is a sentence of its own, and not the subject of one."""
    words = state.article.text[toks[k].start : toks[k].stop].count(" ") + 1
    ends = _ending(state, toks[k]) in _ENDINGS
    return k <= 1 and (k + 2 >= len(toks) or ends or words > 5)


def _ending(state: _State, tok: Token) -> str:
    """The last character of a quotation within its marks."""
    return state.article.text[tok.start : tok.stop].rstrip(_MARKS)[-1:]


def _loose_speaker(
    state: _State, sentence: Sentence, toks: list[Token], k: int, *, alone: bool
) -> str | None:
    """Who speaks in a quotation without a verb: a signature, a colon, or who spoke before."""
    signed = signature(toks, k + 1)
    if signed is not None:
        return state.resolver.name(signed)
    if not alone:
        led = k > 1 and toks[k - 1].text in _LEADS
        return state.resolver.name(introducer(toks[:k])) if led else None
    if sentence.paragraph - state.introduced_in <= 1 and state.introduced_in > state.spoken_in - 1:
        state.speaker = state.introduced
        state.introduced_in = -9
    elif sentence.paragraph - state.spoken_in > 1 and not state.quotes[toks[k].start].continues:
        state.speaker = None
    state.spoken_in = sentence.paragraph
    read = k + 2 >= len(toks) or toks[-1].text == "…"  # nothing follows, or its source cut it off
    tagged = not read and _ending(state, toks[k]) == ","
    return None if tagged else state.speaker  # a tag that no rule reads names someone else


def _add(state: _State, speaker: str | None, spans: list[tuple[int, int]], quoted: bool) -> None:
    state.statements.append(
        Statement(
            article_id=state.article.id,
            speaker=speaker,
            spans=tuple(Span(start=a, stop=b) for a, b in spans),
            quoted=quoted,
        )
    )
