"""Publishing into Milvus: from nothing, by small changes, interrupted; and servers that fail."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from milvus_process import free_port, serving
from pydantic import SecretStr
from test_index_contract import ENTRIES, MODEL, Entry, MilvusHome, contents, facts, ids, unit

from retrieval.errors import IndexMismatchError, IndexMissingError, IndexServerError
from retrieval.index.contents import Ids
from retrieval.index.milvus import MilvusIndex
from retrieval.index.milvus_engine import MilvusEngine
from retrieval.index.milvus_manifest import ALIAS
from retrieval.index.milvus_publish import publish_milvus
from retrieval.index.milvus_server import MilvusServer
from retrieval.types import Labels, Within

MANY = [
    Entry(
        passage=n,
        article=n,
        title=f"Notice {n}",
        body=f"Pier {n} is open.",
        vector=(1, 0, 0),
        tags=frozenset({"harbour"}),
    )
    for n in range(40)
]
LATER = [
    *MANY[3:-1],
    replace(MANY[-1], tags=frozenset({"harbour", "closed"})),
    Entry(passage=40, article=40, title="Notice 40", body="Pier 40 is open.", vector=(0, 1, 0)),
]


@pytest.fixture
def home(milvus: MilvusServer) -> MilvusHome:
    """A home in which `MANY` are published."""
    home = MilvusHome(milvus)
    home.publish(MANY)
    return home


def found(index: MilvusIndex, within: Within = Within()) -> list[int]:  # noqa: B008
    """All passages that say "pier", in ascending order."""
    return sorted(ids(index.search_lexical("pier", 100, within)))


def collections(milvus: MilvusServer) -> list[str]:
    """The collections of the server."""
    return list(milvus("list_collections"))


def rows(milvus: MilvusServer) -> int:
    """How many rows the collection in use has."""
    counted = milvus("query", ALIAS, filter="", output_fields=["count(*)"])
    return int(counted[0]["count(*)"])


def test_a_small_change_is_sent_alone(home: MilvusHome, milvus: MilvusServer) -> None:
    """The collection stays; what came, went or is named otherwise is seen by new readers alone."""
    before, reader = collections(milvus), MilvusIndex(milvus, MODEL)
    home.publish(LATER, revision=2)
    assert collections(milvus) == before
    newer = MilvusIndex(milvus, MODEL)
    closed = Within(tags=(frozenset({"closed"}),))
    assert found(newer) == list(range(3, 41))
    assert found(newer, closed) == [39]
    assert newer.search_dense(unit(0, 1, 0), 1, Within()).hits[0].passage_id == 40
    assert (newer.facts.passages, newer.facts.revision) == (38, 2)

    assert found(reader) == list(range(40))
    assert found(reader, closed) == []
    assert reader.known([0, 39, 40]) == [0, 39]
    assert reader.themes(unit(1, 0, 0), [39]) == pytest.approx({39: 1.0})
    assert (reader.is_current(), newer.is_current()) == (False, True)


def test_what_went_is_deleted_at_the_next_publication(
    home: MilvusHome, milvus: MilvusServer
) -> None:
    """Three passages and the old row of the one that was named otherwise."""
    home.publish(LATER, revision=2)
    assert rows(milvus) == 38 + 4
    home.publish(LATER, revision=3)
    assert rows(milvus) == 38
    assert found(MilvusIndex(milvus, MODEL)) == list(range(3, 41))


def test_a_vector_that_comes_later_is_sent_then(milvus: MilvusServer) -> None:
    """Until it is published, the passage is found by its words alone."""
    home = MilvusHome(milvus)
    home.publish([*MANY, replace(LATER[-1], vector=None)])
    reader = MilvusIndex(milvus, MODEL)
    home.publish([*MANY, LATER[-1]], revision=2)
    newer = MilvusIndex(milvus, MODEL)
    assert (reader.facts.encoded, newer.facts.encoded) == (40, 41)
    assert found(reader) == found(newer) == list(range(41))
    assert 40 not in ids(reader.search_dense(unit(0, 1, 0), 100, Within()))
    assert ids(newer.search_dense(unit(0, 1, 0), 1, Within())) == [40]
    assert (reader.cosines(unit(0, 1, 0), [40]), newer.cosines(unit(0, 1, 0), [40])) == (
        {},
        {40: 1.0},
    )


def test_an_id_with_other_words_is_another_passage(home: MilvusHome, milvus: MilvusServer) -> None:
    """After an older backup was restored, ids may be given again."""
    restored = [*MANY[:-1], replace(MANY[-1], body="Ferries sail again.")]
    other = contents(restored)
    other.rows["digest"][-1] = 99
    publish_milvus(milvus, other, home.labels(restored), facts(restored, 2))
    newer = MilvusIndex(milvus, MODEL)
    assert found(newer) == list(range(39))
    assert ids(newer.search_lexical("ferry", 10, Within())) == [39]


def test_a_large_change_is_built_beside(home: MilvusHome, milvus: MilvusServer) -> None:
    """The collection before is kept for its readers, those before it go."""
    (first,) = collections(milvus)
    reader = MilvusIndex(milvus, MODEL)
    home.publish(MANY[:10])
    second = {*collections(milvus)} - {first}
    assert found(reader) == list(range(40))
    home.publish(MANY[30:])
    assert first not in collections(milvus)
    assert len(collections(milvus)) == 2
    assert second < {*collections(milvus)}


def test_an_index_may_be_built_anew(home: MilvusHome, milvus: MilvusServer) -> None:
    """Though nothing changed: what somebody else did to its rows is gone."""
    (first,) = collections(milvus)
    milvus("delete", first, filter="passage == 7")
    publish_milvus(milvus, contents(MANY), home.labels(MANY), facts(MANY, 2), anew=True)
    assert len(collections(milvus)) == 2
    assert found(MilvusIndex(milvus, MODEL)) == list(range(40))


def failing(ids: Ids) -> Iterator[tuple[str, str]]:
    """Headlines and passages that end too early."""
    yield from [("", "Pier.")] * (len(ids) - 1)
    raise KeyboardInterrupt


@pytest.mark.parametrize("entries", [MANY[:10], LATER], ids=["whole", "added to"])
def test_an_interrupted_publication_changes_nothing(
    home: MilvusHome, milvus: MilvusServer, entries: list[Entry]
) -> None:
    """What was in use serves, and the next publication clears what was left."""
    stopped = replace(contents(entries), texts=failing)
    with pytest.raises(KeyboardInterrupt):
        publish_milvus(milvus, stopped, {}, facts(entries, 2))
    assert found(MilvusIndex(milvus, MODEL)) == list(range(40))
    home.publish(LATER, revision=3)
    assert found(MilvusIndex(milvus, MODEL)) == list(range(3, 41))
    assert len(collections(milvus)) == 1


PUBLISH = """
import os, signal, sys
from dataclasses import replace
sys.path[:0] = sys.argv[2:]
from test_index_contract import MilvusHome, contents, facts
from test_index_milvus import LATER, MANY
from retrieval.index.milvus_publish import publish_milvus
from retrieval.index.milvus_server import MilvusServer

def until_killed(ids):
    yield "", "Pier."
    os.kill(os.getpid(), signal.SIGKILL)

server = MilvusServer(sys.argv[1])
MilvusHome(server).publish(MANY)
publish_milvus(server, replace(contents(LATER), texts=until_killed), {}, facts(LATER, 2))
"""


def test_a_killed_publication_leaves_the_one_before(tmp_path: Path, repository: Path) -> None:
    """A real process dies in the middle of adding; its file opens as it was published."""
    pytest.importorskip("milvus_lite", reason="needs the extra `milvus`")
    file = str(tmp_path / "milvus.db")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PUBLISH,
            file,
            str(Path(__file__).parent),
            str(repository / "tests"),
        ],
        cwd=repository,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -9, done.stderr.decode()
    server = MilvusServer(file)
    assert found(MilvusIndex(server, MODEL)) == list(range(40))
    MilvusHome(server).publish(LATER, revision=3)
    assert found(MilvusIndex(server, MODEL)) == list(range(3, 41))


@pytest.mark.parametrize(
    "name", ['say "so"', "back\\slash", "'); drop", "two\nlines", "{x}", "日本", "", "x" * 70_000]
)
def test_any_name_limits_to_what_bears_it(milvus: MilvusServer, name: str) -> None:
    """Names come from the web: quotes, braces and great lengths mean nothing."""
    home = MilvusHome(milvus)
    home.publish([replace(ENTRIES[0], tags=frozenset({name})), ENTRIES[2]])
    index = home.open()
    assert ids(index.search_lexical("treaty", 9, Within(tags=(frozenset({name}),)))) == [10]
    assert ids(index.search_lexical("treaty", 9, Within(publishers=(frozenset({name}),)))) == []


def test_no_article_is_too_much_for_milvus(milvus: MilvusServer) -> None:
    """Thousands of names and a headline of a book's length."""
    title, names = "Słowo 字 " * 20_000, frozenset(str(n) for n in range(5_000))
    home = MilvusHome(milvus)
    home.publish([replace(ENTRIES[0], title=title, tags=names), ENTRIES[2]])
    assert ids(home.open().search_lexical("słowo", 9, Within())) == [10]


def test_no_readable_text_is_in_milvus(home: MilvusHome, milvus: MilvusServer) -> None:
    """Terms as they are searched, and digests of names."""
    (row,) = milvus("query", ALIAS, filter="passage == 7", output_fields=["*"])
    assert row["terms"] == "notic 7 pier 7 is open"
    assert all(isinstance(tag, int) for tag in row["tags"])


def test_another_model_is_a_mismatch(home: MilvusHome, milvus: MilvusServer) -> None:
    """Both are named, and nothing is searched; a reader learns of it, too."""
    reader = MilvusIndex(milvus, MODEL)
    with pytest.raises(IndexMismatchError, match=f"with model {MODEL}, not other"):
        MilvusIndex(milvus, "other")
    other = replace(facts(MANY, 2), model="other")
    publish_milvus(milvus, contents(MANY), {}, other)
    with pytest.raises(IndexMismatchError, match="with model other"):
        reader.is_current()


@pytest.mark.parametrize("manifest", ["", "{", '{"format": "99.1", "shards": 4}', "[]", "{}"])
def test_another_version_is_a_mismatch(
    home: MilvusHome, milvus: MilvusServer, manifest: str
) -> None:
    """Whatever it says of itself; publishing anew replaces it."""
    milvus("alter_collection_properties", collections(milvus)[0], {"citewire.manifest": manifest})
    with pytest.raises(IndexMismatchError, match="Rebuild it with `citewire index`"):
        MilvusIndex(milvus, MODEL)
    home.publish(LATER)
    assert found(MilvusIndex(milvus, MODEL)) == list(range(3, 41))


def test_no_index_yet_is_missing(milvus: MilvusServer, tmp_path: Path) -> None:
    """To look for one makes no file."""
    with pytest.raises(IndexMissingError, match="`citewire index`; no article is lost"):
        MilvusIndex(milvus, MODEL)
    engine = MilvusEngine(str(tmp_path / "none.db"))
    with pytest.raises(IndexMissingError):
        engine.verified(MODEL)
    assert not engine.was_published()
    assert list(tmp_path.iterdir()) == []


def message(address: str) -> str:
    """What is said when `address` cannot be used."""
    with pytest.raises(IndexServerError) as caught:
        MilvusServer(address, SecretStr("root:hunter2"))
    assert "hunter2" not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_server_that_is_down_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    """It says what to do, and the vendor prints nothing."""
    address = f"http://127.0.0.1:{free_port()}"
    expected = f"The index at {address} does not answer: start it, or correct CITEWIRE_INDEX."
    assert message(address) == expected
    assert capfd.readouterr() == ("", "")


def test_a_server_that_says_nothing_is_given_up() -> None:
    """Nobody waits for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert "does not answer" in message(address)


def test_a_reader_outlives_its_servers_restart(tmp_path: Path) -> None:
    """While it is away, searches end in one error; soon after, all is as it was."""
    pytest.importorskip("milvus_lite", reason="needs the extra `milvus`")
    port = free_port()
    with serving(tmp_path, port) as address:
        home = MilvusHome(MilvusServer(address))
        home.publish(MANY)
        reader = MilvusIndex(home.server, MODEL)
        assert found(reader) == list(range(40))
    with pytest.raises(IndexServerError, match="does not answer"):
        found(reader)
    with serving(tmp_path, port):
        assert as_soon_as_it_can(reader.is_current)
        assert found(reader) == list(range(40))


def as_soon_as_it_can(answer: Callable[[], bool]) -> bool:
    """What `answer` says once it can; gRPC looks for a lost server every few seconds."""
    for _ in range(600):
        with suppress(IndexServerError):
            return answer()
        time.sleep(0.1)
    pytest.fail("the server was not found again")


def test_a_file_of_another_process_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Milvus Lite's file has one owner."""
    file = tmp_path / "milvus.db"
    hold = "import sys; from retrieval.index.milvus_server import MilvusServer as M\n"
    hold += "M(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(file)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"held\n"
        capfd.readouterr()
        assert "cannot be opened: end the process that has it open" in message(str(file))
        assert capfd.readouterr() == ("", "")
        owner.communicate()


def test_labels_of_unknown_articles_are_none(milvus: MilvusServer) -> None:
    """An article without tags, publisher and speakers has no labels to be found by."""
    publish_milvus(milvus, contents(ENTRIES), {1: Labels(tags=frozenset({"a"}))}, facts(ENTRIES, 1))
    index = MilvusIndex(milvus, MODEL)
    assert sorted(ids(index.search_dense(np.ones(3, dtype=np.float32), 9, Within()))) == [
        10,
        11,
        20,
        30,
    ]
    named = Within(tags=(frozenset({"a"}),))
    assert sorted(ids(index.search_dense(np.ones(3, dtype=np.float32), 9, named))) == [10, 11]
