"""What a question's words ask for: whose words, when, and in whose reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from news import many, write

from retrieval.app import Citewire
from retrieval.errors import QuestionError, UnknownNameError
from retrieval.types import Abstention, Answer, Filters, Question, Said

ASKED = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def dated(
    seed_data: Path, tmp_path_factory: pytest.TempPathFactory, open_at: Callable[..., Citewire]
) -> Citewire:
    """Two publishers on one strike, and a minister who changed her mind."""
    folder = tmp_path_factory.mktemp("words")
    (folder / "data").mkdir()
    (folder / "data" / "models").symlink_to(seed_data / "models")
    citewire = open_at(folder / "data")
    rows = [
        {"_id": "may", "title": "Harbour pilots begin a strike", "published": "2023-05-03",
         "publisher": "The Gull", "tags": ["harbour"],
         "text": "Harbour pilots began a strike on Wednesday over night shifts. "
                 "“There will be no new night shifts,” said Minister Ada Lovell."},
        {"_id": "october", "title": "Harbour strike ends", "published": "2023-10-09",
         "publisher": "Tide Daily", "tags": ["harbour"],
         "text": "Harbour pilots ended their strike on Monday after five months. "
                 "“We will pay double for night shifts,” said Minister Ada Lovell. "
                 "“The night shifts stay,” said Tom Rook, who leads the pilots."},
    ]  # fmt: skip
    # An archive holds other news, too.
    citewire.add([str(write(folder / "news.jsonl", (*rows, *many(20))))])
    return citewire


def ask(citewire: Citewire, text: str, **filters: str) -> Answer | Abstention:
    """The result of a question on 1 June 2024."""
    return citewire.ask(
        Question(text=text, filters=Filters(**filters), as_of=ASKED)  # type: ignore[arg-type]
    )


def articles(result: Answer | Abstention) -> set[str]:
    """The articles that an answer quotes."""
    assert isinstance(result, Answer), result
    return {extract.article_id for extract in result.extracts}


def test_a_publisher_in_plain_words_is_kept_to(dated: Citewire) -> None:
    """And told to the reader."""
    result = ask(dated, "When did the harbour pilots strike, according to The Gull?")
    assert articles(result) == {"may"}
    assert result.understood.limits.publishers == ("The Gull",)


def test_a_month_in_plain_words_is_kept_to(dated: Citewire) -> None:
    """What was published then."""
    result = ask(dated, "What did Lovell say about night shifts in May 2023?")
    assert articles(result) == {"may"}
    (period,) = result.understood.limits.periods
    assert (period.since, period.until and period.until.date().isoformat()) == (
        datetime(2023, 5, 1, tzinfo=UTC),
        "2023-05-31",
    )


def test_a_period_in_which_nothing_answers_is_dropped_and_said(dated: Citewire) -> None:
    """It may be when something happened, long before the archive begins."""
    result = ask(dated, "Which harbour pilots began a strike since 10 January 2024?")
    assert "may" in articles(result)
    assert result.understood.limits.periods == ()
    (period,) = result.understood.dropped.periods
    assert period.since == datetime(2024, 1, 10, tzinfo=UTC)


def test_the_latest_comes_first(dated: Citewire) -> None:
    """However long ago that was."""
    result = ask(dated, "What is the latest on the harbour pilots and their strike?")
    assert isinstance(result, Answer)
    assert result.extracts[0].article_id == "october"


def test_an_option_goes_before_the_words(dated: Citewire) -> None:
    """What was chosen is not read again from the words."""
    text = "When did the harbour pilots strike, according to The Gull?"
    result = ask(dated, text, publisher="Tide Daily")
    assert result.understood.limits.publishers == ()
    if isinstance(result, Answer):
        assert articles(result) == {"october"}


def test_two_publishers_are_compared(dated: Citewire) -> None:
    """An extract of each."""
    result = ask(
        dated, "What did The Gull report on the harbour strike, and what did Tide Daily report?"
    )
    assert articles(result) == {"may", "october"}
    assert result.understood.sides == ("The Gull", "Tide Daily")


def test_two_speakers_are_compared(dated: Citewire) -> None:
    """By turns, numbered in the order shown."""
    result = ask(dated, "What did both Rook and Lovell say about night shifts?")
    assert isinstance(result, Answer)
    assert [e.speaker for e in result.extracts][:2] == ["Tom Rook", "Ada Lovell"]
    assert [c.number for c in result.citations] == list(range(1, len(result.citations) + 1))
    assert result.understood.sides == ("Rook", "Lovell")


def test_a_side_of_which_nothing_is_found_is_named(dated: Citewire) -> None:
    """The other's words are shown; where neither has any, nobody else's are."""
    night = "What did both Rook and Lovell say about night shifts?"
    result = ask(dated, night, publisher="The Gull")
    assert isinstance(result, Answer)
    assert result.extracts[0].speaker == "Ada Lovell"
    assert "Tom Rook" not in {extract.speaker for extract in result.extracts}
    assert (result.understood.sides, result.understood.silent) == (("Rook", "Lovell"), ("Rook",))
    neither = ask(dated, "What did both Rook and Lovell say about whales in Norway?")
    assert isinstance(neither, Abstention)
    assert neither.understood.silent == ("Rook", "Lovell")
    assert neither.reason == "It holds no words of Rook or Lovell on this."


def test_who_said_it(dated: Citewire) -> None:
    """The extract tells its speaker; whoever is left out is not shown."""
    result = ask(dated, "Who said that night shifts stay?")
    assert isinstance(result, Answer)
    assert (result.extracts[0].speaker, result.extracts[0].text) == (
        "Tom Rook",
        "“The night shifts stay,” said Tom Rook, who leads the pilots.",
    )
    others = ask(dated, "Who, other than Tom Rook, spoke about night shifts?")
    assert isinstance(others, Answer)
    assert {extract.speaker for extract in others.extracts} == {"Ada Lovell"}


def told(said: Said) -> list[tuple[str | None, str, int]]:
    """Speaker, words and citation of each statement."""
    return [(e.speaker, e.text, e.citation) for e in said.extracts]


def test_a_change_of_mind_is_seen_in_order_of_date(dated: Citewire) -> None:
    """The oldest first, each cited."""
    said = dated.said("Minister Lovell", about="night shifts")
    assert told(said) == [
        ("Ada Lovell", "“There will be no new night shifts,” said Minister Ada Lovell.", 1),
        ("Ada Lovell", "“We will pay double for night shifts,” said Minister Ada Lovell.", 2),
    ]
    assert [citation.article_id for citation in said.citations] == ["may", "october"]
    assert dated.said("Lovell", about="volcanoes").extracts == ()


def test_said_by_somebody_of_the_seed(seed: Citewire) -> None:
    """Undated statements keep the order of the listing; any spelling of the name will do."""
    said = seed.said("Лавров", about="deadlines")
    assert said.speakers == ("Sergey Lavrov",)
    assert (
        "“Russia has no artificial deadlines whatsoever. We are calmly explaining to our "
        "Japanese colleagues that nothing of the sort can be planned,” he said."
    ) in [extract.text for extract in said.extracts]


def test_what_is_said_stands_in_the_archive(seed: Citewire) -> None:
    """The law holds for every statement of every speaker."""
    for speaker in seed.speakers():
        for extract in seed.said(speaker.name).extracts:
            assert extract.span.of(seed.article(extract.article_id).text) == extract.text


def test_an_unknown_speaker_is_named_with_the_nearest(seed: Citewire) -> None:
    """So is an empty topic refused."""
    with pytest.raises(UnknownNameError, match=r"no speaker 'Peskof'\. Nearest: Dmitry Peskov"):
        seed.said("Peskof")
    with pytest.raises(QuestionError):
        seed.said("Peskov", about=" ")


def test_speakers_are_counted(seed: Citewire) -> None:
    """Those quoted most come first."""
    counts = [(each.name, each.count) for each in seed.speakers()]
    assert ("Dmitry Peskov", 6) in counts
    assert [count for _, count in counts] == sorted((n for _, n in counts), reverse=True)


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Peskov on sanctions", "Dmitry Peskov", "“They support the sanctions"),
        ("What did Песков say about sanctions?", "Dmitry Peskov", "“They support the sanctions"),
        ("Who said there are no artificial deadlines?", "Sergey Lavrov", "artificial deadlines"),
        ("What does Lavrov think of deadlines?", "Sergey Lavrov", "artificial deadlines"),
        ("Lavrov on the 1956 Declaration", "Sergey Lavrov", "on the basis of the 1956 Declaration"),
        ("Abe's view on future generations", "Shinzo Abe", "“We should not hand over to future"),
        ("Did Abe promise to solve the problem?", "Shinzo Abe", "I am determined to solve this"),
        ("Has Shinzō Abe commented on military bases?", "Shinzo Abe", "military bases"),
        ("What was Abe's reaction to the islands?", "Shinzo Abe", "Kuril Islands"),
        ("Who promised not to leave the problem for future generations?", "Shinzo Abe",
         "future generations"),
        ("What did Japan's prime minister promise?", "Shinzo Abe", "I am determined"),
        ("What does the Russian foreign minister think of deadlines?", "Sergey Lavrov",
         "artificial deadlines"),
    ],
)  # fmt: skip
def test_somebodys_own_words_come_first(
    seed: Citewire, text: str, speaker: str, words: str
) -> None:
    """However they are asked for."""
    result = seed.ask(Question(text=text))
    assert isinstance(result, Answer)
    assert result.extracts[0].speaker == speaker
    assert words in result.extracts[0].text


def test_what_somebody_else_said_is_no_answer(seed: Citewire) -> None:
    """Abe is not quoted on sanctions, Peskov is: that is a lead, behind the nearest of Abe's."""
    result = seed.ask(Question(text="What did Abe say about sanctions?"))
    assert isinstance(result, Abstention)
    assert result.reason == "It holds no words of Abe on this."
    assert "future generations" in result.near_misses[0].text
    assert "supports the sanctions" in " ".join(lead.text for lead in result.near_misses)


def test_words_of_nobody_beside_what_is_his_are_not_his(
    new_data: Path, tmp_path: Path, open_at: Callable[..., Citewire]
) -> None:
    """Nor are those of somebody else under a headline that names him."""
    rows = [
        {"_id": "a", "title": "Harbour plan", "published": "2024-03-01",
         "text": "Critics have been calling the cost of the bridge tolls “Berg’s price”."},
        {"_id": "b", "title": "Dahl confronts Berg", "published": "2024-03-02",
         "text": "Dahl said that the bridge tolls would fall."},
        {"_id": "c", "title": "Fair opens", "published": "2024-03-02",
         "text": "“I love it,” Ingrid Berg said of the fair."},
    ]  # fmt: skip
    citewire = open_at(new_data)
    citewire.add([write(tmp_path / "berg.jsonl", rows)])
    result = ask(citewire, "What did Berg say about bridge tolls?")
    assert isinstance(result, Abstention)
    assert result.reason == "It holds no words of Berg on this."


def test_who_is_meant_by_an_office_may_not_be_told(seed: Citewire) -> None:
    """Then nobody is said to be silent."""
    result = seed.ask(Question(text="What did the governor of Texas say about sanctions?"))
    assert isinstance(result, Abstention)
    assert result.reason == "No article found for it says who is meant by “governor of Texas”."


def test_a_slip_in_a_name_is_met_with_whom_it_may_mean(seed: Citewire) -> None:
    """Nobody is taken for another: the reader is asked."""
    result = seed.ask(Question(text="What did Sergei Lavrow say about deadlines?"))
    assert isinstance(result, Abstention)
    assert result.reason == (
        "It holds no words of Sergei Lavrow on this. Did you mean Sergey Lavrov?"
    )


def test_words_of_somebodys_people_are_not_his(seed: Citewire) -> None:
    """ "Peskov's lawyers" are not Peskov."""
    result = seed.ask(Question(text="What did Peskov's lawyers say about sanctions?"))
    assert isinstance(result, Abstention)
    assert result.reason == "It holds no words of Peskov's lawyers on this."


def test_who_did_it_to_somebody_is_not_that_one(
    new_data: Path, tmp_path: Path, open_at: Callable[..., Citewire]
) -> None:
    """Nor whoever else speaks of him: the deed must be told, if by another verb."""
    rows = [
        {"_id": "fine", "title": "Harbour fine", "published": "2024-05-30",
         "text": "“The fine was a mistake,” said Tom Rook, who paid it. “It is late,” said Bo Sand "
                 "about Rook and the fine. Minister Ada Lovell condemned Rook over the fine: "
                 "“A shame.”"},
    ]  # fmt: skip
    citewire = open_at(new_data)
    citewire.add([write(tmp_path / "news.jsonl", (*rows, *many(20)))])
    result = ask(citewire, "Who criticised Rook over the fine?")
    assert isinstance(result, Answer)
    assert [each.speaker for each in result.extracts] == ["Ada Lovell"]
    assert isinstance(ask(citewire, "Who praised Rook over the fine?"), Abstention)


def test_another_of_the_name_is_not_quoted(seed: Citewire) -> None:
    """Akie is not Shinzo."""
    result = seed.ask(Question(text="What did Akie Abe say about the treaty?"))
    assert "Shinzo Abe" not in {
        extract.speaker for extract in (result.extracts if isinstance(result, Answer) else ())
    }


def test_who_holds_an_office_may_be_introduced_elsewhere(
    new_data: Path, tmp_path: Path, open_at: Callable[..., Citewire]
) -> None:
    """Than in the passages that the question leads to."""
    rows = [
        {"_id": f"toll-{i}", "title": "Tolls", "published": "2024-03-02",
         "text": f"Bergen's mayor was asked about bridge tolls. “Tolls stay,” said Kari Dahl{i}."}
        for i in range(10)
    ] + [
        {"_id": "fair", "title": "Fair opens", "published": "2024-03-01",
         "text": "Bergen Mayor Ingrid Berg opened the fair in the rain. “I love it,” Berg said."},
        {"_id": "fjord", "title": "Council", "published": "2024-03-01",
         "text": "“The tolls will go,” Ingrid Berg said."},
    ]  # fmt: skip
    citewire = open_at(new_data)
    citewire.add([write(tmp_path / "berg.jsonl", rows)])
    result = ask(citewire, "What did the mayor of Bergen say about bridge tolls?")
    assert isinstance(result, Answer)
    assert result.extracts[0].text == "“The tolls will go,” Ingrid Berg said."
    silent = ask(citewire, "What did the mayor of Bergen say about herring?")
    assert isinstance(silent, Abstention)
    assert silent.reason == "It holds no words of Ingrid Berg on this."


def test_words_that_mean_the_topic_are_found_without_its_words(
    new_data: Path, tmp_path: Path, open_at: Callable[..., Citewire]
) -> None:
    """With a word of doubt; what somebody said on something else is a lead and no answer."""
    tolls, hurt = (
        "“Motorists will hate paying to cross the fjord,” said Ingrid Berg, the mayor of Bergen.",
        "“Nobody was hurt,” Berg said.",
    )
    rows = (
        {"_id": "a", "title": "Council meets", "published": "2024-03-01",
         "text": f"{tolls}\n\nThe council met for two hours on Monday."},
        {"_id": "b", "title": "Storm", "published": "2024-03-02",
         "text": f"A storm closed the harbour of Bergen. {hurt}"},
    )  # fmt: skip
    citewire = open_at(new_data)
    citewire.add([write(tmp_path / "berg.jsonl", rows)])
    for text, words in (("bridge tolls for drivers", tolls), ("injuries", hurt)):
        result = ask(citewire, f"What did Berg say about {text}?")
        assert isinstance(result, Answer)
        assert ([each.text for each in result.extracts], result.doubtful) == ([words], True)
    about_fish = ask(citewire, "What did Berg say about fish?")
    assert isinstance(about_fish, Abstention)
    assert about_fish.reason == "It holds no words of Berg on this."
    assert about_fish.near_misses[0].text in (tolls, hurt)
