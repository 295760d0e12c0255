"""Candidates -> an answer, or an abstention that says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.compose import compose, distinct, leads, overlaps
from retrieval.answer.confidence import Features, features, line, probability
from retrieval.answer.extract import (
    Excerpt,
    best_excerpts,
    coverage,
    named,
    said_in,
    said_words,
    with_headline,
)
from retrieval.answer.spoken import (
    ENOUGH,
    ON_TOPIC,
    Alike,
    StatementsOf,
    meant,
    on_topic,
    spoken_words,
    tells_of,
    topic_weights,
)
from retrieval.kind import wanted
from retrieval.offices import is_office
from retrieval.saying import tells_of_saying
from retrieval.text import fold, stem, stems, words
from retrieval.types import Abstention, Answer, Candidate, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found before it is decided whether it answers."""

    excerpts: tuple[Excerpt, ...]
    """Best first."""
    answering: tuple[Excerpt, ...]
    """Those of them that can answer; none where the one asked for is silent on this."""
    own: bool
    """True where they are words of somebody who was asked for."""
    features: Features | None
    """None where there are no excerpts."""
    line: float
    """The probability that they hold the answer from which they are given as one."""
    leads: tuple[Excerpt, ...]
    """What is shown where it does not answer, best first; of words that are not on this, the
    nearest of the one who was asked for."""


_LATER = 0.2
"""What an excerpt loses by each passage that was ranked before its own."""
_CLOSER = 0.2
"""A report stands beside somebody's own words where it holds so much more of the topic."""

_OWNED = re.compile(r"(?:.*\s)?(?P<owner>\S+?)(?:['’]s|(?<=s)['’])\s(?:.*\s)?(?P<what>[a-z]\S*)")

_NO_PASSAGE = "It holds no passage about this"
_NOT_CLOSE = "No passage in it is close enough to the question to be its answer."


def answer(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
    alike: Alike,
    limit: int,
) -> Answer | Abstention:
    """At most `limit` extracts from `candidates`, best first, or an abstention with leads.

    `weights` (stem -> weight) say how much each of the query's keywords tells passages apart;
    `alike` is asked about a few sentences, and only where somebody's words are looked for in vain.
    """
    question = query.question
    if not candidates:
        within = "." if question.filters.empty else " within these limits."
        return Abstention(
            question=question.text, reason=_NO_PASSAGE + within, near_misses=(), confidence=0.0
        )
    if not question.filters.empty or query.limits.publishers or query.limits.tags:
        # Who says where to look does not ask for news above all.
        candidates = [replace(each, days=None) for each in candidates]
    found = evidence(query, candidates, weights, statements_of, alike)
    confidence = probability(found.features) if found.features else 0.0
    if confidence < found.line or not found.answering:
        return Abstention(
            question=question.text,
            reason=_reason(query, own=found.own),
            near_misses=leads(distinct(_one_an_article(found.leads), limit)),
            confidence=confidence,
        )
    shown = distinct(found.answering, limit)
    spoken = [named(each, statements_of(each.article.id)) for each in shown]
    return compose(question.text, spoken, confidence)


def evidence(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
    alike: Alike,
) -> Evidence:
    """The words of whoever was asked for, or else the best excerpts of the passages."""
    spoken = spoken_words(query, candidates, weights, statements_of)
    shared = on_topic(spoken)
    only_meant = [] if shared else on_topic(meant(query, spoken, alike))
    if said := shared or only_meant:
        # That they are the speaker's is known, and words stay said: the topic alone is weighed.
        passages = {each.candidate.passage.id: each.candidate for each in said}
        speaking = [replace(each, days=0.0) for each in passages.values()]
        own = tuple(each.excerpt for each in said)
        found = features(query, speaking, own, topic_weights(query, weights) or weights)
        if only_meant:  # what means the topic holds all of it
            found = replace(found, match=(1.0 + max(each.cosine for each in speaking)) / 2)
        with_report = own[:1] + _closer(query, candidates, weights, statements_of, own) + own[1:]
        return Evidence(
            excerpts=own,
            answering=with_report,
            own=True,
            features=found,
            line=line(candidates, own=not query.who),
            leads=own,
        )
    if query.other_than:
        return Evidence(excerpts=(), answering=(), own=False, features=None, line=1.0, leads=())
    excerpts = _read(query, candidates, weights)
    return Evidence(
        excerpts=excerpts,
        answering=_answering(query, excerpts, weights, statements_of),
        own=False,
        features=features(query, candidates, excerpts, weights),
        line=line(candidates, own=False),
        leads=(*(each.excerpt for each in spoken[:1] if query.speakers), *excerpts),
    )


def _one_an_article(excerpts: Iterable[Excerpt]) -> Iterable[Excerpt]:
    """The first of each article: so many more leads to follow."""
    first: dict[str, Excerpt] = {}
    for each in excerpts:
        first.setdefault(each.article.id, each)
    return first.values()


def _reason(query: Query, *, own: bool) -> str:
    if query.speaker and not query.speakers and is_office(query.speaker):
        return f"No article found for it says who is meant by “{query.speaker}”."
    if query.speaker and not own:
        return f"It holds no words of {query.speaker} on this."
    if query.other_than:
        return f"It holds no words of anybody other than {query.other_than} on this."
    return _NOT_CLOSE


def _read(
    query: Query, candidates: Sequence[Candidate], weights: Mapping[str, float]
) -> tuple[Excerpt, ...]:
    """The best excerpts of the passages, as far as they hold enough beside the best of all.

    Best first; where the latest is asked for, in the order of `candidates`, one of each.
    """
    kind = wanted(query.question.text)
    found: list[tuple[float, Excerpt]] = []
    for place, each in enumerate(candidates):
        best = best_excerpts(each, weights, kind)
        shown = best[:1] if query.newest else best
        found += [(worth - _LATER * place, excerpt) for worth, excerpt in shown]
    if not query.newest:
        found.sort(key=lambda item: -item[0])
    enough = ENOUGH * max(each.fit for _, each in found)
    return tuple(each for _, each in found if each.fit >= enough)


def _answering(
    query: Query, excerpts: tuple[Excerpt, ...], weights: Mapping[str, float], said: StatementsOf
) -> tuple[Excerpt, ...]:
    """Those of `excerpts`, none of which are words of whoever was asked for, that can answer.

    Another's words are no answer to "What did Abe say about trade?"; where nothing that he says on
    it is known, words of nobody in particular under his name may be, or a report that he speaks.
    What he agreed to or proposed may be told in any report. Who did something is told by a word for
    that.
    """
    if not query.speaker:
        return tuple(each for each in excerpts if tells_of(query, each))
    reports = _reports(query, excerpts, weights, said)
    if query.deed:
        return reports
    called = frozenset(words(" ".join((query.speaker, *query.speakers))))
    own = {None, *query.speakers}

    def speaks(report: Excerpt) -> bool:
        of_article = said(report.article.id)
        inside = {each.speaker for each in of_article if said_in(report, each)}
        sentences = said_words(report)
        last = _last_words(query)
        if not _by_name(query):
            may_be = bool(inside)
        else:  # whose words are told of nobody may be the speaker's, who is named beside them
            may_be = bool(inside) and inside <= own and _names(report, last)
        return may_be or any(tells_of_saying(sentence, called, last) for sentence in sentences)

    return tuple(filter(speaks, reports))


def _names(report: Excerpt, last: frozenset[str]) -> bool:
    """Whether one of the folded names `last` stands in it, other than as an owner: "Putin's"."""
    text = fold(report.span.of(report.article.text))
    return any(re.search(rf"\b{re.escape(name)}\b(?!['’]s\b)", text) for name in last)


def _reports(
    query: Query, excerpts: Iterable[Excerpt], weights: Mapping[str, float], said: StatementsOf
) -> tuple[Excerpt, ...]:
    """Those that name the speaker and the topic and are not another's words.

    Of a deed the speaker's own words tell though they name the topic otherwise.
    """
    topic, own = topic_weights(query, weights), (None, *query.speakers)
    called = {stem(each) for each in _last_words(query)}
    theirs = _theirs(query)

    def tells(report: Excerpt) -> bool:
        held = stems(with_headline(report))
        speaker = named(report, said(report.article.id)).speaker
        names_it = not topic or coverage(held, topic) >= ON_TOPIC
        return (
            not called.isdisjoint(held)
            and (theirs is None or theirs.search(fold(with_headline(report))) is not None)
            and (names_it or (query.deed and speaker in query.speakers))
            and not (_by_name(query) and speaker not in own)
        )

    return tuple(filter(tells, excerpts))


def _by_name(query: Query) -> bool:
    """False for "Japan's prime minister" and "experts": whoever speaks may be they."""
    return bool(query.speakers) or set(words(query.speaker or "")) <= set(query.names)


def _theirs(query: Query) -> re.Pattern[str] | None:
    """What a report of "Trump's lawyers" must have: his lawyers, and no others.

    Whose office it is may be said otherwise: "Japan's prime minister" is the Japanese one.
    """
    owned = _OWNED.fullmatch(query.speaker or "")
    if owned is None or query.speakers or is_office(owned.group()):
        return None
    owner, what = (re.escape(fold(owned[name])) for name in ("owner", "what"))
    return re.compile(
        rf"\b(?:{owner}(?:['’]s?)?|his|her|their)\s(?:\w+\s){{0,2}}{what}\b|"
        rf"\b{what}\s(?:of|for|to)\s(?:\w+\s){{0,3}}{owner}\b"
    )


def _last_words(query: Query) -> frozenset[str]:
    """How the one who was asked for may be called for short."""
    names = [words(name) for name in (query.speaker or "", *query.speakers)]
    return frozenset(each[-1] for each in names if each)


def _closer(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
    own: Sequence[Excerpt],
) -> tuple[Excerpt, ...]:
    """The best report that holds more of the topic than any of the speaker's `own` words, if any.

    What he proposed may be told by others ("Putin's proposal to increase trade") alone. Who limits
    the answer to a speaker asks for no report.
    """
    topic = topic_weights(query, weights)
    if not topic or not query.speaker or query.question.filters.speaker:
        return ()
    enough = max(coverage(stems(with_headline(each)), topic) for each in own) + _CLOSER
    if enough > 1.0:
        return ()
    reports = _reports(query, _read(query, candidates, weights), weights, statements_of)
    found = [(coverage(stems(with_headline(each)), topic), each) for each in reports]
    closer = [item for item in found if item[0] >= enough and not overlaps(item[1], own)]
    return (max(closer, key=lambda item: item[0])[1],) if closer else ()
