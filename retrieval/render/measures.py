"""An evaluation as a table: a row a retriever, a column a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from retrieval.evaluation.doubt import Doubt
    from retrieval.evaluation.run import Evaluation


def table(evaluation: Evaluation) -> Iterator[RenderableType]:
    """Shares in percent and MRR@10 where the questions can tell them, and the time of one."""
    rows = [
        {
            **_percent("Hits", scores.hits),
            **({} if scores.mrr is None else {"MRR@10": f"{scores.mrr:.3f}"}),
            **_percent("answer", scores.answers),
        }
        for scores in evaluation.scores
    ]
    page = Table("", box=None, padding=(0, 1, 0, 0))
    for name in rows[0] if rows else ():
        page.add_column(name, justify="right", no_wrap=True)
    for scores, row in zip(evaluation.scores, rows, strict=True):
        page.add_row(Text(scores.retriever, "bold"), *row.values())
    yield page
    yield (
        f"{evaluation.questions:,} questions, {evaluation.judged:,} with judged articles, "
        f"{evaluation.answerable:,} with an answer to look for; "
        f"{evaluation.milliseconds:.1f} ms a question."
    )


def doubt(found: Doubt) -> Iterator[RenderableType]:
    """AUROC, what is answered at each share of false answers, and said against true by tenths."""
    yield (
        f"{found.answered:,} questions whose extracts hold the answer, "
        f"{found.unanswerable:,} that nothing answers."
    )
    if found.auroc is not None:
        yield f"AUROC {found.auroc:.3f}"
    for false_answers, kept in found.kept.items():
        yield f"At {false_answers:.0%} false answers {kept:.0%} of the answered are kept."
    page = Table("confidence", box=None, padding=(0, 1, 0, 0))
    for name in ("questions", "said", "true"):
        page.add_column(name, justify="right", no_wrap=True)
    for each in found.bins:
        page.add_row(
            f"{each.low:.1f} to {each.low + 0.1:.1f}",
            f"{each.questions:,}",
            f"{each.said:.2f}",
            f"{each.true:.2f}",
        )
    yield page


def _percent(name: str, shares: Mapping[int, float] | None) -> dict[str, str]:
    return {f"{name}@{k}": f"{100 * share:.1f}" for k, share in (shares or {}).items()}
