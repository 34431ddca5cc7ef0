"""`dragoman brief`: one evidence-linked page on two actors or a topic."""

from datetime import datetime
from pathlib import Path

import click

from dragoman.cli.options import ledger_option


@click.command(short_help="One evidence-linked page on two actors or a topic.")
@click.argument("about", nargs=-1, required=True, metavar="A B | TOPIC")
@click.option("-o", "out", type=click.Path(path_type=Path), help="File: .html, .md or .json (default: print Markdown).")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day (default: 90 days before the last one).")
@ledger_option
def brief(about: tuple[str, ...], out: Path | None, since: datetime | None, ledger: Path | None) -> None:
    """Write one page on A and B (codes such as PRT DZA), or on a TOPIC (an issue, or words).

    It says what changed, why it is thought so, what is expected, what is disputed, and who stands where; every sentence
    leads to the words it rests on, which the page carries. The HTML needs nothing beside itself and prints on A4.
    """
    from dragoman.cli.options import ledger_path
    from dragoman.desk.brief import about_brief
    from dragoman.desk.render import brief_as
    from dragoman.desk.source import Source
    from dragoman.errors import ConfigError
    from dragoman.store import open_ledger

    kind = out.suffix.lower() if out else ".md"
    if kind not in {".html", ".md", ".json"}:
        raise click.BadParameter(f"{out}: expected a name that ends in .html, .md or .json", param_hint="-o")
    path = ledger_path(ledger)
    open_ledger(path, must_exist=True)
    found = about_brief(Source(path).snapshot(), about, since=since.date() if since else None)
    text = brief_as(found, kind)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as err:
        raise ConfigError(f"{out}: {err.strerror}, expected a file that can be written") from err
    click.echo(f"{out}: {len(found.quotations)} quotations behind it", err=True)
