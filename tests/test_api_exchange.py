"""Imported events and dated networks from Python."""

from datetime import date
from pathlib import Path

import dragoman

LINES = (
    "date,source,relation,target,cameo,root,goldstein,split",
    "2018-01-05,Norway,Criticize or denounce,Chad,111,11,-2.0,train",
    "2018-01-20,Norway,Criticize or denounce,Chad,111,11,-2.0,train",
    "2018-03-02,Chad,Make a visit,Norway,042,04,1.9,train",
    "2018-03-09,Chad,Make a visit,Armed Rebel (Norway),042,04,1.9,train",
)


def open_with(tmp_path: Path) -> dragoman.Ledger:
    file = tmp_path / "series.csv"
    file.write_text("\n".join(LINES) + "\n")
    ledger = dragoman.open_ledger(tmp_path / "l")
    done = ledger.import_events("icews", file, release="benchmark", started="2026-01-01")
    assert (done.n_new, done.n_bad, done.is_repeat) == (4, 0, False)
    assert ledger.import_events("icews", str(file)).is_repeat
    return ledger


def test_relation_and_network_take_imported_events_when_asked(tmp_path: Path) -> None:
    ledger = open_with(tmp_path)
    index = ledger.relation("NOR", "TCD", freq="month", origins=("icews",))
    assert [point.n_events for point in index.points] == [2, 0, 1]
    assert ledger.relation("NOR", "TCD", freq="month").points == ()
    assert ledger.network(origins=("icews",)).edges
    assert not ledger.network().edges
    assert len(ledger.forecast(origins=("icews",)))


def test_ties_have_a_spell_for_each_month_with_acts(tmp_path: Path) -> None:
    ties, names = open_with(tmp_path).ties(origins=("icews",))
    tie = next(one for one in ties if (one.a, one.b) == ("NOR", "TCD"))
    assert [(s.start, s.end, s.n_acts) for s in tie.spells] == [
        (date(2018, 1, 1), date(2018, 1, 31), 2),
        (date(2018, 3, 1), date(2018, 3, 31), 1),
    ]
    assert tie.spells[0].weight < 0 < tie.spells[1].weight
    assert names == {"NOR": "Norway", "TCD": "Chad"}
    assert {(one.a, one.b) for one in ties} == {("NOR", "TCD"), ("NORREB", "TCD")}


def test_window_cuts_the_months(tmp_path: Path) -> None:
    ties, _ = open_with(tmp_path).ties("2018-01-10", "2018-03-05", origins=("icews",))
    (tie,) = ties
    assert tie.weight == 0.0  # one act against, one for: even over the whole, not in its months
    assert [s.weight < 0 for s in tie.spells] == [True, False]
    assert [(s.start, s.end) for s in tie.spells] == [
        (date(2018, 1, 10), date(2018, 1, 31)),
        (date(2018, 3, 1), date(2018, 3, 5)),
    ]
