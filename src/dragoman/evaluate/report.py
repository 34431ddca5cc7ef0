"""From counts to the table of figures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

F1_ROWS = (
    ("event trigger+type F1", "events_trigger", "events"),
    ("event lenient F1", "events_lenient", "events"),
    ("EVENT F1 (type+actors+recipients)", "events_strict", "events"),
    ("ledger F1 (+status+attribution)", "events_ledger", "events"),
    ("dispute pairs F1", "disputes_right", "disputes"),
    ("POSITION F1 (actor+object+stance)", "positions_right", "positions"),
    ("driver F1", "drivers_right", "drivers"),
    ("outlook F1", "outlook_right", "outlook"),
    ("mention detection F1", "mentions_right", "mentions"),
)
SHARE_ROWS = (
    ("status accuracy", "status"),
    ("status, gold not happened", "status_not_happened"),
    ("phantom rate (lower is better)", "phantom"),
    ("attribution accuracy", "attribution"),
    ("attribution, gold not outlet", "attribution_not_outlet"),
    ("date accuracy", "date"),
    ("date overlap, gold dated", "dated"),
    ("position change accuracy", "change"),
    ("office word overlap", "office"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the table.

    Attributes:
        name: What is measured.
        value: F1 or share, 0 to 1.
        precision: Share of the predicted that is right, or None for a plain share.
        recall: Share of the gold that was found, or None for a plain share.
        n: Over how many cases.
    """

    name: str
    value: float
    precision: float | None = None
    recall: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures over a set of documents, and per document."""

    n_documents: int
    figures: tuple[Figure, ...]
    per_document: Mapping[str, tuple[Figure, ...]]

    def value(self, name: str) -> float:
        """Return the figure of that name; raises KeyError for an unknown one."""
        return {f.name: f.value for f in self.figures}[name]


def f1(right: int, gold: int, predicted: int) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean; (1, 1, 1) where there was nothing to find or invent.

    Source: van Rijsbergen, Information Retrieval (1979), chapter 7.
    """
    if not gold and not predicted:
        return 1.0, 1.0, 1.0
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def summarise(counts: Counter[str]) -> tuple[Figure, ...]:
    """Return the figures of summed counts, F1 rows first."""
    figures = []
    for name, right, what in F1_ROWS:
        gold, predicted = counts[f"{what}_gold"], counts[f"{what}_predicted"]
        precision, recall, value = f1(counts[right], gold, predicted)
        figures.append(Figure(name=name, value=value, precision=precision, recall=recall, n=gold))
    figures.extend(_share(name, counts[f"{key}_ok"], counts[f"{key}_n"]) for name, key in SHARE_ROWS)
    figures.append(_calibration(counts))
    known = counts["entities_right"]
    figures.append(_share("entity of found mentions", known, counts["mentions_right"]))
    figures.append(_share("entity of all gold mentions", known, counts["mentions_gold"]))
    return tuple(figures)


def _calibration(counts: Counter[str]) -> Figure:
    """Return the expected calibration error of the confidence, in tenths; right is right in type and both sides.

    Source: Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning".
    """
    n = counts["confidence_n"]
    gaps = (abs(counts[f"confidence_{b}_claimed"] / 1000 - counts[f"confidence_{b}_right"]) for b in range(10))
    return Figure(name="confidence error (lower is better)", value=sum(gaps) / n if n else 0.0, n=n)


def _share(name: str, right: int, n: int) -> Figure:
    return Figure(name=name, value=right / n if n else 0.0, n=n)


def table(report: Report) -> str:
    """Return the figures as lines of text."""
    lines = [f"{report.n_documents} documents"]
    for f in report.figures:
        detail = f"P {f.precision:.3f}  R {f.recall:.3f}  " if f.precision is not None else ""
        lines.append(f"{f.name:36s} {f.value:.3f}   {detail}n {f.n}")
    return "\n".join(lines)
