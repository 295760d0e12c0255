"""The commands that put a question to the archive: `ask`, `search`."""

from __future__ import annotations

from pathlib import Path

from retrieval.cli.batch import open_batch, run_batch
from retrieval.cli.conditions import ask_for, read_conditions
from retrieval.cli.options import (
    AsOf,
    Batch,
    Json,
    Most,
    Publisher,
    QueryText,
    QuestionText,
    Since,
    Speaker,
    TagOption,
    Until,
)
from retrieval.cli.output import ABSTAINED, print_json, print_page
from retrieval.cli.session import open_ready
from retrieval.errors import UsageError
from retrieval.render.records import found_record, result_record
from retrieval.types import Abstention, Answer


def ask(
    question: QuestionText = None,
    tag: TagOption = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    k: Most = 3,
    batch: Batch = None,
    as_json: Json = False,
) -> int:
    """Answer a question in words that stand in the archive, each with its source.

    The exit code is 0 for an answer and 3 where the archive has none.
    """
    conditions = read_conditions(
        tag=tag, publisher=publisher, speaker=speaker, since=since, until=until, as_of=as_of
    )
    text = _one_of(question, batch)
    if batch:
        with open_batch(batch) as rows:
            citewire = open_ready()
            return run_batch(
                batch, rows, conditions, lambda row: result_record(citewire.ask(row, k))
            )
    asked = ask_for(text, conditions)
    result = open_ready().ask(asked, k)
    if as_json:
        print_json(result_record(result))
    else:
        print_result(result)
    return 0 if isinstance(result, Answer) else ABSTAINED


def search(
    query: QueryText = None,
    tag: TagOption = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    k: Most = 10,
    batch: Batch = None,
    as_json: Json = False,
) -> int:
    """Show the passages nearest to a query, best first, whether they answer it or not."""
    conditions = read_conditions(
        tag=tag, publisher=publisher, speaker=speaker, since=since, until=until, as_of=as_of
    )
    text = _one_of(query, batch)
    if batch:
        with open_batch(batch) as rows:
            citewire = open_ready()
            return run_batch(
                batch, rows, conditions, lambda row: found_record(citewire.search(row, k))
            )
    asked = ask_for(text, conditions)
    hits = open_ready().search(asked, k)
    if as_json:
        print_json(found_record(hits))
    else:
        from retrieval.render import answers

        print_page(answers.found(hits))
    return 0


def print_result(result: Answer | Abstention) -> None:
    """Write an answer or an abstention for a person."""
    from retrieval.render import answers

    page = answers.answer(result) if isinstance(result, Answer) else answers.abstention(result)
    print_page(page)


def _one_of(question: str | None, batch: Path | None) -> str:
    if (question is None) == (batch is None):
        raise UsageError(
            'Give one question, in quotes, or `--batch FILE`: citewire ask "What did Abe say?"'
        )
    return question or ""
