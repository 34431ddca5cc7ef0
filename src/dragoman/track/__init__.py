"""Track: takes dated events and positions, gives relation indexes, candidate shifts, networks and forecasts.

All models are plain enough to be worked by hand; `explain_point` does so. None reads the ledger: they take Arrow
tables or records (`DatedEvent`, `DatedPosition`), and days are arguments, never the clock.
"""

from dragoman.track.balance import Balance
from dragoman.track.base_rates import Forecast, Forecasts, base_rates, expectation_rate
from dragoman.track.compare import EdgeChange, Move, NetworkChange, compare_networks
from dragoman.track.events import DatedEvent, EventTable, event_table
from dragoman.track.explain import Contribution, Explanation, explain_point
from dragoman.track.extrapolate import RankedPartner, partners_to_arrow, rank_recipients
from dragoman.track.index import IndexedEvent, RelationIndex, RelationPoint, relation_index
from dragoman.track.kalman import Parameters, fit_parameters, mean_tone_error, shipped_parameters, tone_error_of_share
from dragoman.track.network import Actor, DatedPosition, Edge, Network, alignment_network
from dragoman.track.periods import Frequency
from dragoman.track.planted import PlantedShift, plant_shift
from dragoman.track.scoring import ForecastScore, ReliabilityBin, score_forecasts, settle_forecasts
from dragoman.track.shifts import Series, Setting, SettingRate, Shift, ShiftReport, candidate_shifts

__all__ = [
    "Actor",
    "Balance",
    "Contribution",
    "DatedEvent",
    "DatedPosition",
    "Edge",
    "EdgeChange",
    "EventTable",
    "Explanation",
    "Forecast",
    "ForecastScore",
    "Forecasts",
    "Frequency",
    "IndexedEvent",
    "Move",
    "Network",
    "NetworkChange",
    "Parameters",
    "PlantedShift",
    "RankedPartner",
    "RelationIndex",
    "RelationPoint",
    "ReliabilityBin",
    "Series",
    "Setting",
    "SettingRate",
    "Shift",
    "ShiftReport",
    "alignment_network",
    "base_rates",
    "candidate_shifts",
    "compare_networks",
    "event_table",
    "expectation_rate",
    "explain_point",
    "fit_parameters",
    "mean_tone_error",
    "partners_to_arrow",
    "plant_shift",
    "rank_recipients",
    "relation_index",
    "score_forecasts",
    "settle_forecasts",
    "shipped_parameters",
    "tone_error_of_share",
]
