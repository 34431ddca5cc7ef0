"""A network of alignments on a terminal: who with whom, in which camps, how balanced, on what evidence."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from rich.console import Console
from rich.markup import escape

from dragoman.explore.tables import SHORT_ID
from dragoman.explore.terminal import grid, section
from dragoman.track import Balance, Edge, Network, NetworkChange

MATRIX_ACTORS: Final = 12
"""Actors up to which the matrix fits a terminal of 80 columns."""
SHOWN_EDGES: Final = 40
SHOWN_CHANGES: Final = 20
SHOWN_IDS: Final = 3
SHOWN_MEMBERS: Final = 12
GREEN, RED = "green", "red"


def show_network(network: Network, console: Console) -> None:
    """Print camps, matrix (where it fits), edges with their evidence, and balance."""
    window = span(network.since, network.until)
    counts = f"{len(network.actors)} actors, {len(network.edges)} edges"
    console.print(f"\n[bold]Who stands with whom[/], {window} [dim]({counts}; weight from -10 to 10)[/]")
    _camps(network, console)
    if len(network.actors) <= MATRIX_ACTORS:
        _matrix(network, console)
    _edges(network.edges, console)
    console.print(f"\n[bold]Balance[/]  {balance_words(network.balance)}")


def span(since: date | None, until: date | None) -> str:
    """Return a window in words."""
    if since is None and until is None:
        return "all days"
    if since is None or until is None:
        return f"up to {until}" if since is None else f"from {since}"
    return f"{since} to {until}"


def balance_words(balance: Balance) -> str:
    """Return the share of balanced triangles beside that of shuffled signs, as a sentence."""
    if balance.share is None or balance.shuffled_mean is None or balance.p_value is None:
        return "cannot be told: no three actors are all joined"
    triangles = "1 triangle" if balance.n_triangles == 1 else f"{balance.n_triangles} triangles"
    return (
        f"{balance.share:.0%} of {triangles} are balanced; shuffled signs give {balance.shuffled_mean:.0%} on average, "
        f"and as much or more in {balance.p_value:.0%} of the cases"
    )


def _camps(network: Network, console: Console) -> None:
    table = grid(("camp", "actors", "members, the best placed first"))
    for number in sorted({actor.community for actor in network.actors}):
        members = sorted(
            (actor for actor in network.actors if actor.community == number),
            key=lambda actor: (-actor.centrality, actor.code),
        )
        names = " ".join(actor.code for actor in members[:SHOWN_MEMBERS])
        more = f" and {len(members) - SHOWN_MEMBERS} more" if len(members) > SHOWN_MEMBERS else ""
        table.add_row(str(number + 1), str(len(members)), escape(names + more))
    section("Camps", table, console)


def _matrix(network: Network, console: Console) -> None:
    codes = [actor.code for actor in network.actors]
    weights = {pair: edge.weight for edge in network.edges for pair in ((edge.a, edge.b), (edge.b, edge.a))}
    table = grid(("", *codes))
    for column in table.columns[1:]:
        column.justify = "right"
        column.no_wrap = True
    for row in codes:
        table.add_row(row, *("[dim]·[/]" if row == one else _signed(weights.get((row, one)), 1) for one in codes))
    section("Matrix", table, console)


def _edges(edges: Sequence[Edge], console: Console) -> None:
    table = grid(("who", "with whom", "weight", "", "acts", "evidence"))
    strongest = sorted(edges, key=lambda edge: (-abs(edge.weight), edge.a, edge.b))
    for edge in strongest[:SHOWN_EDGES]:
        word = "with" if edge.weight > 0 else "against"
        ids = evidence((*edge.event_ids, *edge.position_ids))
        table.add_row(edge.a, edge.b, _signed(edge.weight, 1), word, str(edge.n_acts), ids)
    section("Edges, the strongest first", table, console)
    if len(edges) > SHOWN_EDGES:
        console.print(f"[dim]{SHOWN_EDGES} of {len(edges)}; --json gives all[/]")


def evidence(ids: Sequence[str]) -> str:
    """Return the first ids, shortened, and how many more there are."""
    more = f" [dim]+{len(ids) - SHOWN_IDS}[/]" if len(ids) > SHOWN_IDS else ""
    return " ".join(one[:SHORT_ID] for one in ids[:SHOWN_IDS]) + more


def show_change(change: NetworkChange, console: Console) -> None:
    """Print what differs between two windows."""
    windows = f"{span(*change.before)}, then {span(*change.after)}"
    if not change.edges:
        console.print(f"\n[bold]What changed[/] [dim]({windows})[/]\nno edge changed")
        return
    table = grid(("who", "with whom", "change", "before", "after", "evidence"))
    for one in change.edges[:SHOWN_CHANGES]:
        ids = evidence((*one.event_ids, *one.position_ids))
        table.add_row(one.a, one.b, one.kind, _signed(one.before, 1), _signed(one.after, 1), ids)
    section(f"What changed: {windows}", table, console)
    if len(change.edges) > SHOWN_CHANGES:
        console.print(f"[dim]{SHOWN_CHANGES} of {len(change.edges)}[/]")
    for move in change.moves:
        console.print(f"{move.code} now stands with {' '.join(move.joined) or 'nobody it was apart from'}", end="")
        console.print(f", no longer with {' '.join(move.left)}" if move.left else "")


def _signed(weight: float | None, digits: int) -> str:
    if weight is None:
        return ""
    return f"[{GREEN if weight > 0 else RED}]{weight:+.{digits}f}[/]"
