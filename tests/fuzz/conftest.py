"""A ledger of the example dispatches for the fuzzers, which only read it."""

from pathlib import Path

import pytest

from dragoman.pipeline import add_inputs, examples


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fuzz") / "examples.ledger"
    add_inputs(sorted(examples().iterdir())[:4], path, started="2026-05-15T00:00:00+00:00")
    return path
