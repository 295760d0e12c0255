"""Passages <-> BM25 by Tantivy. The index holds terms and numbers, never text."""

from __future__ import annotations

import math
import re
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import tantivy
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError
from retrieval.index.contents import Ids

TITLE_BOOST = 0.5
"""Weight of the headline's BM25 beside the passage's; tuned on realtimeqa-2023."""

_ANALYZER = "news"
_PASSAGE = "passage"
_NARROW = 0.02
"""Where so few of all passages may be found, they are looked up; else the others are passed over.
"""
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
        .add_unsigned_field(_PASSAGE, fast=True, indexed=True)
        .add_text_field("title", tokenizer_name=_ANALYZER, index_option="freq")
        .add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
        .build()
    )


def _prepare(text: str) -> str:
    """`text` as the analyzer wants it: composed characters, and "U.S." as the one word "US"."""
    composed = unicodedata.normalize("NFC", text)
    return _INITIALS.sub(lambda match: match.group().replace(".", ""), composed)


def analyzed(text: str) -> list[str]:
    """The terms of `text` as an index keeps them, in order."""
    terms: list[str] = _analyzer().analyze(_prepare(text))
    return terms


class LexicalIndex:
    """BM25 over headline and passage; passages are known by their ids."""

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
        self, terms: Iterable[str], limit: int, allowed: Ids | None
    ) -> tuple[Ids, NDArray[np.float32]]:
        """The passages that hold any of `terms`, best BM25 first, and their scores.

        `allowed`, in ascending order, are those that may be found; as many of them as there are
        are found, up to `limit`.
        """
        query = self._query(terms)
        if allowed is None:
            return self._top(query, limit)
        share = len(allowed) / max(self._searcher.num_docs, 1)
        if share < _NARROW:
            return self._top(self._only(allowed, query), limit)
        depth = math.ceil(1.2 * limit / max(share, 0.1))
        while True:
            passages, scores = self._top(query, depth)
            keep = _are_in(passages, allowed)
            if len(passages) < depth or int(keep.sum()) >= limit:
                return passages[keep][:limit], scores[keep][:limit]
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

    def _only(self, allowed: Ids, query: tantivy.Query) -> tantivy.Query:
        """`query` among these passages; which they are adds nothing to a score."""
        must, those = tantivy.Occur.Must, _these(self._index, allowed)
        return tantivy.Query.boolean_query(
            [(must, tantivy.Query.const_score_query(those, 0.0)), (must, query)]
        )

    def _top(self, query: tantivy.Query, depth: int) -> tuple[Ids, NDArray[np.float32]]:
        hits = self._searcher.search(query, limit=depth, count=False).hits
        passages = self._searcher.fast_field_values(_PASSAGE, [address for _, address in hits])
        scores = [score for score, _ in hits]
        return np.array(passages, dtype=np.int64), np.array(scores, dtype=np.float32)


def _open(folder: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(folder))
    except ValueError:
        pass
    # Tantivy locks a file of its own even to read; where that cannot be made beside the index, it
    # is made beside links to the index's files, which stay open when the links are gone.
    links = Path(mkdtemp(prefix="citewire-"))
    try:
        for file in folder.iterdir():
            if file.suffix != ".lock":
                (links / file.name).symlink_to(file.resolve())
        return tantivy.Index.open(str(links))
    except (OSError, ValueError):
        raise IndexCorruptError(folder, "cannot be read") from None
    finally:
        # A thread of Tantivy's may lock once more while the links go, and bring its file back.
        for _ in range(3):
            shutil.rmtree(links, ignore_errors=True)


def _are_in(passages: Ids, allowed: Ids) -> NDArray[np.bool_]:
    """Which of `passages` are among `allowed`, which are many and in order."""
    places = np.minimum(np.searchsorted(allowed, passages), len(allowed) - 1)
    return np.asarray(allowed[places] == passages)


def write_lexical(folder: Path, passages: Ids, texts: Iterable[tuple[str, str]]) -> None:
    """Write passages by their ids, headlines and texts to a new index in the empty `folder`."""
    _write(tantivy.Index(_schema(), path=str(folder), reuse=False), passages[:0], passages, texts)


def extend_lexical(
    folder: Path, removed: Ids, passages: Ids, texts: Iterable[tuple[str, str]]
) -> None:
    """Take passages out of the index in `folder`, and write others into it.

    Files that are there are not changed, but for the two that `COPIED` names.
    """
    _write(_open(folder), removed, passages, texts)


COPIED = ("meta.json", ".managed.json")
"""What Tantivy writes anew in an index that changes; it is never written to by two."""


def _write(
    index: tantivy.Index, removed: Ids, passages: Ids, texts: Iterable[tuple[str, str]]
) -> None:
    index.register_tokenizer(_ANALYZER, _analyzer())
    writer = index.writer(_WRITER_BYTES, 1)
    if len(removed):
        # By a query: a number given as a term is taken for one of another kind, and finds nothing.
        writer.delete_documents_by_query(_these(index, removed))
    for passage, (title, body) in zip(passages.tolist(), texts, strict=True):
        document = tantivy.Document()
        document.add_unsigned(_PASSAGE, passage)
        document.add_text("title", _prepare(title))
        document.add_text("body", _prepare(body))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _these(index: tantivy.Index, passages: Ids) -> tantivy.Query:
    return tantivy.Query.term_set_query(index.schema, _PASSAGE, passages.tolist())
