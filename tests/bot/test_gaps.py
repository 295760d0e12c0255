"""Questions that ask the same are shown together."""

from __future__ import annotations

from bot.render.gaps import gaps_embed, grouped
from retrieval.types import Count


def test_the_most_asked_first() -> None:
    """Case, diacritics and order of words make no difference."""
    questions = ["Who is Kim?", "What did Shinzō Abe say?", "what did shinzo abe say", "What is X?"]
    assert grouped(questions)[0] == Count(name="What did Shinzō Abe say?", count=2)


def test_where_nothing_is_kept_it_says_so() -> None:
    """And how to turn it on."""
    assert gaps_embed([], on=False).description == (
        "Unanswered questions are not kept here. Turn that on with `/archive gaps keep:on`."
    )
    assert gaps_embed(["*what*"], on=True).description == "**1×** \\*what\\*"
