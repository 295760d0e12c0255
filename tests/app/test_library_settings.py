"""Settings from `.env`, as a newcomer leaves it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.database import place
from retrieval.errors import SettingsError
from retrieval.settings import Settings, load_settings


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `.env` in an otherwise empty working folder and environment."""
    for name in ("ARCHIVE", "DATA", "SEEDS", "MODEL", "DEVICE", "INDEX", "INDEX_TOKEN"):
        monkeypatch.delenv(f"CITEWIRE_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def test_a_line_left_empty_is_not_given(env_file: Path) -> None:
    """`CITEWIRE_DATA=` means the default folder, not the working folder."""
    env_file.write_text("CITEWIRE_DATA=\nCITEWIRE_DEVICE=\nCITEWIRE_MODEL=other\n", "utf-8")
    found = load_settings()
    assert (found.data, found.device, found.model) == (Path("data"), "auto", "other")
    assert isinstance(found, Settings)


def test_a_wrong_value_is_named_but_not_shown(env_file: Path) -> None:
    """The error names the variable; the value may be a secret put on the wrong line."""
    env_file.write_text("CITEWIRE_DEVICE=hunter2\n", "utf-8")
    with pytest.raises(SettingsError, match="CITEWIRE_DEVICE") as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    ["nonsense", "mysql://u:hunter2@h/d", "postgresql://u:hunter2@h", "postgresql://u:h@h:x/d"],
)
def test_an_archive_that_is_no_address_is_named_but_not_shown(env_file: Path, wrong: str) -> None:
    """The password that may stand in it is shown to nobody."""
    env_file.write_text(f"CITEWIRE_ARCHIVE={wrong}\n", "utf-8")
    with pytest.raises(
        SettingsError, match=r"^CITEWIRE_ARCHIVE: (names no|is no address)"
    ) as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)


def test_an_archive_on_a_server_keeps_its_password_secret(env_file: Path) -> None:
    """It has an index of its own, which points into no other archive."""
    env_file.write_text(
        "CITEWIRE_ARCHIVE=postgresql://ann:hunter2@db/news?password=hunter2\n", "utf-8"
    )
    found = load_settings()
    assert "hunter2" not in f"{found!r} {found}"
    assert place(found.archive_location) == "postgresql://ann:***@db/news"
    assert found.index_path.parent == Path("data")
    assert found.index_path != Settings(archive=None, _env_file=None).index_path


WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None
from retrieval.cli import main
sys.exit(main(["status"]))
"""


def test_an_archive_on_a_server_needs_its_driver(tmp_path: Path, repository: Path) -> None:
    """Where that is not installed, one line says how to get it."""
    address = "postgresql://ann:hunter2@127.0.0.1:1/news"
    known = {"PYTHONPATH": str(repository), "CITEWIRE_ARCHIVE": address, "PATH": os.defpath}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DRIVER],
        cwd=tmp_path,
        env=known,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "citewire: CITEWIRE_ARCHIVE: needs PostgreSQL's driver: pip install 'citewire[postgres]'\n"
    )


@pytest.mark.parametrize(
    "index", ["http://127.0.0.1:19530", "https://milvus.example/news", "./data/milvus.db"]
)
def test_the_index_may_be_in_milvus(env_file: Path, index: str) -> None:
    """A server's URL, with a database's name or not, or a Milvus Lite file."""
    env_file.write_text(f"CITEWIRE_INDEX={index}\nCITEWIRE_INDEX_TOKEN=root:hunter2\n", "utf-8")
    found = load_settings()
    assert found.index == index
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    "index",
    [
        "index.sqlite", "ftp://milvus:19530", "http://", "http://root:hunter2@milvus:19530",
        "http://milvus:hunter2", "http://milvus:0", "http://[::1", "http://milvus/x.db",
    ],
)  # fmt: skip
def test_what_names_no_milvus_is_refused(env_file: Path, index: str) -> None:
    """A password in an address would be shown with it."""
    env_file.write_text(f"CITEWIRE_INDEX={index}\n", "utf-8")
    with pytest.raises(SettingsError, match="CITEWIRE_INDEX") as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)
