"""A ledger of the example dispatches, and the desk over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.pipeline import add_inputs, examples

BASE = "http://127.0.0.1:8480"


@pytest.fixture(scope="session")
def examples_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "examples.ledger"
    add_inputs([examples()], path, started="2026-05-15T00:00:00+00:00")
    return path


@pytest.fixture(scope="session")
def desk(examples_ledger: Path) -> Iterator[TestClient]:
    with TestClient(create_app(examples_ledger), base_url=BASE) as client:
        yield client
