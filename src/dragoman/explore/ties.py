"""The edges of a network with their months, as pictures of it over time show them."""

from collections.abc import Iterable, Sequence
from datetime import date

import pyarrow as pa

from dragoman.exchange.gexf import Spell, Tie
from dragoman.lexicon.actors import load_actors
from dragoman.track import DatedPosition
from dragoman.track.events import event_table
from dragoman.track.network import alignment_edges
from dragoman.track.periods import months_between


def dated_ties(
    dyads: pa.Table, positions: Sequence[DatedPosition], *, since: date | None, until: date | None
) -> tuple[Tie, ...]:
    """Return the edges over a window, each with those of its months, by codes; none where nothing joins two actors.

    Args:
        dyads: Events between two actors, with the columns of `track.events.SCHEMA`.
        positions: Stances with their days.
        since: First day; None for the first there is.
        until: Last day; None for the last there is.
    """
    table = event_table(dyads)
    days = [date.fromordinal(int(day)) for day in table.day[[0, -1]]] if len(table) else []
    months = months_between([*days, *(position.day for position in positions)], since=since, until=until)
    spells: dict[tuple[str, str], list[Spell]] = {}
    for start, end in months:
        for edge in alignment_edges(table, positions, since=start, until=end):
            spell = Spell(start=start, end=end, weight=edge.weight, n_acts=edge.n_acts)
            spells.setdefault((edge.a, edge.b), []).append(spell)
    whole = {(e.a, e.b): e for e in alignment_edges(table, positions, since=since, until=until)}
    return tuple(
        Tie(
            a=a,
            b=b,
            weight=whole[a, b].weight if (a, b) in whole else 0.0,  # its months cancel out
            n_acts=whole[a, b].n_acts if (a, b) in whole else sum(s.n_acts for s in spells[a, b]),
            spells=tuple(spells.get((a, b), ())),
        )
        for a, b in sorted(spells.keys() | whole.keys())
    )


def state_names(ties: Iterable[Tie]) -> dict[str, str]:
    """Return the names of the states that ties join, by code."""
    states = load_actors().states
    return {code: states[code].name for tie in ties for code in (tie.a, tie.b) if code in states}
