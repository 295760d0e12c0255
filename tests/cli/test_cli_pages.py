"""Results as people read them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from rich.console import Console, RenderableType

from retrieval.render import answers, archive
from retrieval.render.console import write
from retrieval.render.records import status_record
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Citation,
    Copy,
    Count,
    Digest,
    Extract,
    Filters,
    Found,
    Lead,
    Period,
    Question,
    Scope,
    Span,
    Statement,
    Understood,
)
from retrieval.upkeep import Skipped, SourceReport, Status, Version


def page(parts: Iterable[RenderableType], *, terminal: bool = False, width: int = 60) -> str:
    """What `parts` look like on a terminal or in a pipe of that width."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=terminal,
        color_system=None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    write(console, parts)
    return file.getvalue()


def citation(number: int, title: str, **facts: object) -> Citation:
    """A citation of an article `a<number>` that is known by its title alone."""
    known = {"url": None, "publisher": None, "published": None, "tags": (), "source": "japan.txt"}
    return Citation(number=number, article_id=f"a{number}", title=title, **(known | facts))  # type: ignore[arg-type]


def extract(text: str, speaker: str | None, number: int) -> Extract:
    """Words at the start of article `a<number>`."""
    span = Span(start=0, stop=len(text))
    return Extract(article_id=f"a{number}", span=span, text=text, speaker=speaker, citation=number)


ANSWER = Answer(
    question="What did Peskov say about sanctions?",
    extracts=(
        extract(
            "“They support the sanctions and this is one of the questions "
            "that we discuss,” he said.",
            "Dmitry Peskov",
            1,
        ),
        extract("[red]No[/red] :smile: \x1b[2Jdeadline.", None, 2),
    ),
    citations=(
        citation(
            1,
            "Kremlin : no \x1b[31mdate",
            publisher="Meduza",
            published=datetime(2019, 2, 16, tzinfo=UTC),
            url="https://news.example/1",
        ),
        citation(2, "Lavrov"),
    ),
    confidence=0.873,
)


def test_an_answer_in_a_pipe_is_plain_and_wrapped() -> None:
    """Quotations are indented, their speaker, publisher and date below, the citations last."""
    assert page(answers.answer(ANSWER)) == (
        "  “They support the sanctions and this is one of the\n"
        "  questions that we discuss,” he said.\n"
        "  — Dmitry Peskov, Meduza · 16 Feb 2019 [1]\n"
        "\n"
        "  [red]No[/red] :smile: ␛[2Jdeadline.\n"
        "  — undated [2]\n"
        "\n"
        "Sources\n"
        "[1] Kremlin : no ␛[31mdate\n"
        "    Meduza · 16 Feb 2019 · https://news.example/1 · a1\n"
        "[2] Lavrov\n"
        "    undated · japan.txt · a2\n"
        "Confidence 87%\n"
    )


def test_a_doubtful_answer_says_so() -> None:
    """Above its confidence, where that is low; a sure one says nothing of it."""
    assert page(answers.answer(replace(ANSWER, confidence=0.29))).endswith(
        "This may not be what you asked for.\nConfidence 29%\n"
    )
    assert "may not be" not in page(answers.answer(replace(ANSWER, confidence=0.30)))


def test_an_answer_says_how_far_search_by_meaning_is() -> None:
    """Until it is there for all passages; so does an abstention."""
    line = "Search by meaning is still being prepared: 43 %.\n"
    unanswered = Abstention(
        question="Why?", reason="No.", near_misses=(), confidence=0, prepared=43
    )
    assert page(answers.answer(replace(ANSWER, prepared=43))).endswith(line)
    assert page(answers.abstention(unanswered)).endswith(line)
    assert "prepared" not in page(answers.answer(ANSWER))


def test_a_quotation_stands_out_on_a_terminal() -> None:
    """A bar runs along every line of a quotation, and along nothing else."""
    lines = page(answers.answer(ANSWER), terminal=True, width=40).splitlines()
    assert [line for line in lines if line.startswith("▎ ")] == [
        "▎ “They support the sanctions and this",
        "▎ is one of the questions that we",
        "▎ discuss,” he said.",
        "▎ [red]No[/red] :smile: ␛[2Jdeadline.",
    ]


def test_an_abstention_offers_leads_as_leads() -> None:
    """What is near is shown under a line that says it is no answer."""
    lead = Lead(
        article_id="a7",
        span=Span(start=0, stop=9),
        text="Abe spoke.",
        title="Abe in Tokyo",
        url=None,
        publisher="Meduza",
        published=None,
    )
    result = Abstention(
        question="Why?", reason="No passage names it.", near_misses=(lead,), confidence=0.1
    )
    assert page(answers.abstention(result)).splitlines() == [
        "The archive does not answer this. No passage names it.",
        "",
        "The nearest leads, which are not an answer:",
        "• Abe in Tokyo",
        "  Meduza · undated · a7",
        "  Abe spoke.",
    ]


def test_found_passages_are_ranked() -> None:
    """Each passage has its rank, article and score; none is said to answer."""
    hit = Found(
        article_id="a1", title="Abe in Tokyo", span=Span(start=0, stop=4), text="Abe.", score=0.5
    )
    assert page(answers.found([hit])) == "1. Abe in Tokyo  score 0.500\n  a1\n  Abe.\n\n"
    assert page(answers.found([])) == "Nothing found.\n"


def test_a_follow_up_is_shown_as_it_was_understood() -> None:
    """The question in full, with the limits it inherits."""
    question = Question(
        text="What did Abe say about sanctions?",
        filters=Filters(tag="japan", until=datetime(2019, 2, 16, tzinfo=UTC)),
    )
    assert page([answers.understood(question)], width=99) == (
        "Understood as: What did Abe say about sanctions? (tag: japan, until: 16 Feb 2019)\n"
    )


def test_what_limits_an_answer_is_shown_before_it() -> None:
    """What was read from the question's words, and a limit that was not kept to."""
    may = Period(since=datetime(2023, 5, 3, tzinfo=UTC))
    day = Period(
        since=datetime(2023, 5, 3, tzinfo=UTC), until=datetime(2023, 5, 3, 23, 59, tzinfo=UTC)
    )
    understood = Understood(
        limits=Scope(periods=(may,), publishers=("The Verge",)),
        preferred=Scope(periods=(day,)),
        dropped=Scope(periods=(Period(until=day.until),)),
        sides=("Abe", "Putin"),
        silent=("Putin",),
    )
    result = Abstention(
        question="Why?", reason="No.", near_misses=(), confidence=0, understood=understood
    )
    assert page(answers.abstention(result), width=80) == (
        "Limited to: since 2023-05-03 · The Verge\n"
        "Nothing published until 2023-05-03 answers this; asked of all dates.\n"
        "Preferred: 2023-05-03\n"
        "Compared: Abe · Putin\n"
        "Nothing found of: Putin\n"
        "The archive does not answer this. No.\n"
    )


def test_a_listing_names_undated_articles_so() -> None:
    """Headline, then date or "undated", publisher, tags, id; a link where there is one."""
    items = (
        Article(id="a1", title="One", text="x", source="s", tags=("japan", "russia")),
        Article(id="a2", title="Two", text="x", source="s", url="https://news.example/2"),
    )
    assert [
        line.rstrip()
        for line in page(archive.digest(Digest(tag=None, articles=items))).splitlines()
    ] == [
        "One",
        "  undated · japan, russia · a1",
        "Two",
        "  undated · a2",
        "  https://news.example/2",
    ]
    assert page(archive.digest(Digest(tag=None, articles=()))) == "No articles.\n"


def test_an_article_says_that_its_source_cut_it() -> None:
    """Headline, facts, the text with its paragraphs, and that it is cut."""
    article = Article(
        id="a1", title="One", text="First.\n\n[b]Second …", source="s.txt", truncated=True
    )
    assert page(archive.article(article, ())).splitlines() == [
        "One",
        "undated",
        "s.txt · a1",
        "",
        "First.",
        "",
        "[b]Second …",
        "The source itself cut this article short.",
    ]


def test_a_statement_never_joins_over_an_omission() -> None:
    """The parts of a statement are set apart by […]."""
    spans = (Span(start=0, stop=3), Span(start=8, stop=11))
    statement = Statement(article_id="a1", speaker="Abe", spans=spans, quoted=True)
    assert page(archive.statement(statement, "Yes and No.")) == ("Abe (quoted) a1\n  Yes […] No.\n")


def test_a_report_shows_the_first_skipped_items() -> None:
    """Ten skipped items are named with their place and reason, the rest are counted."""
    skipped = tuple(Skipped(where=f"line {n}", reason="no text") for n in range(1, 13))
    report = SourceReport(source="a.jsonl", new=1, changed=0, unchanged=4700, skipped=skipped)
    lines = page(archive.report(report), width=80).splitlines()
    assert lines[0] == "a.jsonl: 1 new, 0 changed, 4,700 unchanged, 12 skipped"
    assert lines[1:11] == [f"  line {n}: no text" for n in range(1, 11)]
    assert lines[11:] == ["  and 2 more"]


def test_tags_are_counted() -> None:
    """A row a tag."""
    assert page(archive.tags([Count(name="japan", count=1234)])).splitlines() == [
        "   1,234  japan",
    ]


def test_status_says_how_old_the_index_is() -> None:
    """Sizes, the newest article, the model, and whether the index keeps up."""
    status = Status(
        articles=4715,
        passages=30000,
        statements=9,
        tags=3,
        newest=datetime(2023, 5, 9, tzinfo=UTC),
        model="all-MiniLM-L6-v2",
        indexed_passages=29999,
        encoded_passages=29999,
        index_built=datetime(2023, 5, 9, 14, 30, tzinfo=UTC),
        index_current=False,
    )
    assert [
        line.split(maxsplit=1) for line in page(archive.status(status), width=99).splitlines()
    ] == [
        ["articles", "4,715"],
        ["passages", "30,000"],
        ["statements", "9"],
        ["tags", "3"],
        ["newest", "9 May 2023"],
        ["model", "all-MiniLM-L6-v2"],
        ["index", "29,999 passages, 9 May 2023, 14:30 UTC; the archive has changed since"],
    ]


def test_status_says_how_far_search_by_meaning_is() -> None:
    """In passages and per cent; a hundred only where none is left."""
    status = Status(
        articles=1,
        passages=30000,
        statements=0,
        tags=0,
        newest=None,
        model="all-MiniLM-L6-v2",
        indexed_passages=30000,
        encoded_passages=29999,
        index_built=datetime(2023, 5, 9, 14, 30, tzinfo=UTC),
        index_current=True,
    )
    last = page(archive.status(status), width=99).splitlines()[-1]
    assert last.split(maxsplit=2) == ["by", "meaning", "29,999 passages prepared, 99 %"]
    assert status_record(status)["encoded_passages"] == 29999


COPIES = (
    Copy(article_id="c1", title="T", publisher="Reuters", published=None, url=None),
    Copy(article_id="c2", title="T", publisher="AP\x1b[2J", published=None, url=None),
    Copy(article_id="c3", title="T", publisher=None, published=None, url="https://x.example/3"),
    Copy(article_id="c4", title="T", publisher="Reuters", published=None, url="https://r.example"),
    Copy(article_id="c5", title="T", publisher=None, published=None, url="https://[bad"),
)


def test_a_source_names_where_else_its_story_stands() -> None:
    """Each publisher once, or the host, or the id; what is foreign cannot steer the terminal."""
    result = Answer(
        question="Who?",
        extracts=(extract("Abe.", None, 1),),
        citations=(citation(1, "Abe", also_in=COPIES),),
        confidence=0.9,
    )
    lines = page(answers.answer(result)).splitlines()
    assert lines[lines.index("[1] Abe") + 1 :][1] == "    also in: Reuters, AP␛[2J, x.example, c5"


def test_a_listing_names_where_else_a_story_stands() -> None:
    """A line below the entry; none where it stands alone."""
    articles = tuple(Article(id=id_, title=id_, text="x", source="s") for id_ in ("a1", "a2"))
    listed = Digest(tag=None, articles=articles, also_in={"a1": COPIES[:1], "a2": ()})
    assert page(archive.digest(listed)).splitlines() == [
        "a1",
        "  undated · a1",
        "  also in: Reuters",
        "a2",
        "  undated · a2",
    ]


def test_an_article_lists_its_copies_with_their_links() -> None:
    """One article with several links."""
    article = Article(id="a1", title="T", text="x", source="s")
    lines = page(archive.article(article, COPIES[3:4])).splitlines()
    assert "also in: Reuters · undated · https://r.example · c4" in lines


def test_earlier_versions_are_shown_with_when_they_were_replaced() -> None:
    """Newest first; an article that never changed says so."""
    replaced = datetime(2026, 11, 3, 8, 5, tzinfo=UTC)
    versions = (Version(title="Ferry", text="It sails.", replaced=replaced),)
    assert page(archive.history(versions)).splitlines() == [
        "",
        "Until 2026-11-03 08:05 UTC:",
        "Ferry",
        "",
        "It sails.",
    ]
    assert page(archive.history(())) == "No earlier versions.\n"
