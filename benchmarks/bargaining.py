"""Scenario models against published figures: Scholz et al.'s rounds, DEU III outcomes, and speed.

Protocol. (1) The ten states of the emission standards of Bueno de Mesquita 1994, eight rounds of the challenge model,
beside Scholz et al. 2011, table 2, which truncates to one decimal; the same on the mirrored scale. (2) DEU III: every
issue with an outcome on 0 to 100 and three actors or more with position and salience. Missing cells and 999 are left
out. Capability of a state is its weight in the Council when the decision was made (council_power.tsv); Commission and
Parliament, which have none there, get that of the largest state on the issue. The figure to reproduce (22.99) gave
the states of May 2004 the least votes on the issue until November 2004, ours the votes that they had; both are
printed. The plain mean takes all positions.
(3) 10,000 draws of ten actors through ten rounds.
"""

import argparse
import csv
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dragoman.lexicon.files import read_rows
from dragoman.scenario import (
    Range,
    Scenario,
    ScenarioActor,
    challenge_rounds,
    nash_bargaining,
    weighted_mean,
    weighted_median,
)
from dragoman.scenario.models import Floats

BARGAINING = Path(__file__).resolve().parents[2] / "shared" / "data" / "bargaining"
"""Where the files lie unless --data says otherwise."""
COUNCIL = Path(__file__).with_name("council_power.tsv")
PUBLISHED_ROUNDS = 8
LEAST_ACTORS = 3
LAST_PRE_NICE, LAST_NICE = 2004, 2014
"""Last years of decision under the two older rules; DEU III has no decision in the months where a rule changed."""
CENTURY_BREAK = 50
"""Two-digit years above it are of the 20th century."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of DEU III; arrays of shape (1, n_actors) over those with position and salience."""

    outcome: float
    every_position: Floats
    positions: Floats
    salience: Floats
    capability: Floats
    published_capability: Floats


def main() -> None:
    """Print the tables, or one object of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=BARGAINING, help="folder of the bargaining data")
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    options = parser.parse_args()
    if not (options.data / "deu3_with_gdp.tsv").is_file():
        raise SystemExit(f"{options.data}: no deu3_with_gdp.tsv, expected the bargaining data; give it by --data PATH")
    figures = {"rounds": scholz(options.data), "deu3": deu3(options.data), "speed": speed()}
    if options.json:
        print(json.dumps(headline(figures) | figures, indent=2))
        return
    show(figures["rounds"], "Emission standards (years): challenge model beside Scholz et al. 2011, table 2")
    show(figures["deu3"], "DEU III: error of the outcome foretold, points of 100")
    show(figures["speed"], "Speed, 10 actors and 10 rounds of the challenge model")


def headline(figures: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    """Return the figures that the tables are read for."""
    mae = {row["method"]: row["mae"] for row in figures["deu3"]}
    rounds = figures["rounds"]
    return {
        "plain_mean_mae": mae["plain mean"],
        "capability_salience_mae": mae["capability x salience mean"],
        "capability_salience_published_rule_mae": mae["capability x salience mean, published rule"],
        "rounds_median_within_truncation": sum(
            math.floor(float(str(row["median"])) * 10) / 10 == row["published median"] for row in rounds
        ),
        "mean_largest_gap": max(abs(float(str(row["mean"])) - float(str(row["published mean"]))) for row in rounds),
        "draws_10000_s": figures["speed"][-1]["seconds"],
    }


def scholz(data: Path) -> list[dict[str, object]]:
    """Return one row a round: our median and mean, the published ones, and our median on the mirrored scale."""
    rows = _csv(data / "bdm1994_emission_standards_input.csv")
    positions, salience, capability = (
        np.array([[float(row[name]) for row in rows]]) for name in ("position_years", "salience", "capability")
    )
    published = {
        (row["quantity"], row["round"]): float(row["value"])
        for row in _csv(data / "bdm1994_emission_standards_expected.csv")
    }
    weights = salience * capability
    turn = positions.max() + positions.min()
    path = challenge_rounds(positions, salience, capability, rounds=PUBLISHED_ROUNDS)
    mirrored = turn - challenge_rounds(turn - positions, salience, capability, rounds=PUBLISHED_ROUNDS)
    return [
        {
            "round": number,
            "median": float(weighted_median(path[number], weights)[0]),
            "published median": published["scholz_median", str(number)],
            "mean": float(weighted_mean(path[number], weights)[0]),
            "published mean": published["scholz_mean", str(number)],
            "median, scale mirrored": float(weighted_median(mirrored[number], weights)[0]),
        }
        for number in range(1, PUBLISHED_ROUNDS + 1)
    ]


def deu3(data: Path) -> list[dict[str, object]]:
    """Return one row a method: mean and median absolute error, and the share of issues within 10 points."""
    issues = read_issues(data / "deu3_with_gdp.tsv")
    methods: dict[str, Callable[[Issue], float]] = {
        "capability x salience mean": lambda one: _of(weighted_mean, one),
        "capability x salience mean, published rule": lambda one: float(
            weighted_mean(one.positions, one.salience * one.published_capability)[0]
        ),
        "salience mean": lambda one: float(weighted_mean(one.positions, one.salience)[0]),
        "plain mean": lambda one: float(one.every_position.mean()),
        "nash": lambda one: _of(nash_bargaining, one),
        "weighted median": lambda one: _of(weighted_median, one),
        "challenge, 1 round": lambda one: _challenge(one, 1),
        "challenge, 10 rounds": lambda one: _challenge(one, 10),
        "constant 50": lambda _: 50.0,
    }
    found: list[dict[str, object]] = []
    for name, method in methods.items():
        errors = np.array([abs(method(one) - one.outcome) for one in issues])
        found.append(
            {
                "method": name,
                "issues": len(errors),
                "mae": float(errors.mean()),
                "median ae": float(np.median(errors)),
                "within 10": float((errors <= 10).mean()),
            }
        )
    return found


def read_issues(file: Path) -> list[Issue]:
    """Return the issues that can be scored, in the order of the file."""
    council = {row["code"]: row for row in read_rows(COUNCIL)}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))[1:]  # the first holds each state's GDP
    codes = ("com", "ep", *council)
    found = []
    for row in rows:
        outcome = _figure(row["out"])
        stands = {code: (_figure(row[f"p{code}"]), _figure(row[f"s{code}"])) for code in codes}
        full = {code: (p, s) for code, (p, s) in stands.items() if p is not None and s is not None}
        if outcome is None or len(full) < LEAST_ACTORS:
            continue
        column = _rule(_year(row))
        power = {code: _power(council[code], column) for code in full if code in council}
        largest = max(power.values())
        least = min(power[code] for code in power if council[code][column])
        published = {code: power[code] if council[code][column] else least for code in power}
        found.append(
            Issue(
                outcome=outcome,
                every_position=np.array([[p for p, _ in stands.values() if p is not None]]),
                positions=np.array([[p for p, _ in full.values()]]),
                salience=np.array([[s / 100 for _, s in full.values()]]),
                capability=np.array([[power.get(code, largest) for code in full]]),
                published_capability=np.array([[published.get(code, largest) for code in full]]),
            )
        )
    return found


def speed() -> list[dict[str, object]]:
    """Return the seconds of one draw and of 10,000."""
    draw = np.random.default_rng(0)
    actors = tuple(
        ScenarioActor(
            name=f"actor {number}",
            position=_range(draw.uniform(0, 100, 3)),
            salience=_range(draw.uniform(0.1, 1, 3)),
            capability=_range(draw.uniform(1, 100, 3)),
        )
        for number in range(10)
    )
    scenario = Scenario(issue="speed", anchors=("none", "all"), actors=actors)
    found: list[dict[str, object]] = []
    for draws in (1, 10_000):
        start = time.perf_counter()
        scenario.run(model="challenge", draws=draws)
        found.append({"draws": draws, "seconds": time.perf_counter() - start})
    return found


def show(rows: list[dict[str, object]], title: str) -> None:
    """Print rows as a table under a title."""
    print(f"\n{title}")
    cells = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(cells[0]))]
    for line in cells:
        aligned = [
            text.ljust(width) if isinstance(value, str) else text.rjust(width)
            for text, width, value in zip(line, widths, rows[0].values(), strict=True)
        ]
        print("  " + "  ".join(aligned).rstrip())


def _of(model: Callable[[Floats, Floats], Floats], issue: Issue) -> float:
    return float(model(issue.positions, issue.salience * issue.capability)[0])


def _challenge(issue: Issue, rounds: int) -> float:
    path = challenge_rounds(issue.positions, issue.salience, issue.capability, rounds=rounds)
    return float(weighted_median(path[-1], issue.salience * issue.capability)[0])


def _power(row: dict[str, str], column: str) -> float:
    """Return a state's weight; before Nice the states of May 2004 had interim votes, and a non-member has none."""
    return float(row[column] or (row["interim"] if column == "pre_nice" else "") or 0)


def _rule(year: int) -> str:
    return "pre_nice" if year <= LAST_PRE_NICE else "nice" if year <= LAST_NICE else "population"


def _year(row: dict[str, str]) -> int:
    """Return the year of the decision, else of the proposal.

    Dates were written day-month-year, and a spreadsheet has since taken some for year-month-day: 30-05-01, the 30th
    of May 2001, became 1930-05-01. The last two digits are the year either way.
    """
    text = next(row[name] for name in ("finact", "intro") if row[name] not in {"", "999"})
    year = int(text[-2:])
    return year + (1900 if year > CENTURY_BREAK else 2000)


def _figure(text: str) -> float | None:
    """Return the figure of a cell, or None where it is empty or off the scale (999 for missing)."""
    if not text.strip():
        return None
    value = float(text)
    return value if 0 <= value <= 100 else None


def _range(values: Floats) -> Range:
    low, mode, high = sorted(values.tolist())
    return Range(low=low, mode=mode, high=high)


def _csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
