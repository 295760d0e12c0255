"""Which rows of Milvus are the index in use, as one property of one collection says.

The alias `citewire` names the collection in use; a property of that collection is the manifest.
Milvus changes either at once. A build from nothing makes a collection and moves the alias; a small
change adds rows, which no reader sees, and then replaces the manifest, which says from which
generation rows are seen and which are not any more. A reader keeps the manifest that it opened, and
so the state of that moment: rows that came later are of a later generation, and rows that went
later are deleted only once the manifest is to be replaced again.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.errors import IndexMismatchError, IndexMissingError
from retrieval.index.manifest import FORMAT
from retrieval.index.milvus_rows import any_of
from retrieval.index.milvus_server import MilvusServer
from retrieval.upkeep import IndexFacts

ALIAS = "citewire"
_PROPERTY = "citewire.manifest"

_LAYOUT = 1
"""Raised whenever rows or this manifest change their meaning."""

_FORMAT = f"{FORMAT}.{_LAYOUT}"


class _Version(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    format: str = _FORMAT


class MilvusManifest(_Version):
    """What was published last."""

    model: str
    fingerprint: str
    dimension: int
    passages: int
    encoded: int
    revision: int
    built: datetime
    newest: float | None = None
    """POSIX seconds; None where no article is dated."""
    collection: str
    generation: int
    """Counts publications into the collection; rows of a later one are not seen."""
    next_row: int = 0
    """No row has this number yet."""
    gone: tuple[int, ...] = ()
    """Rows, by number, that the generation before sees and this one does not."""
    previous: str | None = None
    """The collection used before, kept for who reads it."""

    @property
    def facts(self) -> IndexFacts:
        """What the index was built from."""
        return IndexFacts(**{each.name: getattr(self, each.name) for each in fields(IndexFacts)})

    @property
    def seen(self) -> str:
        """Which rows are those of this publication, in Milvus's language."""
        born = f"generation <= {self.generation}"
        return f"{born} and not ({any_of('row', self.gone)})" if self.gone else born


def published(server: MilvusServer) -> MilvusManifest | None:
    """The manifest in use, of this version; None where nothing was published.

    Raises `IndexMismatchError` where another version published it, and `IndexServerError`.
    """
    described = server.describe(ALIAS)
    if described is None:
        return None
    stored = (described.get("properties") or {}).get(_PROPERTY, "")
    try:
        version = _Version.model_validate_json(stored).format
        if version != _FORMAT:
            raise _other_format(server, version)
        return MilvusManifest.model_validate_json(stored)
    except ValidationError:
        raise _other_format(server, "unknown") from None


def opened(server: MilvusServer, model: str) -> MilvusManifest:
    """The manifest in use; raises `IndexUnusableError` where there is none for `model`."""
    manifest = published(server)
    if manifest is None:
        raise IndexMissingError(server.address)
    if manifest.model != model:
        raise IndexMismatchError(server.address, "model", manifest.model, model)
    return manifest


def replace_manifest(server: MilvusServer, manifest: MilvusManifest) -> None:
    """Publish `manifest` with the rows of its collection, which every replica has by now."""
    properties = {_PROPERTY: manifest.model_dump_json()}
    server("alter_collection_properties", manifest.collection, properties)


def load(server: MilvusServer, collection: str) -> None:
    """See that `collection` can be read: Milvus Lite forgets at its end which could."""
    if server.is_lite:
        server("load_collection", collection)


def in_use(server: MilvusServer) -> str | None:
    """The name of the collection in use, whatever it holds; None where there is none."""
    if server.describe(ALIAS) is None:
        return None
    name: str = server("describe_alias", ALIAS)["collection_name"]
    return name


def point_alias(server: MilvusServer, collection: str) -> None:
    """Make `collection` the one in use."""
    action = "create_alias" if server.describe(ALIAS) is None else "alter_alias"
    server(action, collection, ALIAS)


def _other_format(server: MilvusServer, built: str) -> IndexMismatchError:
    return IndexMismatchError(server.address, "format", built, f"this version's {_FORMAT}")
