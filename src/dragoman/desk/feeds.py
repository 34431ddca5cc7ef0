"""The page to add reporting from: what this server reads, and the feeds that the ledger remembers."""

from dataclasses import dataclass
from pathlib import Path

from dragoman.desk.jobs import Job, Jobs
from dragoman.desk.wording import short_day
from dragoman.errors import ReadError
from dragoman.explore.words import one_line
from dragoman.read.feed_state import load_states, state_file


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed, and how the last look at it went.

    Attributes:
        url: Its address.
        n_items: Items of it that were taken and are remembered.
        failures: Failures in a row; 0 after an answer.
        problem: Why it failed last, or "".
        retry_at: Not to be asked before, for people ("16 May 2026 08:00 UTC"), or "".
    """

    url: str
    n_items: int
    failures: int
    problem: str
    retry_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPage:
    """The page to add reporting from.

    Attributes:
        jobs: What this server was given to read, the latest first.
        feeds: The feeds that the ledger remembers, by address.
        problem: Why they cannot be told, or "".
    """

    jobs: tuple[Job, ...]
    feeds: tuple[FeedRow, ...]
    problem: str


def add_page(ledger: Path, jobs: Jobs) -> AddPage:
    """Return the page; a damaged list of feeds is told on it and hinders nothing else."""
    try:
        states = load_states(ledger)
    except ReadError:
        name = state_file(ledger).name  # the error names the folder, which is nobody's business on a page
        return AddPage(jobs=jobs.latest(), feeds=(), problem=f"{name} is damaged; without it feeds are read anew")
    rows = tuple(
        FeedRow(
            url=one_line(url),
            n_items=len(state.seen),
            failures=state.failures,
            problem=one_line(str(state.last_error)),
            retry_at=f"{short_day(state.retry_at)} {state.retry_at:%H:%M %Z}" if state.retry_at else "",
        )
        for url, state in sorted(states.items())
    )
    return AddPage(jobs=jobs.latest(), feeds=rows, problem="")
