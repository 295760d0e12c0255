"""An index that changed a little is made from the one before, and searched as if built anew."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_index_contract import Entry, LocalHome, contents, facts, ids, unit

from retrieval.index.change import Change
from retrieval.index.pointer import current
from retrieval.protocols import SearchIndex
from retrieval.types import Within

WORDS = ("treaty", "harbour", "budget", "election", "typhoon")


def entry(n: int) -> Entry:
    """One of many passages, two an article."""
    angle = n / 50
    return Entry(
        passage=n,
        article=n // 2,
        title=f"Report {n}",
        body=f"{WORDS[n % 5]} number{n}",
        vector=(math.cos(angle), math.sin(angle), 0),
        published=math.nan if n % 7 == 0 else float(n),
    )


@pytest.fixture
def home(tmp_path: Path) -> LocalHome:
    """An index of a hundred passages is in use."""
    home = LocalHome(tmp_path / "index")
    home.publish([entry(n) for n in range(100)])
    return home


def asked(index: SearchIndex) -> list[object]:
    """What an index answers to all that it can be asked."""
    everything = list(range(120))
    return [
        index.facts.encoded,
        index.newest(),
        index.known(everything),
        *(sorted(ids(index.search_lexical(word, 200, Within()))) for word in WORDS),
        *(ids(index.search_dense(unit(*v), 15, Within())) for v in [(1, 0, 0), (0.6, 0.8, 0)]),
        ids(index.search_dense(unit(1, 0, 0), 200, Within(since=90.0, undated=False))),
        sorted(ids(index.search_lexical("report", 200, Within(since=90.0, undated=False)))),
        rounded(index.cosines(unit(1, 0, 0), index.known(everything))),
        rounded(index.themes(unit(1, 0, 0), index.known(everything))),
        index.articles(index.known(everything)),
    ]


def rounded(values: dict[int, float]) -> dict[int, float]:
    """As exactly as sums in another order agree."""
    return {key: round(value, 4) for key, value in values.items()}


CHANGES = {
    "nothing": [entry(n) for n in range(100)],
    "articles came": [entry(n) for n in range(106)],
    "an article went": [entry(n) for n in range(100) if n // 2 != 20],
    "one went, others came": [entry(n) for n in range(104) if n // 2 != 20],
    "other words under an id": [
        replace(entry(n), article=77, body="typhoon") if n == 50 else entry(n) for n in range(100)
    ],
    "another date": [replace(entry(n), published=9.0) if n == 50 else entry(n) for n in range(100)],
    "not all encoded yet": [
        replace(entry(n), vector=None) if n > 102 else entry(n) for n in range(106)
    ],
}


@pytest.mark.parametrize("name", CHANGES)
def test_it_answers_as_one_built_anew(home: LocalHome, tmp_path: Path, name: str) -> None:
    """Whatever came, went or changed; step after step."""
    base = current(home.folder)
    home.publish(CHANGES[name], 2)
    anew = LocalHome(tmp_path / "anew")
    anew.publish(CHANGES[name], 2)
    assert (current(home.folder) / "vectors.faiss").samefile(base / "vectors.faiss")
    assert asked(home.open()) == asked(anew.open())
    home.publish(CHANGES["articles came"], 3)
    anew.publish(CHANGES["articles came"], 3)
    assert asked(home.open()) == asked(anew.open())


def test_the_one_before_is_as_it_was(home: LocalHome) -> None:
    """What both share is never written to: it is whole, and its readers find what they found."""
    base, reader = current(home.folder), home.open()
    files = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    before = asked(reader)
    home.publish(CHANGES["one went, others came"], 2)
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == files
    assert asked(reader) == before
    assert asked(home.open()) != before


def test_vectors_come_later(home: LocalHome) -> None:
    """Passages that were found by their words alone are found by meaning once they are encoded."""
    new = [replace(entry(n), vector=None) for n in range(100, 105)]
    home.publish([*home.entries, *new], 2)
    assert ids(home.open().search_lexical("number103", 5, Within())) == [103]
    assert home.open().facts.encoded == 100
    home.publish([entry(n) for n in range(105)], 3)
    assert home.open().facts.complete
    nearest = unit(math.cos(103 / 50), math.sin(103 / 50), 0)
    assert ids(home.open().search_dense(nearest, 1, Within())) == [103]


def test_a_great_change_is_built_anew(home: LocalHome) -> None:
    """Where much went, nothing is carried along."""
    base = current(home.folder)
    few = [entry(n) for n in range(50)]
    assert Change.since(home.folder, facts(few, 2), contents(few).rows) is None
    home.publish(few, 2)
    assert not (current(home.folder) / "vectors.faiss").samefile(base / "vectors.faiss")
    assert home.open().facts.passages == 50


def test_what_an_index_lacks_is_to_be_encoded(home: LocalHome) -> None:
    """Only that; an index of another model, or none, is nothing to begin from."""
    more = [entry(n) for n in range(2, 103)]
    rows = contents(more).rows
    change = Change.since(home.folder, facts(more, 2), rows)
    assert change is not None
    assert change.vectorless.tolist() == change.added.tolist() == [100, 101, 102]
    assert change.removed.tolist() == [0, 1]
    other = replace(facts(more, 2), fingerprint="e" * 16)
    assert Change.since(home.folder, other, rows) is None
    assert Change.since(home.folder / "none", facts(more, 2), rows) is None


def test_damage_is_not_carried_along(home: LocalHome) -> None:
    """A generation that is not whole to the last byte is none to begin from."""
    more = [entry(n) for n in range(103)]
    path = current(home.folder) / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[-3] ^= 4
    path.write_bytes(content)
    assert Change.since(home.folder, facts(more, 2), contents(more).rows, whole=True) is None
    home.publish(more, 2)
    assert len(home.open().cosines(unit(1, 0, 0), list(range(103)))) == 103


def test_a_disk_without_links_gets_copies(home: LocalHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems have no hard links; the index is the same."""

    def refuse(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    base = current(home.folder)
    monkeypatch.setattr("os.link", refuse)
    home.publish(CHANGES["articles came"], 2)
    assert not (current(home.folder) / "vectors.faiss").samefile(base / "vectors.faiss")
    assert np.array_equal(home.open().known(range(200)), np.arange(106))
