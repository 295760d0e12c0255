"""The sentences of a passage that answer, whole and in context."""

from __future__ import annotations

from retrieval.answer.extract import best_excerpts, statement_excerpts
from retrieval.archive.statements import find_statements
from retrieval.kind import wanted
from retrieval.types import Article, Candidate, Passage, Span

BRIDGE = (
    "The mayor of Bergen, Ingrid Berg, opened the bridge on Sunday. Crowds came.\n\n"
    "She said that it had cost 40 million crowns."
)


def in_passage(article: Article, passage: slice) -> Candidate:
    """A passage of `article` as one that was found."""
    start, stop, _ = passage.indices(len(article.text))
    return Candidate(
        passage=Passage(id=1, article_id="a", span=Span(start=start, stop=stop)),
        article=article,
        score=1.0,
        cosine=0.5,
    )


def pieces(
    text: str,
    weights: dict[str, float],
    question: str = "?",
    *,
    title: str = "News",
    passage: slice = slice(None),
) -> list[str]:
    """All that is chosen from a passage of an article of `text`, best first."""
    article = Article(id="a", title=title, text=text, source="s")
    candidate = in_passage(article, passage)
    return [each.span.of(text) for _, each in best_excerpts(candidate, weights, wanted(question))]


def excerpt(
    text: str,
    weights: dict[str, float],
    question: str = "?",
    *,
    title: str = "News",
    passage: slice = slice(None),
) -> str:
    """The best of them."""
    return pieces(text, weights, question, title=title, passage=passage)[0]


def said(text: str, speaker: str, weights: dict[str, float]) -> dict[str, float]:
    """What `speaker` says in `text`, and how well each fits `weights`."""
    article = Article(id="a", title="News", text=text, source="s")
    candidate = in_passage(article, slice(None))
    found = statement_excerpts(candidate, weights, find_statements(article), speaker.__eq__)
    return {each.span.of(text): each.fit for each in found}


def test_a_statement_goes_on_from_the_sentence_before() -> None:
    """Some of what that holds counts, unless somebody else says it."""
    told = (
        "Ingrid Berg was asked about the bridge. “It will open in May,” Berg said.\n\n"
        "“The bridge is ugly,” Ole Olsen said. “I like it,” Berg said."
    )
    assert said(told, "Ingrid Berg", {"bridg": 1.0}) == {
        "“It will open in May,” Berg said.": 0.4,
        "“I like it,” Berg said.": 0.0,
    }


def test_what_tells_of_the_speaker_is_not_what_is_said() -> None:
    """A word beside the words said counts half; in a report there is hardly any."""
    told = "“It is late,” said bridge keeper Ingrid Berg. Berg said that the bridge is ugly."
    assert said(told, "Ingrid Berg", {"bridg": 1.0}) == {
        "“It is late,” said bridge keeper Ingrid Berg.": 0.5,
        "Berg said that the bridge is ugly.": 1.0,
    }


def test_she_brings_the_sentence_that_says_who() -> None:
    """As far back as one that stands by itself, over paragraphs and out of the passage."""
    text = "Ingrid Berg spoke.\n\nShe was glad. It had cost 40 million."
    assert excerpt(text, {"cost": 1.0}) == text
    below = text.index("It had")
    assert excerpt(text, {"cost": 1.0}, passage=slice(below, None)) == text


def test_who_is_left_open_where_it_would_take_too_much() -> None:
    """Over 420 characters a sentence stays alone."""
    text = f"Ingrid Berg, {'so ' * 140}spoke.\n\nShe was glad of the bridge."
    assert excerpt(text, {"bridg": 1.0}) == "She was glad of the bridge."


def test_a_number_answers_how_much() -> None:
    """Before a sentence that has more of the question's words but no number."""
    weights = {"bridg": 2.0, "cost": 1.0, "crown": 1.0}
    chosen = excerpt(BRIDGE, weights, "How much did the bridge cost?")
    assert chosen.endswith("She said that it had cost 40 million crowns.")


def test_a_name_answers_who() -> None:
    """Of two sentences that fit alike, the one with names that the question does not hold."""
    text = "The bridge was opened.\n\nThe bridge was praised by Ingrid Berg of Bergen."
    chosen = excerpt(text, {"bridg": 1.0}, "Who praised the bridge?")
    assert chosen == "The bridge was praised by Ingrid Berg of Bergen."
    assert excerpt(text, {"bridg": 1.0}, "Was there a bridge?") == "The bridge was opened."


def test_a_sentence_need_not_repeat_its_headline() -> None:
    """What stands above it counts in part."""
    text = "The bridge in Bergen is green.\n\nIts cost was borne by the state."
    weights = {"bridg": 1.0, "bergen": 0.2, "cost": 0.9}
    assert excerpt(text, weights).startswith("The bridge in Bergen is green.")
    assert "borne" not in excerpt(text, weights)
    assert "borne" in excerpt(text, weights, title="The Bergen bridge")


def test_what_the_source_cut_short_comes_after_what_is_whole() -> None:
    """Of two sentences that fit about alike."""
    text = "The bridge is open to all.\n\nThe bridge was opened by the …"
    assert excerpt(text, {"bridg": 1.0, "open": 1.0}) == "The bridge is open to all."


def test_keywords_that_stand_together_in_the_question_do_so_in_the_answer() -> None:
    """Even where the source cut the sentence short; one word may stand between."""
    weights = {"japanes": 1.0, "invest": 1.0}
    apart = "Investment was spoken of, a Japanese newspaper writes."
    for together in (
        "Putin bemoaned the Japanese investments …",
        "So are Japanese car investments …",
    ):
        assert excerpt(f"{apart}\n\n{together}", weights) == together
    assert excerpt(f"{apart}\n\nInvestments, most of them Japanese …", weights) == apart


def test_the_next_best_of_a_passage_is_found_beside_the_best() -> None:
    """It brings no sentence that says who "she" is where the best has it."""
    berg, cost = "Ingrid Berg opened the bridge.", "She said that it had cost 40 million crowns."
    weights = {"open": 3.0, "bridg": 1.0, "cost": 1.0}
    assert pieces(f"{berg}\n\n{cost}\n\nCrowds came.", weights) == [berg, cost]
    assert pieces(berg, weights) == [berg]


def test_a_heading_answers_with_what_stands_below_it_alone() -> None:
    """A question and a line without an end tell nothing by themselves."""
    for heading in ("Is the bridge open?", "The open bridge"):
        weights = {"bridg": 1.0, "open": 1.0}
        below = "It is, since Sunday."
        assert pieces(f"{heading}\n\n{below}", weights) == [f"{heading}\n\n{below}"]
        assert pieces(f"{heading}\n\nThe bridge is now open.", weights)[0].endswith(" now open.")
