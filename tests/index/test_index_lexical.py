"""Words found in passages, whatever their form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexCorruptError
from retrieval.index.lexical import COPIED, LexicalIndex, extend_lexical, write_lexical

PASSAGES = [
    ("Putin and Abe", "They spoke with Shinzō Abe about investments."),
    ("Kremlin : sanctions", "The sanction was lifted."),
    ("Tokyo", "U.S. bases stay on the islands."),
    ("Washington", "The US and the E.U. agreed."),
    ("Paris", "Le café de l’Élysée, e\u0301te\u0301."),
    ("", "peace\u00a0treaty “signed” – $30 billion"),
    ("Nothing", "\x00\u202e"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """An index of `PASSAGES`, by their place."""
    folder = tmp_path_factory.mktemp("lexical")
    write_lexical(folder, np.arange(len(PASSAGES)), PASSAGES)
    return LexicalIndex(folder)


def rows(index: LexicalIndex, text: str, allowed: list[int] | None = None, limit: int = 10) -> list:  # type: ignore[type-arg]
    """The rows that hold any word of `text`, best first."""
    those = None if allowed is None else np.array(allowed, dtype=np.int64)
    found, scores = index.search(index.terms(text), limit, those)
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    return found.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shinzo", [0]),
        ("SHINZŌ", [0]),
        ("investing", [0]),
        ("sanctions", [1]),
        ("Kremlin", [1]),
        ("cafe", [4]),
        ("Elysee", [4]),
        ("été", [4]),
        ("treaties", [5]),
        ("signed", [5]),
        ("30", [5]),
        ("Moscow", []),
        ("", []),
        ("?! …", []),
        ("\x00", []),
    ],
)
def test_words_are_found_in_any_form(index: LexicalIndex, text: str, expected: list[int]) -> None:
    """Stems, case, diacritics, no-break spaces and quotation marks aside."""
    assert rows(index, text) == expected


@pytest.mark.parametrize("text", ["U.S.", "US"])
def test_initials_are_found_with_and_without_their_stops(index: LexicalIndex, text: str) -> None:
    """ "U.S." is "US"."""
    assert sorted(rows(index, text)) == [2, 3]


def test_query_syntax_is_words(index: LexicalIndex) -> None:
    """What a reader types is never read as a query language."""
    assert sorted(rows(index, "title:Kremlin -(islands [")) == [1, 2]
    assert rows(index, "Kremlin AND NOT Kremlin*") == rows(index, "and not kremlin")


@pytest.mark.parametrize("among", [300, 30])
def test_the_limit_is_filled_from_what_is_allowed(tmp_path: Path, among: int) -> None:
    """A passage far down the ranking is found where those above it may not be, many or few."""
    texts = [("", "treaty " * (300 - n) if n % (300 // among) == 0 else "") for n in range(300)]
    write_lexical(tmp_path, np.arange(300), texts)
    many = LexicalIndex(tmp_path)
    allowed = np.array([0, 150, 290])
    found, _ = many.search(many.terms("treaty"), 2, allowed)
    assert len(found) == 2
    found, scores = many.search(many.terms("treaty"), 10, allowed)
    assert sorted(found.tolist()) == [0, 150, 290]
    everywhere, all_scores = many.search(many.terms("treaty"), 300, None)
    assert scores == pytest.approx(all_scores[np.isin(everywhere, allowed)])
    half = np.arange(100, 300)
    assert set(many.search(many.terms("treaty"), 10, half)[0].tolist()) <= set(half.tolist())


def test_nothing_allowed_is_nothing_found(index: LexicalIndex) -> None:
    """An empty filter is not the absence of one."""
    assert rows(index, "treaty", allowed=[]) == []


def test_passages_go_and_come(tmp_path: Path) -> None:
    """Words that went are no longer found, and no longer counted once their files are merged."""
    write_lexical(tmp_path, np.array([5, 7]), [("", "a treaty"), ("", "an old pact")])
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    extend_lexical(tmp_path, np.array([7]), np.array([7, 9]), [("", "a new pact"), ("", "peace")])
    index = LexicalIndex(tmp_path)
    for word, found in {"treaty": [5], "pact": [7], "old": [], "new": [7], "peace": [9]}.items():
        assert rows(index, word) == found
    for path in tmp_path.iterdir():
        if path.name not in COPIED and path.name in files:
            assert path.read_bytes() == files[path.name]


def test_rare_words_weigh_more(index: LexicalIndex) -> None:
    """A word that no passage holds weighs most; none weighs below nothing."""
    assert index.idf("Moscow") > index.idf("Shinzo") > index.idf("the") > 0
    assert index.idf("") >= 0


def test_the_index_holds_no_text(tmp_path: Path) -> None:
    """Terms and numbers only: no run of a passage's words stands in its files."""
    texts = [("A headline of note", "Words that follow one another here.")] * 50
    write_lexical(tmp_path, np.arange(50), texts)
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"follow one" not in content
    assert b"headline of" not in content


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    """An archive that was emptied can still be asked."""
    write_lexical(tmp_path, np.arange(0), [])
    assert rows(LexicalIndex(tmp_path), "treaty") == []


def test_a_folder_without_an_index_is_damaged(tmp_path: Path) -> None:
    """The library's error becomes ours."""
    with pytest.raises(IndexCorruptError):
        LexicalIndex(tmp_path)
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(IndexCorruptError):
        LexicalIndex(tmp_path)
