"""Scenario: takes actors with positions, salience and capability, gives an outcome under stated assumptions.

`Scenario.load(path).run()` is the whole of it. Positions may rest on a ledger's evidence; salience and capability are
the analyst's and are never inferred from news. Results carry what speaks against their model.
"""

from dragoman.scenario.challenge import challenge_rounds
from dragoman.scenario.draft import Stand, draft_scenario
from dragoman.scenario.inputs import Range, ScenarioActor
from dragoman.scenario.models import Model, nash_bargaining, weighted_mean, weighted_median
from dragoman.scenario.outcome import Bar, Outcome, Round, Tornado
from dragoman.scenario.scenario import Scenario

__all__ = [
    "Bar",
    "Model",
    "Outcome",
    "Range",
    "Round",
    "Scenario",
    "ScenarioActor",
    "Stand",
    "Tornado",
    "challenge_rounds",
    "draft_scenario",
    "nash_bargaining",
    "weighted_mean",
    "weighted_median",
]
