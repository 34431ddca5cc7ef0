"""Drafts of scenario files from stances."""

import tomllib
from datetime import date

import pytest

from dragoman.errors import ScenarioError
from dragoman.model import Stance, Status
from dragoman.scenario import Scenario, Stand, draft_scenario


def stand(actor="Norland", stance=Stance.SUPPORT, **over):
    values = {"position_id": "p1", "object": "the pact", "quotation": "we back the pact"} | over
    return Stand(actor=actor, stance=stance, **values)


def drafted(*stands):
    return tomllib.loads(draft_scenario("pact", stands))


def test_stances_become_wide_ranges():
    actors = drafted(stand("A"), stand("B", Stance.OPPOSE), stand("C", Stance.MIXED), stand("D", Stance.NEUTRAL))[
        "actors"
    ]
    modes = [one["position"]["mode"] for one in actors]
    assert modes[0] >= 80
    assert modes[1] <= 20
    assert modes[2:] == [50, 50]
    assert all(one["position"]["high"] - one["position"]["low"] >= 30 for one in actors)


def test_an_actor_of_two_minds_spans_both_with_the_mode_of_the_latest():
    later, earlier = date(2026, 3, 2), date(2026, 1, 1)
    actors = drafted(
        stand(stance=Stance.OPPOSE, since=later, position_id="p1"),
        stand(stance=Stance.SUPPORT, since=earlier, position_id="p2"),
    )["actors"]
    assert len(actors) == 1
    assert actors[0]["position"] == {"low": 0, "mode": 10, "high": 100}
    assert actors[0]["evidence"] == ["p2", "p1"]


def test_each_position_stands_as_a_comment_with_id_and_words():
    text = draft_scenario("pact", [stand(speaker="a minister", outlet="The Courier", since=date(2026, 1, 2))])
    assert "# p1 supports the pact: “we back the pact” (a minister, The Courier, 2026-01-02)" in text


def test_what_is_not_held_is_listed_but_not_used():
    text = draft_scenario("pact", [stand("A"), stand("B", status=Status.DENIED, position_id="p9")])
    assert [one["name"] for one in tomllib.loads(text)["actors"]] == ["A"]
    assert "# B (denied): p9 supports the pact" in text


def test_a_draft_does_not_run_until_the_analyst_has_judged(tmp_path):
    file = tmp_path / "d.toml"
    file.write_text(draft_scenario("pact", [stand("A"), stand("B", Stance.OPPOSE)]), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r'6 x "\?" \(scale 0, scale 100, A salience, A capability'):
        Scenario.load(file)
    text = file.read_text(encoding="utf-8").replace('0 = "?"', '0 = "fails"')  # both ends: 0 and 100
    file.write_text(text.replace('= "?"', "= 0.5"), encoding="utf-8")
    assert Scenario.load(file).run(draws=10).at_modes == 50


def test_words_from_outside_stay_inside_their_comment_and_string():
    nasty = 'say "yes"\nsalience = 1\r\u2028\x00 # \\'
    actors = drafted(stand(f"A {nasty}", quotation=nasty, object=nasty, speaker=nasty))["actors"]
    assert actors[0]["name"] == 'A say "yes" salience = 1 # \\'
    assert actors[0]["salience"] == "?"


def test_order_of_positions_changes_nothing():
    stands = [stand("A"), stand("B", Stance.OPPOSE, position_id="p2"), stand("A", position_id="p3")]
    assert draft_scenario("pact", stands) == draft_scenario("pact", stands[::-1])


def test_an_issue_that_nobody_holds_a_stance_on_is_named():
    with pytest.raises(ScenarioError, match="issue 'pact': no position held"):
        draft_scenario("pact", [])
