"""What every index does, whichever engine searches it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest

from retrieval.index.contents import ROW, Contents
from retrieval.index.milvus import MilvusIndex
from retrieval.index.milvus_publish import publish_milvus
from retrieval.index.milvus_server import MilvusServer
from retrieval.index.publish import open_current, publish
from retrieval.protocols import SearchIndex
from retrieval.types import Labels, Period, Ranking, Within
from retrieval.upkeep import IndexFacts

MODEL = "all-MiniLM-L6-v2"
NAN = math.nan


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A passage and what the archive knows of its article."""

    passage: int
    article: int
    title: str
    body: str
    vector: tuple[float, float, float] | None
    """None where it was not encoded yet."""
    published: float = NAN
    tags: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()


class Home(Protocol):
    """A place where indexes are published."""

    def publish(self, entries: Sequence[Entry], revision: int = 1) -> None:
        """Make an index of `entries`, in ascending order of passages, the one in use."""

    def open(self) -> SearchIndex:
        """Open the index in use."""


def facts(entries: Sequence[Entry], revision: int) -> IndexFacts:
    """What an index of `entries` says of itself."""
    return IndexFacts(
        model=MODEL,
        fingerprint="f" * 16,
        dimension=3,
        passages=len(entries),
        encoded=sum(each.vector is not None for each in entries),
        revision=revision,
        built=datetime(2023, 5, 9, tzinfo=UTC),
    )


def contents(entries: Sequence[Entry]) -> Contents:
    """`entries` as the archive would give them; a passage of another text has another id."""
    known = {each.passage: each for each in entries}
    vectors = {each.passage: each.vector for each in entries if each.vector is not None}
    return Contents(
        rows=np.array([(e.passage, e.article, e.published, e.passage) for e in entries], dtype=ROW),
        vectors=lambda ids: (
            np.array([id_ in vectors for id_ in ids.tolist()], dtype=np.bool_),
            np.array(
                [vectors[id_] for id_ in ids.tolist() if id_ in vectors], dtype=np.float16
            ).reshape(-1, 3),
        ),
        texts=lambda ids: [(known[id_].title, known[id_].body) for id_ in ids.tolist()],
    )


@dataclass
class LocalHome:
    """FAISS and Tantivy in a folder, and an archive that knows the articles."""

    folder: Path
    entries: list[Entry] = field(default_factory=list)

    def publish(self, entries: Sequence[Entry], revision: int = 1) -> None:
        """As `Home` says."""
        self.entries = list(entries)
        publish(self.folder, contents(entries), facts(entries, revision))

    def open(self) -> SearchIndex:
        """As `Home` says."""
        return open_current(self.folder, MODEL, self.numbers)

    def numbers(
        self,
        tag: str | None = None,
        publisher: str | None = None,
        speakers: Sequence[str] | None = None,
    ) -> frozenset[int]:
        """As the archive finds them."""
        return frozenset(
            each.article
            for each in self.entries
            if (tag is None or tag in each.tags)
            and (publisher is None or publisher in each.publishers)
            and (speakers is None or each.speakers & set(speakers))
        )


@dataclass
class MilvusHome:
    """A Milvus Lite file, which is the engine in this process."""

    server: MilvusServer

    def publish(self, entries: Sequence[Entry], revision: int = 1) -> None:
        """As `Home` says."""
        publish_milvus(
            self.server, contents(entries), self.labels(entries), facts(entries, revision)
        )

    def labels(self, entries: Sequence[Entry]) -> dict[int, Labels]:
        """Those of the articles, by number."""
        return {
            each.article: Labels(tags=each.tags, publishers=each.publishers, speakers=each.speakers)
            for each in entries
        }

    def open(self) -> SearchIndex:
        """As `Home` says."""
        return MilvusIndex(self.server, MODEL)


MakeHome = Callable[[], Home]


@pytest.fixture(params=["local", "milvus"])
def make_home(request: pytest.FixtureRequest, tmp_path: Path) -> MakeHome:
    """Gives an empty home of each engine."""
    if request.param == "local":
        return lambda: LocalHome(tmp_path / "index")
    return lambda: MilvusHome(request.getfixturevalue("milvus"))


ENTRIES = [
    Entry(
        passage=10,
        article=1,
        title="Abe",
        body="A peace treaty was signed.",
        vector=(1, 0, 0),
        published=100.0,
        tags=frozenset({"japan", "treaties"}),
        publishers=frozenset({"kyodo", "tass"}),
        speakers=frozenset({"Shinzō Abe"}),
    ),
    Entry(
        passage=11,
        article=1,
        title="Abe",
        body="Fishing went on.",
        vector=(0, 0, 1),
        published=100.0,
        tags=frozenset({"japan", "treaties"}),
        publishers=frozenset({"kyodo", "tass"}),
        speakers=frozenset({"Shinzō Abe"}),
    ),
    Entry(
        passage=20,
        article=2,
        title="Putin",
        body="The trade treaty is old.",
        vector=(0, 1, 0),
        published=200.0,
        tags=frozenset({"russia"}),
        publishers=frozenset({"tass"}),
        speakers=frozenset({"Vladimir Putin", "Dmitry Peskov"}),
    ),
    Entry(
        passage=30,
        article=3,
        title="Lavrov",
        body="Treaty talks, it was said.",
        vector=(0.6, 0, 0.8),
        tags=frozenset({"japan"}),
    ),
]
ALL = [10, 11, 20, 30]


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    """A home in which an index of `ENTRIES` is in use."""
    home = make_home()
    home.publish(ENTRIES)
    return home


@pytest.fixture
def index(home: Home) -> SearchIndex:
    """An index of `ENTRIES`."""
    return home.open()


def unit(*values: float) -> np.ndarray:  # type: ignore[type-arg]
    """A question's vector."""
    return np.array(values, dtype=np.float32)


def ids(ranking: Ranking) -> list[int]:
    """The passages of a ranking, best first, once its ranks and scores are in order."""
    scores = [hit.score for hit in ranking.hits]
    assert scores == sorted(scores, reverse=True)
    assert [hit.rank for hit in ranking.hits] == list(range(1, len(scores) + 1))
    return [hit.passage_id for hit in ranking.hits]


def test_it_says_what_it_was_built_from(index: SearchIndex) -> None:
    """Every fact as it was given."""
    assert index.facts == facts(ENTRIES, 1)


def test_words_are_found_by_their_stems(index: SearchIndex) -> None:
    """In headline and body, case and diacritics aside; what holds none of them is not found."""
    found = index.search_lexical("treaties", 10, Within())
    assert found.retriever == "lexical"
    assert sorted(ids(found)) == [10, 20, 30]
    assert ids(index.search_lexical("LAVROV", 10, Within())) == [30]
    assert ids(index.search_lexical("Mars", 10, Within())) == []
    assert ids(index.search_lexical("", 10, Within())) == []


def test_the_nearest_vectors_come_first_by_their_cosines(index: SearchIndex) -> None:
    """The score is the cosine."""
    found = index.search_dense(unit(0, 0, 1), 2, Within())
    assert found.retriever == "dense"
    assert ids(found) == [11, 30]
    assert [hit.score for hit in found.hits] == pytest.approx([1.0, 0.8], abs=2e-3)


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ({}, ALL),
        ({"tags": ({"japan"},)}, [10, 11, 30]),
        ({"tags": ({"japan", "russia"},)}, ALL),
        ({"tags": ({"japan"}, {"treaties"})}, [10, 11]),
        ({"tags": ({"mars"},)}, []),
        ({"publishers": ({"tass"},)}, [10, 11, 20]),
        ({"publishers": ({"kyodo"},)}, [10, 11]),
        ({"speakers": ({"Dmitry Peskov", "Shinzō Abe"},)}, [10, 11, 20]),
        ({"speakers": ({'" or true'},)}, []),
        ({"publishers": ({"tass"},), "tags": ({"russia"},)}, [20]),
        ({"since": 100.0}, ALL),
        ({"since": 100.0, "undated": False}, [10, 11, 20]),
        ({"since": 100.5, "undated": False}, [20]),
        ({"until": 100.0, "undated": False}, [10, 11]),
        ({"until": 100.0}, [10, 11, 30]),
        ({"since": 150.0, "until": 180.0, "undated": False}, []),
        ({"undated": False}, [10, 11, 20]),
        ({"periods": ((50, 150),)}, [10, 11]),
        ({"periods": ((None, 100), (200, None))}, [10, 11, 20]),
        ({"periods": ((300, 400),)}, []),
        ({"passages": {11, 30, 99}}, [11, 30]),
        ({"passages": set()}, []),
        ({"passages": {10, 20}, "tags": ({"japan"},)}, [10]),
    ],
)
def test_a_search_finds_what_it_may(
    index: SearchIndex, within: dict[str, Any], expected: list[int]
) -> None:
    """Any name of each set; dates inclusive; what has no date is in no period."""
    limits = limited(within)
    assert sorted(ids(index.search_dense(unit(0.6, 0.8, 0), 10, limits))) == expected
    words = sorted(set(expected) - {11})
    assert sorted(ids(index.search_lexical("treaty", 10, limits))) == words


def limited(within: dict[str, Any]) -> Within:
    """The limits that a case writes in short."""
    frozen = {
        name: tuple(frozenset(each) for each in value)
        if name in ("tags", "publishers", "speakers")
        else value
        for name, value in within.items()
    }
    if "passages" in frozen:
        frozen["passages"] = frozenset(frozen["passages"])
    if "periods" in frozen:
        frozen["periods"] = tuple(
            Period(since=moment(since), until=moment(until)) for since, until in frozen["periods"]
        )
    return Within(**frozen)


def moment(seconds: float | None) -> datetime | None:
    """A POSIX time as a date."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def test_a_narrow_filter_fills_the_limit(make_home: MakeHome) -> None:
    """What lies far down either ranking is found where all above it may not be."""
    home = make_home()
    home.publish(
        [
            Entry(
                passage=n,
                article=n,
                title="",
                body="treaty " * (301 - n),
                vector=(math.cos(n / 200), math.sin(n / 200), 0),
                tags=frozenset({"rare"} if n in (7, 150, 299) else ()),
            )
            for n in range(300)
        ]
    )
    index, rare = home.open(), Within(tags=(frozenset({"rare"}),))
    assert ids(index.search_dense(unit(1, 0, 0), 2, rare)) == [7, 150]
    assert ids(index.search_dense(unit(1, 0, 0), 10, rare)) == [7, 150, 299]
    assert len(ids(index.search_lexical("treaty", 2, rare))) == 2
    assert sorted(ids(index.search_lexical("treaty", 10, rare))) == [7, 150, 299]


def test_cosines_of_chosen_passages(index: SearchIndex) -> None:
    """Whatever a search would find."""
    assert index.cosines(unit(0, 0, 1), [30, 10]) == pytest.approx({30: 0.8, 10: 0}, abs=2e-3)
    assert index.cosines(unit(0, 0, 1), []) == {}


def test_a_theme_is_the_mean_over_an_article(index: SearchIndex) -> None:
    """All passages of the article count, asked for or not."""
    themes = index.themes(unit(0, 0, 1), [11, 20, 10])
    assert themes == pytest.approx({11: 0.5, 20: 0.0, 10: 0.5}, abs=2e-3)
    assert index.themes(unit(0, 0, 1), []) == {}


@pytest.fixture
def unfinished(make_home: MakeHome) -> SearchIndex:
    """An index of `ENTRIES` in which only passage 30 and, of article 1, passage 11 have vectors."""
    home = make_home()
    home.publish([e if e.passage in (11, 30) else replace(e, vector=None) for e in ENTRIES])
    return home.open()


def test_what_has_no_vector_yet_is_found_by_its_words(unfinished: SearchIndex) -> None:
    """It is in no ranking by meaning, and has no cosine; its article's others make the theme."""
    assert (unfinished.facts.passages, unfinished.facts.encoded) == (4, 2)
    assert not unfinished.facts.complete
    assert sorted(ids(unfinished.search_lexical("treaty", 10, Within()))) == [10, 20, 30]
    toward = unit(0, 0, 1)
    assert ids(unfinished.search_dense(toward, 10, Within())) == [11, 30]
    assert ids(unfinished.search_dense(toward, 10, Within(passages=frozenset({10, 30})))) == [30]
    assert unfinished.cosines(toward, ALL) == pytest.approx({11: 1.0, 30: 0.8}, abs=2e-3)
    themes = unfinished.themes(toward, ALL)
    assert themes == pytest.approx({10: 1.0, 11: 1.0, 30: 0.8}, abs=2e-3)
    assert unfinished.known(ALL) == ALL


def test_before_the_first_vector_there_are_words(make_home: MakeHome) -> None:
    """An index of texts alone can be searched."""
    home = make_home()
    home.publish([replace(each, vector=None) for each in ENTRIES])
    index = home.open()
    assert sorted(ids(index.search_lexical("treaty", 10, Within()))) == [10, 20, 30]
    assert ids(index.search_dense(unit(1, 0, 0), 10, Within(undated=False))) == []
    assert index.cosines(unit(1, 0, 0), ALL) == {}
    assert index.themes(unit(1, 0, 0), ALL) == {}


def test_what_it_knows_of_its_passages(index: SearchIndex) -> None:
    """Dates, articles, and which of them it holds."""
    published = index.published([30, 20])
    assert math.isnan(published[30])
    assert published[20] == 200.0
    assert index.published([]) == {}
    assert index.articles([30, 11, 10]) == {30: 3, 11: 1, 10: 1}
    assert index.known([30, 31, 10, 30, 9]) == [10, 30]
    assert index.newest() == 200.0


def test_rare_words_weigh_more(index: SearchIndex) -> None:
    """A word that no passage holds weighs most; none weighs below nothing."""
    assert index.idf("Mars") > index.idf("fishing") > index.idf("treaty") > 0
    assert index.idf("") >= 0


def test_without_dates_nothing_is_newest(make_home: MakeHome) -> None:
    """Then every article is as old as any other."""
    home = make_home()
    home.publish(ENTRIES[3:])
    assert home.open().newest() == math.inf


def test_an_empty_index_finds_nothing(make_home: MakeHome) -> None:
    """An archive that was emptied can still be asked."""
    home = make_home()
    home.publish([])
    index = home.open()
    assert ids(index.search_lexical("treaty", 10, Within())) == []
    assert ids(index.search_dense(unit(1, 0, 0), 10, Within())) == []
    assert ids(index.search_dense(unit(1, 0, 0), 10, Within(undated=False))) == []
    assert index.newest() == math.inf
    assert index.known([10]) == []


def test_an_open_index_outlives_the_next(home: Home) -> None:
    """A reader keeps what it opened until it looks for what is new."""
    reader = home.open()
    assert reader.is_current()
    home.publish(ENTRIES[2:], revision=2)
    assert not reader.is_current()
    assert sorted(ids(reader.search_lexical("treaty", 10, Within()))) == [10, 20, 30]
    assert ids(reader.search_dense(unit(1, 0, 0), 1, Within())) == [10]
    assert reader.known([10, 20]) == [10, 20]
    newer = home.open()
    assert newer.is_current()
    assert (newer.facts.revision, newer.facts.passages) == (2, 2)
    assert sorted(ids(newer.search_lexical("treaty", 10, Within()))) == [20, 30]
    assert newer.known([10, 20]) == [20]
