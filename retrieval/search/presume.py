"""What is presumed of passages that have no vector yet: what is true on average of their like."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.search.fuse import scaled
from retrieval.types import Ranking

_SCORE = 0.64
_COSINE, _COSINE_RISE = 0.15, 0.42
_THEME = -0.06
"""Measured over the 200 passages that words find for each question of realtimeqa-2023."""
_DOUBT = 5
"""So many passages must have their vectors for half of what they tell to be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumed:
    """By passage id; empty where every passage has its vector."""

    scores: Mapping[int, float] = field(default_factory=dict)
    """Dense, from 0 to 1, as the fusion scales them."""
    cosines: Mapping[int, float] = field(default_factory=dict)
    """With the question."""
    themes: Mapping[int, float] = field(default_factory=dict)
    """The mean of its article's cosines."""


def presume(lexical: Ranking, cosines: Mapping[int, float]) -> Presumed:
    """What those hits of `lexical` would have that are not in `cosines`, which those have.

    A passage is as near to the question as others are whose words fit as well: one which waits for
    its vector is neither lost behind those that have theirs nor taken for surer.
    """
    fits = scaled(lexical)
    usual = {id_: _COSINE + _COSINE_RISE * math.sqrt(fit) for id_, fit in fits.items()}
    # How near to this question everything is, as far as that is known.
    nearer = [cosines[id_] - usual[id_] for id_ in usual if id_ in cosines]
    shift = sum(nearer) / (len(nearer) + _DOUBT)
    presumed = {id_: min(usual[id_] + shift, 1.0) for id_ in usual if id_ not in cosines}
    return Presumed(
        scores={id_: _SCORE * fits[id_] for id_ in presumed},
        cosines=presumed,
        themes={id_: cosine + _THEME for id_, cosine in presumed.items()},
    )
