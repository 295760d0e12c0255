"""The law: every quoted word stands in the archive, at the offsets that are given for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer.answer import answer
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.search.understand import understand
from retrieval.text import stem
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Candidate,
    Filters,
    Question,
)

_PIECES = st.sampled_from(
    ["Peskov said ", "Abe", "sanctions ", "the treaty. ", "“We sign", ",” ", "He added: ", '"No."']
    + [
        "\u00a0",
        "\n\n",
        "\n",
        "…",
        "’s ",
        "Mr. J.\u00a0",
        "U.S. ",
        "in 2019 ",
        "\x00",
        "\u202e",
        "ō",
    ]
    + ["treaty " * 70]
)
TEXTS = st.lists(_PIECES, min_size=1, max_size=25).map("".join).filter(str.strip)
ARTICLES = st.lists(
    st.builds(Article, id=st.uuids().map(str), title=TEXTS, text=TEXTS, source=st.just("s")),
    min_size=1,
    max_size=4,
    unique_by=lambda article: article.id,
)
QUESTIONS = st.sampled_from(
    ["What did Peskov say about sanctions?", "When was the treaty signed?", "treaty", "?", "Who?"]
) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the archives of the examples lie."""
    return tmp_path_factory.mktemp("law")


def assert_law(result: Answer | Abstention, archive: Archive, k: int) -> None:
    """What an answer and an abstention promise of themselves."""
    if isinstance(result, Abstention):
        assert result.reason
        assert len(result.near_misses) <= k
        quoted = [(lead.article_id, lead.span, lead.text) for lead in result.near_misses]
    else:
        assert 1 <= len(result.extracts) <= k
        quoted = [(each.article_id, each.span, each.text) for each in result.extracts]
        assert_cited(result)
    assert 0 <= result.confidence <= 1
    for article_id, span, text in quoted:
        article = archive.article(article_id)
        assert article is not None
        assert article.text[span.start : span.stop] == text != ""
    assert len({text for _, _, text in quoted}) == len(quoted)


def assert_cited(result: Answer) -> None:
    """Citations count from 1 in order of appearance, one an article."""
    cited = {citation.article_id: citation.number for citation in result.citations}
    assert list(cited.values()) == list(range(1, len(result.citations) + 1))
    in_order = dict.fromkeys(extract.article_id for extract in result.extracts)
    assert list(cited) == list(in_order)
    assert all(cited[each.article_id] == each.citation for each in result.extracts)


def written(folder: Path, articles: Sequence[Article]) -> tuple[Archive, list[Candidate]]:
    """A real archive of `articles` and all its passages, as if each fitted well."""
    path = folder / "archive.sqlite"
    for file in folder.iterdir():
        file.unlink()
    writer = ArchiveWriter(path)
    with writer.transaction():
        for article in articles:
            writer.put(article)
    ids = [passage for passage, *_ in writer.rows()]
    writer.close()
    archive = Archive(path)
    candidates = [
        Candidate(passage=passage, article=article, score=1 / rank, cosine=0.9)
        for rank, (passage, article) in enumerate(archive.passages(ids[:10]), start=1)
    ]
    return archive, candidates


@settings(max_examples=60)
@given(
    articles=ARTICLES,
    text=QUESTIONS,
    k=st.integers(1, 5),
    certain=st.booleans(),
    cosine=st.floats(0, 1),
)
def test_every_extract_is_verbatim(
    folder: Path, articles: list[Article], text: str, k: int, certain: bool, cosine: float
) -> None:
    """Whatever the articles and the question, extracts and leads are spans of the archive."""
    archive, candidates = written(folder, articles)
    speakers = tuple(each.name for each in archive.speakers())
    filters = Filters(speaker=speakers[0]) if speakers and certain else Filters()
    query = understand(Question(text=text, filters=filters))
    query = replace(query, speakers=speakers if query.speaker else ())
    weights = {stem(word): 1.0 for word in query.keywords}

    def alike(topic: str, texts: Sequence[str]) -> list[float]:
        return [cosine] * len(texts)

    result = answer(query, candidates, weights, archive.statements, alike, k)
    assert_law(result, archive, k)
    archive.close()
