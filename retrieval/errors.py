"""The error tree. Each error carries its facts as attributes and says what to do in one line.

CitewireError
├── UsageError                what was typed cannot be used (exit code 2)
│   ├── SettingsError         a CITEWIRE_ setting is wrong
│   ├── QuestionError         empty, or far too long
│   ├── UnknownNameError      a tag, publisher, speaker or article that the archive does not hold
│   └── MissingSourceError    a file or folder that is not there
├── SourceError               a source that cannot be read as news
│   └── FetchError            an address that does not give it: the network, the server, the rules
├── BackupError               a backup that cannot be written or restored
├── ArchiveError              the archive of articles
│   ├── ArchiveEmptyError     nothing was added yet
│   ├── ArchiveReadOnlyError  the data folder cannot be written
│   ├── ArchiveFullError      the disk has no room for the data folder
│   ├── ArchiveCorruptError   the database is damaged, or is not ours
│   ├── ArchiveBusyError      another process is writing
│   └── ArchiveUnreachableError  the database's server does not let us in
├── IndexUnusableError        the index built from it
│   ├── IndexMissingError     none was built
│   ├── IndexCorruptError     a file of it is missing, truncated or changed
│   └── IndexMismatchError    another model or version built it
├── IndexServerError          the server that holds the index cannot be used
└── ModelError                the sentence encoder's files are missing, changed or unreadable
"""

from __future__ import annotations

from pathlib import Path


class CitewireError(Exception):
    """Base of all errors that citewire raises on purpose; `str()` is one line for the user."""

    exit_code = 1


class UsageError(CitewireError):
    """What was typed cannot be used as it is."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is missing or wrong; `setting` is its variable's name."""

    def __init__(self, setting: str, reason: str) -> None:
        self.setting, self.reason = setting, reason
        super().__init__(f"{setting}: {reason}")


class QuestionError(UsageError):
    """The question is empty or too long; `length` is its length in characters."""

    def __init__(self, length: int, limit: int) -> None:
        self.length, self.limit = length, limit
        super().__init__(
            f"The question has {length:,} characters; ask in at most {limit:,}."
            if length > limit
            else "The question is empty: ask something, such as "
            '"What did Peskov say about sanctions?"'
        )


class UnknownNameError(UsageError):
    """The archive holds no such tag, publisher, speaker or article; `nearest` are suggestions."""

    def __init__(self, kind: str, name: str, nearest: tuple[str, ...]) -> None:
        self.kind, self.name, self.nearest = kind, name, nearest
        hint = f" Nearest: {', '.join(nearest)}." if nearest else ""
        super().__init__(f"The archive has no {kind} {name!r}.{hint}")


class MissingSourceError(UsageError):
    """A named file or folder does not exist."""

    def __init__(self, path: str) -> None:
        self.path, self.reason = path, "no such file or folder. Check the path."
        super().__init__(f"{path}: {self.reason}")


class SourceError(CitewireError):
    """A source cannot be read as news; `reason` says why and what to do."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{source}: {reason}")


class FetchError(SourceError):
    """An address gave nothing to read; `source` is it without its query or a user's name.

    `status` is the server's code where it answered; `retry_after` the seconds it asks to wait.
    """

    def __init__(
        self,
        source: str,
        reason: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.status, self.retry_after = status, retry_after
        super().__init__(source, reason)


class BackupError(CitewireError):
    """A backup cannot be written to `path` or restored from it; `reason` says why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} {reason}.")


Place = Path | str
"""Where an archive is: its file, or a server's address without the password."""


class ArchiveError(CitewireError):
    """Something is wrong with the archive at `path`."""

    def __init__(self, path: Place, message: str) -> None:
        self.path = path
        super().__init__(message)


class ArchiveEmptyError(ArchiveError):
    """There is nothing to ask yet, and no seeds to begin with."""

    def __init__(self, path: Place) -> None:
        super().__init__(
            path, f"The archive in {_home(path)} is empty: fill it with `citewire add FILE`."
        )


class ArchiveReadOnlyError(ArchiveError):
    """The data folder, or the server's database, cannot be written."""

    def __init__(self, path: Place) -> None:
        mend = (
            "make it writable, or name another folder in CITEWIRE_DATA"
            if isinstance(path, Path)
            else "give its user the right to write and to make tables there"
        )
        super().__init__(
            path, f"{_home(path)} cannot be written: {mend}. The archive is as it was."
        )


class ArchiveFullError(ArchiveError):
    """The disk, or a limit on it, has no room for what was to be written."""

    def __init__(self, path: Place) -> None:
        super().__init__(
            path,
            f"There is no room left to write in {_home(path)}: free space on its disk and run the "
            "command again. The archive and the index in use are whole.",
        )


class ArchiveCorruptError(ArchiveError):
    """The database cannot be read; `reason` is what the database said."""

    def __init__(self, path: Place, reason: str) -> None:
        # SQLite may quote a whole table's definition, or all of an article's damaged text.
        reason = " ".join(reason.split())[:100]
        self.reason = reason
        super().__init__(
            path,
            f"{path} is not a readable citewire archive ({reason}): restore it from a copy, "
            "or move it away and add your sources again.",
        )


class ArchiveBusyError(ArchiveError):
    """Another process is writing; `owner` names it."""

    def __init__(self, path: Place, owner: str) -> None:
        self.owner = owner
        super().__init__(
            path, f"Another process is writing to {_home(path)} ({owner}): wait for it to end."
        )


class ArchiveUnreachableError(ArchiveError):
    """The database's server is down, or does not let us in; `reason` is what was heard of it."""

    def __init__(self, path: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            path,
            f"The archive at {path} cannot be reached ({reason}): see that its server runs and "
            "that CITEWIRE_ARCHIVE names its database, user and password.",
        )


def _home(path: Place) -> Place:
    """What may be writable or full: a file's folder, or the server's database."""
    return path.parent if isinstance(path, Path) else path


class IndexUnusableError(CitewireError):
    """The index at `path`, or on a server, cannot be searched; the archive can rebuild it."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{reason} Rebuild it with `citewire index`; no article is lost.")


class IndexServerError(CitewireError):
    """The server of the index, or its file, cannot be used; `reason` says why and what to do."""

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"The index at {address} {reason}.")


class IndexMissingError(IndexUnusableError):
    """No index was built yet."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, f"There is no index in {path}.")


class IndexCorruptError(IndexUnusableError):
    """A file of the index is missing, truncated or changed."""

    def __init__(self, path: Path, fact: str) -> None:
        self.fact = fact
        super().__init__(path, f"The index is damaged: {path.name} {fact}.")


class IndexMismatchError(IndexUnusableError):
    """The index was built by something else than what would search it."""

    def __init__(self, path: Path | str, what: str, built: str, wanted: str) -> None:
        self.what, self.built, self.wanted = what, built, wanted
        super().__init__(path, f"The index was built with {what} {built}, not {wanted}.")


class ModelError(CitewireError):
    """The encoder's files cannot be used; `model` is the name or folder asked for."""

    def __init__(self, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"Model {model}: {reason}")
