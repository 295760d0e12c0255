"""Somebody who asks all the time: python -m tests.benchmarks.scale.asking DATA QUESTIONS WORD.

One line of JSON a question: how long it took, the moment it was answered, and whether an article
with WORD is found by then. A newer index is taken up between two questions, as the bot does.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path

from retrieval.app import Citewire
from retrieval.evaluation.dataset import load_questions
from retrieval.types import Question
from tests.benchmarks.scale.grow import settings_of


def main(data: str, questions: str, word: str) -> None:
    """Ask until killed."""
    citewire = Citewire(settings_of(Path(data)))
    for judged in itertools.cycle(load_questions(Path(questions).parent)):
        began = time.perf_counter()
        citewire.reload_if_new()
        citewire.ask(Question(text=judged.question.text))
        seconds = time.perf_counter() - began
        found = any(word in hit.text for hit in citewire.search(Question(text=word), k=3))
        row = {"seconds": seconds, "at": time.time(), "found": found}
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
