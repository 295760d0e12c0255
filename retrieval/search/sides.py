"""A question that compares -> a question for each side."""

from __future__ import annotations

from dataclasses import replace

from retrieval.types import Query, Question


def side_questions(query: Query) -> tuple[Question, ...]:
    """For each of the sides of `query` what it alone is asked, within the same limits.

    Speakers are asked for their words on the topic, publishers the whole question.
    """
    asked = query.question
    if query.limits.publishers == query.sides:
        return tuple(
            replace(asked, filters=replace(asked.filters, publisher=side)) for side in query.sides
        )
    # In the order of the question, so that the encoder reads nearly what was typed.
    topic = " ".join(query.topic)
    about = f" about {topic}" if topic else ""
    return tuple(replace(asked, text=f"What did {side} say{about}?") for side in query.sides)
