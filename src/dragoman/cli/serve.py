"""`dragoman serve`: the ledger as a local web app."""

from pathlib import Path

import click

from dragoman.cli.options import ledger_option

EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared with, not bound to, unless the user asks for it)
SHORTEST_TOKEN = 16


@click.command(short_help="Open the ledger as a local web app.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8480, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to answer at; others ask for a token.")
@click.option("--token", envvar="DRAGOMAN_TOKEN", help="Token for another address (default: a new one, printed).")
@ledger_option
def serve(port: int, host: str, token: str | None, ledger: Path | None) -> None:
    """Open the ledger as a local web app: today, articles, relations, network, outlook, search and more.

    Only this machine can reach it, unless --host names another address; then a browser must show the token once, by
    opening the address that is printed. Others may add to the ledger meanwhile: pages show it on reload. Stop it with
    Ctrl-C.
    """
    import secrets

    from dragoman.cli.options import ledger_path
    from dragoman.desk.app import create_app
    from dragoman.desk.security import LOCAL_NAMES, Guard
    from dragoman.desk.server import run

    if host not in LOCAL_NAMES and token is None:
        token = secrets.token_urlsafe(24)
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise click.BadParameter(f"{len(token)} characters: expected {SHORTEST_TOKEN} or more", param_hint="--token")
    guard = Guard(hosts=None if host in EVERY_ADDRESS else LOCAL_NAMES | {host.lower()}, token=token)
    run(create_app(ledger_path(ledger), guard=guard), host=host, port=port, token=token, on_start=click.echo)
