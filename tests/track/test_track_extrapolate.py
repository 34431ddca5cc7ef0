from datetime import timedelta

import numpy as np
import pytest
from track_factory import MONDAY, make_event

from dragoman.model import EventType
from dragoman.track import event_table, partners_to_arrow, rank_recipients
from dragoman.track.extrapolate import BACK_OFF, DECAY, score_extrapolation


def acts(*rows):
    return [
        make_event(number, MONDAY + timedelta(days=day), recipient=recipient, type=kind)
        for number, (day, recipient, kind) in enumerate(rows)
    ]


def test_same_kind_comes_before_other_kinds_and_recent_before_old():
    events = acts(
        (0, "OLD", EventType.SANCTION),
        (9, "NEW", EventType.SANCTION),
        (9, "FRIEND", EventType.CONSULT),
        (9, "FRIEND", EventType.AID),
    )
    ranked = rank_recipients(events, "AAA", "SANCTION", MONDAY + timedelta(days=10))
    assert [one.code for one in ranked] == ["NEW", "OLD", "FRIEND"]
    assert [one.rank for one in ranked] == [1, 2, 3]
    assert (ranked[2].n_same, ranked[2].n_other, ranked[2].last) == (0, 2, None)
    assert ranked[0].last == MONDAY + timedelta(days=9)


def test_score_by_hand():
    events = acts((0, "B", EventType.AID), (8, "B", EventType.CONSULT))
    found = rank_recipients(events, "AAA", "AID", MONDAY + timedelta(days=10))[0]
    assert found.score == pytest.approx(11**-DECAY + BACK_OFF * (11**-DECAY + 3**-DECAY))


def test_acts_of_the_day_and_later_do_not_count():
    events = acts((0, "B", EventType.AID), (5, "C", EventType.AID))
    assert [one.code for one in rank_recipients(events, "AAA", "AID", MONDAY + timedelta(days=5))] == ["B"]


def test_unknown_actor_has_no_partners_and_unknown_kind_falls_back_to_any():
    events = acts((0, "B", EventType.AID))
    day = MONDAY + timedelta(days=5)
    assert rank_recipients(events, "ZZZ", "AID", day) == ()
    assert [one.code for one in rank_recipients(events, "AAA", "PROTEST", day)] == ["B"]
    assert partners_to_arrow(rank_recipients(events, "AAA", "AID", day)).num_rows == 1


def test_limit_cuts_the_list():
    events = acts(*((0, f"P{number}", EventType.AID) for number in range(9)))
    assert len(rank_recipients(events, "AAA", "AID", MONDAY + timedelta(days=5), limit=4)) == 4


def test_repeated_fact_is_foretold_and_other_true_answers_do_not_stand_in_its_way():
    events = acts(
        (0, "B", EventType.AID),
        (1, "C", EventType.AID),
        (5, "B", EventType.AID),
        (5, "C", EventType.AID),
    )
    table = event_table(events)
    score = score_extrapolation(table, table.day == (MONDAY + timedelta(days=5)).toordinal())
    assert score.n_queries == 4
    assert score.mrr == pytest.approx(100.0)


def test_answer_never_seen_shares_the_mean_rank_of_all_unseen():
    events = acts((0, "B", EventType.AID), (5, "NEVER", EventType.AID))
    table = event_table(events)
    score = score_extrapolation(table, table.day == (MONDAY + timedelta(days=5)).toordinal())
    # forward: B is seen, NEVER ties with AAA itself: rank 1 + 1 + 1/2; backward: all three codes tie: 1 + 2/2
    assert score.mrr == pytest.approx(100 * np.mean([1 / 2.5, 1 / 2.0]))


def test_acts_of_one_day_do_not_tell_of_one_another():
    events = acts((0, "B", EventType.AID), (5, "C", EventType.AID), (5, "C", EventType.CONSULT))
    table = event_table(events)
    asked = table.day == (MONDAY + timedelta(days=5)).toordinal()
    assert score_extrapolation(table, asked).hits1 < 100.0
