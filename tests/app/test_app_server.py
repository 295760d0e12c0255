"""An archive in PostgreSQL, asked and filled from two machines: two data folders here."""

from __future__ import annotations

from pathlib import Path

from news import many, write
from parts import encoded, index, read_only
from postgres_server import PASSWORD, address
from pydantic import SecretStr
from sqlalchemy import URL

from retrieval.app import Citewire
from retrieval.settings import Settings
from retrieval.types import Answer, Question

PESKOV = Question(text="What did Peskov say about sanctions?")
FERRY = Question(text="When will the ferry to Rathlin sail?")


def machine(data: Path, archive: URL, models: Path) -> Citewire:
    """A machine of its own: it shares the archive, and has an encoder."""
    data.mkdir()
    (data / "models").symlink_to(models)
    seeds = Path(__file__).resolve().parents[2] / "seeds"
    settings = Settings(
        data=data, seeds=seeds, archive=SecretStr(address(archive)), device="cpu", _env_file=None
    )
    assert PASSWORD not in f"{settings!r}"
    return Citewire(settings)


def test_two_machines_share_one_archive(database: URL, seed_data: Path, tmp_path: Path) -> None:
    """What one adds the other finds, once it has brought its own index up to the archive."""
    models = seed_data / "models"
    first = machine(tmp_path / "one", database, models)
    first.ensure_ready()
    assert isinstance(first.ask(PESKOV), Answer)
    second = machine(tmp_path / "two", database, models)
    second.ensure_ready()
    assert isinstance(second.ask(PESKOV), Answer)

    source = tmp_path / "ferry.jsonl"
    source.write_text(
        '{"_id": "ferry", "title": "Ferry", "text": "The ferry to Rathlin will sail on Tuesday."}'
    )
    (report,) = first.add([str(source)])
    assert report.new == 1
    assert not second.status().index_current
    second.index()
    found = second.ask(FERRY)
    assert isinstance(found, Answer)
    assert found.extracts[0].article_id == "ferry"
    assert not (tmp_path / "two" / "archive.sqlite").exists()


def test_two_machines_encode_a_part_each_of_one_archive(
    database: URL, seed_data: Path, tmp_path: Path, repository: Path
) -> None:
    """Side by side into the server; whichever publishes after them has nothing left to encode."""
    archives = [machine(tmp_path / name, database, seed_data / "models") for name in ("one", "two")]
    archives[0].ensure_ready()
    machines = [
        {"CITEWIRE_DATA": str(tmp_path / name), "CITEWIRE_ARCHIVE": address(database)}
        for name in ("one", "two")
    ]
    read_only(machines[0], repository, write(tmp_path / "many.jsonl", many(400)))
    parts = [index(each, repository, f"{n}/2") for n, each in enumerate(machines, 1)]
    counts = encoded(parts)
    assert sum(counts) == 400
    assert min(counts) > 100
    stages: set[str] = set()
    archives[1].index(lambda stage, *_: stages.add(stage))
    assert "Encoding passages" not in stages
    assert (archives[1].status().prepared, archives[1].status().articles) == (100, 410)


def test_an_archive_moves_from_a_file_to_a_server(
    database: URL, seed_copy: Path, tmp_path: Path
) -> None:
    """By `backup` and `restore`: no article is read or encoded again."""
    here = Citewire(Settings(data=seed_copy, device="cpu", _env_file=None))
    assert here.backup(tmp_path / "backup") == 10
    there = machine(tmp_path / "there", database, seed_copy / "models")
    stages: set[str] = set()
    assert there.restore(tmp_path / "backup", lambda stage, *_: stages.add(stage)) is None
    assert "Encoding passages" not in stages
    assert there.sources() == here.sources()
    assert there.ask(PESKOV) == here.ask(PESKOV)
