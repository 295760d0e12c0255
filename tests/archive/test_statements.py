"""Who said what in a few sentences of news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.archive.statements import find_statements
from retrieval.types import Article


def said(text: str, title: str = "") -> list[tuple[str | None, bool, tuple[str, ...]]]:
    """Speaker, quoted, and the words of each statement in `text`."""
    article = Article(id="a", title=title, text=text, source="test")
    return [
        (found.speaker, found.quoted, tuple(span.of(text) for span in found.spans))
        for found in find_statements(article)
    ]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("“It will pass,” Ann Lee said.", ("Ann Lee", True, ("“It will pass,”",))),
        ('"It will pass," said Ann Lee.', ("Ann Lee", True, ('"It will pass,"',))),
        ("«Il passera», said Anne Dupont.", ("Anne Dupont", True, ("«Il passera»",))),
        ("‘It will pass,’ said Ann Lee.", ("Ann Lee", True, ("‘It will pass,’",))),
        (
            "“It will,” Ann Lee, the mayor of Salem, said, “pass.”",
            ("Ann Lee", True, ("“It will,”", "“pass.”")),
        ),
        (
            "Ann Lee, the press secretary, said that it would pass.",
            ("Ann Lee", False, ("that it would pass",)),
        ),
        (
            "It would pass in May, according to Ann Lee.",
            ("Ann Lee", False, ("It would pass in May",)),
        ),
        ("According to Ann Lee, it would pass.", ("Ann Lee", False, ("it would pass",))),
        ("“Never,” Ann Lee pressed.", ("Ann Lee", True, ("“Never,”",))),
        (
            "The deal, Ann Lee said, would “fail at once.”",
            ("Ann Lee", True, ("The deal", "would “fail at once.”")),
        ),
        ("“We go,” TASS quoted Ivan Orlov as saying.", ("Ivan Orlov", True, ("“We go,”",))),
        ("“We go,” said Howard Dean (D).", ("Howard Dean", True, ("“We go,”",))),
        (
            "Tokyo warned that the talks would stop.",
            ("Tokyo", False, ("that the talks would stop",)),
        ),
        (
            "The Kremlin denied that troops had left.",
            ("Kremlin", False, ("that troops had left",)),
        ),
    ],
)
def test_the_speaker_and_the_words_of_one_statement(
    text: str, statement: tuple[str | None, bool, tuple[str, ...]]
) -> None:
    """A statement is found with its speaker wherever the verb of saying stands."""
    assert said(text) == [statement]


def test_a_last_name_becomes_the_fullest_form_without_titles() -> None:
    """`Peskov` is reported under the name that the article gives in full."""
    text = (
        "The Press Secretary to the Russian President, Dmitry Peskov, spoke on Sunday.\n\n"
        "“They support the sanctions,” Peskov noted."
    )
    assert said(text)[-1] == ("Dmitry Peskov", True, ("“They support the sanctions,”",))


def test_diacritics_and_hard_spaces_stay_in_names_and_offsets() -> None:
    """Names keep their letters, and spans count characters of the text as given."""
    text = "Prime Minister Shinzō\xa0Abe said that Japan\xa0would wait."
    assert said(text) == [("Shinzō Abe", False, ("that Japan\xa0would wait",))]


def test_a_pronoun_goes_to_the_last_speaker_of_its_gender() -> None:
    """Titles and given names tell he from she."""
    text = (
        "“Let us go,” Mr. Cruz said. “No,” Ms. Lee replied.\n\n"
        "“Why not?” he asked. “Because,” she said."
    )
    assert [speaker for speaker, _, _ in said(text)] == ["Cruz", "Lee", "Cruz", "Lee"]


def test_a_pronoun_is_the_person_whom_the_paragraph_is_about() -> None:
    """A person who comes between is meant, though they have not spoken yet."""
    text = (
        "“I am gone,” James Cory said.\n\n"
        "Joel Bradshaw came from New York on Friday with a flag. “We will sing,” he said."
    )
    assert said(text)[-1][0] == "Joel Bradshaw"


def test_a_pronoun_without_anyone_before_it_has_no_speaker() -> None:
    """Nobody is named rather than a guess."""
    assert said("“We will sing,” he said.") == [(None, True, ("“We will sing,”",))]


def test_a_participle_shares_the_subject() -> None:
    """`adding that` reports what the same person said."""
    assert said("Ann Lee said that it rained, adding that it “poured.”") == [
        ("Ann Lee", False, ("that it rained",)),
        ("Ann Lee", True, ("that it “poured.”",)),
    ]


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    """The mark that opens each paragraph joins them, whoever is named at the end."""
    text = "“One begins here.\n\n“And it ends there,” said Mary Jones, the mayor."
    assert said(text) == [
        ("Mary Jones", True, ("“One begins here.",)),
        ("Mary Jones", True, ("“And it ends there,”",)),
    ]


def test_a_quotation_that_its_source_cut_off_runs_to_the_end() -> None:
    """No closing mark is needed where the text itself stops."""
    text = "“We wait,” Ann Lee said. “This is an incontestable first step towards …"
    assert said(text)[-1] == ("Ann Lee", True, ("“This is an incontestable first step towards …",))


def test_a_colon_introduces_the_next_paragraph() -> None:
    """Who stands before the colon says what follows."""
    text = "Ann Lee issued a statement:\n\n“We will rebuild it, stone by stone.”"
    assert said(text) == [("Ann Lee", True, ("“We will rebuild it, stone by stone.”",))]


def test_a_signature_names_the_speaker() -> None:
    """A dash and a name under a quotation say whose it is."""
    text = "“I was the one who saw it coming.”\n\n— Ann Lee, governor"
    assert said(text) == [("Ann Lee", True, ("“I was the one who saw it coming.”",))]


def test_the_labels_of_a_transcript_name_the_speakers() -> None:
    """A label in capitals is the person whom the article names in full."""
    text = "JAKE TAPPER: Do you support it? Why?\n\nANN LEE: I do.\n\nTAPPER: Thank you."
    assert said(text) == [
        ("Jake Tapper", False, ("Do you support it? Why?",)),
        ("Ann Lee", False, ("I do.",)),
        ("Jake Tapper", False, ("Thank you.",)),
    ]


def test_a_dateline_is_no_name_and_no_words() -> None:
    """`MOSCOW (AP) —` belongs to nobody's statement."""
    text = "MOSCOW (AP) — “It is over,” Ann Lee said. “We lost,” she added."
    assert said(text) == [
        ("Ann Lee", True, ("“It is over,”",)),
        ("Ann Lee", True, ("“We lost,”",)),
    ]


def test_scare_quotes_and_titles_are_not_statements() -> None:
    """A few quoted words that nobody says are left out."""
    assert said("The so-called “war room” was full. They drove a “Mini” and saw “Avatar.”") == []


def test_an_agency_that_carries_the_words_does_not_speak_them() -> None:
    """Whom the agency quotes is the speaker, and its tag is not part of the words."""
    text = "Dmitry Peskov said that sanctions are an obstacle, Interfax reports."
    assert said(text) == [("Dmitry Peskov", False, ("that sanctions are an obstacle",))]


def test_the_ministry_is_the_one_that_the_article_names() -> None:
    """A body's common noun becomes its name, when there is one."""
    text = (
        "The Ministry of Defense of Russia met on Monday.\n\n"
        "The ministry said that the flight was planned."
    )
    assert said(text) == [
        ("Ministry of Defense of Russia", False, ("that the flight was planned",))
    ]


def test_two_people_of_one_last_name_are_not_mixed_up() -> None:
    """A bare last name that two people share equally stays bare."""
    text = "Bill Clinton met Hillary Clinton. “We go,” Clinton said."
    assert said(text)[-1][0] == "Clinton"


_PIECES = st.sampled_from(
    [
        *"“”\"‘’'«»\n .,:;—-()\xa0\ue000…",
        *(" said ", " Ann Lee ", "He ", " that ", " adding ", "According to ", "\n\n", " Mr. "),
        *("TAPPER: ", " who ", " told ", " the ministry ", " Friday ", "MOSCOW (AP) — ", "''"),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=5), max_size=60).map("".join))
def test_statements_of_any_text_lie_within_it(text: str) -> None:
    """Spans are in order, do not overlap and hold words; nothing makes the rules fail."""
    article = Article(id="a", title="", text=text, source="test")
    for found in find_statements(article):
        assert found.article_id == "a"
        assert found.spans
        stops = [0, *(span.stop for span in found.spans)]
        assert all(stop <= span.start for stop, span in zip(stops, found.spans, strict=False))
        assert stops[-1] <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["“", '"', "''", "‘a", "a", "Ab ", "said ", "Ann Lee said, ", " ", "(", ", adding ", "“a\n"],
)
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    """200,000 characters of one piece come back: nothing backtracks without bound."""
    text = (piece * 200_000)[:200_000]
    article = Article(id="a", title="", text=text, source="test")
    assert all(found.spans[-1].stop <= 200_000 for found in find_statements(article))
