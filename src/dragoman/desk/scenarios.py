"""A scenario as a page: drafted from the ledger, edited in a form, run, and set beside another run.

A run changes nothing, so the whole scenario stands in the address: it can be kept, sent and compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

import numpy as np

from dragoman.desk.rows import PositionRow, position_rows
from dragoman.desk.source import Snapshot
from dragoman.errors import ScenarioError
from dragoman.lexicon.scenario import load_stance_ranges
from dragoman.model import Stance
from dragoman.scenario import Bar, Model, Outcome, Range, Scenario, ScenarioActor
from dragoman.store.browse import issue_labels, positions_on, stance_objects

MOST_ACTORS: Final = 30
SPARE_ROWS: Final = 2
BINS: Final = 40
BARS: Final = 12
FIELDS: Final = ("name", "low", "mode", "high", "salience", "capability")
MOST_QUERY: Final = 12_000
"""Characters of an address that servers and browsers carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFields:
    """One row of the form, as written: the words may not be numbers yet."""

    name: str = ""
    low: str = ""
    mode: str = ""
    high: str = ""
    salience: str = ""
    capability: str = ""
    quotations: tuple[PositionRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one run, on the scale of 0 to 100.

    Attributes:
        model: The model's name.
        label: The model in words.
        at_modes: Outcome with every judgement at its mode.
        mean: Over the draws.
        median: Over the draws.
        low: Below it lie 10 % of the draws.
        high: Above it lie 10 %.
        draws: Number of draws.
        seed: Of the draws.
        counts: Draws in each of 40 equal parts of the scale.
        actors: Name and range of the position of each.
        rounds: Number, median, low and high of each round; () for models without rounds.
        bars: What each judgement alone does, widest first; at most 12.
        criticisms: What speaks against the model, with its source.
    """

    model: str
    label: str
    at_modes: float
    mean: float
    median: float
    low: float
    high: float
    draws: int
    seed: int
    counts: tuple[int, ...]
    actors: tuple[tuple[str, float, float, float], ...]
    rounds: tuple[tuple[int, float, float, float], ...]
    bars: tuple[Bar, ...]
    criticisms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPage:
    """The form with what came of it.

    Attributes:
        issue: What is bargained over.
        zero: What 0 means.
        hundred: What 100 means.
        model: Chosen.
        models: All, with their words.
        rows: The form's rows, two empty ones at the end.
        issues: Labels that a scenario can be drafted from.
        is_draft: Whether the rows come from the ledger.
        problem: Why it cannot be run yet, or "".
        result: Of this run, or None.
        against: Query of the run that it is compared with, or "".
        other: That run, or None.
        query: This run as a query, to compare another with.
    """

    issue: str
    zero: str
    hundred: str
    model: str
    models: tuple[tuple[str, str], ...]
    rows: tuple[ActorFields, ...]
    issues: tuple[str, ...]
    is_draft: bool
    problem: str
    result: Result | None
    against: str
    other: Result | None
    query: str


Pairs = Sequence[tuple[str, str]]


def scenario_page(snapshot: Snapshot, pairs: Pairs) -> ScenarioPage:
    """Return the page for the pairs of an address: empty, a draft (`from` alone), or a run (with actors)."""
    given = dict(pairs)
    if len(urlencode(list(pairs))) > MOST_QUERY:
        raise ScenarioError(f"scenario: longer than {MOST_QUERY} characters, expected fewer actors")
    drafted = given.get("from", "").strip()
    rows = _draft(snapshot, drafted) if drafted else _rows(pairs)
    own = [(name, value) for name, value in pairs if name not in {"against", "from"}]
    problem, result = _attempt(own) if rows and not drafted else ("", None)
    against = given.get("against", "")
    problem_there, other = _attempt(parse_qsl(against, keep_blank_values=True)) if against and result else ("", None)
    model = given.get("model") or Model.WEIGHTED_MEAN.value
    return ScenarioPage(
        issue=drafted or given.get("issue", ""),
        zero=given.get("zero", ""),
        hundred=given.get("hundred", ""),
        model=model,
        models=tuple((one.value, one.label) for one in Model),
        rows=(*rows, *([ActorFields()] * SPARE_ROWS)),
        issues=_issues(snapshot),
        is_draft=bool(drafted),
        problem=problem or (f"the other run: {problem_there}" if problem_there else ""),
        result=result,
        against=against,
        other=other,
        query=urlencode(own) if result else "",
    )


def _issues(snapshot: Snapshot) -> tuple[str, ...]:
    labels = [row["label"] for row in stance_objects(snapshot.view, limit=20).to_pylist()]
    labels += [row["label"] for row in issue_labels(snapshot.view, limit=20).to_pylist()]
    return tuple(dict.fromkeys(labels))


def _rows(pairs: Pairs) -> tuple[ActorFields, ...]:
    columns = {name: [value.strip() for key, value in pairs if key == name] for name in FIELDS}
    n = len(columns["name"])
    if n > MOST_ACTORS + SPARE_ROWS or any(len(column) != n for column in columns.values()):
        raise ScenarioError(f"scenario: {n} actors, expected at most {MOST_ACTORS}, each with {', '.join(FIELDS)}")
    found = (ActorFields(**dict(zip(FIELDS, row, strict=True))) for row in zip(*columns.values(), strict=True))
    return tuple(row for row in found if row.name or row.mode)


def _draft(snapshot: Snapshot, label: str) -> tuple[ActorFields, ...]:
    """Return a row for each who holds a stance on the issue; salience and capability are left to the analyst."""
    held: dict[str, list[PositionRow]] = {}
    for row in position_rows(positions_on(snapshot.view, label, limit=200)):
        if not row.is_actor and row.status in {"happened", "ongoing"}:
            held.setdefault(row.actor.name, []).append(row)
    found = []
    for name, own in sorted(held.items())[:MOST_ACTORS]:
        ranges = [load_stance_ranges()[Stance(one.stance)] for one in own]
        found.append(
            ActorFields(
                name=name,
                low=f"{min(r.low for r in ranges):g}",
                mode=f"{ranges[0].mode:g}",
                high=f"{max(r.high for r in ranges):g}",
                quotations=tuple(own),
            )
        )
    return tuple(found)


def _attempt(pairs: Pairs) -> tuple[str, Result | None]:
    """Return why the pairs cannot be run, or what came of them."""
    given = dict(pairs)
    try:
        actors = tuple(_actor(row) for row in _rows(pairs))
        scenario = Scenario(
            issue=given.get("issue", "").strip() or "(unnamed)",
            anchors=(given.get("zero", "").strip() or "0", given.get("hundred", "").strip() or "100"),
            actors=actors,
        )
        model = given.get("model") or Model.WEIGHTED_MEAN.value
        outcome, tornado = scenario.run(model=model), scenario.sensitivity(model=model)
    except ScenarioError as err:
        return str(err), None
    return "", _result(outcome, tornado.bars)


def _actor(row: ActorFields) -> ScenarioActor:
    mode = _figure(row, "mode", row.mode)
    return ScenarioActor(
        name=row.name,
        position=Range(
            low=_figure(row, "low", row.low) if row.low else mode,
            mode=mode,
            high=_figure(row, "high", row.high) if row.high else mode,
        ),
        salience=Range.at(_figure(row, "salience", row.salience)),
        capability=Range.at(_figure(row, "capability", row.capability)),
    )


def _figure(row: ActorFields, name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as err:
        raise ScenarioError(f"actor {row.name!r} {name} {value!r}: expected a number") from err


def _result(outcome: Outcome, bars: Sequence[Bar]) -> Result:
    counts, _ = np.histogram(outcome.samples, bins=BINS, range=(0.0, 100.0))
    return Result(
        model=outcome.model.value,
        label=outcome.model.label,
        at_modes=outcome.at_modes,
        mean=outcome.mean,
        median=outcome.median,
        low=outcome.low,
        high=outcome.high,
        draws=outcome.draws,
        seed=outcome.seed,
        counts=tuple(counts.tolist()),
        actors=tuple((a.name, a.position.low, a.position.mode, a.position.high) for a in outcome.actors),
        rounds=tuple((one.number, one.median, one.low, one.high) for one in outcome.rounds),
        bars=tuple(bars[:BARS]),
        criticisms=tuple((one.text, one.source) for one in outcome.criticisms),
    )
