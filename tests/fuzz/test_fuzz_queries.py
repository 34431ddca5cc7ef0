"""Anything may be asked: filters, queries and page addresses give an answer or one line, never a traceback."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.errors import DragomanError
from dragoman.store import open_ledger
from dragoman.store.filters import Filters, disputes, entities, events, expectations, explain_empty, positions
from dragoman.store.search_index import fts_query, snippet
from dragoman.store.view import View

SETTINGS = settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
ODD = ["'", '"', "%", "_", "\\", ";--", "' OR 1=1", "\x00", "\ud800", "\u202e", "*", "(", "NOR", "state:NOR", "e" * 300, "../..", "-1", "9" * 40, "NaN", "2021-13-01"]  # fmt: skip
WORDS = st.sampled_from(ODD) | st.text(max_size=20)


@pytest.fixture(scope="module")
def view(example_ledger: Path) -> View:
    return open_ledger(example_ledger).view()


@SETTINGS
@given(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("actor", "recipient", "issue", "outlet", "text"), WORDS),
            "type": WORDS | st.just("CONSULT"),
            "status": WORDS | st.just("planned"),
            "speaker_kind": WORDS | st.just("named"),
            "since": st.dates(),
            "until": st.dates(),
            "limit": st.integers(-3, 10**12),
        },
    )
)
def test_any_filter_gives_rows_or_one_line(view: View, values: dict[str, str | date | int]) -> None:
    try:
        filters = Filters(**values)  # type: ignore[arg-type]
        for find in (events, positions, expectations, disputes, entities):
            if not find(view, filters).num_rows:
                assert "\n" not in explain_empty(view, filters, find)
    except DragomanError as err:
        assert "\n" not in str(err)  # noqa: PT017 (both outcomes are right)


SQL = st.lists(
    st.sampled_from(
        ["SELECT", "*", "FROM", "events", "documents_raw", "WHERE", "1", "'", "(", ")", ",", ";", "COPY", "TO", "ATTACH",
         "'/etc/passwd'", "read_text", "PRAGMA", "SET", "DROP", "TABLE", "WITH", "x", "AS", "UNION", "$1", "?", "\x00", "--"]
    ) | st.text(max_size=6),
    max_size=10,
).map(" ".join)  # fmt: skip


@SETTINGS
@given(SQL)
def test_any_query_gives_rows_or_one_line_and_changes_nothing(view: View, query: str) -> None:
    n = view.n_documents()
    try:
        view.sql(query)
    except DragomanError as err:
        assert "\n" not in str(err)  # noqa: PT017 (both outcomes are right)
    assert view.n_documents() == n


@SETTINGS
@given(WORDS, st.text(max_size=200))
def test_any_words_can_be_searched_and_shown(words: str, text: str) -> None:
    assert fts_query(words).count('"') % 2 == 0
    shown = snippet(text, words)
    assert all(isinstance(part, str) for part, _ in shown)


@pytest.fixture(scope="module")
def desk(example_ledger: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(example_ledger), base_url="http://127.0.0.1:8480", raise_server_exceptions=True
    ) as client:
        yield client


NAMES = ("actor", "recipient", "a", "b", "q", "type", "status", "since", "until", "issue", "outlet", "on", "page", "sort",
         "freq", "from", "text", "id", "at", "limit", "due", "kind", "speaker_kind", "model", "what_if", "topic")  # fmt: skip


@SETTINGS
@given(st.data())
def test_any_address_of_a_page_gives_a_page_or_an_error_page(desk: TestClient, data: st.DataObject) -> None:
    paths = [route.path for route in desk.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    path = data.draw(st.sampled_from(paths))
    while "{" in path:
        head, _, rest = path.partition("{")
        asked = data.draw(WORDS).encode("utf-8", "surrogatepass")
        path = head + quote(asked, safe="") + rest.partition("}")[2]
    asked = data.draw(st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=4))
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in asked)
    answer = desk.get(f"{path}?{query}")
    assert answer.status_code in {200, 303, 400, 404, 422}, (path, query)
    if path.endswith(".json") and answer.headers["content-type"].startswith("application/json"):
        assert isinstance(answer.json(), dict)
