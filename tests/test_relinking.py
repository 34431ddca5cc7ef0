"""Joining what is new to what was joined before gives the very links that joining all anew gives."""

import random
from pathlib import Path

import pytest
from relinking_factory import grow

from dragoman import linking
from dragoman.assemble import identity, origins
from dragoman.assemble.linking import linker_version
from dragoman.linking import link_all
from dragoman.store import links
from dragoman.store.ledger import Ledger
from dragoman.store.links import rows_of
from dragoman.store.rows import Row
from dragoman.store.schema import KEYED

SEEDS = range(4)


def kept(ledger: Ledger) -> dict[str, list[Row]]:
    """Return the links that the ledger shows, by table."""
    view = ledger.view()
    return {name: ordered(view.query(f"SELECT * FROM {name}_now").to_pylist()) for name in KEYED}


def made_anew(ledger: Ledger) -> dict[str, list[Row]]:
    """Return the links that one pass over the whole ledger gives, by table."""
    found = rows_of(link_all(ledger.view(), (), linker=linker_version()))
    return {
        name: ordered([{k: str(v) if k in PLAIN else v for k, v in row.items()} for row in found[name]])
        for name in KEYED
    }


PLAIN = ("type", "status", "outcome")
"""Columns of closed sets."""


def ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: [str(v) for v in row.values()])


@pytest.fixture
def always_small(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let each run take the short way, over few rows, and return what tells that it did."""
    from dragoman import relinking

    taken: list[str] = []
    whole = relinking.link_news

    def counted(*args, **options):
        taken.append("news")
        return whole(*args, **options)

    monkeypatch.setattr(linking, "MOST_NEW", 10.0)
    monkeypatch.setattr(linking, "link_news", counted)
    monkeypatch.setattr(links, "LONGEST_CHAIN", 4)
    monkeypatch.setattr(identity, "LARGEST_GROUP", 4)
    for module in (origins, relinking):
        monkeypatch.setattr(module, "LARGEST_BUCKET", 3)
    return taken


def compare(seed: int, path: Path, n_steps: int) -> None:
    for ledger in grow(random.Random(seed), path, n_steps):
        shown, whole = kept(ledger), made_anew(ledger)
        for name in KEYED:
            assert shown[name] == whole[name], name
    assert ledger.check() == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_random_ledgers_joined_step_by_step_are_as_if_joined_at_once(
    seed: int, tmp_path: Path, always_small: list[str]
) -> None:
    compare(seed, tmp_path / "l", 9)
    assert len(always_small) >= 8
