"""Puts `tests/` on the path, so that every test finds `factory`, and adds the options of the gate."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("gate")
    group.addoption("--update", action="store_true", help="Raise the gate's floors to what is reached now.")
    group.addoption("--allow-regression", action="store_true", help="With --update: lower floors too.")
