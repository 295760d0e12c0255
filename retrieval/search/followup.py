"""What a reader means who says "and what about Abe?" after a question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from retrieval.offices import is_office
from retrieval.search.asked import IsSpeaker, asked_for, the_one_named
from retrieval.search.date_like import dates_in
from retrieval.search.function_words import carries_topic
from retrieval.search.understand import NO_NAMES, nobody, understand
from retrieval.text import words
from retrieval.types import Query, Question

_LEAD = r"^\s*(?:(?:and|but|so|ok|okay)\b[\s,]*)?"
_ELLIPSIS = re.compile(
    rf"{_LEAD}(?:(?:what|how)\s+about\s+)?(?P<rest>.+?)[\s?!.]*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^\s*(?:and|but|so|what\s+about|how\s+about)\b", re.IGNORECASE)
_WHOLE_QUESTION = re.compile(
    r"^(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|"
    r"can|could|will|would)\b",
    re.IGNORECASE,
)
_THAT = r"(?:that|this|it|so)"
_WHEN = re.compile(
    rf"{_LEAD}(?:when(?:\s+(?:was|is|did|were)\s+(?:{_THAT}|\w+\s+say\s+{_THAT})"
    rf"(?:\s+(?:said|published|written|reported|happen))?)?|what\s+date(?:\s+was\s+{_THAT})?)[\s?!.]*$",
    re.IGNORECASE,
)
_WHO_ELSE = re.compile(
    rf"{_LEAD}(?:who\s+else(?:\s+(?:said|says|thinks|thought|spoke|claimed)"
    rf"(?:\s+(?:so|that|this|it|about\s+{_THAT}))?)?|any(?:one|body)\s+else|what\s+do\s+others\s+say)"
    r"[\s?!.]*$",
    re.IGNORECASE,
)
_WHO = re.compile(rf"{_LEAD}who\s+(?:said|says)\s+{_THAT}[\s?!.]*$", re.IGNORECASE)
_HE = re.compile(r"\b(?P<he>he|she|they)\b|\b(?P<his>his|her|their)\b", re.IGNORECASE)
_TOPIC = re.compile(r"\b(?:about|on|regarding|to|of|for)\s+(?P<topic>[^?]+?)\s*\?*$", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:about|on|regarding|over|concerning)\s+(?=\S)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_ABOUT_IT = re.compile(
    r"\b(?P<of>about|on|of|to|regarding|over)\s+(?:it|that|this)(?=[\s?!.]*$)", re.IGNORECASE
)
_TYPED = re.compile(r"[^\s?!,;:]+")
_HAPPENING = frozenset({"happen", "happens", "happened", "happening"})
_OWNED = re.compile(r"['’]s\s")
_LIMIT = re.compile(r"^(?:according\s+to|as\s+per|as\s+reported\s+by)\b", re.IGNORECASE)


def follow_up(text: str, previous: Question | None, is_speaker: IsSpeaker = nobody) -> Question:
    """The whole question that `text` asks when it is said after `previous`.

    "And Abe?" asks the same of another person, "what about the islands?" the same person about
    something else, "and in October?" the same of another time; "who else said so?" asks who else
    spoke of the topic, and "when was that?" the same once more, for the dates beside the answer.
    "He" is whose words were asked for, "about it" about what. Anything else is a new question.
    Limits of the turn before are kept.
    """
    asked = Question(text=text.strip())
    if previous is None:
        return asked
    before = understand(previous, NO_NAMES, is_speaker)
    if _WHEN.match(text):
        return previous
    if _WHO_ELSE.match(text) or _WHO.match(text):
        return replace(previous, text=_who(before, else_=_WHO.match(text) is None))
    match = _ELLIPSIS.match(text)
    rest = match["rest"].strip() if match else ""
    limits = _LIMIT.match(rest) or _is_date(rest, previous)
    opens = _OPENS.match(text) or limits
    if opens and rest and not _WHOLE_QUESTION.match(rest):
        if not any(map(carries_topic, words(rest))) and not limits:
            return previous  # "and then?" asks nothing else
        return replace(previous, text=_resolved(rest, before, is_speaker))
    rest = rest if opens else ""
    whole = f"{rest[:1].upper()}{rest[1:]}?" if rest else asked.text
    told = _with_topic(_with_name(whole, before, is_speaker), _topic(before))
    return replace(asked, text=whole) if told == whole else replace(previous, text=told)


def _resolved(rest: str, before: Query, is_speaker: IsSpeaker) -> str:
    """The question before with its time, its speaker, or else its topic, replaced by `rest`."""
    text = " ".join(before.question.text.split())
    if _LIMIT.match(rest) or _is_date(rest, before.question):
        return f"{_without_dates(text, before.question).rstrip(' ?')} {rest}?"
    topic = _ABOUT.match(rest)
    rest = rest[topic.end() :] if topic else rest
    somebody = topic is None and (_is_name(rest) or _is_office(rest) or is_speaker(rest))
    named = before.speaker or the_one_named(text, is_speaker)
    if somebody and (before.who or before.sides):
        about = _topic(before)
        return f"What did {rest} say about {about}?" if about else f"What did {rest} say?"
    if somebody and named:
        called = rf"(?:\b(?:the|a|an)\s+)?{re.escape(named)}"
        return re.sub(called, lambda _: rest, text, count=1, flags=re.IGNORECASE)
    if found := _TOPIC.search(text):
        return f"{text[: found.start('topic')]}{rest}?"
    if before.speaker:
        return f"{text.rstrip(' ?')} about {rest}?"
    return f"{text.rstrip('?')} {rest}?"


def _who(before: Query, *, else_: bool) -> str:
    """Who spoke of the topic of the question before, other than whom it asked for."""
    named, about = before.speaker or before.other_than, _topic(before)
    who = f"Who, other than {named}, spoke" if else_ and named else "Who spoke"
    return f"{who} about {about}?" if about else f"{who}?"


def _topic(before: Query) -> str:
    """What the question before is about, in its own words where they say so."""
    of_words = before.speaker or before.who or before.sides
    text = " ".join(before.question.text.split())
    if of_words and (found := _TOPIC.search(text)):
        return found["topic"]
    topic = set(before.topic) - _HAPPENING
    return " ".join(each for each in _TYPED.findall(text) if topic.intersection(words(each)))


def _with_name(text: str, before: Query, is_speaker: IsSpeaker) -> str:
    """`text` with the first "he" or "his" made whom the turn before asked about.

    That is its speaker, or the one whom it names; "they" may be its topic: "Why are they
    dangerous?" Of somebody whom `text` names itself, nothing before tells.
    """
    pronoun = _HE.search(text)
    if pronoun is None:
        return text
    if asked_for(text, is_speaker).speaker or the_one_named(text[: pronoun.start()], is_speaker):
        return text

    def of(name: str) -> str:
        whose = ("’" if name.endswith("s") else "’s") if pronoun["his"] else ""
        return f"{text[: pronoun.start()]}{name}{whose}{text[pronoun.end() :]}"

    person = before.speaker or the_one_named(before.question.text, is_speaker)
    speaks = person is not None and asked_for(of(person), is_speaker).speaker is not None
    topic = _topic(before) if before.speaker or before.who else ""
    if pronoun.group().lower() in ("they", "their") and topic.endswith("s") and not speaks:
        return of(topic)
    return of(person) if person else text


def _with_topic(text: str, topic: str) -> str:
    """`text` with "about it", where it ends so, said of the topic of the turn before."""
    return _ABOUT_IT.sub(lambda match: f"{match['of']} {topic}", text) if topic else text


def _is_date(text: str, previous: Question) -> bool:
    """True where `text` is a date and nothing else: "in October", "last week"."""
    found = dates_in(text, previous.as_of or datetime.now(UTC), of_words=True)
    return len(found) == 1 and (found[0].start, found[0].stop) == (0, len(text))


def _without_dates(text: str, previous: Question) -> str:
    for each in reversed(dates_in(text, previous.as_of or datetime.now(UTC), of_words=True)):
        text = f"{text[: each.start].rstrip()}{text[each.stop :]}"
    return text


def _is_office(text: str) -> bool:
    """True for "the treasury secretary", "the governor of Texas" and "Tesla's CEO"."""
    bare = _ARTICLE.sub("", text)
    return is_office(bare) and (bare != text or _OWNED.search(text) is not None)


def _is_name(text: str) -> bool:
    """True for one to four words, each with a capital."""
    parts = text.split()
    return 0 < len(parts) <= 4 and all(part[0].isupper() for part in parts) and bool(words(text))
