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
        ("The Floyd family said that they wept.", (None, False, ("that they wept",))),
        ("A Trump ally said that it was late.", (None, False, ("that it was late",))),
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


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        # The speaker: surnames that are titles or common words, second descriptions, offices.
        (
            "Gov. Jim Justice came. “It is good,” Justice said Monday.",
            ("Jim Justice", True, ("“It is good,”",)),
        ),
        (
            "Mary Click met them. “It is time,” Click said.",
            ("Mary Click", True, ("“It is time,”",)),
        ),
        (
            "“It was hard,” friend and former rival Ann Lee said.",
            ("Ann Lee", True, ("“It was hard,”",)),
        ),
        (
            "“Hell of a run!” wrote Bucs cornerback and teammate Richard Sherman.",
            ("Richard Sherman", True, ("“Hell of a run!”",)),
        ),
        (
            "“Everything,” editor at large Peter Sokolowski told the AP.",
            ("Peter Sokolowski", True, ("“Everything,”",)),
        ),
        (
            "“We open in May,” said Acme CEO and president Ann Lee.",
            ("Ann Lee", True, ("“We open in May,”",)),
        ),
        (
            "“They will reach it,” said Husain al-Musallam.",
            ("Husain al-Musallam", True, ("“They will reach it,”",)),
        ),
        (
            "“We thank it,” Universal Music group added.",
            ("Universal Music group", True, ("“We thank it,”",)),
        ),
        ("'It is over,' the palace said in a statement.", ("the palace", True, ("'It is over,'",))),
        # The cue: passive, perception, time phrases, nouns.
        (
            "Ann Lee came. “I forgot it,” Lee was quoted as saying in the Herald.",
            ("Ann Lee", True, ("“I forgot it,”",)),
        ),
        ("“You are sure?” Ann Lee is heard saying.", ("Ann Lee", True, ("“You are sure?”",))),
        (
            "The ad spoke of Ann Lee's claim that it “failed at once.”",
            ("Ann Lee", True, ("that it “failed at once.”",)),
        ),
        (
            "It was, in the words of Ann Lee, “a dead heat.”",
            ("Ann Lee", True, ("“a dead heat.”",)),
        ),
        (
            "Ann Lee (D-Calif.) last week said Kim was “not the one.”",
            ("Ann Lee", True, ("Kim was “not the one.”",)),
        ),
        (
            "Asked if it rained, Ann Lee said that “it poured.”",
            ("Ann Lee", True, ("that “it poured.”",)),
        ),
        # What stands between: an apposition, a clause, a name in the report.
        (
            "Ann Lee, a former president of sales, said Fiorina “was involved.”",
            ("Ann Lee", True, ("Fiorina “was involved.”",)),
        ),
        (
            "“Never!” Rep. Ann Lee, R-Pa., said of it.",
            ("Ann Lee", True, ("“Never!”",)),
        ),
        (
            "Ann Lee met Bill Kim in Salem, New Hampshire, calling him “a total bore.”",
            ("Ann Lee", True, ("him “a total bore.”",)),
        ),
        # A report that opens as an aside does, or whose speaker is described on both sides.
        (
            "If it rains in May, there will be no fair, Ann Lee said.",
            ("Ann Lee", False, ("If it rains in May, there will be no fair",)),
        ),
        (
            "But that is not good enough, said Ann Lee, who follows the company.",
            ("Ann Lee", False, ("But that is not good enough",)),
        ),
        (
            "In the end, Ann Lee said, voters stay at home.",
            ("Ann Lee", False, ("In the end", "voters stay at home")),
        ),
        (
            "In a speech in Salem on Monday, Ann Lee said voters stay at home.",
            ("Ann Lee", False, ("voters stay at home",)),
        ),
        (
            "Ann Lee, a friend of the fund, said the Kims and Paul Ray had paid.",
            ("Ann Lee", False, ("the Kims and Paul Ray had paid",)),
        ),
        (
            "“It is warm,” said Shell vice president for science Andrew Lee.",
            ("Andrew Lee", True, ("“It is warm,”",)),
        ),
        ("“We wait,” read a statement from Ann Lee.", ("Ann Lee", True, ("“We wait,”",))),
        # Marks: two apostrophes, an opening mark for a closing one, low marks.
        ("\"It grows,'' Ann Lee said.", ("Ann Lee", True, ("\"It grows,''",))),
        ("“It grows,“ said Ann Lee.", ("Ann Lee", True, ("“It grows,“",))),
        ("„Wir warten“, said Olaf Scholz.", ("Olaf Scholz", True, ("„Wir warten“",))),
        # Wires.
        (
            "“We go,” spokeswoman Mao Ning told a briefing on Friday, Xinhua reported.",
            ("Mao Ning", True, ("“We go,”",)),
        ),
        (
            "WASHINGTON, March 3 (Reuters) - The Fed said on Monday it would wait.",
            ("Fed", False, ("it would wait",)),
        ),
    ],
)
def test_who_said_it_where_news_says_so_in_other_ways(
    text: str, statement: tuple[str | None, bool, tuple[str, ...]]
) -> None:
    """The speaker and the words are told apart from what stands around and between them."""
    assert said(text)[:1] == [statement]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Secretary of State Antony Blinken", "Antony Blinken"),
        ("Secretary of Health and Human Services Xavier Becerra", "Xavier Becerra"),
        ("Secretary of State Jocelyn Benson", "Jocelyn Benson"),
        ("Speaker of the House Nancy Pelosi", "Nancy Pelosi"),
        ("CNN Elizabeth Zweiback", "Elizabeth Zweiback"),
        ("New York State Police Investigator Joseph Becerra", "Joseph Becerra"),
        ("Lake Charles Mayor Nic Hunter", "Nic Hunter"),
        ("Senate President Pro Tem Chuck Winder", "Chuck Winder"),
        ("Sunflower County Coroner Heather Burton", "Heather Burton"),
        ("drummer Pat Kirch", "Pat Kirch"),
        ("The New York Times", "New York Times"),
        ("New Zealand", "New Zealand"),
        ("American Airlines", "American Airlines"),
        ("The European Union", "European Union"),
        ("Republican Ann Lee", "Ann Lee"),
        ("Maine Department of Marine Resources", "Maine Department of Marine Resources"),
        ("San Antonio Spurs", "San Antonio Spurs"),
        ("Matthew Farmer", "Matthew Farmer"),
        ("Director of National Intelligence Avril Haines", "Avril Haines"),
        ("Major League Baseball", "Major League Baseball"),
        ("The Boulder County Sheriff’s Office", "Boulder County Sheriff's Office"),
        ("Auction house Sotheby’s", "Sotheby's"),
        ("The Department of Fish and Game", "Department of Fish and Game"),
        ("The U.S. Centers for Disease Control", "U.S. Centers for Disease Control"),
        ("Disease Control Director Rochelle Walensky", "Rochelle Walensky"),
    ],
)
def test_a_name_holds_neither_an_office_nor_half_a_place(before: str, speaker: str) -> None:
    """What a person is, and is of, is left out; what belongs to the name of a body stays."""
    assert [each[0] for each in said(f"{before} said that it would pass.")] == [speaker]


def test_an_office_before_a_name_does_not_lengthen_it_elsewhere() -> None:
    """A last name alone is not read as `State Antony Blinken`, however often that stands there."""
    text = (
        "Secretary of State Antony Blinken left. Secretary of State Antony Blinken came.\n"
        "“It will pass,” Blinken said."
    )
    assert said(text) == [("Antony Blinken", True, ("“It will pass,”",))]


@pytest.mark.parametrize(
    ("named", "speaker"),
    [
        ("Lisa Blunt Rochester came. Blunt Rochester", "Lisa Blunt Rochester"),
        ("Rob Fox came. Fox", "Rob Fox"),
        ("Rob Fox went to Fox News. Fox", "Fox"),
        ("Ann Clinton came. Clinton’s", "Ann Clinton"),
        ("President Yoon Suk Yeol came. Yoon", "Yoon Suk Yeol"),
        ("President Joe Biden came. Joe", "Joe"),
        ("Tom Brady came. AP Brady waves. Brady", "Tom Brady"),
        ("Liz Cheney came.\nLiz Cheney\nLiz Cheney Cheney left. Cheney", "Liz Cheney"),
    ],
)
def test_a_last_name_may_be_two_words_or_also_a_body(named: str, speaker: str) -> None:
    """`Fox` is Rob Fox only where the article names no `Fox News`."""
    assert said(f"{named} said that it would pass.")[0][0] == speaker


@pytest.mark.parametrize(
    ("document", "speaker"),
    [
        ("statistics from the National Restaurant Association", "National Restaurant Association"),
        ("data released Wednesday by the Labor Bureau", "Labor Bureau"),
        ("a poll of voters by Gallup", "Gallup"),
        ("Commerce Department data", "Commerce Department"),
        ("CompTIA's analysis", "CompTIA"),
        ("a Texas lawsuit", None),
        ("documents obtained by The Post", None),
        ("court documents", None),
        ("people with knowledge of a report by Gallup", None),
    ],
)
def test_a_document_speaks_for_who_wrote_it(document: str, speaker: str | None) -> None:
    """Whoever only obtained it does not speak."""
    text = f"Prices rose 3 percent in May, according to {document}."
    assert said(text) == [(speaker, False, ("Prices rose 3 percent in May",))]


@pytest.mark.parametrize(
    "text",
    [
        "The plan will add 200 seats to the hall.",
        "The deal led to alleged fraud in five states and territories.",
        "Officers responded to a call on Main Street.",
        "Ann Lee was also told that she was a target.",
        "Rivals such as “The Last of Us” and “2001: A Space Odyssey” fell behind.",
        "RELATED:Ten films to see this weekend at home",
        "KIA SUVS: In September the maker called back 300 cars",
        "Sioux Falls: A new visitor center will open in May",
        "See Hidden Details here and more Hidden Details there.\nDetails: It begins at noon today",
    ],
)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    """Verbs that mean something else beside a thing, titles of works, headings, datelines."""
    assert said(text) == []


def test_it_is_a_word_of_what_was_said() -> None:
    """Unless it stands for the words, as in `put it`."""
    assert said("Ann Lee said it would pass.")[0][2] == ("it would pass",)
    assert said("As Ann Lee put it, “It will pass.”")[0][2] == ("“It will pass.”",)
    assert said("As Ann Lee explains it, “It will pass.”")[0][2] == ("“It will pass.”",)


def test_the_credit_of_a_picture_is_no_name() -> None:
    """What stands before `Images` is whose the picture is, not who is seen on it."""
    text = "Leon Neal/Getty Images Rishi Sunak waves.\n“It will pass,” Sunak said."
    assert said(text) == [("Rishi Sunak", True, ("“It will pass,”",))]


def test_the_first_word_of_a_sentence_does_not_end_a_name() -> None:
    """An abbreviation's full stop may end the sentence before."""
    text = "It works for Ford Motor Co. The company said that it would pass."
    assert said(text) == [("the company", False, ("that it would pass",))]


def test_a_dependent_clause_keeps_its_words_apart() -> None:
    """Who asked is not who answered."""
    text = "After Glenn Beck asked who would win, Ann Lee replied, “I would bet on Kim.”"
    assert said(text)[-1] == ("Ann Lee", True, ("“I would bet on Kim.”",))
    assert "Glenn Beck" not in {speaker for speaker, quoted, _ in said(text) if quoted}


def test_a_quotation_goes_on_with_its_speaker_over_a_name_in_the_tag() -> None:
    """Whom a tag mentions in passing does not speak next."""
    text = "“They stay,” Ann Lee told the Post, after Bill Kim stated an interest. “We hope.”"
    assert said(text)[-1] == ("Ann Lee", True, ("“We hope.”",))


def test_a_signature_does_not_take_a_quotation_that_has_a_tag() -> None:
    """A reporter's name under a paragraph is no signature of the words in it."""
    text = "“It pays,” Marsha Kim said. “That is clear.”\n\n– Mike Snider"
    assert {speaker for speaker, _, _ in said(text)} == {"Marsha Kim"}


def test_the_title_of_a_work_is_no_quotation() -> None:
    """Nobody says `Meet the Press`, and it does not part a verb from its subject."""
    text = "Ann Lee, host of “Night of the Stars,” said that it was over."
    assert said(text) == [("Ann Lee", False, ("that it was over",))]


def test_a_headline_gives_no_names() -> None:
    """Its capitals are not a person's."""
    text = "Another Mayor Endorses Ann Lee\n\nThe race is on. “I run,” Lee said."
    assert said(text)[-1][0] == "Lee"


def test_an_interview_does_not_tell_who_asks() -> None:
    """`Q:` and `A:` name nobody."""
    assert said("Q: Will it pass?\n\nA: It will.") == [
        (None, False, ("Will it pass?",)),
        (None, False, ("It will.",)),
    ]


_PIECES = st.sampled_from(
    [
        *"“”\"‘’'«»„\n .,:;—-()\xa0\ue000\ue001…",
        *(" said ", " Ann Lee ", "He ", " that ", " adding ", "According to ", "\n\n", " Mr. "),
        *("TAPPER: ", " who ", " told ", " the ministry ", " Friday ", "MOSCOW (AP) — ", "''"),
        *(
            " on “Meet the Press” ",
            "D’Souza’s claim that ",
            " in the words of ",
            " al-Ahmad ",
            "’’",
        ),
    ]
)


def _plain(text: str) -> str:
    """`text` for looking up a speaker: case, white space, commas and kinds of apostrophe aside."""
    return " ".join(text.casefold().replace("’", "'").replace("‘", "'").replace(",", "").split())


@given(st.lists(_PIECES | st.text(max_size=5), max_size=60).map("".join))
def test_statements_of_any_text_lie_within_it(text: str) -> None:
    """Spans are in order, do not overlap and hold words; the speaker stands in the article."""
    article = Article(id="a", title="", text=text, source="test")
    for found in find_statements(article):
        assert found.article_id == "a"
        assert found.spans
        stops = [0, *(span.stop for span in found.spans)]
        assert all(stop <= span.start for stop, span in zip(stops, found.spans, strict=False))
        assert all(span.of(text).strip() for span in found.spans)
        assert stops[-1] <= len(text)
        assert found.speaker is None or _plain(found.speaker) in _plain(text)


@pytest.mark.parametrize(
    "piece",
    [
        *("“", '"', "'", "''", "’’", "‘a", "a", "A.", "Ab ", "said ", "Ann Lee said, ", " ", "("),
        *(", adding ", "“a\n", "«a", "on “Ab Ab” ", "Ab’s claim that ", "“a?” Rep. Ab, R-Pa., "),
    ],
)
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    """200,000 characters of one piece come back: nothing backtracks without bound."""
    text = (piece * 200_000)[:200_000]
    article = Article(id="a", title="", text=text, source="test")
    assert all(found.spans[-1].stop <= 200_000 for found in find_statements(article))
