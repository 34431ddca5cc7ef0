"""What a ledger holds and what it could not read: coverage, runs, receipts."""

from datetime import date

import pyarrow as pa

from dragoman.store.view import View


def coverage(view: View) -> pa.Table:
    """Return month, outlet and n_documents for all documents with a day, by month."""
    return view.query(
        "SELECT date_trunc('month', published)::DATE AS month, coalesce(outlet, '') AS outlet, count(*) AS n_documents "
        "FROM documents WHERE published IS NOT NULL GROUP BY ALL ORDER BY month, outlet"
    )


def unread(view: View, *, limit: int) -> pa.Table:
    """Return receipts of inputs that gave no document, failed, or were read in part, the unread first."""
    return view.query(
        "SELECT doc_id, source, stage, outcome, detail FROM receipts WHERE outcome IN ('failed', 'skipped', 'warning') "
        f"ORDER BY doc_id IS NOT NULL, outcome, source, stage, detail LIMIT {int(limit)}"
    )


def receipt_counts(view: View) -> pa.Table:
    """Return stage, outcome and n of all receipts."""
    return view.query("SELECT stage, outcome, count(*) AS n FROM receipts GROUP BY ALL ORDER BY stage, outcome")


def runs(view: View, *, limit: int) -> pa.Table:
    """Return the runs, the latest first."""
    return view.query(
        "SELECT run_id, started, version, lexicon_version, coder_version, n_documents FROM runs "
        f"ORDER BY started DESC, run_id LIMIT {int(limit)}"
    )


def days_covered(view: View) -> tuple[date | None, date | None]:
    """Return the first and the last day of publication; None, None for a ledger without days."""
    row = view.query("SELECT min(published) AS first, max(published) AS last FROM documents").to_pylist()[0]
    return row["first"], row["last"]
