"""Three literal articles behind the bot's door to `retrieval`: a fake at the edge."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from retrieval.errors import UnknownNameError
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Citation,
    Copy,
    Count,
    Digest,
    Extract,
    Lead,
    Question,
    Said,
    Span,
)
from retrieval.upkeep import Source, Status

SANCTIONS = Article(
    id="peskov",
    title="Kremlin: sanctions *are* a question",
    text=(
        "The spokesman spoke on Monday.\n"
        "“They support the sanctions and this is one of the questions,” Peskov said. "
        "He named [no](https://evil.example) dates.\n"
        "Talks go on in Tokyo."
    ),
    source="seed.txt",
    url="https://news.example/peskov?id=1",
    publisher="Example News",
    published=datetime(2023, 10, 1, tzinfo=UTC),
    tags=("japan",),
)
ISLANDS = Article(
    id="islands",
    title="Islands in dispute",
    text="Abe promised to raise the islands. Moscow did not answer.\nTokyo waits.",
    source="seed.txt",
    tags=("japan", "russia"),
)
MARKETS = Article(
    id="markets",
    title="Markets rise",
    text="Shares rose by 2 per cent. Traders were pleased.",
    source="seed.txt",
    published=datetime(2023, 10, 3, tzinfo=UTC),
    tags=("economy",),
)


class SmallLibrary:
    """Answers a question with the sentences that share its longest word."""

    def __init__(self, *articles: Article, seconds: float = 0.0) -> None:
        self.articles = {a.id: a for a in articles or (MARKETS, SANCTIONS, ISLANDS)}
        self.seconds = seconds
        self.elsewhere: dict[str, tuple[Copy, ...]] = {}

    def ask(self, question: Question, k: int = 3) -> Answer | Abstention:
        time.sleep(self.seconds)
        word = max(question.text.strip("?").split(), key=len).casefold()
        spans = [
            (article, Span(start=start, stop=start + len(line)))
            for article in self.articles.values()
            for start, line in _lines(article.text)
            if word in line.casefold()
        ][:k]
        if not spans:
            return Abstention(
                question=question.text, reason="none", near_misses=(_lead(),), confidence=0.1
            )
        return _answer(question.text, spans)

    def follow_up(self, text: str, previous: Question | None) -> Question:
        return Question(text=f"{text} ({previous.text})" if previous else text)

    def copies(self, article_ids: Sequence[str]) -> dict[str, tuple[Copy, ...]]:
        return {article_id: self.elsewhere.get(article_id, ()) for article_id in article_ids}

    def latest(self, tag: str | None = None, n: int = 10) -> Digest:
        if tag is not None and tag not in {count.name for count in self.tags()}:
            raise UnknownNameError("tag", tag, ("japan",))
        found = [a for a in self.articles.values() if tag is None or tag in a.tags]
        also_in = self.copies([article.id for article in found[:n]])
        return Digest(tag=tag, articles=tuple(found[:n]), also_in=also_in)

    def tags(self) -> tuple[Count, ...]:
        names = [tag for article in self.articles.values() for tag in article.tags]
        return tuple(Count(name=n, count=names.count(n)) for n in dict.fromkeys(names))

    def publishers(self) -> tuple[Count, ...]:
        return (Count(name="Example News", count=1),)

    def speakers(self) -> tuple[Count, ...]:
        return (Count(name="Peskov", count=1),)

    def said(self, name: str, about: str | None = None) -> Said:
        start = SANCTIONS.text.index("“They")
        span = Span(start=start, stop=SANCTIONS.text.index(" He named"))
        told = _answer(name, [(SANCTIONS, span)])
        return Said(
            name=name,
            speakers=("Peskov",),
            about=about,
            extracts=told.extracts,
            citations=told.citations,
        )

    def article(self, article_id: str) -> Article:
        if article_id not in self.articles:
            raise UnknownNameError("article", article_id, ())
        return self.articles[article_id]

    def status(self) -> Status:
        return Status(
            articles=len(self.articles),
            passages=7,
            statements=1,
            tags=3,
            newest=MARKETS.published,
            model="all-MiniLM-L6-v2",
            indexed_passages=7,
            encoded_passages=7,
            index_built=datetime(2023, 10, 4, tzinfo=UTC),
            index_current=True,
        )

    def sources(self) -> tuple[Source, ...]:
        return ()

    def reload_if_new(self) -> bool:
        return False


def _lines(text: str) -> list[tuple[int, str]]:
    starts, position = [], 0
    for line in text.split("\n"):
        starts.append((position, line))
        position += len(line) + 1
    return starts


def _answer(question: str, found: list[tuple[Article, Span]]) -> Answer:
    cited = list(dict.fromkeys(article.id for article, _ in found))
    extracts = tuple(
        Extract(
            article_id=article.id,
            span=span,
            text=span.of(article.text),
            speaker="Peskov" if article is SANCTIONS else None,
            citation=cited.index(article.id) + 1,
        )
        for article, span in found
    )
    citations = tuple(
        Citation.of(article, cited.index(article.id) + 1)
        for article in dict.fromkeys(article for article, _ in found)
    )
    return Answer(question=question, extracts=extracts, citations=citations, confidence=0.9)


def _lead() -> Lead:
    return Lead(
        article_id=MARKETS.id,
        span=Span(start=0, stop=26),
        text=MARKETS.text[:26],
        title=MARKETS.title,
        url=None,
        publisher=None,
        published=MARKETS.published,
    )
