"""Answers, abstentions and found passages as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from retrieval.render.console import Indented, Quotation, beside, foreign
from retrieval.render.copies import also_in
from retrieval.render.dates import spoken
from retrieval.render.scope import shown
from retrieval.types import (
    Abstention,
    Answer,
    Citation,
    Extract,
    Found,
    Lead,
    Question,
    Said,
    Understood,
)


def answer(result: Answer) -> Iterator[RenderableType]:
    """Each extract as a quotation with who, where and when beside it; then the citations."""
    yield from _scope(result.understood)
    yield from _quotations(result.extracts, result.citations)
    if result.doubtful:
        yield Text("This may not be what you asked for.", "yellow")
    yield Text(f"Confidence {result.confidence:.0%}", "dim")
    yield from _preparing(result.prepared)


def said(result: Said) -> Iterator[RenderableType]:
    """Each statement as a quotation, oldest first, with who, where and when; then the citations."""
    topic = f" about {result.about}" if result.about else ""
    if not result.extracts:
        yield foreign(f"The archive holds no words of {result.name}{topic}.")
        return
    yield from _quotations(result.extracts, result.citations)


def _quotations(
    extracts: Sequence[Extract], citations: Sequence[Citation]
) -> Iterator[RenderableType]:
    cited = {citation.number: citation for citation in citations}
    for extract in extracts:
        yield Quotation(extract.text, "bold")
        yield _attribution(extract, cited[extract.citation])
        yield ""
    yield Text("Sources", "underline")
    for citation in citations:
        yield from _citation(citation)


def abstention(result: Abstention) -> Iterator[RenderableType]:
    """Says that the archive does not answer, and shows the leads as leads."""
    yield from _scope(result.understood)
    yield Text.assemble(("The archive does not answer this. ", "bold"), foreign(result.reason))
    if result.near_misses:
        yield ""
        yield Text("The nearest leads, which are not an answer:", "underline")
    for lead in result.near_misses:
        yield from _lead(lead)
    yield from _preparing(result.prepared)


def found(hits: Sequence[Found]) -> Iterator[RenderableType]:
    """Passages, best first, each with its rank, the article it stands in and its score."""
    if not hits:
        yield "Nothing found."
    for rank, hit in enumerate(hits, 1):
        score = (f"  score {hit.score:.3f}", "dim")
        yield Text.assemble((f"{rank}. ", "cyan"), foreign(hit.title, "bold"), score)
        yield Indented(foreign(hit.article_id, "dim"), 2)
        yield Quotation(hit.text)
        yield ""


def understood(question: Question) -> Text:
    """What a follow-up was taken to ask."""
    limits = question.filters
    named = {"tag": limits.tag, "publisher": limits.publisher, "speaker": limits.speaker}
    named |= {
        side: spoken(moment)
        for side, moment in (("since", limits.since), ("until", limits.until))
        if moment
    }
    said = ", ".join(f"{name}: {value}" for name, value in named.items() if value)
    return foreign(f"Understood as: {question.text}" + (f" ({said})" if said else ""), "dim")


def _scope(understood: Understood) -> Iterator[RenderableType]:
    for line in shown(understood):
        yield foreign(line, "dim")


def _preparing(prepared: int) -> Iterator[RenderableType]:
    """That more may be found later: until all is encoded, some is found by its words alone."""
    if prepared < 100:
        yield Text(f"Search by meaning is still being prepared: {prepared} %.", "yellow")


def _attribution(extract: Extract, citation: Citation) -> Text:
    return Text.assemble(
        "  — ",
        foreign(extract.speaker or "", "bold"),
        ", " if extract.speaker else "",
        foreign(beside(citation.publisher, spoken(citation.published))),
        (f" [{citation.number}]", "cyan"),
    )


def _citation(citation: Citation) -> Iterator[RenderableType]:
    number = f"[{citation.number}] "
    where = beside(
        citation.publisher,
        spoken(citation.published),
        citation.url or citation.source,
        citation.article_id,
    )
    yield Text.assemble((number, "cyan"), foreign(citation.title, "bold"))
    yield Indented(foreign(where, "dim"), len(number))
    yield from also_in(citation.also_in, len(number))


def _lead(lead: Lead) -> Iterator[RenderableType]:
    where = beside(lead.publisher, spoken(lead.published), lead.url, lead.article_id)
    yield Text.assemble("• ", foreign(lead.title, "bold"))
    yield Indented(foreign(where, "dim"), 2)
    yield Quotation(lead.text)
