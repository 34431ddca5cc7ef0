"""The ledger's tables: columns and types, one Delta table each.

Every row also carries the batch it came in and the attempt that wrote it. A batch counts only when its attempt stands
in `batches`, which is written last: Delta has no transaction across tables, so this row is the commit.
"""

from typing import Final

import pyarrow as pa

SCHEMA_VERSION: Final = 6
"""Raised when a table changes so that older ledgers cannot be read as they are. 3 brought the table `forecasts`, 4
the tables of imported events, 5 those of `LINKS`, corrections that keep the words they speak of, manifests of runs, and
alerts; 6 link runs that write only what changed."""

TEXT, DAY, NUMBER, WHOLE = pa.string(), pa.date32(), pa.float64(), pa.int64()

COLUMNS: Final[dict[str, tuple[tuple[str, pa.DataType], ...]]] = {
    "documents": (
        ("doc_id", TEXT),
        ("given_id", TEXT),
        ("title", TEXT),
        ("published", DAY),
        ("outlet", TEXT),
        ("url", TEXT),
        ("author", TEXT),
        ("language", TEXT),
        ("n_words", WHOLE),
        ("origin_id", TEXT),
        ("text", TEXT),
    ),
    "records": (("doc_id", TEXT), ("record", TEXT)),
    "entities": (
        ("doc_id", TEXT),
        ("entity_id", TEXT),
        ("name", TEXT),
        ("code", TEXT),
        ("country", TEXT),
        ("sector", TEXT),
        ("office", TEXT),
        ("is_anonymous", pa.bool_()),
    ),
    "mentions": (
        ("doc_id", TEXT),
        ("entity_id", TEXT),
        ("span_start", WHOLE),
        ("span_end", WHOLE),
        ("text", TEXT),
        ("kind", TEXT),
        ("rule", TEXT),
        ("score", NUMBER),
    ),
    "events": (
        ("doc_id", TEXT),
        ("event_id", TEXT),
        ("type", TEXT),
        ("mode", TEXT),
        ("status", TEXT),
        ("start", DAY),
        ("end", DAY),
        ("precision", TEXT),
        ("place", TEXT),
        ("country", TEXT),
        ("lat", NUMBER),
        ("lon", NUMBER),
        ("issue", TEXT),
        ("cameo", TEXT),
        ("goldstein", NUMBER),
        ("magnitude", TEXT),
        ("words", TEXT),
        ("context", TEXT),
        ("n_tellings", WHOLE),
        ("speaker_kinds", pa.list_(TEXT)),
    ),
    "participants": (
        ("doc_id", TEXT),
        ("event_id", TEXT),
        ("role", TEXT),
        ("entity_id", TEXT),
        ("code", TEXT),
        ("name", TEXT),
    ),
    "evidence": (
        ("doc_id", TEXT),
        ("evidence_id", TEXT),
        ("event_id", TEXT),
        ("status", TEXT),
        ("trigger_start", WHOLE),
        ("trigger_end", WHOLE),
        ("words", TEXT),
        ("speaker", TEXT),
        ("speaker_name", TEXT),
        ("speaker_kind", TEXT),
        ("confidence", NUMBER),
        ("rule", TEXT),
    ),
    "disputes": (("doc_id", TEXT), ("event_id", TEXT), ("other_id", TEXT), ("kind", TEXT)),
    "positions": (
        ("doc_id", TEXT),
        ("position_id", TEXT),
        ("actor", TEXT),
        ("actor_code", TEXT),
        ("actor_name", TEXT),
        ("object", TEXT),
        ("object_code", TEXT),
        ("object_name", TEXT),
        ("stance", TEXT),
        ("change", TEXT),
        ("status", TEXT),
        ("since", DAY),
        ("span_start", WHOLE),
        ("span_end", WHOLE),
        ("words", TEXT),
        ("speaker_name", TEXT),
        ("speaker_kind", TEXT),
    ),
    "drivers": (
        ("doc_id", TEXT),
        ("driver_id", TEXT),
        ("cause_start", WHOLE),
        ("cause_end", WHOLE),
        ("effect_id", TEXT),
        ("words", TEXT),
        ("marker", TEXT),
    ),
    "expectations": (
        ("doc_id", TEXT),
        ("expectation_id", TEXT),
        ("event_id", TEXT),
        ("holder", TEXT),
        ("holder_name", TEXT),
        ("due_start", DAY),
        ("due_end", DAY),
        ("condition", TEXT),
        ("state", TEXT),
        ("settled_by", TEXT),
        ("words", TEXT),
    ),
    "receipts": (("doc_id", TEXT), ("source", TEXT), ("stage", TEXT), ("outcome", TEXT), ("detail", TEXT)),
}
"""Columns of the tables that hold what was read, by table. `doc_id` comes first in all of them."""

CONTROL: Final[dict[str, tuple[tuple[str, pa.DataType], ...]]] = {
    "runs": (("run_id", TEXT), ("started", TEXT), ("coder_version", TEXT), ("config", TEXT), ("manifest", TEXT)),
    "batches": (
        ("seq", WHOLE),
        ("run_id", TEXT),
        ("coder_version", TEXT),
        ("n_documents", WHOLE),
        ("n_rows", TEXT),
        ("at", TEXT),
    ),
    "corrections": (
        ("correction_id", TEXT),
        ("target_id", TEXT),
        ("doc_id", TEXT),
        ("kind", TEXT),
        ("span_start", WHOLE),
        ("span_end", WHOLE),
        ("field", TEXT),
        ("value", TEXT),
        ("content", TEXT),
        ("anchor", TEXT),
        ("author", TEXT),
        ("at", TEXT),
        ("reason", TEXT),
    ),
    "alerts": (("alert_id", TEXT), ("name", TEXT), ("query", TEXT), ("action", TEXT), ("at", TEXT)),
    "alert_seen": (("alert_id", TEXT), ("row_key", TEXT)),
    "forecasts": (
        ("forecast_id", TEXT),
        ("made_on", DAY),
        ("due", DAY),
        ("actor", TEXT),
        ("recipient", TEXT),
        ("directed", pa.bool_()),
        ("event_class", TEXT),
        ("probability", NUMBER),
        ("n_hits", WHOLE),
        ("n_spans", WHOLE),
        ("peer_share", NUMBER),
    ),
}
"""Columns of the tables that hold no document's rows.

In `batches`, `seq` orders the commits, so that "the newest coding" needs no clock, and `n_rows` is a JSON object from
table to the number of its rows, for `Ledger.check`. The columns of `forecasts` are the fields of `track.Forecast`."""

PARTIES: Final = pa.list_(pa.struct([("entity_id", TEXT), ("name", TEXT), ("code", TEXT), ("sector", TEXT)]))
IMPORTED: Final[dict[str, tuple[tuple[str, pa.DataType], ...]]] = {
    "imports": (
        ("origin", TEXT),
        ("release", TEXT),
        ("format", TEXT),
        ("file", TEXT),
        ("sha256", TEXT),
        ("n_new", WHOLE),
        ("n_known", WHOLE),
        ("n_bad", WHOLE),
    ),
    "imported_events": (
        ("origin", TEXT),
        ("release", TEXT),
        ("event_id", TEXT),
        ("given_id", TEXT),
        ("type", TEXT),
        ("mode", TEXT),
        ("status", TEXT),
        ("label", TEXT),
        ("cameo", TEXT),
        ("goldstein", NUMBER),
        ("start", DAY),
        ("end", DAY),
        ("actors", PARTIES),
        ("recipients", PARTIES),
        ("place", TEXT),
        ("country", TEXT),
        ("lat", NUMBER),
        ("lon", NUMBER),
        ("issue", TEXT),
        ("magnitude", TEXT),
        ("outlet", TEXT),
        ("url", TEXT),
        ("published", DAY),
        ("n_sources", WHOLE),
    ),
}
"""Columns of what other data sets coded: the files, and their events. They belong to no document and hold no text.

The columns of `imported_events` after the first two are those of `exchange.table.SCHEMA`."""

LINKS: Final[dict[str, tuple[tuple[str, pa.DataType], ...]]] = {
    "prints": (
        ("doc_id", TEXT),
        ("linker", TEXT),
        ("published", DAY),
        ("sketch", pa.list_(WHOLE)),
        ("n_shingles", WHOLE),
        ("sentences", pa.list_(TEXT)),
        ("marks", pa.list_(TEXT)),
        ("credits", pa.list_(TEXT)),
        ("quotes", pa.list_(TEXT)),
        ("terms", pa.list_(TEXT)),
    ),
    "shared_origins": (
        ("doc_id", TEXT),
        ("origin_id", TEXT),
        ("like_id", TEXT),
        ("score", NUMBER),
        ("reason", TEXT),
    ),
    "merges": (
        ("member_id", TEXT),
        ("event_id", TEXT),
        ("like_id", TEXT),
        ("score", NUMBER),
        ("reason", TEXT),
        ("judge", TEXT),
    ),
    "happenings": (
        ("event_id", TEXT),
        ("type", TEXT),
        ("status", TEXT),
        ("lead_id", TEXT),
        ("lead_doc", TEXT),
        ("start", DAY),
        ("end", DAY),
        ("precision", TEXT),
    ),
    "phases": (
        ("event_id", TEXT),
        ("number", WHOLE),
        ("status", TEXT),
        ("day", DAY),
        ("member_id", TEXT),
        ("doc_id", TEXT),
        ("start", DAY),
        ("end", DAY),
    ),
    "settlements": (
        ("expectation_id", TEXT),
        ("doc_id", TEXT),
        ("outcome", TEXT),
        ("day", DAY),
        ("member_id", TEXT),
        ("by_doc", TEXT),
    ),
    "rivalries": (("member_id", TEXT), ("other_id", TEXT), ("kind", TEXT)),
    "tellings": (
        ("member_id", TEXT),
        ("type", TEXT),
        ("phase", TEXT),
        ("word", TEXT),
        ("pub", WHOLE),
        ("first", WHOLE),
        ("last", WHOLE),
        ("codes", pa.list_(TEXT)),
        ("entities", pa.list_(TEXT)),
    ),
    "votes": (("entity_id", TEXT), ("code", TEXT)),
    "link_runs": (("n_seen", WHOLE), ("linker", TEXT), ("base", TEXT), ("seen", pa.list_(TEXT))),
    "pins": (
        ("verb", TEXT),
        ("member_id", TEXT),
        ("other_id", TEXT),
        ("reason", TEXT),
        ("author", TEXT),
        ("at", TEXT),
    ),
}
"""Columns of the tables that join documents to one another; the fields are those of `model.links`.

A link run writes what it changes in all of them but `pins`, and the run that has seen most commits counts, with those
that it builds on: `n_seen` is the number of commits of documents, corrections and pins that it was made from, `base`
the batch of the run before, none for one that writes everything, and `seen` the batches that came since. `tellings` and
`votes` show nobody anything: by them a run finds what new documents touch. `prints` holds one row for each document and
version of the linker, `pins` one for each decision by hand."""

SNAPSHOTS: Final = tuple(name for name in LINKS if name not in {"prints", "pins"})
"""Tables that hold what link runs found: of runs that count no more the rows are dropped."""

KEYED: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "shared_origins": (("doc_id",), "origin_id"),
    "merges": (("member_id",), "event_id"),
    "happenings": (("event_id",), "type"),
    "phases": (("event_id",), "number"),
    "settlements": (("expectation_id", "doc_id"), "outcome"),
    "rivalries": (("member_id", "other_id"), "kind"),
    "tellings": (("member_id",), "type"),
    "votes": (("entity_id",), "code"),
}
"""By table, the columns that say what a row is about, and one that is never empty in a row that stands.

The rows of a link run on one thing stand in the place of all that earlier runs have on it; a row with nothing but the
key says that there is nothing any more."""

STAMP: Final = (("batch_id", TEXT), ("attempt", TEXT))


def schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table with its batch columns."""
    return pa.schema([*row_schema(table), *(pa.field(n, t) for n, t in STAMP)])


def row_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table without its batch columns."""
    columns = {**COLUMNS, **LINKS, **CONTROL, **IMPORTED}[table]
    return pa.schema([pa.field(n, t) for n, t in columns])


def tables() -> tuple[str, ...]:
    """Return the names of all tables, `batches` last: the order in which they are written."""
    return (*COLUMNS, *LINKS, "runs", "corrections", "alerts", "alert_seen", "forecasts", *IMPORTED, "batches")
