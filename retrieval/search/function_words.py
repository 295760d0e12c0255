"""Which words carry a topic, and which only join those that do."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """a about according after all also am an and any are as at be been before being but by can
    could did do does during each ever for from get gets getting go goes going gone got had has
    have he her him his how i if in into is it its just like me might more most must my no nor not
    of off on once one or other our out over own same shall she should so some such than that the
    their them then there these they this those through to too under until up us was way we were
    what when where which while who whom whose why will with would you your""".split()
)

_CONTRACTED = ("n't", "'re", "'ve", "'ll", "'d", "'m")


def carries_topic(word: str) -> bool:
    """False for a folded word that only joins others: "the", "won't", "they're"."""
    return word not in FUNCTION_WORDS and not word.endswith(_CONTRACTED)
