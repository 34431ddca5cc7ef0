"""The `dragoman` command: finds the sub-command's module only when it is asked for."""

import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword

import click

from dragoman.errors import DragomanError
from dragoman.lean import without_torch
from dragoman.version import __version__

COMMANDS: dict[str, str] = {
    # name -> module under dragoman.cli; the command object has the name of the command, "-" as "_", "import" as
    # "import_"
    "demo": "demo",
    "read": "read",
    "add": "add",
    "watch": "watch",
    "events": "events",
    "positions": "positions",
    "outlook": "outlook",
    "disputes": "disputes",
    "entities": "entities",
    "why": "why",
    "correct": "correct",
    "review": "review",
    "runs": "runs",
    "diff": "diff",
    "join": "join",
    "split": "split",
    "export": "export",
    "import": "import_",
    "release": "release",
    "relation": "relation",
    "network": "network",
    "serve": "serve",
    "brief": "brief",
    "forecast": "forecast",
    "alert": "alert",
    "scenario": "scenario",
    "ledger": "ledger",
    "sql": "sql",
    "evaluate": "evaluate",
    "type-pairs": "type_pairs",
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use, so that --help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of all commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"dragoman.cli.{COMMANDS[cmd_name]}")
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dragoman")
def cli() -> None:
    """Read diplomatic and political reporting into an evidence-linked ledger."""


def _speak_utf8() -> None:
    """Keep an output from failing at a letter that the locale lacks.

    Files and pipes get UTF-8 whatever the locale says; a terminal gets its own letters, and "?" for others.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in {"utf-8", "utf8"}:
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def main() -> None:
    """Run the command line; a DragomanError ends in one line on stderr and exit status 1."""
    _speak_utf8()
    try:
        with without_torch():
            cli(prog_name="dragoman")
    except DragomanError as err:
        click.echo(f"dragoman: {err}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
