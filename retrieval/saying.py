"""The words of saying: a question asks for somebody's words by them, a report tells of them."""

from __future__ import annotations

from collections.abc import Sequence, Set

from retrieval.text import stem

SPEAKING = frozenset(
    """said say says saying tell told think thinks thought state stated claim claimed comment
    commented warn warned declare declared suggest suggested believe believes believed argue argued
    report reported speak spoke spoken talk talked insist insisted predict predicted explain
    explained compare differ""".split()
)
DEEDS = frozenset(
    """promise promised announce announced propose proposed ask asked want wants wanted demand
    demanded deny denied respond responded react reacted call called admit admitted reject rejected
    vow vowed pledge pledged threaten threatened urge urged criticise criticised criticize
    criticized condemn condemned accuse accused blame blamed praise praised mock mocked complain
    complained apologise apologised apologize apologized regret regretted joke joked boast boasted
    brag bragged confirm confirmed acknowledge acknowledged disagree agree agreed hope hoped expect
    expected fear feared worry worried feel felt""".split()
)
"""What is done by speaking, or shown, so that others may tell of it without the speaker's words."""

_KINDRED = tuple(
    frozenset(stem(verb) for verb in each.split())
    for each in (
        "accuse blame",
        "criticise criticize condemn denounce slam blast decry rebuke assail",
        "praise laud hail applaud",
        "mock ridicule",
    )
)
"""Deeds done to another, told by their verb or by one as good: words about him may be kind."""

_OF_REPORTS = frozenset("write wrote cite quote".split())
_STEMS = {stem(word) for word in SPEAKING | DEEDS | _OF_REPORTS}
_NEAR = 8
"""How many words may stand between a name and its verb, as "a professor of economics" does."""


def kindred(verbs: Set[str]) -> frozenset[str]:
    """The stems of which a sentence must have one to tell of a deed in `verbs`, folded words.

    None where words alone may tell of it: who says "I shall" has promised.
    """
    asked = {stem(verb) for verb in verbs}
    return frozenset().union(*(each for each in _KINDRED if asked & each))


def tells_of_saying(sentence: Sequence[str], name: Set[str], last: Set[str]) -> bool:
    """True where the folded words of `sentence` tell that one speaks: "Berg says", "said Berg".

    `last` are the last words of what they are called, `name` all words of it.
    """
    for i, word in enumerate(sentence):
        if word not in last:
            continue
        if any(stem(each) in _STEMS for each in sentence[i + 1 : i + 2 + _NEAR]):
            return True
        before = i - 1
        while before >= 0 and sentence[before] in name:
            before -= 1
        if before >= 0 and stem(sentence[before]) in _STEMS:
            return True
    return False
