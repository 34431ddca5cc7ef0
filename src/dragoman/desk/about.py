"""About this ledger: runs, versions, coverage, measured accuracy, and what was not read."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dragoman.desk.accuracy import Measured, load_accuracy
from dragoman.desk.source import Snapshot
from dragoman.explore.words import one_line
from dragoman.manifest import coder_version
from dragoman.store.holdings import coverage, days_covered, receipt_counts, runs, unread
from dragoman.store.overview import counts, speaker_kinds
from dragoman.version import __version__

RUNS: Final = 20
UNREAD: Final = 50
OUTLETS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run."""

    run_id: str
    started: str
    version: str
    lexicon_version: str
    n_documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Documents of one month."""

    month: date
    n_documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An input that gave no document, or was read in part."""

    doc_id: str | None
    source: str
    stage: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """A ledger.

    Attributes:
        name: Of its folder.
        version: Of the program that shows it.
        coder: Of the coder that would read now.
        counts: Rows by kind.
        kinds: Events by kind of source.
        first: First day of publication.
        last: Last day of publication.
        months: Documents by month.
        outlets: Outlets with their number of documents, the largest first; at most 20.
        n_outlets: All outlets.
        runs: The latest; at most 20.
        receipts: Number of receipts by stage and outcome.
        unread: What was not read, or in part; at most 50.
        imports: Imported data sets with their number of events.
        accuracy: Measured on annotated articles.
    """

    name: str
    version: str
    coder: str
    counts: dict[str, int]
    kinds: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None
    months: tuple[Month, ...]
    outlets: tuple[tuple[str, int], ...]
    n_outlets: int
    runs: tuple[Run, ...]
    receipts: tuple[tuple[str, str, int], ...]
    unread: tuple[Unread, ...]
    imports: tuple[tuple[str, int], ...]
    accuracy: tuple[Measured, ...]


def about_page(snapshot: Snapshot, *, name: str) -> AboutPage:
    """Return what a ledger holds and how far it can be trusted."""
    view = snapshot.view
    by_month: dict[date, int] = {}
    by_outlet: dict[str, int] = {}
    for row in coverage(view).to_pylist():
        by_month[row["month"]] = by_month.get(row["month"], 0) + row["n_documents"]
        by_outlet[row["outlet"]] = by_outlet.get(row["outlet"], 0) + row["n_documents"]
    ranked = sorted(by_outlet.items(), key=lambda pair: (-pair[1], pair[0]))
    first, last = days_covered(view)
    return AboutPage(
        name=name,
        version=__version__,
        coder=coder_version(),
        counts=counts(view),
        kinds=tuple(speaker_kinds(view)),
        first=first,
        last=last,
        months=tuple(Month(month=month, n_documents=n) for month, n in sorted(by_month.items())),
        outlets=tuple((one_line(outlet) or "unknown outlet", n) for outlet, n in ranked[:OUTLETS]),
        n_outlets=len(ranked),
        runs=tuple(
            Run(
                run_id=row["run_id"],
                started=row["started"],
                version=row["version"],
                lexicon_version=row["lexicon_version"],
                n_documents=row["n_documents"] or 0,
            )
            for row in runs(view, limit=RUNS).to_pylist()
        ),
        receipts=tuple((row["stage"], row["outcome"], row["n"]) for row in receipt_counts(view).to_pylist()),
        unread=tuple(_unread(row) for row in unread(view, limit=UNREAD).to_pylist()),
        imports=tuple(sorted(snapshot.imports.items())),
        accuracy=load_accuracy(),
    )


def _unread(row: dict[str, str | None]) -> Unread:
    """Return what was not read; of a source only its last part: the path is nobody's business on a page."""
    source = one_line(row["source"] or "").replace("\\", "/")
    return Unread(
        doc_id=row["doc_id"],
        source=source.rsplit("/", 1)[-1],
        stage=str(row["stage"]),
        outcome=str(row["outcome"]),
        detail=one_line(row["detail"] or ""),
    )
