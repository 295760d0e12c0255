"""What better ranking could still find: quiz questions without their answer in the ten passages.

    python -m tests.benchmarks.unfound QUIZ_DATA FOLDER

QUIZ_DATA holds an archive of `realtimeqa-2023/corpus.jsonl.gz`, FOLDER that folder. Prints how many
of these questions have an answer that stands in no article published by the time of asking; for
the others, to be read, the place of an answer with the most of the question's keywords near it.
Most stand by chance: "Maine", the answer to "in which state were the shootings?", in a list of
lawmakers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion, load_questions, normalise
from retrieval.evaluation.run import holds_answer
from retrieval.settings import Settings
from retrieval.text import stems
from retrieval.types import Article

_K = 10
_NEAR = 400
"""So many characters before and after an answer are read with it."""
_SHOWN = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an answer stands in an article, its words folded."""

    covered: float
    """The share of the keywords' weight near it or in the headline."""
    article: Article
    words: str


def main(quiz: str, folder: str) -> None:
    """Print the counts, then the places, those with the most keywords first."""
    questions = [each for each in load_questions(Path(folder)) if each.answers]
    citewire = Citewire(Settings(data=Path(quiz)))
    asker, archive = citewire._open(), citewire._archive
    read = (archive.article(id_) for id_ in archive.ids())
    articles = {
        article: normalise(f"{article.title}\n{article.text}") for article in read if article
    }
    places: list[tuple[Place, JudgedQuestion]] = []
    missed = [
        judged
        for judged in questions
        if not any(holds_answer(e, judged) for e in asker.ranked(judged.question, _K)["ranked"])
    ]
    for judged in missed:
        weights = asker.snapshot.weights(asker.understand(judged.question).keywords)
        held = list(_places(judged, articles, weights))
        if held:
            places.append((max(held, key=lambda place: place.covered), judged))
    nowhere = len(missed) - len(places)
    print(
        f"{len(missed)} of {len(questions)} not in the first {_K}; {nowhere} in no article by then"
    )
    for place, judged in sorted(places, key=lambda each: -each[0].covered):
        print(f"\n{judged.question.text} ({', '.join(each.strip() for each in judged.answers)})")
        print(f"{place.covered:.0%} {place.article.id} {place.article.title}: …{place.words}…")


def _places(
    judged: JudgedQuestion, articles: Mapping[Article, str], weights: Mapping[str, float]
) -> Iterator[Place]:
    as_of = judged.question.as_of
    for article, text in articles.items():
        if as_of and article.published and article.published > as_of:
            continue
        headline = stems(article.title)
        for answer in judged.answers:
            for match in re.finditer(re.escape(f" {answer} "), text):
                start, stop = match.span()
                near = headline | stems(text[max(0, start - _NEAR) : stop + _NEAR])
                covered = sum(weight for word, weight in weights.items() if word in near)
                yield Place(
                    covered=covered / (sum(weights.values()) or 1.0),
                    article=article,
                    words=text[max(0, start - _SHOWN) : stop + _SHOWN],
                )


if __name__ == "__main__":
    main(*sys.argv[1:3])
