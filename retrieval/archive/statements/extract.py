"""From an article to its statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.archive.statements import cues as cue_rules
from retrieval.archive.statements.names import Registry
from retrieval.archive.statements.quotes import Quote, find_quotes, mask
from retrieval.archive.statements.resolve import Resolver
from retrieval.archive.statements.sentences import Sentence, Token, sentences, tokens
from retrieval.types import Article, Span, Statement


@dataclass(slots=True)
class _State:
    """What the walk through an article remembers."""

    article: Article
    quotes: dict[int, Quote]
    resolver: Resolver
    statements: list[Statement] = field(default_factory=list)
    speaker: str | None = None
    spoken_in: int = -9
    introduced: str | None = None
    awaiting: bool = False


def find_statements(article: Article) -> tuple[Statement, ...]:
    """Who said what in `article`, in the order of its text.

    Each statement's spans are characters of `article.text`. `speaker` is the fullest form of the
    name in the article, None where the rules do not tell who spoke; `quoted` says that at least
    one span holds quoted words. A pure function: rules over quotation marks, verbs of saying and
    names, without any model.
    """
    text = article.text
    quotes = find_quotes(text)
    masked = mask(text, quotes)
    state = _State(
        article, {q.start: q for q in quotes}, Resolver(Registry(text, article.title))
    )
    for sentence in sentences(text, masked):
        toks = tokens(masked, sentence)
        if toks:
            _read(state, sentence, toks)
    return tuple(state.statements)


def _read(state: _State, sentence: Sentence, toks: list[Token]) -> None:
    """Add the statements of one sentence."""
    covered: set[int] = set()
    for cue in cue_rules.find_cues(toks):
        speaker = state.resolver.name(cue.subject)
        held = [k for a, b in cue.content for k in range(a, b) if toks[k].quote]
        spans = [(toks[a].start, toks[b - 1].stop) for a, b in cue.content]
        covered |= set(held)
        quoted = any(state.quotes[toks[k].start].marked for k in held)
        _add(state, speaker, spans, quoted)
        if held:
            state.speaker, state.spoken_in = speaker, sentence.paragraph
    _loose(state, sentence, toks, covered)


def _loose(state: _State, sentence: Sentence, toks: list[Token], covered: set[int]) -> None:
    """Quotations that no verb of their sentence governs."""
    for k, tok in enumerate(toks):
        if not tok.quote or k in covered:
            continue
        quote = state.quotes[tok.start]
        alone = k <= 1
        if not alone and len(state.article.text[tok.start : tok.stop].split()) < 4:
            continue
        near = sentence.paragraph - state.spoken_in <= 1 or quote.continues
        speaker = state.speaker if alone and near else None
        _add(state, speaker, [(tok.start, tok.stop)], quote.marked)
        if alone:
            state.spoken_in = sentence.paragraph


def _add(
    state: _State, speaker: str | None, spans: list[tuple[int, int]], quoted: bool
) -> None:
    state.statements.append(
        Statement(
            article_id=state.article.id,
            speaker=speaker,
            spans=tuple(Span(start=a, stop=b) for a, b in spans),
            quoted=quoted,
        )
    )
