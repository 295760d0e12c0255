"""Passages <-> BM25 by Tantivy. The index holds terms and numbers, never text."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError

TITLE_BOOST = 0.5
"""Weight of the headline's BM25 beside the passage's; tuned on realtimeqa-2023."""

_ANALYZER = "news"
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WRITER_BYTES = 128_000_000


def _analyzer() -> tantivy.TextAnalyzer:
    """Words, lower case, diacritics folded, English stems."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(60),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_unsigned_field("row", fast=True)
        .add_text_field("title", tokenizer_name=_ANALYZER, index_option="freq")
        .add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
        .build()
    )


def _prepare(text: str) -> str:
    """`text` as the analyzer wants it: composed characters, and "U.S." as the one word "US"."""
    composed = unicodedata.normalize("NFC", text)
    return _INITIALS.sub(lambda match: match.group().replace(".", ""), composed)


class LexicalIndex:
    """BM25 over headline and passage; rows are numbered in the order they were written."""

    def __init__(self, folder: Path) -> None:
        """Open the folder that `write_lexical` made; raises `IndexCorruptError`."""
        self._analyzer = _analyzer()
        self._index = _open(folder)
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._searcher = self._index.searcher()

    def terms(self, text: str) -> tuple[str, ...]:
        """The distinct terms of `text` as the index knows them, in order."""
        return tuple(dict.fromkeys(self._analyzer.analyze(_prepare(text))))

    def idf(self, word: str) -> float:
        """How much `word` tells passages apart: BM25's inverse document frequency, never below 0.

        A word that the analyzer divides has the weight of its rarest part.
        """
        passages = self._searcher.num_docs
        counts = [self._searcher.doc_freq("body", term) for term in self.terms(word)]
        rarest = min(counts, default=passages)
        return math.log(1 + (passages - rarest + 0.5) / (rarest + 0.5))

    def search(
        self, terms: Iterable[str], limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows that hold any of `terms`, best BM25 first, and their scores.

        `allowed`, shape (rows,), says which rows may be found; the search goes deeper until
        `limit` of them are found or there are no more.
        """
        query = self._query(terms)
        depth = limit if allowed is None else _depth(limit, allowed)
        while True:
            rows, scores = self._top(query, depth)
            exhausted = len(rows) < depth
            if allowed is not None:
                keep = allowed[rows]
                rows, scores = rows[keep], scores[keep]
            if exhausted or len(rows) >= limit:
                return rows[:limit], scores[:limit]
            depth *= 8

    def _query(self, terms: Iterable[str]) -> tantivy.Query:
        schema, should = self._index.schema, tantivy.Occur.Should
        clauses = []
        for term in terms:
            in_title = tantivy.Query.term_query(schema, "title", term, index_option="freq")
            in_body = tantivy.Query.term_query(schema, "body", term, index_option="freq")
            clauses += [
                (should, tantivy.Query.boost_query(in_title, TITLE_BOOST)),
                (should, in_body),
            ]
        return tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.empty_query()

    def _top(
        self, query: tantivy.Query, depth: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        hits = self._searcher.search(query, limit=depth, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scores = [score for score, _ in hits]
        return np.array(rows, dtype=np.int64), np.array(scores, dtype=np.float32)


def _open(folder: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(folder))
    except ValueError:
        pass
    # Tantivy locks a file of its own even to read; where that cannot be made beside the index, it
    # is made beside links to the index's files, which stay open when the links are gone.
    with TemporaryDirectory(prefix="citewire-") as links:
        try:
            for file in folder.iterdir():
                if file.suffix != ".lock":
                    (Path(links) / file.name).symlink_to(file.resolve())
            return tantivy.Index.open(links)
        except (OSError, ValueError):
            raise IndexCorruptError(folder, "cannot be read") from None


def _depth(limit: int, allowed: NDArray[np.bool_]) -> int:
    """How deep `limit` allowed rows are likely to lie, were they spread evenly."""
    share = max(float(allowed.mean()), 0.1) if len(allowed) else 1.0
    return math.ceil(1.2 * limit / share)


def write_lexical(folder: Path, passages: Iterable[tuple[str, str]]) -> None:
    """Write (headline, passage text) pairs to a new index in the empty `folder`."""
    index = tantivy.Index(_schema(), path=str(folder), reuse=False)
    index.register_tokenizer(_ANALYZER, _analyzer())
    writer = index.writer(_WRITER_BYTES, 1)
    for row, (title, body) in enumerate(passages):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("title", _prepare(title))
        document.add_text("body", _prepare(body))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
