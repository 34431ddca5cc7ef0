from datetime import timedelta

import pytest
from track_factory import MONDAY, make_event

from dragoman.errors import ConfigError
from dragoman.model import Stance
from dragoman.track import DatedPosition, alignment_network, compare_networks
from dragoman.track.balance import communities, contrast_centrality, structural_balance
from dragoman.track.network import Edge

pytest.importorskip("leidenalg")


def make_edge(a, b, weight):
    return Edge(a=a, b=b, weight=weight, n_acts=1, event_ids=(), position_ids=())


def make_position(number, actor, object_, stance=Stance.SUPPORT, *, is_about_actor=False, day=MONDAY):
    return DatedPosition(
        position_id=f"p{number}", day=day, actor=actor, object=object_, is_about_actor=is_about_actor, stance=stance
    )


def events_of(pairs, *, day=MONDAY, first=0):
    return [
        make_event(first + number, day, actor=a, recipient=b, value=value) for number, (a, b, value) in enumerate(pairs)
    ]


BLOCS = [
    ("A1", "A2", 6.0),
    ("A2", "A3", 6.0),
    ("A1", "A3", 6.0),
    ("B1", "B2", 6.0),
    ("B2", "B3", 6.0),
    ("B1", "B3", 6.0),
    ("A1", "B1", -8.0),
    ("A2", "B2", -8.0),
    ("A3", "B1", -8.0),
]


def test_friends_are_together_and_foes_apart():
    network = alignment_network(events_of(BLOCS))
    assert {network.community(0), network.community(1)} == {("A1", "A2", "A3"), ("B1", "B2", "B3")}


def test_foes_part_even_where_nobody_is_friends():
    found = communities(["A", "B"], [make_edge("A", "B", -5.0)], seed=0)
    assert found["A"] != found["B"]


def test_same_seed_gives_the_same_network_whatever_the_order():
    events = events_of(BLOCS)
    assert alignment_network(events, seed=3) == alignment_network(events[::-1], seed=3)


@pytest.mark.parametrize(
    ("signs", "share"),
    [((1, 1, 1), 1.0), ((1, -1, -1), 1.0), ((1, 1, -1), 0.0), ((-1, -1, -1), 0.0)],
)
def test_balance_of_a_triangle_is_the_product_of_its_signs(signs, share):
    pairs = (("A", "B"), ("B", "C"), ("A", "C"))
    edges = [make_edge(*pair, float(sign)) for pair, sign in zip(pairs, signs, strict=True)]
    assert structural_balance(["A", "B", "C"], edges, seed=0).share == share


def test_balanced_blocs_are_more_balanced_than_shuffled_signs():
    codes = [f"{bloc}{number}" for bloc in "AB" for number in range(5)]
    edges = [
        make_edge(one, other, 1.0 if one[0] == other[0] else -1.0)
        for place, one in enumerate(codes)
        for other in codes[place + 1 :]
    ]
    balance = structural_balance(codes, edges, seed=1)
    assert balance.share == 1.0
    assert balance.n_triangles == 120
    assert balance.shuffled_mean < 0.7
    assert balance.p_value < 0.01


def test_no_triangle_has_no_balance():
    balance = structural_balance(["A", "B"], [make_edge("A", "B", 1.0)], seed=0)
    assert (balance.share, balance.p_value, balance.n_triangles) == (None, None, 0)


def test_centrality_by_hand():
    star = [make_edge("A", "B", 1.0), make_edge("A", "C", 1.0)]
    found = contrast_centrality(["A", "B", "C"], star)
    # x = 1 + 2y / 4, y = 1 + x / 4
    assert found["A"] == pytest.approx(12 / 7)
    assert found["B"] == pytest.approx(10 / 7)
    assert contrast_centrality(["A", "B"], [make_edge("A", "B", -1.0)]) == {"A": 0.5, "B": 0.5}
    assert contrast_centrality([], []) == {}


def test_edge_weight_and_evidence():
    events = events_of([("A", "B", 6.0), ("B", "A", 2.0)])
    edge = alignment_network(events).edges[0]
    assert (edge.a, edge.b, edge.n_acts) == ("A", "B", 2)
    assert edge.weight == pytest.approx(8.0 / 4)
    assert edge.event_ids == ("e00000", "e00001")


def test_acts_that_cancel_out_make_no_edge():
    assert alignment_network(events_of([("A", "B", 5.0), ("A", "B", -5.0)])).edges == ()


def test_stance_toward_an_actor_is_an_edge_with_its_evidence():
    network = alignment_network([], [make_position(1, "A", "B", Stance.OPPOSE, is_about_actor=True)])
    assert network.edges[0].weight < 0
    assert network.edges[0].position_ids == ("p1",)


def test_shared_issue_joins_and_opposite_stance_parts():
    positions = [
        make_position(1, "A", "sanctions"),
        make_position(2, "B", "sanctions"),
        make_position(3, "C", "sanctions", Stance.OPPOSE),
        make_position(4, "D", "sanctions", Stance.MIXED),
    ]
    edges = {(edge.a, edge.b): edge for edge in alignment_network([], positions).edges}
    assert {pair for pair, edge in edges.items() if edge.weight > 0} == {("A", "B")}
    assert {pair for pair, edge in edges.items() if edge.weight < 0} == {("A", "C"), ("B", "C")}
    assert edges["A", "C"].position_ids == ("p1", "p3")
    assert alignment_network([], positions, shared_stance=0.0).edges == ()


def test_last_stance_counts():
    positions = [
        make_position(1, "A", "B", Stance.OPPOSE, is_about_actor=True),
        make_position(2, "A", "B", Stance.SUPPORT, is_about_actor=True, day=MONDAY + timedelta(days=1)),
    ]
    edge = alignment_network([], positions[::-1]).edges[0]
    assert edge.weight > 0
    assert edge.position_ids == ("p2",)


def test_window_and_least_acts_limit_the_network():
    events = events_of([("A", "B", 5.0), ("A", "B", 5.0)]) + events_of(
        [("A", "C", 5.0)], day=MONDAY + timedelta(days=40), first=50
    )
    assert len(alignment_network(events).edges) == 2
    assert len(alignment_network(events, until=MONDAY).edges) == 1
    assert len(alignment_network(events, min_acts=2).edges) == 1


def test_nothing_gives_an_empty_network():
    network = alignment_network([])
    assert (network.actors, network.edges, network.balance.share) == ((), (), None)
    assert network.to_arrow().num_rows == 0
    assert network.actors_to_arrow().num_rows == 0


def test_share_outside_its_range_is_an_error():
    with pytest.raises(ConfigError, match="shared_stance: 2, expected 0 to 1"):
        alignment_network([], shared_stance=2)


def test_change_between_two_windows_names_edges_and_moves():
    later = [
        ("A1", "A2", 6.0),
        ("B1", "B2", 6.0),
        ("B2", "B3", 6.0),
        ("B1", "B3", 6.0),
        ("A1", "B1", -8.0),
        ("A2", "B2", -8.0),
        ("A3", "B1", 8.0),
        ("A3", "B2", 8.0),
        ("A3", "A1", -8.0),
        ("N", "A1", 6.0),
    ]
    change = compare_networks(alignment_network(events_of(BLOCS)), alignment_network(events_of(later, first=100)))
    kinds = {(edge.a, edge.b): edge.kind for edge in change.edges}
    assert kinds["A3", "B1"] == "turned"
    assert kinds["A2", "A3"] == "gone"
    assert kinds["A3", "B2"] == "new"
    assert ("A1", "A2") not in kinds
    assert change.came == ("N",)
    assert change.went == ()
    moved = {move.code: move for move in change.moves}
    assert set(moved["A3"].joined) == {"B1", "B2", "B3"}
    turned = next(edge for edge in change.edges if (edge.a, edge.b) == ("A3", "B1"))
    assert len(turned.event_ids) == 2
    assert change.to_arrow().num_rows == len(change.edges)


def test_same_network_has_no_change():
    network = alignment_network(events_of(BLOCS))
    change = compare_networks(network, network)
    assert (change.edges, change.moves, change.came, change.went, change.balance) == ((), (), (), (), 0.0)
