"""Full text search: what is found, what cannot go wrong, and that the index follows the ledger."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from factory import make_document, make_record
from hypothesis import given
from hypothesis import strategies as st

from dragoman.store import open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.search_index import SearchIndex, fts_query, snippet
from dragoman.store.tables import SEARCH

TEXTS = (
    "Norway will sanction the firm. Côte d'Ivoire objects.",
    "Chad lifted all sanctions on Norway.",
    "The gas contract was signed.",
    "A contract for gas, and gas again.",
)


def fill(ledger: Ledger, texts: tuple[str, ...], *, first: int = 0) -> None:
    with ledger.writer(coder_version="1", started="2021-01-01") as writer:
        for number, text in enumerate(texts, start=first):
            document = make_document(text=text, doc_id=f"d{number}", title=f"Title {number}", body=())
            writer.add(make_record(document=document, mentions=(), events=(), positions=(), drivers=(), outlook=()))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = open_ledger(tmp_path / "l")
    fill(found, TEXTS)
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("norway", {"d0", "d1"}),
        ("sanction", {"d0"}),
        ("sanction*", {"d0", "d1"}),
        ("cote", {"d0"}),
        ("gas contract", {"d2", "d3"}),
        ('"gas contract"', {"d2"}),
        ("gas NOT contract", set()),
        ("title", {"d0", "d1", "d2", "d3"}),
        ("?!", set()),
        ("", set()),
    ],
)
def test_words_phrases_and_prefixes(ledger: Ledger, words: str, found: set[str]) -> None:
    index = SearchIndex(ledger.path)
    assert index.update(ledger.view(), most=100) == 0
    got = index.search(words, limit=10)
    assert set(got.doc_ids) == found
    assert got.n == len(found)


def test_the_index_takes_a_few_at_once_and_says_how_many_wait(ledger: Ledger) -> None:
    index = SearchIndex(ledger.path)
    assert index.update(ledger.view(), most=3) == 1
    assert index.search("title", limit=10).n == 3
    assert index.update(ledger.view(), most=3) == 0
    assert index.search("title", limit=10).n == 4


def test_the_index_follows_the_ledger_and_is_kept(ledger: Ledger) -> None:
    first = SearchIndex(ledger.path)
    first.update(ledger.view(), most=100)
    fill(ledger, ("A zeppelin came down near Oslo.",), first=4)
    second = SearchIndex(ledger.path)
    assert second.search("norway", limit=10).n == 2
    assert second.search("zeppelin", limit=10).n == 0
    second.update(ledger.view(), most=100)
    assert second.search("zeppelin", limit=10).doc_ids == ("d4",)
    assert first.search("zeppelin", limit=10).doc_ids == ("d4",)


def test_an_index_of_another_version_is_made_anew(ledger: Ledger) -> None:
    index = SearchIndex(ledger.path)
    index.update(ledger.view(), most=100)
    index.close()
    with closing(sqlite3.connect(ledger.path / SEARCH)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    again = SearchIndex(ledger.path)
    assert again.search("norway", limit=10).n == 0
    again.update(ledger.view(), most=100)
    assert again.search("norway", limit=10).n == 2


def test_a_ledger_with_a_broken_index_is_searched_in_memory(ledger: Ledger) -> None:
    (ledger.path / SEARCH).write_bytes(b"no database at all" * 100)
    index = SearchIndex(ledger.path)
    index.update(ledger.view(), most=100)
    assert index.search("norway", limit=10).n == 2


def test_the_index_is_no_fault_of_the_ledger(ledger: Ledger) -> None:
    before = ledger.check()  # the ids of the texts are made up here
    SearchIndex(ledger.path).update(ledger.view(), most=100)
    assert ledger.check() == before


@given(st.text(max_size=40))
def test_no_words_break_the_query(words: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        asked = fts_query(words)
        if asked:
            connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (asked,)).fetchall()
    connection.close()


def test_a_snippet_marks_what_was_looked_for() -> None:
    text = "x " * 200 + "Norway lifted the gas contract today. " + "y " * 200
    parts = snippet(text, '"gas contract"')
    assert [words for words, found in parts if found] == ["gas contract"]
    assert sum(len(words) for words, _ in parts) < 300
    assert snippet(text, "") == ()
