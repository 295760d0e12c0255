"""What the archive holds, as people read it: articles, listings, statements and sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from retrieval.render.console import Indented, Quotation, beside, foreign, plural
from retrieval.render.copies import also_in, links
from retrieval.render.dates import spoken
from retrieval.render.visible import visible
from retrieval.types import Article, Copy, Count, Digest, Statement
from retrieval.upkeep import Encoded, Part, Source, SourceReport, Status, Version

SHOWN_SKIPPED = 10


def article(article: Article, copies: Sequence[Copy]) -> Iterator[RenderableType]:
    """The whole article: headline, facts, where else it stands, text."""
    yield foreign(article.title, "bold")
    yield foreign(beside(article.publisher, spoken(article.published), article.url), "dim")
    yield foreign(beside(", ".join(article.tags), article.source, article.id), "dim")
    yield from links(copies)
    yield ""
    yield Text(visible(article.text))
    if article.truncated:
        yield Text("The source itself cut this article short.", "dim")


def history(versions: Sequence[Version]) -> Iterator[RenderableType]:
    """What an article said before each change, newest first."""
    if not versions:
        yield "No earlier versions."
    for version in versions:
        yield ""
        yield Text(f"Until {version.replaced:%Y-%m-%d %H:%M} UTC:", "underline")
        yield foreign(version.title, "bold")
        yield ""
        yield Text(visible(version.text))


def digest(digest: Digest) -> Iterator[RenderableType]:
    """One entry an article, newest first."""
    if not digest.articles:
        yield "No articles."
    for item in digest.articles:
        facts = beside(spoken(item.published), item.publisher, ", ".join(item.tags), item.id)
        yield foreign(item.title, "bold")
        yield Indented(foreign(facts, "dim"))
        if item.url:
            yield Indented(foreign(item.url, "dim"))
        yield from also_in(digest.also_in.get(item.id, ()))


def tags(counts: Sequence[Count]) -> Iterator[RenderableType]:
    """On how many articles each tag stands, a line a tag."""
    yield from _counts(counts) if counts else ["No tags."]


def speakers(counts: Sequence[Count]) -> Iterator[RenderableType]:
    """How many statements of each speaker there are, a line a speaker."""
    yield from _counts(counts) if counts else ["Nobody is quoted."]


def _counts(counts: Sequence[Count]) -> Iterator[RenderableType]:
    for each in counts:
        yield Text.assemble((f"{each.count:>8,}  ", "cyan"), foreign(each.name))


def statement(statement: Statement, text: str) -> Iterator[RenderableType]:
    """Who said it, in which article, and the words; omissions are shown as […]."""
    how = "quoted" if statement.quoted else "reported"
    yield Text.assemble(
        foreign(statement.speaker or "speaker uncertain", "bold"),
        (f" ({how}) ", "dim"),
        foreign(statement.article_id, "dim"),
    )
    yield Quotation(" […] ".join(span.of(text) for span in statement.spans))


def report(report: SourceReport) -> Iterator[RenderableType]:
    """What the archive took from one source, and what it left out and why."""
    counts = [
        f"{report.new:,} new",
        f"{report.changed:,} changed",
        f"{report.unchanged:,} unchanged",
        f"{report.copies:,} copies" if report.copies else "",
        f"{len(report.skipped):,} skipped" if report.skipped else "",
    ]
    yield Text.assemble(
        foreign(report.source, "bold"), ": ", ", ".join(each for each in counts if each)
    )
    for item in report.skipped[:SHOWN_SKIPPED]:
        yield Text.assemble("  ", foreign(item.where), ": ", foreign(item.reason))
    if len(report.skipped) > SHOWN_SKIPPED:
        yield f"  and {len(report.skipped) - SHOWN_SKIPPED:,} more"


def sources(sources: Sequence[Source]) -> Iterator[RenderableType]:
    """What was added, and how the last reading of each went."""
    if not sources:
        yield "No sources."
    for each in sources:
        facts = beside(
            plural(each.articles, "article"),
            f"{each.kind}, links followed" if each.follow else each.kind,
            f"read {spoken(each.last_read)}" if each.last_read else "never read whole",
        )
        yield foreign(each.name, "bold")
        yield Indented(foreign(facts, "dim"))
        if each.error:
            yield Indented(foreign(f"failed {spoken(each.last_try)}: {each.error}", "red"))


def encoded(part: Part, done: Encoded) -> Iterator[RenderableType]:
    """What came of encoding one part, and what is to be done next."""
    yield f"Part {part.number} of {part.of}: encoded {plural(done.encoded, 'passage')}."
    if done.left:
        yield f"{plural(done.left, 'passage')} of the archive still to encode, by any part."
    else:
        yield "Nothing is left to encode: publish it with `citewire index`."


def status(status: Status) -> Iterator[RenderableType]:
    """The size and the age of the archive and of its index."""
    for name, value in _facts(status):
        yield Text.assemble((f"{name:<12}", "dim"), foreign(value))


def _facts(status: Status) -> tuple[tuple[str, str], ...]:
    if status.index_built is None:
        index = "none; build it with `citewire index`"
    else:
        age = "" if status.index_current else "; the archive has changed since"
        index = f"{plural(status.indexed_passages, 'passage')}, {spoken(status.index_built)}{age}"
    meaning = f"{status.encoded_passages:,} passages prepared, {status.prepared} %"
    unfinished = (("by meaning", meaning),) if status.prepared < 100 else ()
    return (
        ("articles", f"{status.articles:,}"),
        ("passages", f"{status.passages:,}"),
        ("statements", f"{status.statements:,}"),
        ("tags", f"{status.tags:,}"),
        ("newest", spoken(status.newest)),
        ("model", status.model),
        ("index", index),
        *unfinished,
    )
