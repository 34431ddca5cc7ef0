"""The list of what an installation brings, and the licences of what is shipped."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "list_dependencies.py"
NEVER = "GPL-3", "AGPL"


def listed(*arguments: str) -> list[dict[str, str]]:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--json", *arguments], capture_output=True, text=True, check=True
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_package_that_is_installed_names_its_licence() -> None:
    found = {row["name"]: row for row in listed()}
    direct = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert len(found) > len(direct)
    assert [row["name"] for row in found.values() if row["licence"] in {"not stated", "unknown"}] == []
    assert [row["name"] for row in found.values() if any(word in row["licence"] for word in NEVER)] == []


def test_list_refuses_a_licence_that_is_not_wanted() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--deny", "MIT"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "spacy" in done.stderr


def test_data_under_a_licence_that_asks_for_it_are_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    data = ROOT / "src" / "dragoman" / "data"
    for file in data.rglob("*.tsv"):
        head = "".join(line for line in file.read_text("utf-8").splitlines(keepends=True)[:12] if line.startswith("#"))
        if "CC BY" in head:
            assert file.name in notice, file
    for weights in data.rglob("*.onnx"):
        assert weights.name in notice
