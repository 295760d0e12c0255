"""Paths, model and device, from `CITEWIRE_…` variables or `.env`; read in main, not at import."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from retrieval.database import Location

DEFAULT_MODEL = "all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """What the library needs to know; every field is a variable with the prefix `CITEWIRE_`."""

    model_config = SettingsConfigDict(
        env_prefix="CITEWIRE_",
        env_file=".env",
        # A line left empty in .env is not given; an empty path would be the working folder.
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data: Path = Path("data")
    """The folder for what the program builds: the archive, the index, the exported model."""
    archive: SecretStr | None = None
    """The PostgreSQL database of the archive, postgresql://…; None keeps it as a file in `data`."""
    seeds: Path = Path("seeds")
    """The folder of sources that a new archive begins with."""
    model: str = DEFAULT_MODEL
    """The packaged model's name, a folder in the sentence-transformers layout, or a hub name."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where passages are encoded in bulk; questions are always encoded on the CPU."""
    index: str | None = None
    """A Milvus server's URL, or the path of a Milvus Lite file; by itself a folder under `data`."""
    index_token: SecretStr | None = None
    """For the Milvus server: an API key, or "user:password"."""
    fetch_loopback: bool = False
    """True lets `add` and `refresh` read from this machine's own addresses: for tests."""

    @field_validator("archive")
    @classmethod
    def _known(cls, archive: SecretStr | None) -> SecretStr | None:
        if archive is not None:
            from retrieval.database import server

            server(archive.get_secret_value())
        return archive

    @property
    def archive_location(self) -> Location:
        """Where every text is: the database named, or else the file."""
        if self.archive is None:
            return self.archive_path
        from retrieval.database import server

        return server(self.archive.get_secret_value())

    @field_validator("index")
    @classmethod
    def _names_milvus(cls, index: str | None) -> str | None:
        """A URL that errors can show, or a file by Milvus Lite's name."""
        if index is None or (index.endswith(".db") and "://" not in index):
            return index
        if not index.startswith(("http://", "https://")):
            raise ValueError("neither an http(s) URL nor the path of a .db file")
        with suppress(ValueError):
            url = urlsplit(index)
            if url.hostname and url.port != 0 and not index.endswith(".db") and "@" not in index:
                return index
        raise ValueError("not the address of a server; its user belongs in CITEWIRE_INDEX_TOKEN")

    @property
    def archive_path(self) -> Path:
        """The SQLite file of the archive, where no database is named."""
        return self.data / "archive.sqlite"

    @property
    def replaced_path(self) -> Path:
        """Where `restore` keeps the archive that it replaces."""
        return self.data / "archive.sqlite.before-restore"

    @property
    def index_path(self) -> Path:
        """The folder of index generations, which point into one archive: each has its own."""
        if self.archive is None:
            return self.data / "index"
        from retrieval.database import server

        url = server(self.archive.get_secret_value())
        name = blake2b(f"{url.host}:{url.port}/{url.database}".encode(), digest_size=4).hexdigest()
        return self.data / f"index-{name}"

    @property
    def models_path(self) -> Path:
        """The folder of exported encoders."""
        return self.data / "models"


Kind = TypeVar("Kind", bound=BaseSettings)


def load_settings() -> Settings:
    """The settings of this process; raises `SettingsError`."""
    return read_settings(Settings)


def read_settings(kind: type[Kind]) -> Kind:
    """Settings of this kind from the environment and `.env`.

    Raises `SettingsError`, naming the variable but never its value, where one is wrong.
    """
    try:
        return kind()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        said = first["msg"].removeprefix("Value error, ")  # by a validator of ours
        raise SettingsError(f"CITEWIRE_{str(first['loc'][0]).upper()}", said) from None
