"""Questions of the form "What did X say about Y?" from human-marked attributions (PolNeAR).

Read from the marks of `polnear-train/gold.jsonl.gz`: the speaker's name as an article gives it, and
the two rarest neighbours of their words. Two kinds have no answer: the speaker on what another says
in the same article, and on what is said elsewhere; in neither does any mark of the speaker hold one
of the two words. The data set may be measured on, but no weights may be fitted to it.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.evaluation.dataset import JudgedQuestion, normalise
from retrieval.search.function_words import FUNCTION_WORDS
from retrieval.text import fold, stem, stems, words
from retrieval.types import Question

SAID, ANOTHERS, ELSEWHERE = "said", "said by another", "said elsewhere"
_QUESTIONS = 200
_PAIR = re.compile(r"\b([^\W\d_]{4,}) (?=([^\W\d_]{4,})\b)")
_NAME = re.compile(r"(?:[A-Z][\w.'’-]+ ){0,2}[A-Z][\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    article: str
    key: str
    """The speaker's last name, folded."""
    name: str
    topic: tuple[str, ...]
    first_words: str


def said_questions(gold: Path) -> dict[str, list[JudgedQuestion]]:
    """Kind -> its questions, at most 200 of each; the same at every call."""
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = Counter(each for row in rows for each in stems(row["text"]))
    said = [each for row in rows for each in _of_article(row, articles)]
    random.Random(0).shuffle(said)
    spoken = _spoken(rows)
    within: defaultdict[str, list[_Said]] = defaultdict(list)
    for each in said:
        within[each.article].append(each)

    def others(pool: Mapping[str, Sequence[_Said]] | None) -> Iterator[JudgedQuestion]:
        for each, far in zip(said, said[1:] + said[:1], strict=True):
            among = pool[each.article] if pool else [far]
            for other in among:
                if _silent(spoken[each.key], other) and each.key not in stems(other.first_words):
                    yield _judged(each, other.topic, ())
                    break

    return {
        SAID: [_judged(each, each.topic, (each.first_words,)) for each in said][:_QUESTIONS],
        ANOTHERS: list(others(within))[:_QUESTIONS],
        ELSEWHERE: list(others(None))[:_QUESTIONS],
    }


def _silent(spoken: set[str], other: _Said) -> bool:
    """True where nothing that a speaker said holds a word of the other's topic."""
    return not any(stem(fold(word)) in spoken for word in other.topic)


def _spoken(rows: Sequence[Mapping[str, Any]]) -> defaultdict[str, set[str]]:
    """Last name -> the stems of all that anybody of that name is marked to have said."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for each in row["statements"]:
            for key in {*each["keys"], *each["resolved_keys"]}:
                for start, stop in each["content"]:
                    found[key] |= stems(row["text"][start:stop])
    return found


def _of_article(row: Mapping[str, Any], articles: Mapping[str, int]) -> Iterator[_Said]:
    """One for each speaker whom the article names in full: the first with a topic."""
    done: set[str] = set()
    for each in row["statements"]:
        names = _NAME.findall(each["source_text"])
        if len(each["keys"]) != 1 or not names or each["keys"][0] in done:
            continue
        key, content = each["keys"][0], " ".join(row["text"][a:b] for a, b in each["content"])
        name = next((n for n in names if " " in n and not n.isupper() and key in words(n)), None)
        topic = _topic(content, articles, key)
        if name and topic:
            done.add(key)
            first = " ".join(normalise(row["text"][slice(*each["content"][0])]).split()[:5])
            yield _Said(article=row["article"], key=key, name=name, topic=topic, first_words=first)


def _topic(content: str, articles: Mapping[str, int], key: str) -> tuple[str, ...]:
    """The rarest two neighbouring words of `content` that two articles hold at least."""
    pairs = [
        (first, second)
        for first, second in _PAIR.findall(content)
        if min(articles[stem(fold(each))] for each in (first, second)) > 1
        and not {fold(first), fold(second)} & (FUNCTION_WORDS | {key})
    ]
    return min(pairs, key=lambda pair: sum(articles[stem(fold(each))] for each in pair), default=())


def _judged(each: _Said, topic: Sequence[str], answers: tuple[str, ...]) -> JudgedQuestion:
    text = f"What did {each.name} say about {' '.join(topic)}?"
    return JudgedQuestion(
        id=text, question=Question(text=text), answers=answers, relevant=frozenset()
    )
