import subprocess
import sys
from datetime import date, timedelta
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from track_factory import MONDAY, make_event, weekly_events

from dragoman.errors import ConfigError, NotFoundError
from dragoman.model import EventType, Status
from dragoman.track import explain_point, relation_index


def test_points_run_without_gaps_to_the_last_event_of_any_dyad():
    events = [make_event(1), make_event(2, MONDAY + timedelta(days=30), actor="CCC", recipient="DDD")]
    index = relation_index(events, "AAA", "BBB")
    assert [point.start for point in index.points] == [MONDAY + timedelta(days=7 * week) for week in range(5)]
    assert [point.n_events for point in index.points] == [1, 0, 0, 0, 0]
    assert index.points[1].tone is None
    assert index.points[1].expected_low is None


@given(st.permutations(range(20)))
@settings(max_examples=20)
def test_index_does_not_depend_on_the_order_of_events(order):
    events = weekly_events([1.0, -2.0, 3.0, 0.0])
    shuffled = [events[place] for place in order]
    assert relation_index(shuffled, "AAA", "BBB") == relation_index(events, "AAA", "BBB")


def test_duplicate_event_changes_nothing():
    events = weekly_events([1.0, -2.0, 3.0])
    assert relation_index(events + events[:7], "AAA", "BBB") == relation_index(events, "AAA", "BBB")


def test_planned_visit_is_not_in_the_index():
    events = [*weekly_events([1.0]), make_event(900, status=Status.PLANNED, value=-10.0)]
    assert relation_index(events, "AAA", "BBB") == relation_index(events[:-1], "AAA", "BBB")


def test_directed_counts_one_way_only():
    events = [make_event(1, value=5.0), make_event(2, actor="BBB", recipient="AAA", value=-5.0)]
    there = relation_index(events, "AAA", "BBB", directed=True)
    back = relation_index(events, "BBB", "AAA", directed=True)
    assert (there.points[0].tone, back.points[0].tone) == (5.0, -5.0)
    assert relation_index(events, "AAA", "BBB").points[0].tone == 0.0
    assert relation_index(events, "BBB", "AAA").points[0].n_events == 2


def test_band_is_wider_with_fewer_events_and_says_so():
    few = relation_index(weekly_events([2.0] * 3, per_week=1), "AAA", "BBB")
    many = relation_index(weekly_events([2.0] * 3, per_week=30), "AAA", "BBB")
    width = [index.points[-1].high - index.points[-1].low for index in (few, many)]
    assert width[0] > 2 * width[1]
    first = few.points[0]
    assert first.is_thin
    assert not many.points[0].is_thin
    assert "Few events: the band is wide" in relation_index(weekly_events([2.0], per_week=1), "AAA", "BBB").note
    assert "Few events" not in many.note


def test_coder_error_widens_every_point_and_is_named():
    events = weekly_events([2.0] * 5)
    plain, coded = relation_index(events, "AAA", "BBB"), relation_index(events, "AAA", "BBB", coder_error=9.0)
    for one, other in zip(plain.points, coded.points, strict=True):
        assert other.high - other.low > one.high - one.low
    assert "carries the coder's error (±3.0 an event)" in coded.note


def test_volumes_are_counted_by_class_and_origins_summed():
    events = [
        make_event(1, type=EventType.CONSULT, n_origins=3),
        make_event(2, type=EventType.AID),
        make_event(3, type=EventType.ACCUSE),
        make_event(4, type=EventType.ASSAULT),
        make_event(5, type=EventType.COERCE),
    ]
    point = relation_index(events, "AAA", "BBB").points[0]
    volumes = (
        point.verbal_cooperation,
        point.material_cooperation,
        point.verbal_conflict,
        point.material_conflict,
    )
    assert volumes == (1, 1, 1, 2)
    assert (point.n_events, point.n_origins) == (5, 7)


def test_point_uses_no_later_event():
    events = weekly_events([2.0] * 6)
    until = events[14].day
    early = relation_index([event for event in events if event.day <= until], "AAA", "BBB")
    whole = relation_index(events, "AAA", "BBB")
    assert early.points == whole.points[: len(early.points)]


def test_months_have_calendar_bounds():
    events = [make_event(1, date(2024, 1, 31)), make_event(2, date(2024, 2, 1))]
    index = relation_index(events, "AAA", "BBB", freq="month")
    assert [(point.start, point.end) for point in index.points] == [
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ]


def test_window_limits_what_is_counted():
    events = weekly_events([2.0] * 6)
    since, until = MONDAY + timedelta(days=14), MONDAY + timedelta(days=27)
    index = relation_index(events, "AAA", "BBB", since=since, until=until)
    assert (index.points[0].start, index.points[-1].end) == (since, until)
    assert len(index.events) == 10


def test_unknown_dyad_has_no_points_and_says_so():
    index = relation_index(weekly_events([1.0]), "AAA", "ZZZ")
    assert index.points == ()
    assert index.note == "AAA – ZZZ: no counted events."
    assert len(index.to_arrow()) == 0
    with pytest.raises(NotFoundError, match="AAA – ZZZ: no point on 2024-01-01"):
        explain_point(index, MONDAY)


def test_unknown_frequency_is_named():
    with pytest.raises(ConfigError, match="freq: 'year', expected week or month"):
        relation_index([], "AAA", "BBB", freq="year")


def test_given_parameters_are_used_and_returned():
    index = relation_index(weekly_events([1.0]), "AAA", "BBB")
    again = relation_index(weekly_events([1.0]), "AAA", "BBB", parameters=index.parameters)
    assert again == index


def test_unusable_options_are_named():
    weekly = relation_index(weekly_events([1.0]), "AAA", "BBB").parameters
    with pytest.raises(ConfigError, match="parameters: fitted for a week, expected a month"):
        relation_index([], "AAA", "BBB", freq="month", parameters=weekly)
    with pytest.raises(ConfigError, match="coder_error: -1, expected 0 or more"):
        relation_index([], "AAA", "BBB", coder_error=-1)


def test_explanation_adds_up_to_the_point():
    index = relation_index(weekly_events([1.0, -4.0, 2.0]), "AAA", "BBB", coder_error=2.0)
    day = MONDAY + timedelta(days=9)
    told = explain_point(index, day)
    assert index.explain(day) == told
    assert told.point == index.points[1]
    assert told.point.level == pytest.approx(told.point.expected + sum(one.moved for one in told.contributions))
    assert sum(one.weight for one in told.contributions) == pytest.approx(told.gain)
    assert told.level_var == pytest.approx(told.expected_var * (1 - told.gain))
    assert told.gain == pytest.approx(told.expected_var / (told.expected_var + told.noise_var))
    assert [one.event_id for one in told.contributions] == [
        event.event_id for event in index.events if told.point.start <= event.day <= told.point.end
    ]
    assert f"= {told.point.level:+.2f}" in told.text
    assert "coder 2.00" in told.text
    assert told.to_arrow().num_rows == 5


def test_explanation_of_a_silent_week_says_that_the_level_stays():
    events = [make_event(1), make_event(2, MONDAY + timedelta(days=15))]
    told = explain_point(relation_index(events, "AAA", "BBB"), MONDAY + timedelta(days=8))
    assert told.contributions == ()
    assert (told.gain, told.noise_var) == (0.0, None)
    assert told.level_var == pytest.approx(told.expected_var)
    assert "no events  the level stays" in told.text


def test_day_outside_the_index_is_named_with_its_span():
    index = relation_index(weekly_events([1.0]), "AAA", "BBB")
    with pytest.raises(NotFoundError, match="no point on 2023-12-31, the index has 2024-01-01 to 2024-01-07"):
        explain_point(index, date(2023, 12, 31))


def test_arrow_has_one_row_a_point():
    table = relation_index(weekly_events([1.0, 2.0]), "AAA", "BBB").to_arrow()
    assert table.num_rows == 2
    assert {"start", "level", "low", "high", "n_events", "n_origins", "material_conflict"} <= set(table.column_names)


def test_pandas_is_offered_only_where_installed():
    index = relation_index(weekly_events([1.0, 2.0]), "AAA", "BBB")
    if find_spec("pandas") is None:
        with pytest.raises(ConfigError, match="pandas: not installed"):
            index.to_pandas()
    else:
        assert len(index.to_pandas()) == 2


def test_importing_the_stage_loads_no_heavy_library():
    code = "import sys, dragoman.track; print([m for m in ('scipy', 'altair', 'igraph', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
