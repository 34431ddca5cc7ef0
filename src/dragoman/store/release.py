"""A ledger frozen to files: tables, records, a data sheet and checksums, the same bytes wherever it is done."""

import csv
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import LedgerError
from dragoman.model.codec import encode_record
from dragoman.store.datasheet import datasheet
from dragoman.store.export import safe_cell
from dragoman.store.view import View

TABLES: Final[Mapping[str, str]] = {
    "documents": "* EXCLUDE (run_id)",
    "origins": "*",
    "entities": "*",
    "mentions": "*",
    "events": "*",
    "participants": "*",
    "evidence": "*",
    "disputes": "*",
    "positions": "*",
    "drivers": "*",
    "expectations": "*",
    "corrections": "*",
    "forecasts": "* EXCLUDE (run_id)",
}
"""Views that are released, with their columns. Runs, batches and receipts stay behind: they tell times, orders and
paths of one machine and nothing of the world. So do imported events, whose terms are those of their makers."""

FORMATS: Final = ("parquet", "csv")
RECORDS: Final = "records.jsonl"
SHEET: Final = "DATASHEET.md"
SUMS: Final = "SHA256SUMS"
ROW_GROUP: Final = 100_000
"""Rows of a group in Parquet files; part of what makes the bytes the same."""


def release(
    view: View,
    folder: Path,
    *,
    formats: tuple[str, ...] = FORMATS,
    with_text: bool = True,
    title: str = "A ledger of political reporting",
    day: date | None = None,
) -> tuple[str, ...]:
    """Write what a ledger shows to a new folder and return the names of the files, sorted.

    The same documents and corrections, coded by the same version of the program, give the same bytes: rows are sorted,
    and no clock, path, order or number of batches enters. (Parquet files also bear the version of pyarrow.)

    Args:
        view: The ledger.
        folder: Where to; must not exist, or be empty. It appears whole or not at all.
        formats: Of the tables: "parquet", "csv".
        with_text: Whether the texts of the documents go with it; else only the words of triggers, mentions and
            statements do, and `text` is empty.
        title: Heading of the data sheet.
        day: Printed in the data sheet as day of the release; without it none is.

    Raises:
        LedgerError: If the folder holds something or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LedgerError(f"{folder}: holds something already, expected a new or empty folder")
    folder = folder.absolute()
    draft = folder.with_name(f".{folder.name}.draft")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        rows = _tables(view, draft, formats=formats, with_text=with_text)
        rows[RECORDS] = _records(view, draft / RECORDS, with_text=with_text)
        sheet = datasheet(view, rows, title=title, day=day, with_text=with_text)
        (draft / SHEET).write_text(sheet, encoding="utf-8", newline="\n")
        names = sorted(p.name for p in draft.iterdir())
        sums = "".join(f"{_sha256(draft / name)}  {name}\n" for name in names)
        (draft / SUMS).write_text(sums, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as err:
        raise LedgerError(f"{folder}: cannot write the release: {err.strerror or err}") from err
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return tuple(sorted((*names, SUMS)))


def _tables(view: View, folder: Path, *, formats: tuple[str, ...], with_text: bool) -> dict[str, int]:
    """Write the tables and return the number of rows by file."""
    rows: dict[str, int] = {}
    for name, columns in TABLES.items():
        chosen = columns
        if name == "documents" and not with_text:
            chosen = "* EXCLUDE (run_id, text)"
        table = view.query(f"SELECT {chosen} FROM {name} ORDER BY ALL").combine_chunks()
        if "parquet" in formats:
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd", row_group_size=ROW_GROUP)
            rows[f"{name}.parquet"] = table.num_rows
        if "csv" in formats:
            _write_csv(table, folder / f"{name}.csv")
            rows[f"{name}.csv"] = table.num_rows
    return rows


def _write_csv(table: pa.Table, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table.column_names)
        for batch in table.to_batches(max_chunksize=ROW_GROUP):
            for row in batch.to_pylist():
                writer.writerow([safe_cell(value) for value in row.values()])


def _records(view: View, file: Path, *, with_text: bool) -> int:
    """Write the records as corrected, one a line by id, without what the stages said of one machine's files."""
    n = 0
    with file.open("wb") as out:
        for record in view.records():
            line = encode_record(replace(record, receipts=()))
            if not with_text:
                line = json.dumps({**json.loads(line), "text": ""}, ensure_ascii=False, separators=(",", ":")).encode()
            out.write(line + b"\n")
            n += 1
    return n


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
