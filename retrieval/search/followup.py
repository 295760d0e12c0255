"""What a reader means who says "and what about Abe?" after a question."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.search.understand import understand
from retrieval.text import words
from retrieval.types import Question

_ELLIPSIS = re.compile(
    r"^\s*(?:(?:and|but|so|ok|okay)\b[\s,]*)?(?:(?:what|how)\s+about\s+)?(?P<rest>.+?)[\s?!.]*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^\s*(?:and|but|so|what\s+about|how\s+about)\b", re.IGNORECASE)
_WHOLE_QUESTION = re.compile(
    r"^(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|"
    r"can|could|will|would)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"\b(?:about|on|regarding|to|of|for)\s+(?P<topic>[^?]+?)\s*\?*$", re.IGNORECASE)


def follow_up(text: str, previous: Question | None) -> Question:
    """The whole question that `text` asks when it is said after `previous`.

    "And Abe?" asks the same of another person, "what about the islands?" the same person about
    something else; anything else is a new question. Limits of the turn before are kept.
    """
    asked = Question(text=text.strip())
    if previous is None or not _OPENS.match(text):
        return asked
    match = _ELLIPSIS.match(text)
    rest = match["rest"].strip() if match else ""
    if not rest or _WHOLE_QUESTION.match(rest):
        return replace(asked, text=rest[:1].upper() + rest[1:] + "?" if rest else asked.text)
    return replace(previous, text=_resolved(rest, previous))


def _resolved(rest: str, previous: Question) -> str:
    """`previous` with its speaker, or else its topic, replaced by `rest`."""
    before = " ".join(previous.text.split())
    speaker = understand(previous).speaker
    if speaker and _is_name(rest):
        return re.sub(re.escape(speaker), lambda _: rest, before, count=1)
    if topic := _TOPIC.search(before):
        return f"{before[: topic.start('topic')]}{rest}?"
    return f"{before.rstrip('?')} {rest}?"


def _is_name(text: str) -> bool:
    """True for one to four words, each with a capital."""
    parts = text.split()
    return 0 < len(parts) <= 4 and all(part[0].isupper() for part in parts) and bool(words(text))
