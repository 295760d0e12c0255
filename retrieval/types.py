"""The values that travel through the house: frozen, slotted, keyword-only.

Those of keeping an archive stand in `upkeep.py`.

Offsets are characters (code points) of `Article.text`. Datetimes are aware and in UTC; an unknown
date is None, never today. Scores live on hits, never on passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The half-open range `[start, stop)` in characters of an article's text."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"not a span: start={self.start}, stop={self.stop}")

    def __len__(self) -> int:
        return self.stop - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.stop]

    def overlap(self, other: Span) -> int:
        """How many characters both spans cover."""
        return max(0, min(self.stop, other.stop) - max(self.start, other.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its source gives it; `text` is kept to the character."""

    id: str
    title: str
    text: str
    source: str
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    tags: tuple[str, ...] = ()
    position: int | None = None
    """Place in the listing it was read from, 0 first; None where there was no listing."""
    truncated: bool = False
    """True where the source itself cut the text short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Whole neighbouring paragraphs (or sentences of a long one), at most 800 characters."""

    id: int
    article_id: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Words quoted or reported, and who said them; `speaker` is None where that is uncertain."""

    article_id: str
    speaker: str | None
    spans: tuple[Span, ...]
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage found by one retriever; `rank` counts from 1."""

    passage_id: int
    score: float
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What one retriever found, best first."""

    retriever: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an answer is limited to; None means no limit. Both dates are inclusive instants."""

    tag: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def empty(self) -> bool:
        """True when nothing is filtered."""
        return self == Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `since` to `until`, both inclusive instants; None is open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where and when a question says that its answer was published; any of each, if there are any.

    The names are the archive's own.
    """

    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()

    @property
    def empty(self) -> bool:
        """True where the question says nothing of it."""
        return self == Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of an archive that a question can be limited to."""

    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a question's words were taken to limit the answer to, for the reader to see."""

    limits: Scope = field(default_factory=Scope)
    """Kept to: it was said for certain."""
    preferred: Scope = field(default_factory=Scope)
    """What fits goes before what does not."""
    dropped: Scope = field(default_factory=Scope)
    """Limits within which nothing answers, so that they were not kept to."""
    sides: tuple[str, ...] = ()
    """Those whose words are compared, each asked for by itself."""
    silent: tuple[str, ...] = ()
    """Those of them of whom nothing was found on this."""

    @property
    def empty(self) -> bool:
        """True where there is nothing to show."""
        return self == Understood()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the reader typed, the limits they set and the time of asking."""

    text: str
    filters: Filters = field(default_factory=Filters)
    as_of: datetime | None = None
    """The time of asking, when it is not now: nothing published later is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Words that stand in the archive: `archive.article(article_id).text[span] == text`."""

    article_id: str
    span: Span
    text: str
    speaker: str | None
    citation: int
    """The number of its `Citation` in the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where an extract stands. Numbers count from 1 in order of appearance, one an article."""

    number: int
    article_id: str
    title: str
    url: str | None
    publisher: str | None
    published: datetime | None
    tags: tuple[str, ...]
    source: str
    also_in: tuple[Copy, ...] = ()
    """Where else the same story stands, so that its copies are not taken for other sources."""

    @classmethod
    def of(cls, article: Article, number: int, also_in: tuple[Copy, ...] = ()) -> Citation:
        """The citation of `article` under `number`."""
        return cls(
            number=number,
            article_id=article.id,
            title=article.title,
            url=article.url,
            publisher=article.publisher,
            published=article.published,
            tags=article.tags,
            source=article.source,
            also_in=also_in,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The nearest thing the archive has to a question it does not answer."""

    article_id: str
    span: Span
    text: str
    title: str
    url: str | None
    publisher: str | None
    published: datetime | None


SURE = 0.30
"""The confidence from which an answer is given without a doubt: of questions about what
happened later, or in another era, 5 % are above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Verbatim extracts that answer the question, best first, and their citations."""

    question: str
    extracts: tuple[Extract, ...]
    citations: tuple[Citation, ...]
    confidence: float
    """Probability, 0 to 1, that the extracts hold the answer."""
    understood: Understood = field(default_factory=Understood)
    prepared: int = 100
    """Per cent of the passages that could be found by their meaning, not by their words alone."""

    @property
    def doubtful(self) -> bool:
        """True where the reader is told that this may not be it."""
        return self.confidence < SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """The archive does not answer the question; `near_misses` are leads, never an answer."""

    question: str
    reason: str
    near_misses: tuple[Lead, ...]
    confidence: float
    """Probability, 0 to 1, that the nearest passages hold the answer all the same."""
    understood: Understood = field(default_factory=Understood)
    prepared: int = 100
    """As of an `Answer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement as it stands in the archive: its article and the passage it begins in."""

    statement: Statement
    article: Article
    passage_id: int | None
    """None where the passage is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said, oldest first and undated last, each extract cited."""

    name: str
    """As the reader typed it."""
    speakers: tuple[str, ...]
    """The archive's speakers that it means."""
    about: str | None
    extracts: tuple[Extract, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The newest articles, newest first; undated ones last, in the order of their listing.

    Of each story it holds one.
    """

    tag: str | None
    articles: tuple[Article, ...]
    also_in: Mapping[str, tuple[Copy, ...]] = field(default_factory=dict, hash=False)
    """Where else the story of each article stands, by the article's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A name that stands in the archive and on how many articles (or statements)."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One passage that a search found, with its words and the fused score (higher is better)."""

    article_id: str
    title: str
    """Of the article."""
    span: Span
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another place where the same story stands, word for word or nearly."""

    article_id: str
    title: str
    publisher: str | None
    published: datetime | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question understood: what to look for, and whose words are asked for."""

    question: Question
    keywords: tuple[str, ...]
    """Folded words that carry the topic, function words left out, in order and distinct."""
    names: tuple[str, ...]
    """Those of `keywords` that the reader wrote as names."""
    topic: tuple[str, ...]
    """`keywords` without the speaker's name and the verb of saying."""
    speaker: str | None = None
    """Whose statements are asked for, as the reader named them."""
    speakers: tuple[str, ...] = ()
    """The archive's speakers that `speaker` can mean."""
    deed: bool = False
    """True where a report of what they did by speaking ("agreed", "proposed") will do."""
    who: bool = False
    """True where it asks who said something."""
    done: frozenset[str] = frozenset()
    """Stems of which one must stand where it is told, as "Who accused them?" asks for no others."""
    other_than: str | None = None
    """Who is not meant by that, as the reader named them."""
    sides: tuple[str, ...] = ()
    """The speakers or publishers, two or more, whose words are compared."""
    newest: bool = False
    """True where it asks for the latest on something."""
    limits: Scope = field(default_factory=Scope)
    """What the words of the question limit the answer to."""
    preferred: Scope = field(default_factory=Scope)
    """What they may limit it to: what fits goes before what does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What a search may find: all of these hold; an empty tuple or None is no limit.

    Of the sets of names, an article has any of each: its own or, but for speakers, its copies'.
    """

    tags: tuple[frozenset[str], ...] = ()
    """Folded, as `retrieval.text.fold` does."""
    publishers: tuple[frozenset[str], ...] = ()
    """Folded."""
    speakers: tuple[frozenset[str], ...] = ()
    """Who says something in it, as the archive spells them."""
    periods: tuple[Period, ...] = ()
    """Published in any of these; an article without a date is in none."""
    since: float | None = None
    """POSIX seconds, inclusive, as is `until`."""
    until: float | None = None
    undated: bool = True
    """Whether articles without a date are found."""
    passages: frozenset[int] | None = None
    """Only these passages, by id."""

    @property
    def empty(self) -> bool:
        """True where everything may be found."""
        return self == Within()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """By what names the passages of an article are found, as `Within` gives them."""

    tags: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that may answer, with its article."""

    passage: Passage
    article: Article
    score: float
    """Fused; only to be compared within one query."""
    cosine: float
    days: float | None = None
    """From its publication to the time of asking, or to the newest article where all are older."""
