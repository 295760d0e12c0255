"""The reading half of the corridor: sources -> readers -> articles in the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.errors import CitewireError, MissingSourceError, SourceError
from retrieval.ingest.address import is_url
from retrieval.ingest.fetch import Fetcher
from retrieval.ingest.files import expand, left_out, open_file, source_name
from retrieval.ingest.web import open_url
from retrieval.protocols import Progress, Tell
from retrieval.types import Article
from retrieval.upkeep import Reading, Skipped, Source, SourceReport, Unchanged, Validators

_FILE_BATCH, _WEB_BATCH = 200, 5
"""Items a transaction: what comes slowly, from the web, is kept soon."""

_REFUSED = {
    "conflict": "its _id belongs to an article of another source",
    "too long": "its _id, publisher or a tag is longer than PostgreSQL can index",
}

Item = Article | Skipped | Unchanged


class Gatherer:
    """Reads sources into one archive, with one fetcher."""

    def __init__(
        self,
        writer: ArchiveWriter,
        archive: Archive,
        fetcher: Fetcher,
        progress: Progress,
        kept: Callable[[], None],
    ) -> None:
        """`kept` is called whenever more of what was read is in the archive."""
        self._writer, self._archive = writer, archive
        self._fetcher, self._progress, self._kept = fetcher, progress, kept

    def add(self, names: Sequence[str], *, follow: bool, tell: Tell) -> tuple[SourceReport, ...]:
        """Read what was typed, and remember it as sources; `tell` hears of each when it is read.

        All are looked up before the first is read. Raises `MissingSourceError`.
        """
        sources = [_source(name, follow=follow) for name in names]
        return tuple(self._read(source, tell) for source in sources)

    def refresh(self, sources: Sequence[Source], tell: Tell) -> tuple[SourceReport, ...]:
        """Read known sources again; one that fails keeps its articles."""
        return tuple(self._read(source, tell) for source in sources)

    def _read(self, source: Source, tell: Tell) -> SourceReport:
        counts: Counter[str] = Counter()
        skipped: list[Skipped] = []
        kind, validators, error = source.kind, source.validators, None
        try:
            reading = self._opened(source)
            if not reading.not_modified:
                kind, validators = reading.kind, reading.validators
            size = _WEB_BATCH if is_url(source.location) else _FILE_BATCH
            for batch in _batches(reading.items, size):
                self._put(batch, counts, skipped)
                self._progress(f"Reading {Path(source.name).name}", counts.total(), 0)
                self._kept()
        except (SourceError, MissingSourceError) as problem:
            error = problem.reason
        report = SourceReport(
            source=source.name,
            new=counts["new"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            copies=counts["copy"],
            skipped=tuple(skipped),
            error=error,
        )
        self._note(replace(source, kind=kind, validators=validators), report)
        tell(report)
        return report

    def _opened(self, source: Source) -> Reading:
        """Raises `SourceError`, or `MissingSourceError` where a file is not there (any more)."""
        if is_url(source.location):
            return open_url(
                source.location,
                self._fetcher,
                follow=source.follow,
                validators=source.validators,
                last_read=self._archive.last_read,
            )
        files = expand(source.location)
        if files == (Path(source.location),):
            return open_file(files[0])
        return Reading(kind="folder", items=_folder_items(Path(source.location), files))

    def _put(self, batch: Sequence[Item], counts: Counter[str], skipped: list[Skipped]) -> None:
        with self._writer.transaction():
            for item in batch:
                if isinstance(item, Skipped):
                    skipped.append(item)
                elif isinstance(item, Unchanged):
                    counts["unchanged"] += 1
                elif (outcome := self._writer.put(item)) in _REFUSED:
                    skipped.append(Skipped(where=f"article {item.id}", reason=_REFUSED[outcome]))
                else:
                    counts[outcome] += 1

    def _note(self, source: Source, report: SourceReport) -> None:
        """Remember how it went; a new source that gave nothing at all is not remembered."""
        took = report.new or report.changed or report.unchanged or report.copies
        if source.last_try is None and not took:
            return
        # What was skipped is tried again next time, whatever the server says of the list.
        whole = not report.skipped and not report.error
        with self._writer.transaction():
            self._writer.note_source(
                replace(source, validators=source.validators if whole else Validators()),
                at=datetime.now(UTC),
                error=report.error,
            )


def _source(name: str, *, follow: bool) -> Source:
    """A source as it is typed; raises `MissingSourceError` or `SourceError`."""
    if not is_url(name):
        expand(name)
    path = Path(name).expanduser()
    return Source(
        name=name if is_url(name) else source_name(path),
        location=name if is_url(name) else str(path.resolve()),
        kind="",
        follow=follow,
        articles=0,
        last_try=None,
        last_read=None,
        error=None,
        failures=0,
        validators=Validators(),
    )


def _folder_items(folder: Path, files: Sequence[Path]) -> Iterator[Item]:
    """The items of all files; one that cannot be read is skipped, and the next goes on."""
    for file in files:
        name = str(file.relative_to(folder))
        try:
            for item in open_file(file).items:
                yield _placed(item, name)
        except SourceError as error:
            yield Skipped(where=name, reason=error.reason)
    yield from left_out(folder)


def _placed(item: Item, name: str) -> Item:
    return replace(item, where=f"{name}, {item.where}") if isinstance(item, Skipped) else item


def _batches(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """`items` in lists of at most `size`; what came before an error is not lost with it."""
    batch: list[Item] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except CitewireError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
