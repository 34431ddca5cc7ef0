"""`dragoman export`: the ledger as files for other programs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from dragoman.cli.options import filter_options, ledger_option, origin_option
from dragoman.errors import ConfigError

if TYPE_CHECKING:
    from dragoman.store.filters import Filters

FORMATS = ("jsonl", "csv", "parquet", "plover", "icews", "polecat", "ftm", "gexf")


@click.command(short_help="The ledger as files for other programs.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="See below.")
@click.option("--corrections", is_flag=True, help="Write the reviewed documents as gold (JSON lines) instead.")
@click.option("--as-coded", is_flag=True, help="With jsonl: records without the corrections of people.")
@click.option("--complete", is_flag=True, help="With --corrections: only documents of which all was reviewed.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File (default: standard output)."
)
@origin_option(many=False)
@filter_options
@ledger_option
def export(
    *,
    form: str | None,
    corrections: bool,
    complete: bool,
    as_coded: bool,
    output: Path | None,
    ledger: Path | None,
    origin: str,
    type_: str | None,
    **chosen: str | int | date | None,
) -> None:
    """Write the ledger's events for other programs.

    \b
    jsonl    whole records, one document a line (with filters: documents with an event that passes)
    csv      one row per pair of actor and recipient; safe from spreadsheet formulas
    parquet  one row per event, parties as lists
    plover   PLOVER JSON lines: the sixteen types, what did not happen folded as PLOVER folds it
    icews    tab columns of ICEWS, one line per pair; only what happened
    polecat  tab columns of POLECAT, one line per event; only what happened
    ftm      FollowTheMoney entities: actors, events, articles
    gexf     network of alignments by month, for Gephi; takes --since and --until only

    How each field is filled is told in docs/formats.md. Events that a format cannot hold are counted. With
    --corrections, each line is a document as people corrected it, for `dragoman evaluate` and for training; its key
    "review" tells what was reviewed, and holds what was rejected.
    """  # noqa: D301 (click wants the mark itself)
    from dragoman.cli.options import ledger_path
    from dragoman.store.filters import Filters

    if (form is None) != corrections:
        raise click.UsageError("expected one of --format and --corrections")
    if (as_coded and form != "jsonl") or (complete and not corrections):
        raise click.UsageError("--as-coded goes with --format jsonl, --complete with --corrections")
    form = form or ("complete gold" if complete else "gold")
    filters = Filters(type=type_, **chosen)  # type: ignore[arg-type]
    path = ledger_path(ledger)
    if output is None:
        said = _write(form, path, sys.stdout.buffer, filters, origin=origin, as_coded=as_coded)
        sys.stdout.buffer.flush()
    else:
        with _whole(output) as out:
            said = _write(form, path, out, filters, origin=origin, as_coded=as_coded)
    click.echo(said, err=True)


@contextmanager
def _whole(output: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes the file once all is written; a file that was there stays until then."""
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with draft.open("wb") as out:
            yield out
        draft.replace(output)
    except OSError as err:
        raise ConfigError(f"-o {output}: {err.strerror or err}") from err
    finally:
        draft.unlink(missing_ok=True)


def _write(form: str, path: Path, out: BinaryIO, filters: "Filters", *, origin: str, as_coded: bool) -> str:
    """Write the export and return what was written, in words."""
    import io

    from dragoman.exchange import write_events
    from dragoman.store import open_ledger
    from dragoman.store.export import export_csv, export_jsonl, exported_events
    from dragoman.store.gold import export_gold
    from dragoman.store.imports import OWN

    view = open_ledger(path, must_exist=True).view()
    if form == "gexf":
        return _network(path, out, filters, origin)
    if form in {"jsonl", "csv", "gold", "complete gold"}:
        if form == "jsonl" and origin != OWN:
            raise ConfigError(f"--format jsonl --from {origin}: imported events have no records")
        text = io.TextIOWrapper(out, encoding="utf-8", newline="")
        if form == "csv":
            n = export_csv(view, text, filters, origin=origin)
        elif form == "jsonl":
            n = export_jsonl(view, text, filters, coded=as_coded)
        else:
            n = export_gold(view, text, only_complete=form == "complete gold")
        text.flush()
        text.detach()
        return f"{n} {'rows' if form == 'csv' else 'records'} written"
    written = write_events(form, exported_events(view, filters, origin=origin), out)
    left_out = f"; {written.n_left_out} events left out that {form} cannot hold" if written.n_left_out else ""
    return f"{written.n_rows} {'entities' if form == 'ftm' else 'rows'} written{left_out}"


def _network(path: Path, out: BinaryIO, filters: "Filters", origin: str) -> str:
    from dragoman.api import open_ledger
    from dragoman.exchange.gexf import write_gexf

    if extra := set(filters.given()) - {"since", "until"}:
        raise ConfigError(f"--format gexf: cannot be filtered by --{min(extra)}, expected --since and --until only")
    ties, names = open_ledger(path).ties(filters.since, filters.until, origins=(origin,))
    return f"{write_gexf(out, ties, names)} edges written"
