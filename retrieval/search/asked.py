"""Whose words a question asks for: the speaker, or those whose words it compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from retrieval.offices import ROLES, TITLES
from retrieval.saying import DEEDS, SPEAKING
from retrieval.search.function_words import carries_topic
from retrieval.text import fold, words

IsSpeaker = Callable[[str], bool]
"""True for a name that can be one of the archive's speakers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose words are asked for; all empty where it is nobody's."""

    speaker: str | None = None
    sides: tuple[str, ...] = ()
    who: bool = False
    other_than: str | None = None
    deed: bool = False
    """True where a report will do: whether they agreed, what they proposed."""
    how: frozenset[str] = field(default=frozenset(), compare=False)
    """The folded words by which it is asked: "say", "view". The same words may be a topic."""


def _as_typed(verbs: Iterable[str]) -> str:
    """Any of `verbs` in small letters or all in capitals: "Ohio State" says nothing."""
    either = "|".join(sorted(verbs))
    return f"(?-i:{either}|{either.upper()})"


_DEED = _as_typed(DEEDS)
_ANY_VERB = _as_typed(SPEAKING | DEEDS)
_SAYING = rf"(?:{_ANY_VERB}(?!(?<=\breport)\s+{_ANY_VERB}))"
"""In "what did the Mueller report say" it is "say"."""
_NOUNS_TOO = frozenset({"state", "report"})
_IN_A_HEADLINE = re.compile(
    rf"\b(?:{'|'.join(verb.title() for verb in (SPEAKING | DEEDS) - _NOUNS_TOO)})\b"
)
_NAME = r"(?P<speaker>[^?;:]{2,80}?)"
_ADVERB = r"""(?:(?:ever|publicly|just|already|really|exactly|recently|also|once|even|again|finally|
    later)\s+)?"""
_VIEW = r"""(?:positions?|views?|opinions?|stances?|stand|reactions?|response|comments?|words|
    remarks?|statements?|thoughts|promises|take|attitude|hopes?|fears?|worr(?:y|ies)|concerns?|
    complaints?|criticisms?|warnings?|advice|explanation|message)"""
_GIVEN = r"""(?:reasons?|explanations?|excuses?|answers?|advice|tips?|warnings?|assurances?|
    promises|orders?|dangers?|risks?|chances?)"""
_ON = r"(?:on|about|to|of|over|regarding|towards?|concerning)"
_WHAT_IS = r"what(?:['’]s|\s+(?:is|was|are|were))"


def _forms(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.VERBOSE) for pattern in patterns)


_CERTAIN = _forms(
    rf"^(?:and\s+|so\s+|but\s+)?(?:what|how|why|when|where|which\s+\w+)\s+(?:exactly\s+)?(?:else\s+)?"
    rf"(?:did|does|do|has|have|had)\s+{_NAME}(?<!\bof)\s+{_ADVERB}{_SAYING}\b",
    rf"^(?:did|does|do|has|have|had)\s+{_NAME}(?<!\bof)\s+{_ADVERB}{_SAYING}\b",
    rf"^{_WHAT_IS}\s+{_NAME}(?:['’]s?)\s+(?:\w+\s+)?{_VIEW}\b",
    rf"^{_WHAT_IS}\s+the\s+(?:\w+\s+)?{_VIEW}\s+of\s+{_NAME}\s+{_ON}\b",
    rf"^(?:any\s+)?{_VIEW}\s+(?:by|from|of)\s+{_NAME}(?:\s+{_ON}\b|\??$)",
    r"^quotes?\s+(?:by|from|of)\s+" + _NAME + rf"(?:\s+{_ON}\b|\??$)",
)
_SHOWN = _forms(
    rf"^(?:what|which)\s+(?:\w+\s+)?{_GIVEN}\s+(?:did|does|do|has|have|had)\s+{_NAME}\s+"
    r"(?:give|given|offer|offered|have|had|see|seen|issue|issued|make|made)\b",
    rf"^how\s+(?:did|does|do)\s+{_NAME}\s+(?:take(?:\s+the\s+news)?|see|view|justify|square)\b",
)
"""Forms that are answered as a deed is."""
_IF_A_SPEAKER = _forms(
    rf"^{_NAME}(?:['’]s?)\s+(?:\w+\s+)?{_VIEW}\s+{_ON}\b",
    rf"^(?:compare\s+)?{_NAME}\s+(?:on|about|over|regarding)\s+\S",
)
"""Forms that other texts have, too: "Japan on fire"."""
_QUESTION_WORD = re.compile(
    r"(?:what|how|why|when|where|which|who|whose|did|does|do|is|are|was|were|has|have|had)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    rf"^(?:what\s+(?:is|was)\s+)?(?:the\s+)?differences?\s+between\s+{_NAME}\s+(?:on|about|over)\b",
    re.IGNORECASE | re.VERBOSE,
)
_WHO = re.compile(
    rf"^(?:and\s+|so\s+|but\s+)?who(?:\s+else)?(?P<except>,?\s+other\s+than\s+[^?,]{{2,60}},?)?\s+"
    rf"(?:has\s+|have\s+|had\s+)?{_ADVERB}(?!talk\w*\s+(?:\S+\s+){{1,3}}(?:into|out\s+of)\b)"
    rf"{_SAYING}\b",
    re.IGNORECASE | re.VERBOSE,
)
_SPLIT = re.compile(r"\s*(?:,\s*(?:and|or)?|\band\b|\bor\b|\bversus\b|\bvs\.?|&)\s+", re.IGNORECASE)
_BOTH = re.compile(r"^(?:both|either|neither)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_VIEW_OF = re.compile(rf"(?:['’]s?)?(?:\s+(?:\w+\s+)?{_VIEW})?$", re.IGNORECASE | re.VERBOSE)
_OF_DEED = re.compile(rf"\b{_DEED}$", re.IGNORECASE | re.VERBOSE)
_ANYTHING = frozenset({"anything", "something", "else"})
"""Words of asking that stand behind the others: "Did Abe say anything"."""
_OF_ASKING = re.compile(
    rf"{_ANY_VERB}|{_VIEW}|{_GIVEN}|give|given|news|{'|'.join(sorted(_ANYTHING))}", re.VERBOSE
)
_NEXT_QUESTION = re.compile(
    r"(?<=[.?!])\s+(?=(?:and\s+|so\s+|but\s+)?(?:what|how|why|when|where|which|who|did|does|has|have)\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.’'-]*\w(?: [A-ZÀ-ÖØ-Þ][\w.’'-]*\w)*")
_OWNER = re.compile(r"['’]s?$")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_SPOKEN_OF = frozenset("i we you he she it they my our your his her its their there".split())
"""Who a name that begins with one of these is, only the talk before tells."""
_CROWD = frozenset({"anyone", "anybody", "everyone", "people", "someone", "somebody"})


def asked_for(text: str, is_speaker: IsSpeaker) -> Asked:
    """Whose words `text` asks for.

    "What did NAME say", "NAME's view", "Did NAME promise" name a speaker, known or not; "NAME on
    TOPIC" only one that the archive quotes. "A and B" are two sides where it quotes both. Pronouns
    and crowds are nobody, but for one whom a sentence before names: "Is Abe ill? What did he say?".
    """
    text = " ".join(text.split())  # long runs of space would be tried in every division
    first, *later = _NEXT_QUESTION.split(text)
    asked = _asked_by(first, is_speaker)
    for sentence in later:
        if asked != Asked():
            break
        asked = _asked_by(_with_name(sentence, first, is_speaker), is_speaker)
    return asked


def _with_name(sentence: str, before: str, is_speaker: IsSpeaker) -> str:
    """`sentence` with the one speaker whom `before` names in place of "he" or "she"."""
    named = the_one_named(before, is_speaker)
    return _PRONOUN.sub(lambda _: named, sentence, count=1) if named else sentence


def the_one_named(text: str, is_speaker: IsSpeaker) -> str | None:
    """The speaker whose name stands in `text` with capitals, where there is just one."""
    opening = _QUESTION_WORD.match(text)
    found = _NAMED.findall(text, opening.end() if opening else 0)
    named = {name for each in found if is_speaker(name := _OWNER.sub("", each))}
    return named.pop() if len(named) == 1 else None


def _asked_by(text: str, is_speaker: IsSpeaker) -> Asked:
    """Whose words the sentence `text` asks for."""
    if all(each[0].isupper() for each in text.split() if each[0].isalpha()):
        text = _IN_A_HEADLINE.sub(lambda verb: verb.group().lower(), text)
    if who := _WHO.match(text):
        named = re.sub(r"^,?\s*other\s+than\s+|,$", "", who["except"] or "", flags=re.IGNORECASE)
        return Asked(who=True, other_than=named.strip() or None, how=_how(who))
    if match := _DIFFERENCE.match(text):
        between = _asked(match["speaker"], is_speaker)
        return between if between and between.sides else Asked()
    for pattern in (*_CERTAIN, *_SHOWN):
        if match := pattern.match(text):
            certain = _asked(match["speaker"], is_speaker)
            deed = pattern in _SHOWN or _OF_DEED.search(match.group()) is not None
            return replace(certain or Asked(), deed=deed and certain is not None, how=_how(match))
    for pattern in _IF_A_SPEAKER:
        match = pattern.match(text)
        found = _asked(match["speaker"], is_speaker) if match else None
        if match and _QUESTION_WORD.match(match["speaker"]):
            continue
        if match and found and (found.sides or (found.speaker and is_speaker(found.speaker))):
            return replace(found, how=_how(match))
    return Asked()


def _how(asking: re.Match[str]) -> frozenset[str]:
    named = words(asking.groupdict().get("speaker") or "")
    by = (word for word in words(asking.group()) if word not in named)
    return _ANYTHING.union(filter(_is_of_asking, by))


def _is_of_asking(word: str) -> bool:
    """True for a word by which somebody's words are asked for: "say", "view", "anything"."""
    return _OF_ASKING.fullmatch(word) is not None


def _asked(name: str, is_speaker: IsSpeaker) -> Asked | None:
    """The speaker or the sides that `name` is; None for a pronoun or a crowd."""
    name = _BOTH.sub("", name.strip())
    first, *_ = words(name) or [""]
    of_nobody = all(w in _CROWD or not carries_topic(w) for w in words(name))
    initials = _ARTICLE.sub("", name)
    if first in _SPOKEN_OF or (of_nobody and not (initials.isupper() and is_speaker(initials))):
        return None  # but for the WHO
    if _is_of_asking(first):  # "What did report on …": a publisher stood there
        return None
    name = _bare(name, is_speaker)
    parts = tuple(
        part for each in _SPLIT.split(name) if (part := _VIEW_OF.sub("", _ARTICLE.sub("", each)))
    )
    if len(parts) > 1 and all(is_speaker(part) for part in parts):
        return Asked(sides=parts)
    called = _ARTICLE.sub("", name)
    # "the Pope" is nobody of that last name.
    return Asked(speaker=called.lower() if called != name and fold(called) in TITLES else called)


def _bare(name: str, is_speaker: IsSpeaker) -> str:
    """`name` less the small words behind it: "Zuckerberg accept [blame]", "Berg once"."""
    capital = _NAMED.match(name)
    rest = name[capital.end() :].split() if capital else []
    behind = all(each.islower() for each in rest) and ROLES.isdisjoint(rest)
    if not capital or not rest or not behind or _OWNER.search(capital.group()):
        return name  # "Trump's lawyers" are not Trump
    return capital.group() if is_speaker(capital.group()) else name
