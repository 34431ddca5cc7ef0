"""Forecasts in the ledger: kept once, under the commit marker that all tables share, and read back with their day."""

import json
from typing import Final

import pyarrow as pa

from dragoman.model.ids import content_id
from dragoman.store.ledger import Ledger
from dragoman.store.schema import CONTROL
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import write_batch

FORECAST_COLUMNS: Final = tuple(name for name, _ in CONTROL["forecasts"])
"""Columns of a table of forecasts; they are the fields of `track.Forecast`."""


def keep_forecasts(ledger: Ledger, forecasts: pa.Table, *, coder_version: str, started: str) -> int:
    """Keep the forecasts that the ledger does not have yet, all or none, and return how many these were.

    Args:
        ledger: Where to.
        forecasts: With the columns of `FORECAST_COLUMNS`. One that is there already stays as it was kept first.
        coder_version: What the events were coded with that the forecasts rest on.
        started: When they were made, ISO 8601; tells later which forecasts were made in hindsight.

    Raises:
        LedgerError: If the disk refuses; no forecast becomes visible then.
    """
    held = set(ledger.view().query("SELECT forecast_id FROM forecasts")["forecast_id"].to_pylist())
    rows = forecasts.select(list(FORECAST_COLUMNS)).to_pylist()
    fresh = {row["forecast_id"]: row for row in rows if row["forecast_id"] not in held}
    if not fresh:
        return 0
    config = json.dumps({"forecasts": len(fresh)})
    run_id = content_id("r", coder_version, started, config)
    batch_id = content_id("b", coder_version, "forecasts", started, *sorted(fresh))
    run = {"run_id": run_id, "started": started, "coder_version": coder_version, "config": config}
    filled = {"runs": [run], "forecasts": [row for _, row in sorted(fresh.items())]}
    write_batch(
        Tables(ledger.path), filled, batch_id=batch_id, run_id=run_id, coder_version=coder_version, n_documents=0,
        at=started,
    )  # fmt: skip
    return len(fresh)


def kept_forecasts(view: View) -> pa.Table:
    """Return the kept forecasts by due day and id: `FORECAST_COLUMNS`, then `kept`, the time they were kept."""
    return view.query(
        f"""
        SELECT {", ".join(f"f.{name}" for name in FORECAST_COLUMNS)}, r.started AS kept
        FROM forecasts f LEFT JOIN runs r ON r.run_id = f.run_id ORDER BY f.due, f.forecast_id
        """
    )


def count_kept(view: View) -> tuple[int, int]:
    """Return how many forecasts are kept, and how many of them only after their last day: in hindsight."""
    row = view.query(
        """
        SELECT count(*) AS kept, count(*) FILTER (CAST(left(r.started, 10) AS DATE) > f.due) AS late
        FROM forecasts f LEFT JOIN runs r ON r.run_id = f.run_id
        """
    ).to_pylist()[0]
    return row["kept"], row["late"]
