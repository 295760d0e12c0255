"""How much of the body of real news pages is read, beside trafilatura itself in the same run.

    python -m tests.benchmarks.pages [FOLDER]

The measure is that of github.com/scrapinghub/article-extraction-benchmark: shingles of four words
counted as a multiset, each page's counts brought to a sum of 1, precision and recall averaged over
the pages and F1 made of the two averages.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import trafilatura

from retrieval.errors import SourceError
from retrieval.ingest.page import read_page

FOLDER = Path(__file__).resolve().parents[2] / "../shared/eval/news-pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A saved page and its true body."""

    name: str
    url: str
    content: bytes
    body: str


def pages(folder: Path, step: int = 1) -> Iterator[Page]:
    """Every `step`-th page of the benchmark in `folder`."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name in sorted(truth)[::step]:
        packed = (folder / "html" / f"{name}.html.gz").read_bytes()
        yield Page(
            name=name,
            url=truth[name]["url"],
            content=gzip.decompress(packed),
            body=truth[name]["articleBody"],
        )


def ours(page: Page) -> str:
    """The body as citewire reads it; empty where it finds no article."""
    try:
        return read_page(page.content, source=page.name, url=page.url).text
    except SourceError:
        return ""


def trafilaturas(page: Page) -> str:
    """The body as trafilatura gives it by default."""
    return trafilatura.extract(page.content) or ""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of four words stands in `text`; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def precision_and_recall(true: str, read: str) -> tuple[float, float]:
    """Of one page, 0 to 1."""
    wanted, found = shingles(true), shingles(read)
    hits = (wanted & found).total()
    return hits / found.total(), hits / wanted.total()


def f1(bodies: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """F1, precision and recall over pairs of the true body and the one read."""
    each = [precision_and_recall(true, read) for true, read in bodies]
    precision, recall = (mean(values) for values in zip(*each, strict=True))
    return 2 * precision * recall / (precision + recall), precision, recall


def main() -> None:
    """Print the figures of both readers."""
    corpus = list(pages(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
    readers: tuple[Callable[[Page], str], ...] = (ours, trafilaturas)
    for reader in readers:
        start = time.perf_counter()
        bodies = [(page.body, reader(page)) for page in corpus]
        took = time.perf_counter() - start
        empty = sum(not body for _, body in bodies)
        figures = "F1 {:.4f}  precision {:.4f}  recall {:.4f}".format(*f1(bodies))
        print(f"{reader.__name__:12} {figures}  nothing read {empty}  {took:.1f} s", flush=True)


if __name__ == "__main__":
    main()
