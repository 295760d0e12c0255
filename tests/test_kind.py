"""What kind of words a question waits for, by its form alone."""

from __future__ import annotations

import pytest

from retrieval.kind import wanted


@pytest.mark.parametrize(
    ("question", "text", "count"),
    [
        ("How many ships sank?", "Of 12 ships 3 sank, 3 of them old.", 2),
        ("How many ships sank?", "On May 3, 2022, or 4 May, or Sept. 5, ships sank.", 0),
        ("How many of the 12 ships sank?", "Of 12 ships 3 sank.", 1),
        (
            "How much did it cost?",
            "In 2020, 40 million crowns, or $3.7 million; half a euro each.",
            3,
        ),
        ("How much wind was there?", "In 2020 it blew at 40 knots.", 1),
        ("By what percentage did prices rise year on year?", "In 2020 by 3.4%, or a fifth.", 2),
        ("When did it sink?", "It sank on Monday, 3 May 1956.", 3),
        ("When did it sink?", "It may have sunk.", 0),
        ("In which year did it sink?", "It sank on Monday, 3 May 1956.", 1),
        ("Which month is it?", "It sank on Monday, 3 May 1956.", 1),
        ("What day was that?", "It sank on Monday, 3 May 1956.", 2),
        ("How old was she?", "She scored 757 goals in 812 games.", 0),
        ("How old was she?", "She was 71. Ann, 82, is 80 years old, and he died at 9.", 4),
        ("How old is the bridge?", "It was built a hundred years ago, for $1,000.", 1),
        ("How long did it sink?", "It took two hours on 3 May.", 1),
        ("Which ship sank?", "We saw the Vasa sink beside the Mary Rose.", 3),
        ("Where did the Vasa sink?", "We saw the Vasa sink off Stockholm.", 1),
        ("Where is it now?", "Off the shore, then in the port of Stockholm.", 1),
        ("Why did it sink?", "It sank because of the wind, after an hour.", 2),
        ("What caused it to sink?", "It was caused by the wind.", 1),
        ("How did it sink?", "In 1628 the Vasa of Sweden heeled.", 0),
        ("What country lost it?", "The Vasa was lost by Sweden.", 1),
        ("Beside Sweden, which other European nations came?", "Sweden, Norway and Türkiye.", 2),
        ("which south asian country was it", "In Nepal, not in Kansas, said Cho of the UN.", 1),
        ("Which country is it?", "New Mexico, New Jersey or the U.K., home of the Vasa.", 1),
        ("Which country’s ship sank?", "It came from Bosnia and Herzegovina.", 1),
        ("What happened to the country?", "It was lost by Sweden.", 0),
        ("Which US state is it?", "Off West Virginia, not Sweden, in New York.", 2),
        ("Which state senator came?", "We saw Ann Lee of Ohio.", 3),
    ],
)
def test_words_of_the_kind_that_a_question_waits_for(question: str, text: str, count: int) -> None:
    """Not those that it holds itself; names for "who" and "which", none where any words will do."""
    assert wanted(question).count(text) == count


def test_names_are_of_no_other_kind() -> None:
    """Where words look like what is asked for, other names do not count."""
    assert wanted("Which ship sank?").name
    assert not wanted("Which country lost it?").name
    assert wanted("Which country lost the Vasa?").new_names("We saw the Vasa of Sweden.") == {
        "sweden"
    }
