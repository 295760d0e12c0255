"""Copies of one report, from the source to the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from news import write

from retrieval.app import Citewire
from retrieval.archive.lock import writer_lock
from retrieval.errors import ArchiveBusyError, UnknownNameError
from retrieval.types import Abstention, Answer, Question

OpenAt = Callable[..., Citewire]

WORDS = (
    "The ferry to Rathlin was cancelled on Monday after a storm damaged the pier in the night.\n\n"
    "“No crossing is safe before the pier is mended,” said Ann Lee, who has run the service for "
    "twenty years. About sixty islanders were waiting in Ballycastle, some of them since Friday."
    "\n\n"
    "The council promised to send supplies by helicopter as soon as the wind allows."
)
REPORT: dict[str, object] = {
    "_id": "reuters-1",
    "title": "Rathlin ferry cancelled after storm",
    "text": WORDS,
    "published": "2026-11-02T09:00:00Z",
    "publisher": "Reuters",
    "tags": ["ferries"],
    "url": "https://reuters.example/ferry",
}
MIRROR = REPORT | {"_id": "mirror-1", "publisher": "The Mirror", "url": "https://m.example/1"}
PRINTED = REPORT | {
    "_id": "local-1",
    "title": "Storm: ferry to Rathlin cancelled",
    "text": WORDS.replace("some of them since Friday", "some since Friday"),
    "published": "2026-11-02T18:00:00Z",
    "publisher": "The Local",
    "url": "https://local.example/1",
}
COUNCIL: dict[str, object] = {
    "_id": "council-1",
    "title": "Council elects mayor",
    "text": "The council of Belfast elected a new mayor on Monday. She promised to mend the roads.",
    "published": "2026-11-01",
    "publisher": "Reuters",
    "tags": ["council"],
    "url": "https://reuters.example/mayor",
}
ASKED = Question(text="Why was the ferry to Rathlin cancelled?")


@pytest.fixture
def ferry(new_data: Path, open_at: OpenAt, tmp_path: Path) -> Citewire:
    """One report in three places, and another article."""
    archive = open_at(new_data)
    rows = (REPORT, MIRROR, PRINTED, COUNCIL)
    (report,) = archive.add([write(tmp_path / "ferry.jsonl", rows)])
    assert (report.new, report.copies, report.skipped) == (3, 1, ())
    return archive


def cited(result: Answer | Abstention) -> dict[str, list[str]]:
    """The articles cited, each with the ids of its copies."""
    assert isinstance(result, Answer)
    return {
        each.article_id: [copy.article_id for copy in each.also_in] for each in result.citations
    }


def test_three_copies_are_one_source_of_an_answer(ferry: Citewire) -> None:
    """The answer cites one of them and names where else it stands."""
    ((article_id, copies),) = cited(ferry.ask(ASKED, k=9)).items()
    assert {article_id, *copies} == {"reuters-1", "mirror-1", "local-1"}


def test_three_copies_are_one_entry_of_a_listing(ferry: Citewire) -> None:
    """As many stories as asked for, each with its copies."""
    digest = ferry.latest(n=2)
    assert [article.id for article in digest.articles] == ["local-1", "council-1"]
    assert {of: [c.article_id for c in copies] for of, copies in digest.also_in.items()} == {
        "local-1": ["mirror-1", "reuters-1"],
        "council-1": [],
    }


def test_asked_as_of_a_day_later_copies_are_not_named(ferry: Citewire) -> None:
    """What was printed in the evening was unknown at noon."""
    noon = Question(text=ASKED.text, as_of=datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    assert cited(ferry.ask(noon)) == {"reuters-1": ["mirror-1"]}


def test_leads_are_one_a_story(ferry: Citewire) -> None:
    """An abstention does not show the same words three times."""
    result = ferry.ask(Question(text="What did Macron say about the Rathlin ferry?"))
    assert isinstance(result, Abstention)
    assert [lead.article_id for lead in result.near_misses] == ["reuters-1"]


def test_an_article_is_found_by_the_id_of_its_copy(ferry: Citewire) -> None:
    """`show` of either shows the one article."""
    assert ferry.article("mirror-1").id == "reuters-1"
    assert ferry.history("reuters-1") == ()


def test_a_removed_source_is_out_of_answers_at_once(
    ferry: Citewire, new_data: Path, open_at: OpenAt
) -> None:
    """For one who has the archive open already, too."""
    reader = open_at(new_data)
    reader.ask(ASKED)
    article_ids = [each.id for each in ferry.latest(n=9).articles]
    ferry.remove("reuters-1")
    ferry.remove("local-1")
    assert "mirror-1" in cited(ferry.ask(ASKED))
    ferry.remove("mirror-1")
    after = reader.ask(ASKED)
    assert isinstance(after, Abstention)
    assert [lead.article_id for lead in after.near_misses] in ([], ["council-1"])
    assert article_ids == ["local-1", "council-1"]


def test_a_backup_is_restored_without_encoding_again(
    ferry: Citewire, new_data: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """Another reader, opened before, answers from what was restored."""
    reader = open_at(new_data)
    file = tmp_path / "backup.sqlite"
    assert ferry.backup(file) == 3
    ferry.remove("reuters-1")
    ferry.remove("local-1")
    ferry.remove("mirror-1")
    assert isinstance(reader.ask(ASKED), Abstention)
    stages: list[str] = []
    kept = ferry.restore(file, lambda stage, done, total: stages.append(stage))
    assert "Encoding passages" not in stages
    assert kept == new_data / "archive.sqlite.before-restore"
    assert cited(ferry.ask(ASKED)).keys() <= {"reuters-1", "local-1"}
    assert ferry.status().index_current
    assert reader.reload_if_new()
    assert isinstance(reader.ask(ASKED), Answer)


def test_nothing_is_restored_while_another_writes(
    ferry: Citewire, new_data: Path, tmp_path: Path
) -> None:
    """The archive is as it was."""
    file = tmp_path / "backup.sqlite"
    ferry.backup(file)
    with writer_lock(new_data / "archive.sqlite"), pytest.raises(ArchiveBusyError):
        ferry.restore(file)
    with pytest.raises(UnknownNameError):
        ferry.remove("nothing")
