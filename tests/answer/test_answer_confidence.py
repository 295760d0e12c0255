"""What is known of the excerpts before it is decided whether they answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from meaning import unlike

from retrieval.answer.answer import answer, evidence
from retrieval.answer.confidence import Features, line, probability
from retrieval.search.understand import understand
from retrieval.text import stem
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Candidate,
    Filters,
    Passage,
    Query,
    Question,
    Span,
    Statement,
)

OPENED = "The mayor of Bergen opened the bridge on Sunday. It did not cost 40 million crowns."
REPORT = "Berg has no plans for a second bridge over the fjord."


def candidate(text: str, *, days: float | None = None, title: str = "News") -> Candidate:
    """A whole article as one passage."""
    return Candidate(
        passage=Passage(id=1, article_id="a", span=Span(start=0, stop=len(text))),
        article=Article(id="a", title=title, text=text, source="s"),
        score=1.0,
        cosine=0.6,
        days=days,
    )


def weighed(text: str, *candidates: Candidate) -> Features:
    """The features of a question, all of whose keywords weigh the same."""
    query = understand(Question(text=text))
    weights = {stem(word): 1.0 for word in query.keywords}
    found = evidence(query, candidates, weights, lambda _: (), unlike).features
    assert found is not None
    return found


def test_all_words_in_an_excerpt_and_new() -> None:
    """Covered in full, at a cosine of 0.6, published at the time of asking."""
    assert weighed("Who opened the bridge?", candidate(OPENED, days=0.0)) == Features(
        match=0.8, news=0.6, names_missing=0.0, negated=0.0, kind_missing=0.0
    )


def test_an_undated_article_counts_as_neither_new_nor_old() -> None:
    """As new as one of 18 days."""
    undated = weighed("Who opened the bridge?", candidate(OPENED))
    assert undated.news == pytest.approx(0.24)
    dated = weighed("Who opened the bridge?", candidate(OPENED, days=18.3))
    assert dated.news == pytest.approx(0.24, abs=0.001)


def test_what_else_was_found_changes_nothing() -> None:
    """A worse passage beside it makes the best no surer: none is measured against the others."""
    alone = weighed("Who opened the bridge?", candidate(OPENED))
    worse = replace(candidate("Crowds came."), cosine=0.1)
    assert weighed("Who opened the bridge?", candidate(OPENED), worse) == alone


def test_a_name_that_no_article_holds_speaks_against_it() -> None:
    """By its share of the keywords' weight; one further down the article is not missing."""
    found = weighed("Was the bridge opened by Berg in Oslo?", candidate(OPENED + " Berg smiled."))
    assert found.names_missing == pytest.approx(1 / 4)


def test_a_not_that_the_excerpt_lacks_speaks_against_it() -> None:
    """And one that it has, or that only it has, does not."""
    opened = candidate("The bridge was opened on Sunday.")
    assert weighed("Which bridge was not opened?", opened).negated == 1.0
    assert weighed("Which bridge was opened?", opened).negated == 0.0
    cost = candidate("The bridge wasn't opened on Sunday.")
    assert weighed("Which bridge was not opened?", cost).negated == 0.0


def test_a_number_that_the_excerpt_lacks_speaks_against_it() -> None:
    """Where the question waits for one; names are no such kind."""
    opened = candidate("Crowds came and the bridge was opened.")
    assert weighed("How many came to the bridge?", opened).kind_missing == 1.0
    assert weighed("Who came to the bridge?", opened).kind_missing == 0.0
    counted = candidate("A crowd of 300 came and the bridge was opened.")
    assert weighed("How many came to the bridge?", counted).kind_missing == 0.0


@pytest.mark.parametrize("question", ["Why hasn't the bridge opened?", "How come it didn't open?"])
def test_what_keeps_a_thing_from_happening_is_told_without_a_not(question: str) -> None:
    """The cost is why."""
    cost = candidate("The cost stands in the way of the bridge.")
    assert weighed(question, cost).negated == 0.0


def test_more_of_the_question_makes_it_surer() -> None:
    """Match and news speak for an answer; missing names, "not" and numbers against it."""
    some = Features(match=0.5, news=0.2, names_missing=0.2, negated=0.0, kind_missing=0.0)
    assert probability(replace(some, match=0.6)) > probability(some)
    assert probability(replace(some, news=0.3)) > probability(some)
    assert probability(replace(some, names_missing=0.3)) < probability(some)
    assert probability(replace(some, negated=1.0)) < probability(some)
    assert probability(replace(some, kind_missing=1.0)) < probability(some)


def test_what_fits_in_every_way_may_still_not_say_it() -> None:
    """No more than 61 of 100 such answers hold what was asked for."""
    all_of_it = Features(match=1.0, news=1.0, names_missing=0.0, negated=0.0, kind_missing=0.0)
    assert probability(all_of_it) == pytest.approx(0.61, abs=0.001)


def test_the_line_is_lower_where_nothing_is_dated() -> None:
    """What cannot be known to be new is not held against it; nor need it be known whose words."""
    dated = [candidate(OPENED), candidate(OPENED, days=3.0)]
    assert (line(dated, own=False), line(dated, own=True)) == (0.20, 0.10)
    assert line([candidate(OPENED)], own=False) == line([candidate(OPENED)], own=True) == 0.07


def test_what_is_old_answers_within_limits() -> None:
    """Of two years ago it is no news, but who names the tag has not asked for news."""
    old = replace(candidate(OPENED, days=730.0), cosine=0.3)

    def result(filters: Filters) -> Answer | Abstention:
        query = understand(Question(text="Who opened the bridge?", filters=filters))
        weights = {stem(word): 1.0 for word in query.keywords}
        return answer(query, [old], weights, lambda _: (), unlike, 3)

    assert isinstance(result(Filters()), Abstention)
    assert isinstance(result(Filters(tag="bridges")), Answer)


def asked(
    text: str,
    *said: Statement,
    speakers: tuple[str, ...] = (),
    question: str = "What did Berg say about the bridge?",
) -> Answer | Abstention:
    """What an article of `text`, new and with the statements `said` in it, answers."""
    query: Query = understand(Question(text=question))
    weights = {stem(word): 1.0 for word in query.keywords}
    query = replace(query, speakers=speakers)
    return answer(query, [candidate(text, days=0.0)], weights, lambda _: said, unlike, 3)


def test_a_report_answers_what_somebody_did_by_speaking_but_not_what_they_said() -> None:
    """Where the archive has no words of theirs on it."""
    result = asked(REPORT, question="What did Berg propose about the bridge?")
    assert isinstance(result, Answer)
    assert [each.text for each in result.extracts] == [REPORT]
    said = asked(REPORT)
    assert isinstance(said, Abstention)
    assert [each.text for each in said.near_misses] == [REPORT]
    assert isinstance(asked("Berg, the mayor, argued for a second bridge."), Answer)


@pytest.mark.parametrize(
    ("asked_for", "speaker", "answered"),
    [("Berg", None, True), ("Berg", "Olsen", False), ("the mayor of Bergen", "Olsen", True)],
)
def test_words_of_whoever_it_may_be_answer_under_the_name(
    asked_for: str, speaker: str | None, answered: bool
) -> None:
    """Where it is not known who speaks, and where no name was given that another could have."""
    text = "“The bridge is a joy to all Bergen,” Berg, the mayor, was quoted as having said."
    words = Statement(article_id="a", speaker=speaker, spans=(Span(start=0, stop=37),), quoted=True)
    result = asked(text, words, question=f"What did {asked_for} say about the bridge?")
    assert isinstance(result, Answer) == answered


@pytest.mark.parametrize(
    "text",
    ["The bridge over the fjord was opened.", "Berg has no plans for a second term."],
    ids=["does not name them", "is not on the topic"],
)
def test_what_is_not_about_the_speaker_and_the_topic_is_a_lead(text: str) -> None:
    """Whether the archive quotes the speaker elsewhere or nowhere."""
    for speakers in ((), ("Ingrid Berg",)):
        result = asked(text, speakers=speakers)
        assert isinstance(result, Abstention)
        assert result.reason == "It holds no words of Berg on this."
        assert [each.text for each in result.near_misses] == [text]


def test_anothers_words_are_no_answer() -> None:
    """Even where they speak of the one who was asked for."""
    text = "“Berg has no plans for a bridge,” Olsen said."
    words = Statement(
        article_id="a", speaker="Olsen", spans=(Span(start=0, stop=len(text)),), quoted=True
    )
    assert isinstance(asked(text, words, speakers=("Ingrid Berg",)), Abstention)


def test_a_report_stands_beside_own_words_that_hold_less_of_the_topic() -> None:
    """Behind the first of them; none does where they hold as much themselves, or none is wanted."""
    own, report = (
        "“The bridge is a joy,” Berg said.",
        "Berg's offer to Oslo is a toll on the bridge.",
    )
    text = f"{own}\n\n{report}"
    words = Statement(
        article_id="a", speaker="Ingrid Berg", spans=(Span(start=0, stop=len(own)),), quoted=True
    )

    def extracts(question: str, only: str | None = None) -> list[str]:
        passages = [Span(start=0, stop=len(own)), Span(start=len(own) + 2, stop=len(text))]
        query = understand(Question(text=question, filters=Filters(speaker=only)))
        found = answer(
            replace(query, speakers=("Ingrid Berg",)),
            [
                replace(candidate(text, days=0.0), passage=Passage(id=i, article_id="a", span=span))
                for i, span in enumerate(passages)
            ],
            {stem(word): 1.0 for word in query.keywords},
            lambda _: [words],
            unlike,
            3,
        )
        assert isinstance(found, Answer)
        return [each.text for each in found.extracts]

    assert extracts("What did Berg propose for the bridge and Oslo?") == [own, report]
    assert extracts("What did Berg propose for the bridge and Oslo?", "Ingrid Berg") == [own]
    assert extracts("What did Berg propose for the bridge?") == [own]
    assert extracts("What did Berg say about the bridge and Oslo?") == [own, report]
