"""The first of the fused passages, ranked again by what is written in them and around them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields
from operator import attrgetter, mul

from retrieval.kind import wanted
from retrieval.text import fold, irregular_forms, stems
from retrieval.types import Candidate, Hit, Query, Ranking

RERANKED = 60
"""How many of the fused passages are read and ranked again."""

_FRESH_DAYS = 10.0
_EARLY_CHARS = 650
_SHARP = 12.0
"""How steeply a passage's say in the vote falls with its fused score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What speaks for a passage beside the others of its question; all about 0 to 3."""

    dense: float
    """Its cosine with the question, from the least (0) to the greatest (1) of those ranked."""
    theme: float
    """The mean cosine of its article's passages: what it owes to its headline, not to itself."""
    article: float
    """The best fused score of its article."""
    fresh: float
    """1 for what was published at the time of asking, falling with age; 0 where it is undated."""
    fresh_coverage: float
    """Fresh times the share of the keywords' weight that stands in it or in its headline.

    What is new and speaks of something else is no news of this. As far as none of them is new, or
    known to be, it is the share alone.
    """
    early: float
    """1 at the beginning of its article, where news says what it is, falling further in."""
    kind: float
    """Logarithm of how many words it has that look as those the question waits for."""
    names: float
    """Logarithm of how many names it has, where the question waits for one."""
    votes: float
    """How far its names, those of the question aside, stand in the other best articles too."""


_values = attrgetter(*(field.name for field in fields(Signals)))

WEIGHTS = Signals(
    dense=2.39,
    theme=-1.25,
    article=1.83,
    fresh=1.37,
    fresh_coverage=4.75,
    early=0.63,
    kind=1.85,
    names=0.22,
    votes=0.39,
)
"""Fitted by tests/benchmarks/fit_ranking.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the index knows of the passages to be ranked, by passage id."""

    weights: Mapping[str, float]
    """Stem of a keyword -> how much it tells passages apart."""
    themes: Mapping[int, float]
    """The mean cosine of the article's passages with the question."""
    days: Mapping[int, float]
    """Days from publication to the time of asking; NaN where unknown."""


def rerank(
    query: Query, fused: Ranking, candidates: Sequence[Candidate], around: Around
) -> Ranking:
    """`fused` with `candidates`, which are the first of it, in the order of their signals.

    A linear model: listwise (softmax) logistic regression, as in Cao et al., "Learning to Rank:
    From Pairwise Approach to Listwise Approach", 2007.
    """
    found = signals(query, candidates, around)
    worth = [sum(map(mul, _values(WEIGHTS), _values(each))) for each in found]
    scores = {each.passage.id: worth[i] for i, each in enumerate(candidates)}
    rest = [hit for hit in fused.hits if hit.passage_id not in scores]
    order = sorted(scores, key=lambda passage_id: -scores[passage_id])
    # Behind those that were read the fused scores go on from the least worth.
    gap = min(worth, default=0.0) - (rest[0].score if rest else 0.0)
    found_again = [(passage_id, scores[passage_id]) for passage_id in order]
    found_again += [(hit.passage_id, hit.score + gap) for hit in rest]
    return Ranking(
        retriever="ranked",
        hits=tuple(
            Hit(passage_id=passage_id, score=score, rank=rank)
            for rank, (passage_id, score) in enumerate(found_again, start=1)
        ),
    )


def signals(query: Query, candidates: Sequence[Candidate], around: Around) -> list[Signals]:
    """The signals of `candidates`, in their order."""
    kind = wanted(query.question.text)
    inside = [each.passage.span.of(each.article.text) for each in candidates]
    names = [kind.new_names(text) for text in inside]
    of_kind = [kind.count(text) for text in inside] if kind.pattern else [0] * len(inside)
    votes = _votes(candidates, names)
    titled = [
        f"{each.article.title}\n{text}" for each, text in zip(candidates, inside, strict=True)
    ]
    covered = _coverage(titled, around.weights)
    best = _best_of_article(candidates)
    fresh = [_freshness(around.days[each.passage.id]) for each in candidates]
    nothing_new = 1.0 - max(fresh, default=0.0)
    cosines = [each.cosine for each in candidates]
    low, high = min(cosines, default=0.0), max(cosines, default=0.0)
    found = []
    for i, each in enumerate(candidates):
        found.append(
            Signals(
                dense=(each.cosine - low) / (high - low) if high > low else 1.0,
                theme=around.themes[each.passage.id],
                article=best[each.article.id],
                fresh=fresh[i],
                fresh_coverage=(fresh[i] + nothing_new) * covered[i],
                early=1 / (1 + each.passage.span.start / _EARLY_CHARS),
                kind=math.log1p(of_kind[i]),
                names=math.log1p(len(names[i])) if kind.name else 0.0,
                votes=sum(sorted(votes.get(name, 0.0) for name in names[i])[-3:]),
            )
        )
    return found


def _coverage(texts: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    """The share of the total of `weights` whose stems stand in each text.

    Only words that begin as a keyword or one of its irregular forms does are stemmed: it is the
    dearest step of a ranking.
    """
    begins = {re.escape(each[: max(2, min(4, len(each) - 1))]) for each in weights}
    begin = "|".join(begins.union(*map(irregular_forms, weights)))
    alike = re.compile(rf"\b(?:{begin})[^\W_]*(?:[.,'’][^\W_]+)*")
    total = sum(weights.values()) or 1.0
    held = (stems(" ".join(alike.findall(fold(text)))) for text in texts)
    return [sum(weights[each] for each in weights if each in found) / total for found in held]


def _freshness(days: float) -> float:
    return 0.0 if math.isnan(days) else math.exp(-max(days, 0.0) / _FRESH_DAYS)


def _best_of_article(candidates: Sequence[Candidate]) -> dict[str, float]:
    best: dict[str, float] = {}
    for each in candidates:
        best[each.article.id] = max(best.get(each.article.id, each.score), each.score)
    return best


def _votes(candidates: Sequence[Candidate], names: Sequence[Set[str]]) -> dict[str, float]:
    """Name -> the say of the articles that hold it, the greatest of all names 1.

    What answers a question of the day stands in several of the day's articles; a name that only
    one holds has no vote.
    """
    top = max((each.score for each in candidates), default=0.0)
    said: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for each, held in zip(candidates, names, strict=True):
        say = math.exp(_SHARP * (each.score - top))
        for name in held:
            of_name = said[name]
            of_name[each.article.id] = max(of_name.get(each.article.id, 0.0), say)
    votes = {name: sum(each.values()) for name, each in said.items() if len(each) > 1}
    most = max(votes.values(), default=1.0)
    return {name: vote / most for name, vote in votes.items()}
