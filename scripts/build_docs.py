"""Write docs/records.md from the record types and docs/cli.md from --help.

python scripts/build_docs.py          writes both
python scripts/build_docs.py --check  exits with 1 and names the file if one is out of date
"""

import dataclasses
import inspect
import re
import sys
from difflib import unified_diff
from enum import Enum
from pathlib import Path

import click
from click.testing import CliRunner

from dragoman import model
from dragoman.cli.main import cli

DOCS = Path(__file__).resolve().parent.parent / "docs"
GENERATED = "<!-- Written by scripts/build_docs.py. Do not edit by hand. -->\n\n"


def attribute_notes(doc: str) -> dict[str, str]:
    """Return the notes of an "Attributes:" section by field name."""
    _, _, section = doc.partition("Attributes:\n")
    notes: dict[str, str] = {}
    name = ""
    for line in section.splitlines():
        if m := re.match(r"\s{4}(\w+(?: \w+)*): (.*)", line):
            name = m.group(1)
            notes[name] = m.group(2)
        elif line.strip() and name:
            notes[name] += " " + line.strip()
    return notes


def record_section(name: str, cls: type) -> str:
    """Return the reference of one record type."""
    doc = inspect.getdoc(cls) or ""
    head = doc.partition("\nAttributes:")[0].strip()
    lines = [f"## {name}\n", f"{head}\n"]
    if issubclass(cls, Enum):
        lines += [f"- `{m.value}`" for m in cls]
    elif dataclasses.is_dataclass(cls):
        notes = attribute_notes(doc)
        lines += ["| field | type | meaning |", "|---|---|---|"]
        for f in dataclasses.fields(cls):
            kind = f.type if isinstance(f.type, str) else getattr(f.type, "__name__", str(f.type))
            kind = kind if "[" not in str(f.type) else str(f.type)
            kind = re.sub(r"(dragoman\.model\.\w+\.|datetime\.|builtins\.)", "", kind).replace("|", "\\|")
            lines.append(f"| `{f.name}` | `{kind}` | {notes.get(f.name, '')} |")
    return "\n".join(lines) + "\n"


def records_page() -> str:
    """Return the reference of all record types."""
    intro = (
        "# Records\n\n" + (inspect.getdoc(model) or "") + "\n\nThe exchange form (`dragoman read --json`) has one JSON "
        "object per document: `id`, `title`, `published`, `outlet`, `text`, `document`, `receipts`, `entities`, "
        "`mentions`, `events`, `positions`, `drivers`, `outlook`; spans are pairs of offsets. "
        "`dragoman.model.codec` turns records into it and back.\n"
    )
    return GENERATED + intro + "\n" + "\n".join(record_section(n, getattr(model, n)) for n in sorted(model.__all__))


def cli_page() -> str:
    """Return the help texts of all commands."""
    runner = CliRunner()
    parts = ["# Commands\n"]
    context = click.Context(cli)
    for name in ("", *cli.list_commands(context)):
        arguments = [name, "--help"] if name else ["--help"]
        text = runner.invoke(cli, arguments, prog_name="dragoman", terminal_width=100).output.rstrip()
        parts.append(f"## dragoman {name}".rstrip() + f"\n\n```text\n{text}\n```\n")
    return GENERATED + "\n".join(parts)


def main() -> int:
    """Write or check the generated pages."""
    stale = []
    for name, text in (("records.md", records_page()), ("cli.md", cli_page())):
        path = DOCS / name
        if "--check" in sys.argv:
            written = path.read_text(encoding="utf-8") if path.exists() else ""
            if written != text:
                stale.append(name)
                sys.stdout.writelines(
                    unified_diff(written.splitlines(keepends=True), text.splitlines(keepends=True), n=0)
                )
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python scripts/build_docs.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
