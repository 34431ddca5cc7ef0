"""A whole year of another data set in, out in ICEWS columns, and in again: the same dyads, to the last figure."""

from pathlib import Path

import pytest

from dragoman.exchange import write_events
from dragoman.importing import import_file
from dragoman.store import open_ledger
from dragoman.store.dyads import dyad_events
from dragoman.store.export import exported_events
from dragoman.store.filters import Filters

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "series" / "icews14_events.csv.gz"
N_EVENTS = 90_730


@pytest.mark.slow
def test_a_year_of_events_comes_back_the_same(tmp_path: Path) -> None:
    if not FILE.is_file():
        pytest.skip("shared/data/series is absent: no year of ICEWS to send round")
    first = import_file("icews", FILE, tmp_path / "a", started="2026")
    assert (first.n_new, first.n_bad) == (N_EVENTS, 0)
    view = open_ledger(tmp_path / "a").view()
    out = tmp_path / "events.tab"
    with out.open("wb") as stream:
        written = write_events("icews", exported_events(view, Filters(), origin="icews"), stream)
    assert (written.n_rows, written.n_left_out) == (N_EVENTS, 0)
    again = import_file("icews", out, tmp_path / "b", started="2026", origin="back")
    assert (again.n_new, again.n_bad) == (N_EVENTS, 0)
    back = dyad_events(open_ledger(tmp_path / "b").view(), origins=("back",))
    names = [name for name in back.column_names if name != "event_id"]
    order = [(name, "ascending") for name in names]
    sent = dyad_events(view, origins=("icews",)).select(names).sort_by(order)
    assert sent.equals(back.select(names).sort_by(order))
