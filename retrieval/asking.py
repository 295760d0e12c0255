"""The asking half of the corridor: question -> query -> passages -> answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from retrieval.answer.answer import answer
from retrieval.answer.compose import interleaved
from retrieval.answer.described import holders, office
from retrieval.answer.said import about as on_topic
from retrieval.answer.said import tell
from retrieval.answer.stories import name_copies, one_a_story
from retrieval.archive.passages import MAX_CHARS
from retrieval.archive.store import Archive
from retrieval.errors import QuestionError, UnknownNameError
from retrieval.offices import is_office
from retrieval.search.favour import newest_first
from retrieval.search.names import Speakers, nearest
from retrieval.search.sides import side_questions
from retrieval.search.understand import understand
from retrieval.search.widen import widened
from retrieval.snapshot import Ranked, Snapshot
from retrieval.text import fold, words
from retrieval.types import (
    Abstention,
    Answer,
    Candidate,
    Copy,
    Count,
    Found,
    Query,
    Question,
    Said,
    Scope,
    Understood,
)

MAX_QUESTION = 2_000
"""Characters; a Discord message has at most as many."""

_READ = 10
"""How many of the best passages are read for an answer."""


class Asker:
    """Asks one snapshot and the archive that it was built from."""

    def __init__(self, snapshot: Snapshot, archive: Archive) -> None:
        self.snapshot, self._archive = snapshot, archive
        self._parsed: tuple[tuple[Count, ...], Speakers] | None = None

    def ask(self, question: Question, k: int) -> Answer | Abstention:
        """At most `k` verbatim extracts that answer `question`, or an abstention with leads.

        Raises `QuestionError`, `UnknownNameError` or `ArchiveError`.
        """
        query = self.understand(question)
        if query.sides and (compared := self._compared(query, k)):
            return compared
        result, dropped = self._answer(query, k), Scope()
        if isinstance(result, Abstention) and query.limits.periods:
            # "the worst since 1956": what was taken for a limit may be an event's date.
            wider = self.understand(question, dates_limit=False)
            again = self._answer(wider, k)
            if isinstance(again, Answer) or not result.near_misses:
                dropped = Scope(periods=query.limits.periods)
                result, query = again, replace(query, limits=wider.limits)
        if isinstance(result, Abstention) and (slips := self._slips(query)):
            result = replace(result, reason=f"{result.reason} Did you mean {' or '.join(slips)}?")
        return replace(
            result,
            question=question.text,
            understood=Understood(limits=query.limits, preferred=query.preferred, dropped=dropped),
            prepared=self.snapshot.index.facts.prepared,
        )

    def search(self, question: Question, k: int) -> tuple[Found, ...]:
        """The `k` best passages for `question`, best first; raises as `ask` does."""
        query, snapshot = self.understand(question), self.snapshot
        ranked = snapshot.rank(query)
        if not ranked.fused.hits and query.limits.periods:
            ranked = snapshot.rank(self.understand(question, dates_limit=False))
        scores = {hit.passage_id: hit.score for hit in ranked.best.hits}
        return tuple(
            Found(
                article_id=each.article.id,
                title=each.article.title,
                span=each.passage.span,
                text=each.passage.span.of(each.article.text),
                score=scores[each.passage.id],
            )
            for each in self._shown(ranked, k)
        )

    def _shown(self, ranked: Ranked, k: int) -> tuple[Candidate, ...]:
        """The `k` best passages, widened to what a passage may hold."""
        read = ranked.first(k)
        rest = replace(ranked.best, hits=ranked.best.hits[len(read) : k])
        more = self.snapshot.candidates(ranked.vector, rest, k, ranked.presumed)
        return tuple(widened(each, MAX_CHARS) for each in (*read, *more))

    def said(self, name: str, about: str | None) -> Said:
        """What `name` said, about a topic where one is given: oldest first, undated last, cited.

        Raises `UnknownNameError` with the nearest names where the archive quotes nobody of it.
        """
        speakers = self._speakers_named(name)
        told = tuple(self._archive.told(speakers))
        if about is not None:
            query = self.understand(Question(text=about))
            weights, cosines = self.snapshot.near(query, [t.passage_id for t in told])
            told = on_topic(told, weights, cosines)
        extracts, citations = tell(told)
        return Said(
            name=name, speakers=speakers, about=about, extracts=extracts, citations=citations
        )

    def understand(self, question: Question, *, dates_limit: bool = True) -> Query:
        """The question understood, once it and its filters are known to be usable."""
        length = len(question.text.strip())
        if not 0 < length <= MAX_QUESTION:
            raise QuestionError(length, MAX_QUESTION)
        filters = question.filters
        if filters.tag is not None:
            require("tag", filters.tag, self._archive.tags())
        if filters.publisher is not None:
            require("publisher", filters.publisher, self._archive.publishers())
        snapshot = self.snapshot
        query = understand(question, snapshot.names, self.is_speaker, dates_limit=dates_limit)
        if filters.speaker is not None:
            return replace(query, speakers=self._speakers_named(filters.speaker))
        named = query.speaker or query.other_than
        speakers = self._known.matching(named) if named else ()
        if named and speakers and not any(set(words(named)) & set(words(s)) for s in speakers):
            # "Песков" stands in no article: what is looked for is the archive's own spelling.
            spelt = replace(question, text=question.text.replace(named, speakers[0]))
            query = understand(spelt, snapshot.names, self.is_speaker, dates_limit=dates_limit)
        return replace(query, speakers=speakers)

    def is_speaker(self, name: str) -> bool:
        """True where `name` can mean somebody whom the archive quotes."""
        return bool(self._known.matching(name))

    def is_somebody(self, name: str) -> bool:
        """As `is_speaker`; in small letters only who is quoted more than once, and no "the …".

        "Guns" and "the strike" are the end of somebody's name in any large archive.
        """
        if not name.islower():
            return self.is_speaker(name)
        return not name.startswith(("the ", "a ", "an ")) and self._known.often(name)

    def _speakers_named(self, name: str) -> tuple[str, ...]:
        """The archive's speakers that `name` can mean; raises `UnknownNameError`."""
        if matching := self._known.matching(name):
            return matching
        raise UnknownNameError("speaker", name, nearest(name, self._known.names))

    @property
    def _known(self) -> Speakers:
        """The archive's speakers, parsed anew only when they have changed."""
        counts = self._archive.speakers()
        if self._parsed is None or self._parsed[0] is not counts:
            self._parsed = (counts, Speakers(counts))
        return self._parsed[1]

    def _slips(self, query: Query) -> tuple[str, ...]:
        """Whom the reader may have meant, who named somebody whom the archive does not quote."""
        named = query.speaker
        if named is None or query.speakers or is_office(named):
            return ()
        return self._known.slips(named)

    def _compared(self, query: Query, k: int) -> Answer | Abstention | None:
        """Extracts for each side of `query` that has any.

        None where no publisher has: what others published may answer; for others' words, nobody
        was asked.
        """
        each = -(-k // len(query.sides))
        asked = zip(query.sides, side_questions(query), strict=True)
        results = {side: self.ask(question, each) for side, question in asked}
        answers = [result for result in results.values() if isinstance(result, Answer)]
        silent = {
            side: result for side, result in results.items() if isinstance(result, Abstention)
        }
        understood = Understood(
            limits=query.limits,
            preferred=query.preferred,
            sides=query.sides,
            silent=tuple(silent),
        )
        if answers:
            compared = interleaved(query.question.text, answers, k)
            return replace(compared, understood=understood)
        if query.limits.publishers == query.sides:
            return None
        return replace(
            max(silent.values(), key=lambda result: result.confidence),
            question=query.question.text,
            reason=f"It holds no words of {' or '.join(silent)} on this.",
            understood=understood,
        )

    def _answer(self, query: Query, k: int) -> Answer | Abstention:
        """What the best passages answer, those in which an asked-for speaker speaks included."""
        snapshot = self.snapshot
        ranked = snapshot.rank(query)
        query, candidates = self._with_spoken(query, ranked.first(_READ))
        if query.newest:
            candidates = newest_first(candidates)
        weights = snapshot.weights(query.keywords)
        copies = self._copies_then(candidates, query.question.as_of)
        told_once = one_a_story(candidates, copies)
        statements = self._archive.statements
        result = answer(query, told_once, weights, statements, snapshot.alike, k)
        return name_copies(result, copies)

    def _with_spoken(
        self, query: Query, first: tuple[Candidate, ...]
    ) -> tuple[Query, tuple[Candidate, ...]]:
        """`query` with whoever holds the office it names, and `first` with where they speak."""
        query = self._with_holders(query, first)
        if not (query.speaker and query.speakers):
            return query, first
        found = {each.passage.id for each in first}
        spoken = self.snapshot.rank(query, self._archive.spoken_in(query.speakers)).first(_READ)
        return query, (*first, *(each for each in spoken if each.passage.id not in found))

    def _with_holders(self, query: Query, candidates: Sequence[Candidate]) -> Query:
        """`query` with whoever holds the office that it names: of "the FIFA boss" its president.

        Looked for where the question leads to, and else where the office itself does; for "the
        president" in both, as a topic may be another president's.
        """
        named = None if query.question.filters.speaker else query.speaker
        wanted = office(named) if named else None
        if named is None or wanted is None or (query.speakers and not wanted.known):
            return query
        found = () if wanted.alone else holders(wanted, candidates, self._archive.statements)
        if not found:
            itself = self.understand(replace(query.question, text=named))
            read = self.snapshot.rank(itself).read
            both = (*candidates, *read) if wanted.alone else read
            found = holders(wanted, both, self._archive.statements)
        spelt = [
            other
            for name in found
            # "Francis" alone, of "Pope Francis", is nobody's last name.
            for other in (name, *(self._known.matching(name) if " " in name else ()))
        ]
        return replace(
            query,
            speaker=found[0] if found else named,
            speakers=tuple(dict.fromkeys((*spelt, *query.speakers))),
        )

    def _copies_then(
        self, candidates: Sequence[Candidate], as_of: datetime | None
    ) -> dict[str, tuple[Copy, ...]]:
        """The copies of the candidates' articles, as far as they were published by then."""
        found = self._archive.copies(list({each.article.id for each in candidates}))
        return {
            article_id: tuple(
                copy for copy in copies if not (as_of and copy.published and copy.published > as_of)
            )
            for article_id, copies in found.items()
        }

    def ranked(self, question: Question, k: int) -> Mapping[str, tuple[Candidate, ...]]:
        """The `k` best passages by each retriever, by their fusion, and as they are shown."""
        query, snapshot = self.understand(question), self.snapshot
        ranked = snapshot.rank(query)
        rankings = (ranked.lexical, ranked.dense, ranked.fused)
        found = {
            each.retriever: snapshot.candidates(ranked.vector, each, k, ranked.presumed)
            for each in rankings
        }
        return {**found, ranked.best.retriever: self._shown(ranked, k)}


def require(kind: str, name: str, known: Sequence[Count]) -> None:
    """Raise `UnknownNameError` with the nearest names, where `name` is none of `known`."""
    names = [each.name for each in known]
    if fold(name) not in {fold(each) for each in names}:
        raise UnknownNameError(kind, name, nearest(name, names))
