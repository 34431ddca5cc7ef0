"""The docs are held to the code."""

import re
import subprocess
import sys
from pathlib import Path

from dragoman.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


def test_generated_pages_are_up_to_date() -> None:
    script = str(ROOT / "scripts" / "build_docs.py")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_start_has_exactly_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    block = re.search(r"^## Start\b.*?```sh\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert block is not None
    assert len([line for line in block.group(1).splitlines() if line.strip() and not line.startswith("#")]) == 2


def test_every_command_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"## dragoman {name}\n" in text


def test_every_direct_dependency_is_argued() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[<>=~]", d)[0] for d in project["dependencies"]]
    table = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert not [n for n in names if n not in table]


def test_links_between_pages_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
