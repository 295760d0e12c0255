"""What the tests share: the real seed built once, and data folders that begin from it."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings
from postgres_server import NAMED, binaries, new_database, running
from sqlalchemy import URL

from retrieval.app import Citewire
from retrieval.settings import DEFAULT_MODEL, Settings

REPOSITORY = Path(__file__).resolve().parents[1]

# A busy machine is no failure, and no test asserts a time.
hypothesis_settings.register_profile("citewire", deadline=None)
hypothesis_settings.load_profile("citewire")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files go to the workers in order: the longest first, so that none is waited for."""
    items.sort(key=lambda item: "durability" not in item.path.parts)


OpenAt = Callable[..., Citewire]


def _open_at(data: Path, *, model: str = DEFAULT_MODEL, seeds: Path | None = None) -> Citewire:
    """The archive of the folder `data`, whatever the developer's environment and `.env` say."""
    seeds = seeds or REPOSITORY / "seeds"
    return Citewire(Settings(data=data, seeds=seeds, model=model, device="cpu", _env_file=None))


@pytest.fixture(scope="session")
def open_at() -> OpenAt:
    """Opens the archive of a data folder: `open_at(data, model=..., seeds=...)`."""
    return _open_at


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the checkout; skips where it is missing."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: real material is not part of the checkout")
    return folder


@pytest.fixture(scope="session")
def seed_file(repository: Path) -> Path:
    """The one file of `seeds/`, the customer's tag page."""
    (file,) = (repository / "seeds").glob("*.txt")
    return file


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """The data folder that the first question built, and how that process ended."""

    data: Path
    process: subprocess.CompletedProcess[bytes]


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> FirstRun:
    """A newcomer's first question, which exports the encoder: once for all tests.

    Each of several workers has a copy of its own, so that none sees another's open database.
    """
    folder = tmp_path_factory.mktemp("seed")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _first_run(folder)
    ours = tmp_path_factory.getbasetemp().parent / "first-run"  # the workers' common folder
    with FileLock(f"{ours}.lock"):
        if not ours.exists():
            (ours / "process").write_bytes(pickle.dumps(_first_run(ours).process))
    process = pickle.loads((ours / "process").read_bytes())
    if process.returncode == 0:
        shutil.copytree(ours / "data", folder / "data")
    return FirstRun(data=folder / "data", process=process)


def _first_run(folder: Path) -> FirstRun:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CITEWIRE_")}
    known = {"CITEWIRE_DATA": str(folder / "data"), "CITEWIRE_SEEDS": str(REPOSITORY / "seeds")}
    folder.mkdir(exist_ok=True)
    process = subprocess.run(
        [sys.executable, "-m", "retrieval", "ask", "What did Peskov say about sanctions?"],
        env={**kept, **known, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "200"},
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    return FirstRun(data=folder / "data", process=process)


@pytest.fixture(scope="session")
def seed_data(first_run: FirstRun) -> Path:
    """A data folder filled from `seeds/` as the first run fills it; no test changes it."""
    assert first_run.process.returncode == 0, first_run.process.stderr.decode()
    return first_run.data


@pytest.fixture(scope="session")
def seed(seed_data: Path) -> Citewire:
    """The seed archive, opened for asking only."""
    return _open_at(seed_data)


@pytest.fixture
def new_data(seed_data: Path, tmp_path: Path) -> Path:
    """A data folder with nothing in it but the exported encoder, which takes long to make."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(seed_data / "models")
    return data


@pytest.fixture
def seed_copy(seed_data: Path, new_data: Path) -> Path:
    """A data folder filled from the seed that a test may change."""
    shutil.copytree(seed_data / "index", new_data / "index")
    for file in seed_data.glob("archive.sqlite*"):
        shutil.copy(file, new_data)
    return new_data


@pytest.fixture
def read_only() -> Iterator[Callable[[Path], AbstractContextManager[Path]]]:
    """Copies a folder to where it cannot be written, not even by a superuser's tests.

    Within `with read_only(folder) as copy:` the process has no rights that root alone has.
    """
    base = Path(tempfile.mkdtemp(prefix="citewire-"))
    base.chmod(0o755)

    @contextmanager
    def copied(folder: Path) -> Iterator[Path]:
        copy = base / folder.name
        shutil.copytree(folder, copy)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(65534)  # nobody
        try:
            yield copy
        finally:
            if superuser:
                os.seteuid(0)

    yield copied
    for path in (base, *base.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(base)


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server; skips where there is none."""
    if NAMED not in os.environ and binaries() is None:
        pytest.skip(f"PostgreSQL is not installed, and {NAMED} names no server")
    with running() as url:
        yield url


@pytest.fixture
def database(postgres: URL) -> Iterator[URL]:
    """An empty database of that server."""
    with new_database(postgres) as url:
        yield url
