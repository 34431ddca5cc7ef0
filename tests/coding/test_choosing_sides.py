"""Which pairs of sides an act may have, and what decides between them."""

import pytest

from dragoman.coding.learned import SURER, SURER_ALONE
from dragoman.coding.sides import Deed, Party, Side, choices, likeliest
from dragoman.lexicon.network import load_sides
from dragoman.model import EventType


def party(
    actor: float, recipient: float, *, near: str = "same clause", joined: tuple[str, ...] = (), code: str | None = None
) -> Party:
    logits = (actor, recipient)
    return Party(logits=logits, traits=("proper name",), near=near, code=code, joined=frozenset(joined))


def deed(parties: dict[str, Party], *, ruled: tuple[Side, Side] = ((), ()), kind: EventType = EventType.ACCUSE) -> Deed:
    return Deed(type=kind, form="verb", marks=("no object",), ruled=ruled, parties=parties)


def best(act: Deed, usual: tuple[Side, Side] = ((), ()), surer: float = 0.0) -> tuple[Side, Side]:
    return likeliest(act, load_sides(), usual, surer)


def test_nobody_stands_on_both_sides() -> None:
    act = deed({"norway": party(2, 1), "chad": party(-1, 2)}, ruled=(("norway",), ("chad",)))
    offered = [(c.actors, c.recipients) for c in choices(act)]
    assert all(not set(a) & set(b) for a, b in offered)
    assert (("norway",), ("chad",)) in offered
    assert len(offered) == len(set(offered))


def test_an_act_without_anybody_has_one_reading_with_both_sides_empty() -> None:
    assert [(c.actors, c.recipients) for c in choices(deed({}))] == [((), ())]


def test_parties_that_and_joins_are_offered_together_and_torn_apart_only_at_a_price() -> None:
    act = deed({"mali": party(3, -3, joined=("niger",)), "niger": party(2, -3, joined=("mali",))})
    by_actors = {c.actors: c.features for c in choices(act) if not c.recipients}
    assert by_actors["mali", "niger"]["actor: joined"] == 1
    assert by_actors["mali",]["actor: torn"] == 1
    assert by_actors["mali", "niger"]["actor: torn"] == 0


@pytest.mark.parametrize("likely", ["chad", "peru"])
def test_the_other_side_of_an_accusation_is_the_party_that_the_network_thinks_likeliest(likely: str) -> None:
    others = {x: party(-4, 3 if x == likely else -4) for x in ("chad", "peru")}
    assert best(deed({"norway": party(5, -6), **others}, ruled=(("norway",), ()))) == (("norway",), (likely,))


def test_sides_of_the_rules_stay_where_the_network_has_no_better() -> None:
    act = deed({"norway": party(1, -1), "chad": party(-1, 0)}, ruled=(("norway",), ("chad",)))
    assert best(act) == (("norway",), ("chad",))


def test_a_party_of_the_rules_gives_way_where_the_network_is_sure_of_another() -> None:
    act = deed({"norway": party(6, -6), "envoy": party(-6, -7), "chad": party(-5, 6)}, ruled=(("norway",), ("envoy",)))
    assert best(act) == (("norway",), ("chad",))


def test_the_usual_pair_stands_unless_another_is_surer_by_the_margin() -> None:
    act = deed({"norway": party(6, -6), "chad": party(-5, 6)})
    usual: tuple[Side, Side] = (("norway",), ())
    assert best(act, usual, surer=0.5) == (("norway",), ("chad",))
    assert best(act, usual, surer=100.0) == usual


def test_an_offer_to_nobody_is_not_filled_with_a_doubtful_party_of_the_sentence_before() -> None:
    act = deed({"brazil": party(5, -6), "peru": party(-4, -1.5, near="sentence before")}, kind=EventType.AGREE)
    assert best(act, (("brazil",), ()), surer=SURER) == (("brazil",), ())
    assert best(act, (("brazil",), ()), surer=SURER_ALONE) == (("brazil",), ())


def test_a_usual_side_that_neither_offers_is_weighed_too() -> None:
    names = [f"party{k}" for k in range(8)]
    act = deed({x: party(-k, -k) for k, x in enumerate(names)})
    usual: tuple[Side, Side] = (("party7",), ("party6",))
    assert usual in [(c.actors, c.recipients) for c in choices(act, usual)]


@pytest.mark.parametrize("kind", [EventType.ACCUSE, EventType.CONSULT])
@pytest.mark.parametrize("ruled", [((), ()), (("norway",), ()), (("mali", "norway"), ("chad",))])
@pytest.mark.parametrize("mali", [-6.0, -2.0, 3.0])
def test_what_stands_in_place_of_the_usual_is_surer_by_the_features_that_weights_are_fitted_on(
    kind: EventType, ruled: tuple[Side, Side], mali: float
) -> None:
    act = deed(
        {
            "norway": party(4, -2, joined=("mali",)),
            "mali": party(mali, 1, joined=("norway",), near="sentence before"),
            "chad": party(-mali, 5, code="TCD"),
        },
        ruled=ruled,
        kind=kind,
    )
    weights = {f"{role}: {name}": weight for role, of in load_sides().items() for name, weight in of.items()}
    usual: tuple[Side, Side] = (("mali",), ())
    weight = {
        (c.actors, c.recipients): sum(weights.get(name, 0.0) * amount for name, amount in c.features.items())
        for c in choices(act, usual)
    }
    likely = max(weight, key=lambda pair: weight[pair])
    gain = weight[likely] - weight[usual]
    assert best(act, usual, surer=gain - 1e-6) == likely
    assert best(act, usual, surer=gain + 1e-6) == usual
