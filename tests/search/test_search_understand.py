"""What a question asks for, read from its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.understand import understand
from retrieval.types import Filters, Query, Question

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def ask(text: str) -> Query:
    """`text` understood, without limits."""
    return understand(Question(text=text))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("What did Peskov say about sanctions?", "Peskov"),
        ("what did peskov say about sanctions", "peskov"),
        ("What did Dmitry Peskov say?", "Dmitry Peskov"),
        ("What did the Press Secretary say?", "Press Secretary"),
        ("What has Abe promised?", "Abe"),
        ("How did Lavrov respond to Tokyo?", "Lavrov"),
        ("Why does Putin want a peace treaty?", "Putin"),
        ("When did Prime Minister Abe announce the talks?", "Prime Minister Abe"),
        ("And what did Abe say?", "Abe"),
        ("Did Putin ever promise the islands?", "Putin"),
        ("What is Lavrov's position on the Kuril Islands?", "Lavrov"),
        ("What are Abe’s views on a treaty?", "Abe"),
        ("What was the reaction of Shinzō Abe to the flight?", "Shinzō Abe"),
        ("Any statements by Lavrov on deadlines?", "Lavrov"),
        ("quotes from Peskov", "Peskov"),
        ("What does the Kremlin want from Tokyo?", "Kremlin"),
        ("What did Peskov\u00a0say  about\n sanctions?", "Peskov"),
    ],
)
def test_a_question_for_someones_words_names_them(text: str, speaker: str) -> None:
    """Case, titles and white space as the reader typed them."""
    assert ask(text).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "What did he say about sanctions?",
        "What did they propose?",
        "What did anyone say about the treaty?",
        "What do people think about it?",
        "Who signed the treaty?",
        "Where are the Kuril Islands?",
        "How many aircraft flew over the Sea of Japan?",
        "sanctions against Russia",
        "?",
    ],
)
def test_other_questions_ask_for_nobodys_words(text: str) -> None:
    """A pronoun or a crowd is no speaker."""
    assert ask(text).speaker is None


def test_a_speaker_that_was_set_goes_before_one_that_is_asked() -> None:
    """A limit is what the reader chose."""
    question = Question(text="What did Peskov say?", filters=Filters(speaker="Abe"))
    assert understand(question).speaker == "Abe"


def test_the_topic_is_what_is_left() -> None:
    """Folded, distinct and in order; the topic lacks the speaker, the verb and the small words."""
    query = ask("What did Shinzō Abe say about the Kuril Islands and Kuril trade?")
    assert set(query.keywords) >= {"shinzo", "abe", "kuril", "islands", "trade"}
    assert query.topic == ("kuril", "islands", "trade")
    assert query.names == ("shinzo", "abe", "kuril", "islands")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What did Abe say about the report?", ("report",)),
        ("What was Abe's reaction to the recall?", ("recall",)),
        ("What did he think about the fears?", ("fears",)),
        ("What reason did Abe give for the delay?", ("delay",)),
        ("Who else said anything about the demand?", ("demand",)),
    ],
)
def test_a_word_of_asking_may_be_the_topic(text: str, topic: tuple[str, ...]) -> None:
    """By where it stands: what is asked for somebody's words by is none."""
    assert ask(text).topic == topic


def test_the_latest_is_no_topic() -> None:
    """It says which to show first."""
    query = ask("What is the latest news on the peace treaty?")
    assert (query.newest, query.keywords) == (True, ("peace", "treaty"))
    assert not ask("What is the latest film by Kitano?").newest


def test_without_a_speaker_the_topic_is_all() -> None:
    """The first word's capital makes no name."""
    query = ask("Sanctions against Russia: U.S. or Japan?")
    assert query.keywords == query.topic == ("sanctions", "against", "russia", "u.s", "japan")
    assert query.names == ("russia", "japan")


def test_function_words_are_better_than_none() -> None:
    """A question of nothing else is searched by all its words."""
    assert ask("Why won't it end? They’re silent").keywords == ("end", "silent")
    assert ask("Who is he?").keywords == ("who", "is", "he")
    assert ask("?!").keywords == ()


@given(TEXTS)
def test_any_text_can_be_understood(text: str) -> None:
    """Names and topic are keywords, whatever is typed."""
    query = ask(text)
    assert set(query.names) <= set(query.keywords)
    assert set(query.topic) <= set(query.keywords)
    assert len(set(query.keywords)) == len(query.keywords)


@pytest.mark.parametrize("run", [" ", "\n", "\u00a0", "a ", "’s "])
@pytest.mark.parametrize("start", ["What did", "What did ", "what is the position of", "words by "])
def test_a_long_run_is_understood_at_once(start: str, run: str) -> None:
    """A message made to keep the patterns busy does not."""
    assert ask(start + run * (1_900 // len(run)) + "x").keywords
