from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from track_factory import MONDAY, make_event

from dragoman.errors import RecordError
from dragoman.lexicon.scales import QUADS, Quad
from dragoman.model import EventType, Status
from dragoman.track import event_table
from dragoman.track.periods import first_day, last_day, period_on


@pytest.mark.parametrize("status", [status for status in Status if status not in (Status.HAPPENED, Status.ONGOING)])
def test_what_did_not_happen_is_not_counted(status):
    assert len(event_table([make_event(1, status=status)])) == 0


@pytest.mark.parametrize("status", [Status.HAPPENED, Status.ONGOING])
def test_what_happened_or_goes_on_is_counted(status):
    assert len(event_table([make_event(1, status=status)])) == 1


def test_duplicate_event_counts_once():
    assert len(event_table([make_event(1), make_event(1), make_event(2)])) == 2


def test_mutual_event_is_one_event_of_the_undirected_dyad():
    both = [make_event(1), make_event(1, actor="BBB", recipient="AAA")]
    table = event_table(both)
    assert len(table) == 2
    assert len(table.pair("AAA", "BBB", directed=False)) == 1
    assert len(table.pair("AAA", "BBB", directed=True)) == 1
    assert len(table.dyads(directed=False)[2]) == 1
    assert len(table.dyads(directed=True)[2]) == 2


def test_act_of_an_actor_on_itself_is_in_no_dyad():
    table = event_table([make_event(1, recipient="AAA")])
    assert len(table.dyads(directed=False)[2]) == 0


@given(st.permutations(range(12)))
def test_order_of_arrival_does_not_matter(order):
    events = [make_event(n, MONDAY + timedelta(days=n % 4), recipient="BCD"[n % 3] * 3) for n in range(12)]
    one, other = event_table(events), event_table([events[place] for place in order])
    assert one.ids[one.event].tolist() == other.ids[other.event].tolist()
    assert one.day.tolist() == other.day.tolist()


def test_tone_is_the_coded_one_then_the_cameo_code_then_the_type():
    table = event_table(
        [
            make_event(1, value=1.5, cameo="190", type=EventType.ASSAULT),
            make_event(2, value=None, cameo="190", type=EventType.ASSAULT),
            make_event(3, value=None, type=EventType.ASSAULT),
            make_event(4, value=None, type=EventType.ASSAULT, mode="Aerial"),
            make_event(5, value=None, type=None, cameo="190"),
        ]
    )
    assert table.value.tolist() == [1.5, -10.0, -9.0, -9.5, -10.0]
    assert {QUADS[number] for number in table.quad} == {Quad.MATERIAL_CONFLICT}
    assert set(table.kinds) == {"ASSAULT", "CAMEO 190"}


def test_event_of_no_known_kind_is_an_error_that_names_it():
    with pytest.raises(RecordError, match="event e00007: type None, CAMEO '99'"):
        event_table([make_event(7, value=None, type=None, cameo="99")])


def test_arrow_table_and_records_give_the_same():
    rows = {
        "event_id": ["x", "y"],
        "day": [date(2024, 1, 2), date(2024, 1, 3)],
        "actor": ["AAA", "BBB"],
        "recipient": ["BBB", None],
        "type": ["CONSULT", "AID"],
        "cameo": pa.nulls(2, pa.string()),
        "goldstein": pa.nulls(2, pa.float64()),
        "status": ["happened", "happened"],
        "n_origins": [2, 1],
    }
    table = event_table(pa.table(rows))
    assert len(table) == 1, "an event without a recipient is in no dyad"
    assert table.origins.tolist() == [2]
    assert event_table(table) is table


def test_missing_column_is_named():
    with pytest.raises(RecordError, match="no column event_id"):
        event_table(pa.table({"day": [date(2024, 1, 2)]}))


def test_no_events_give_an_empty_table():
    table = event_table([])
    assert len(table) == 0
    assert len(table.pair("AAA", "BBB", directed=False)) == 0
    assert len(table.dyads(directed=True)[2]) == 0


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["week", "month"]))
def test_period_holds_its_day(day, freq):
    period = period_on(day, freq)
    assert first_day(period, freq) <= day <= last_day(period, freq)
    assert first_day(period, freq).weekday() == 0 if freq == "week" else first_day(period, freq).day == 1
