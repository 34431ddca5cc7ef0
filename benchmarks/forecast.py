"""Base rates as forecasts on ICEWS 2018: Brier score and calibration.

Protocol. A case is a dyad with 10 or more events on the training days (to 28 August), a quad class and a span of 7
or 30 days after the training days; the outcome is whether at least one such event came. Forecasts are made on 28
August and then every 7 days as long as a whole span lies within the data (to 31 October), each from all events up to
that day. The half life of the counts and the strength of the shrinkage were chosen on the training days alone.

Units: directed pairs of states (the main figures), undirected pairs of states, and directed pairs of actors as ICEWS
names them.
"""

from datetime import date, timedelta

import numpy as np
from icews import arguments, print_json, read_icews, show

from dragoman.track import EventTable
from dragoman.track.base_rates import HALF_LIFE_DAYS, STRENGTH, Question, span_counts
from dragoman.track.periods import Floats
from dragoman.track.scoring import score_chances

TRAIN_END = date(2018, 8, 28)
LAST_DAY = date(2018, 10, 31)
MIN_EVENTS = 10
STEP = timedelta(days=7)


def main() -> None:
    """Print the tables, or one object of figures."""
    options = arguments(__doc__.splitlines()[0])
    data = read_icews(options.data, 18)
    states, actors = data.states(), data.table()
    rows = [
        row
        for name, table, directed in (
            ("states, directed", states, True),
            ("states, undirected", states, False),
            ("actors, directed", actors, True),
        )
        for days in (7, 30)
        for row in score_unit(table, name, days, directed=directed)
    ]
    best = rows[0]
    if options.json:
        print_json({"brier": best["brier"], "ece": best["ECE"], "n": best["cases"], "rows": rows})
        return
    show(rows, f"Chance of at least one event, forecasts of {TRAIN_END} to {LAST_DAY} (ICEWS 2018)")


def score_unit(table: EventTable, name: str, days: int, *, directed: bool) -> list[dict[str, object]]:
    """Return one row a forecaster for one unit and horizon."""
    cases = [origin_cases(table, day, days, directed=directed) for day in origins(days)]
    came = np.concatenate([one["came"] for one in cases])
    found: list[dict[str, object]] = []
    for label, key in (
        ("shrunken share (dragoman)", "shrunken"),
        ("plain share, equal weights", "plain"),
        ("share of peers", "peers"),
        ("as in the last span", "last"),
    ):
        score = score_chances(np.concatenate([one[key] for one in cases]), came)
        found.append(
            {
                "unit": name,
                "days": days,
                "forecaster": label,
                "brier": score.brier,
                "ECE": score.ece,
                "log score": score.log_score,
                "dyads": len(came) // len(cases) // 4,
                "cases": score.n,
            }
        )
    return found


def origins(days: int) -> list[date]:
    """Return the days on which forecasts are made."""
    found = [TRAIN_END]
    while found[-1] + STEP + timedelta(days=days) <= LAST_DAY:
        found.append(found[-1] + STEP)
    return found


def origin_cases(table: EventTable, day: date, days: int, *, directed: bool) -> dict[str, Floats]:
    """Return chances of each forecaster and outcomes of the forecasts made on one day."""
    known = Question(day=TRAIN_END, days=7, directed=directed, by_kind=False, min_events=MIN_EVENTS)
    chosen = span_counts(table.between(None, TRAIN_END), known).pairs
    past = table.between(None, day)
    counted = span_counts(past, _question(day, days, directed=directed))
    equal = span_counts(past, _question(day, days, directed=directed, half_life=float("inf")))
    place = {pair: row for row, pair in enumerate(counted.pairs)}
    rows = np.array([place[pair] for pair in chosen])
    return {
        "shrunken": counted.chances(STRENGTH)[rows].ravel(),
        "plain": (equal.hits[rows] / equal.n_spans).ravel(),
        "peers": equal.peers[rows].ravel(),
        "last": outcomes(table, chosen, day - timedelta(days=days), days, directed=directed),
        "came": outcomes(table, chosen, day, days, directed=directed),
    }


def outcomes(table: EventTable, chosen: tuple[tuple[str, str], ...], day: date, days: int, *, directed: bool) -> Floats:
    """Return 1 for each dyad and class with an event in the `days` days after `day`, else 0."""
    first, second, events = table.between(day + timedelta(days=1), day + timedelta(days=days)).dyads(directed=directed)
    place = {pair: row for row, pair in enumerate(chosen)}
    came = np.zeros((len(chosen), 4))
    for one, other, quad in zip(first.tolist(), second.tolist(), events.quad.tolist(), strict=True):
        row = place.get((table.codes[one], table.codes[other]))
        if row is not None:
            came[row, quad] = 1.0
    return came.ravel()


def _question(day: date, days: int, *, directed: bool, half_life: float = HALF_LIFE_DAYS) -> Question:
    return Question(day=day, days=days, directed=directed, by_kind=False, half_life=half_life)


if __name__ == "__main__":
    main()
