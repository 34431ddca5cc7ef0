"""The data sheet of a release: what is in it, what it covers, how it was made, and what is known of its accuracy."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any, Final

import pyarrow as pa

from dragoman.manifest import versions
from dragoman.store.view import View
from dragoman.version import __version__

MOST: Final = 15
"""Rows of a table of the sheet."""
CHECK: Final = (
    "`SHA256SUMS` holds a checksum of each file: `sha256sum -c SHA256SUMS`. The columns of the tables are described in "
    "docs/ledger.md of the program, the form of `records.jsonl` in docs/records.md.\n"
)
Z95: Final = 1.96
"""Normal quantile of a 95 % interval."""


def datasheet(view: View, rows: Mapping[str, int], *, title: str, day: date | None, with_text: bool) -> str:
    """Return the data sheet in Markdown.

    Args:
        view: The ledger.
        rows: Rows by file of the release.
        title: The heading.
        day: Day of the release, or None to print none.
        with_text: Whether the texts are in the release.

    Source: the order of questions follows Gebru et al. 2021, "Datasheets for Datasets", doi:10.1145/3458723.
    """
    parts = [
        f"# {_plain(title)}\n",
        *([f"Released on {day.isoformat()}.\n"] if day else []),
        _what(view, with_text=with_text),
        "## Files\n",
        _table(("file", "rows"), [(f"`{name}`", n) for name, n in sorted(rows.items())]),
        CHECK,
        _coverage(view),
        _making(view),
        _accuracy(view),
        _corrections(view),
    ]
    return "\n".join(parts)


def _what(view: View, *, with_text: bool) -> str:
    n = _one(
        view,
        "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM origins) AS origins, "
        "(SELECT count(*) FROM events) AS events, (SELECT count(*) FROM positions) AS positions, "
        "(SELECT count(*) FROM expectations) AS expectations",
    )
    text = (
        "The texts of the documents are in `documents` and `records.jsonl`; they belong to their publishers."
        if with_text
        else "The texts of the documents are not in this release; `words`, `context` and mentions quote them."
    )
    return (
        f"Who did what to whom, what was planned, cancelled, denied or only expected, and who says so: {n['events']:,} "
        f"events, {n['positions']:,} positions and {n['expectations']:,} expectations, read from {n['documents']:,} "
        f"documents of {n['origins']:,} origins. Each row leads to the words it rests on, by document and offsets in "
        f"Unicode code points. {text}\n"
    )


def _coverage(view: View) -> str:
    days = _one(
        view,
        "SELECT min(published) AS first, max(published) AS last, "
        "count(*) FILTER (published IS NULL) AS undated FROM documents",
    )
    undated = f" {days['undated']} have no day." if days["undated"] else ""
    span = f"Documents were published from {days['first']} to {days['last']}.{undated}\n" if days["first"] else ""
    return "\n".join(
        [
            "## Coverage\n",
            span or "No document has a day of publication.\n",
            _top(view, ("year", "documents"), "CAST(year(published) AS VARCHAR)", "documents", by_name=True),
            _top(view, ("outlet", "documents"), "outlet", "documents"),
            _top(view, ("language", "documents"), "language", "documents"),
            _top(view, ("event type", "events"), "type", "events"),
            _top(view, ("status", "events"), "status", "events"),
            _top(view, ("actor or recipient", "events"), "code", "participants", counted="DISTINCT event_id"),
        ]
    )


def _making(view: View) -> str:
    rows = view.query(
        "SELECT c.coder_version, count(*) AS n FROM documents_live d JOIN committed c ON d.attempt = c.attempt "
        "GROUP BY ALL ORDER BY 2 DESC, 1"
    ).to_pylist()
    names = ("program", "vocabulary", "code", "model")
    made = [(*(versions(row["coder_version"]).get(name, "") for name in names), row["n"]) for row in rows]
    head = (
        f"Coded by dragoman, a program of rules and vocabularies, and released by version {__version__} (tables "
        f"written with pyarrow {pa.__version__}). Vocabularies, code and models are named by hash; documents "
        "of other hashes were read by other rules.\n"
    )
    return "\n".join(
        [
            "## How it was made\n",
            head,
            _table((*names, "documents"), made),
        ]
    )


def _accuracy(view: View) -> str:
    rows = view.query(
        """
        SELECT kind, count(*) AS n, count(*) FILTER (verdict = 'rejected') AS rejected,
               count(*) FILTER (verdict IS DISTINCT FROM 'rejected' AND fixed) AS fixed
        FROM (
          SELECT kind, target_id, max(value) FILTER (field = 'record') AS verdict,
                 bool_or(field <> 'record' AND value IS DISTINCT FROM before) AS fixed
          FROM corrections WHERE state = 'applied' AND value <> 'as coded' GROUP BY kind, target_id
        ) GROUP BY kind ORDER BY kind
        """
    ).to_pylist()
    lines = ["## What is known of its accuracy\n"]
    if not rows:
        lines.append(
            "Nobody has reviewed rows of this ledger. The program's figures on annotated articles stand in its README; "
            "they need not hold here.\n"
        )
        return "\n".join(lines)
    found = []
    for row in rows:
        right = row["n"] - row["rejected"] - row["fixed"]
        low, high = wilson(right, row["n"])
        share = f"{right / row['n']:.2f} ({low:.2f} to {high:.2f})"
        found.append((row["kind"], row["n"], right, row["fixed"], row["rejected"], share))
    head = (
        "People reviewed rows of this ledger. The share of those right as coded, with its 95 % interval, says nothing "
        "of what was missed, and holds for all rows only if those reviewed were chosen by chance (`dragoman review "
        "--shuffle`).\n"
    )
    lines += [head, _table(("kind", "reviewed", "right as coded", "fixed", "rejected", "share right"), found)]
    return "\n".join(lines)


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, k of n with n at least 1.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    share, z2 = k / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _corrections(view: View) -> str:
    rows = view.query("SELECT state, count(*) AS n FROM corrections GROUP BY state ORDER BY state").to_pylist()
    n = _one(
        view,
        "SELECT count(*) AS n, count(DISTINCT author) AS authors, count(*) FILTER (disputed) AS disputed "
        "FROM corrections",
    )
    head = (
        f"Corrections: {n['n']}, authors: {n['authors']}, disputed: {n['disputed']}. The tables and records "
        "show corrected values and leave out what was rejected; `corrections` tells what was coded, and by whom it was "
        "corrected.\n"
        if n["n"]
        else "None.\n"
    )
    return "\n".join(["## Corrections\n", head, *([_table(("state", "corrections"), _pairs(rows))] if rows else [])])


def _top(
    view: View, heading: tuple[str, str], column: str, table: str, *, counted: str = "*", by_name: bool = False
) -> str:
    """Return a table of the most frequent values of a column, or of all by name."""
    order = "1" if by_name else "2 DESC, 1"
    rows = view.query(
        f"SELECT coalesce({column}, 'unknown') AS name, count({counted}) AS n FROM {table} GROUP BY 1 ORDER BY {order}"
    ).to_pylist()
    if not rows:
        return ""
    shown = rows if by_name else rows[:MOST]
    rest = sum(row["n"] for row in rows[len(shown) :])
    others = [(f"{len(rows) - len(shown)} others", rest)] if rest else []
    return _table(heading, [*_pairs(shown), *others])


def _pairs(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


def _one(view: View, query: str) -> dict[str, Any]:
    row: dict[str, Any] = view.query(query).to_pylist()[0]
    return row


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_plain(str(cell)) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text on one line, without what Markdown would take for a cell or for markup of a page."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[")
