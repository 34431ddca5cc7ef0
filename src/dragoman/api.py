"""dragoman in Python: read a text, open a ledger, follow a relation.

`import dragoman` gives these names; nothing heavy is loaded before the first call.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.exchange.gexf import Tie
    from dragoman.importing import Imported
    from dragoman.model import Record
    from dragoman.pipeline import Counts
    from dragoman.reader import Reader
    from dragoman.store.ledger import Ledger as StoredLedger
    from dragoman.store.run_diff import RunDiff
    from dragoman.track import DatedPosition, Forecasts, ForecastScore, Network, RelationIndex, ShiftReport

__all__ = ["Ledger", "open_ledger", "read"]


@cache
def _reader() -> "Reader":
    from dragoman.reader import load_reader

    return load_reader()


def read(text_or_path: str | Path, *, published: date | str | None = None, outlet: str | None = None) -> "Record":
    """Return the record of one text or file.

    Args:
        text_or_path: A text, or a Path to a file (a str is always taken for the text itself).
        published: Day of publication, as a date or "2017-04-06"; overrides what the text says.
        outlet: Who published it; overrides what the text says.

    Raises:
        ReadError: If the file cannot be read as a document.
    """
    from dragoman.errors import ReadError
    from dragoman.read.text import read_text
    from dragoman.reader import read_inputs

    if isinstance(text_or_path, Path):
        for record, receipt in read_inputs([text_or_path], reader=_reader()):
            if record is None:
                raise ReadError(f"{receipt.source}: {receipt.detail}")
            return record
        raise ReadError(f"{text_or_path}: no document found")
    return next(iter(_reader().records([read_text(text_or_path, published=_day(published), outlet=outlet)])))


class Ledger:
    """A ledger on disk; get one by `dragoman.open_ledger`. Tables come as Arrow (`.to_pandas()` where installed)."""

    def __init__(self, stored: "StoredLedger") -> None:
        self._stored = stored

    @property
    def path(self) -> Path:
        """Return the ledger's folder."""
        return self._stored.path

    def add(self, inputs: Iterable[str | Path], *, started: str | None = None) -> "Counts":
        """Read inputs into the ledger and return the counts; what it holds already is not coded again.

        Args:
            inputs: Files or folders.
            started: When the run began, ISO 8601; by default now. Give it for runs that must be repeatable.
        """
        from dragoman.pipeline import add_inputs

        return add_inputs(inputs, self.path, started=started or _now(), clock=None if started else _now)

    def join(self, one_id: str, other_id: str, *, reason: str = "", author: str, at: str | None = None) -> str:
        """Decide by hand that two events are one and return its id; `split` takes it back.

        Args:
            one_id: An event, or one telling of it.
            other_id: The other.
            reason: Why; kept with the decision.
            author: Who decides.
            at: When, ISO 8601; by default now.
        """
        from dragoman.linking import pin_identity
        from dragoman.model.links import PinVerb

        given = {"reason": reason, "author": author, "at": at or _now()}
        return next(iter(pin_identity(self.path, PinVerb.JOIN, one_id, other_id, **given)))

    def split(self, member_id: str, *, reason: str = "", author: str, at: str | None = None) -> None:
        """Decide by hand that one telling is an event of its own; the arguments are those of `join`."""
        from dragoman.linking import pin_identity
        from dragoman.model.links import PinVerb

        pin_identity(self.path, PinVerb.SPLIT, member_id, None, reason=reason, author=author, at=at or _now())

    def sql(self, query: str) -> "pa.Table":
        """Return the rows of one SELECT over the ledger's views."""
        return self._stored.view().sql(query)

    def records(self) -> "Iterable[Record]":
        """Yield the records of all documents, by id."""
        return self._stored.view().records()

    def import_events(
        self,
        form: str,
        file: str | Path,
        *,
        origin: str | None = None,
        release: str | None = None,
        started: str | None = None,
    ) -> "Imported":
        """Keep the events of a file of another data set beside the ledger's own and return the counts.

        Args:
            form: "icews", "polecat", "gdelt", "acled" or "plover".
            file: The file, packed or not.
            origin: What the data set is called in the ledger; by default the format.
            release: Its version, kept with the events.
            started: When the run began, ISO 8601; by default now.
        """
        from dragoman.importing import import_file

        return import_file(form, Path(file), self.path, started=started or _now(), origin=origin, release=release)

    def correct(
        self,
        record_id: str,
        *,
        field: str | None = None,
        value: str | None = None,
        verdict: str | None = None,
        reason: str = "",
        author: str,
        at: str | None = None,
    ) -> int:
        """Correct a record for good and return in how many documents it stands; the coded record is kept beside.

        Args:
            record_id: Id of an event, telling, position, expectation or cause, as the tables show it.
            field: What to correct ("status", "actors", "date", "stance", ...); None for the record as a whole.
            value: The new value, as `dragoman correct --value` takes it.
            verdict: Instead of a value: "accept", "reject" (the record then counts nowhere) or "withdraw".
            reason: Why.
            author: Who corrects.
            at: When, ISO 8601; by default now.

        Raises:
            NotFoundError: If the ledger holds nothing of that id.
            ConfigError: If field or value do not fit the record.
        """
        from dragoman.linking import correct_record
        from dragoman.store.corrections import Change

        change = Change(field=field, value=value, verdict=verdict)
        return len(correct_record(self.path, record_id, change, author=author, at=at or _now(), reason=reason))

    def corrections(self, *, detached: bool = False, disputed: bool = False) -> "pa.Table":
        """Return all corrections with what became of each (applied, superseded, detached), the latest first.

        Args:
            detached: Only those that belong to no record of the latest coding.
            disputed: Only those on which the last words of two authors differ.
        """
        from dragoman.store.corrections import corrections_table

        return corrections_table(self._stored.view(), detached=detached, disputed=disputed)

    def runs(self) -> "pa.Table":
        """Return the runs that added documents, the first one first, with what moved since the run before."""
        from dragoman.store.runs import runs_table

        return runs_table(self._stored.view())

    def diff(self, first: str, second: str = "now") -> "RunDiff":
        """Return what differs between the ledger after one run and after another, each change with its cause.

        Args:
            first: Id of the earlier run; may be shortened.
            second: Id of the later one, or "now" for the ledger as it is.

        Raises:
            NotFoundError: If there is no such run.
            ConfigError: If the first run is the later one.
        """
        from dragoman.store.run_diff import diff_runs

        return diff_runs(self._stored.view(), first, second)

    def release(self, folder: str | Path, *, with_text: bool = True, day: date | str | None = None) -> tuple[str, ...]:
        """Freeze the ledger to a new folder of tables, records, data sheet and checksums; return the files' names.

        Args:
            folder: Where to; must not exist, or be empty.
            with_text: Whether the texts go with it.
            day: Printed in the data sheet; without it no clock enters and the bytes depend on the contents alone.

        Raises:
            LedgerError: If the folder holds something or cannot be written.
        """
        from dragoman.store.release import release

        return release(self._stored.view(), Path(folder), with_text=with_text, day=_day(day))

    def relation(
        self, a: str, b: str, *, freq: str = "week", directed: bool = False, origins: Sequence[str] = ("dragoman",)
    ) -> "RelationIndex":
        """Return the relation of two actors over time, by their codes ("GBR", "RUS").

        Args:
            a: Code.
            b: Code.
            freq: "week" or "month".
            directed: Whether only what `a` does to `b` counts.
            origins: Whose events: "dragoman" for the ledger's own, names of imported data sets for theirs.

        The result has `.points`, `.shifts()`, `.explain(day)`, `.to_arrow()` and `.chart()`; it has no points where the
        ledger holds no happened or ongoing event between the two. The band carries the coder's own error
        (data/track/coder_error.tsv).
        """
        from dragoman.lexicon.scales import load_coder_error
        from dragoman.store.dyads import dyad_events
        from dragoman.track import relation_index

        return relation_index(
            dyad_events(self._stored.view(), origins=origins),
            a.upper(),
            b.upper(),
            freq=freq,  # type: ignore[arg-type]
            directed=directed,
            coder_error=load_coder_error() if "dragoman" in origins else 0.0,
        )

    def shifts(self, a: str, b: str, *, freq: str = "week", directed: bool = False) -> "ShiftReport":
        """Return the candidate shifts in tone and volume between two actors, each with the events that drove it."""
        return self.relation(a, b, freq=freq, directed=directed).shifts()

    def network(
        self,
        since: date | str | None = None,
        until: date | str | None = None,
        *,
        min_acts: int = 1,
        seed: int = 0,
        origins: Sequence[str] = ("dragoman",),
    ) -> "Network":
        """Return who stands with whom and against whom, from the events and stances of a window.

        Args:
            since: First day, as a date or "2017-04-06"; None for the first there is.
            until: Last day; None for the last there is.
            min_acts: Edges with fewer events and stances stay out.
            seed: Of communities and shuffled signs.
            origins: Whose events: "dragoman" for the ledger's own events and stances, names of imported data sets for
                their events.

        Returns:
            The network; without actors where nothing in the window joins two coded actors.

        Raises:
            ConfigError: If leidenalg is not installed (extra "network").
        """
        from dragoman.track import alignment_network

        dyads, stances = self._dyads(origins), self._stances(origins)
        return alignment_network(dyads, stances, since=_day(since), until=_day(until), min_acts=min_acts, seed=seed)

    def ties(
        self,
        since: date | str | None = None,
        until: date | str | None = None,
        *,
        origins: Sequence[str] = ("dragoman",),
    ) -> "tuple[tuple[Tie, ...], dict[str, str]]":
        """Return the edges of the network over a window, each with its months, and the names of the actors' codes.

        Args:
            since: First day; None for the first there is.
            until: Last day; None for the last there is.
            origins: As in `network`.
        """
        from dragoman.explore.ties import dated_ties, state_names

        held = dated_ties(self._dyads(origins), self._stances(origins), since=_day(since), until=_day(until))
        return held, state_names(held)

    def _dyads(self, origins: Sequence[str]) -> "pa.Table":
        from dragoman.store.dyads import dyad_events

        return dyad_events(self._stored.view(), origins=origins)

    def _stances(self, origins: Sequence[str]) -> "list[DatedPosition]":
        """Return the stances of the ledger's own documents, if these are asked for."""
        from dragoman.model import Stance
        from dragoman.store.dyads import dated_positions
        from dragoman.track import DatedPosition

        held = dated_positions(self._stored.view()).to_pylist() if "dragoman" in origins else []
        return [DatedPosition(**{**row, "stance": Stance(row["stance"])}) for row in held]

    def forecast(
        self,
        day: date | str | None = None,
        horizons: tuple[int, ...] = (7, 30),
        *,
        dyads: Iterable[tuple[str, str]] | None = None,
        directed: bool = True,
        origins: Sequence[str] = ("dragoman",),
    ) -> "Forecasts":
        """Return for each dyad and class of act the chance of at least one in the days to come.

        Args:
            day: Last day that is taken as known; None for the last on which the ledger holds a document.
            horizons: Days ahead.
            dyads: Pairs of codes (actor, recipient); None for all of which the ledger holds an event.
            directed: Whether A to B and B to A are two dyads.
            origins: Whose events: "dragoman" for the ledger's own, names of imported data sets for theirs.

        Returns:
            The forecasts; none where the ledger's documents reach back less than a horizon.
        """
        from dragoman.store.dyads import dyad_events, last_day
        from dragoman.track import Forecasts, base_rates

        view = self._stored.view()
        known = _day(day) or last_day(view, origins)
        if known is None:
            return Forecasts(items=())
        pairs = None if dyads is None else [(a.upper(), b.upper()) for a, b in dyads]
        events = dyad_events(view, covered=True, origins=origins)
        return base_rates(events, known, horizons=horizons, directed=directed, dyads=pairs)

    def keep_forecasts(self, forecasts: "Forecasts", *, started: str | None = None) -> int:
        """Keep forecasts until they fall due and return how many are new; one that is kept is never changed.

        Args:
            forecasts: From `forecast`.
            started: When they were made, ISO 8601; by default now.
        """
        from dragoman.manifest import coder_version
        from dragoman.store.forecasts import keep_forecasts

        if not len(forecasts):
            return 0
        table = forecasts.to_arrow()
        return keep_forecasts(self._stored, table, coder_version=coder_version(), started=started or _now())

    def kept_forecasts(self) -> "Forecasts":
        """Return the forecasts that the ledger keeps, by due day."""
        from dragoman.store.forecasts import FORECAST_COLUMNS, kept_forecasts
        from dragoman.track import Forecasts

        return Forecasts.from_arrow(kept_forecasts(self._stored.view()).select(list(FORECAST_COLUMNS)))

    def score_forecasts(self, day: date | str | None = None) -> "ForecastScore | None":
        """Return how good the kept forecasts were that fell due before a day, or None if none did.

        Args:
            day: None for the last on which the ledger holds a document: of later days it cannot know what came.
        """
        from dragoman.store.dyads import dyad_events, last_day
        from dragoman.track import score_forecasts, settle_forecasts

        view = self._stored.view()
        today = _day(day) or last_day(view)
        kept = self.kept_forecasts()
        if today is None or not len(kept):
            return None
        return score_forecasts(kept, settle_forecasts(kept, dyad_events(view), today=today))


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def _day(given: date | str | None) -> date | None:
    """Return a day from a date or "2017-04-06"; raises ConfigError for other text."""
    from dragoman.errors import ConfigError

    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as err:
        raise ConfigError(f"day {given!r}: expected YYYY-MM-DD") from err


def open_ledger(path: str | Path) -> Ledger:
    """Return the ledger in a folder, made if it is not there; raises LedgerError if the folder is something else."""
    from dragoman.store import open_ledger as open_stored

    return Ledger(open_stored(path))
