"""Joining what is new to what was joined before gives the very links that joining all anew gives."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from factory import make_record
from relinking_factory import anew, grow, report

from dragoman import linking, relinking
from dragoman.assemble import origins, unions
from dragoman.assemble.linking import linker_version
from dragoman.linking import link_all, link_ledger
from dragoman.store import links, open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.links import rows_of
from dragoman.store.rows import Row
from dragoman.store.schema import KEYED
from dragoman.store.view import View

PLAIN = ("type", "status", "outcome")
"""Columns of closed sets."""


def kept(view: View) -> dict[str, list[Row]]:
    """Return the links that the ledger shows, by table."""
    return {name: ordered(view.query(f"SELECT * FROM {name}_now").to_pylist()) for name in KEYED}


def made_anew(view: View) -> dict[str, list[Row]]:
    """Return the links that one pass over the whole ledger gives, by table."""
    found = rows_of(link_all(view, (), linker=linker_version()))
    plain = {
        name: [{k: str(v) if k in PLAIN else v for k, v in row.items()} for row in rows] for name, rows in found.items()
    }
    return {name: ordered(plain[name]) for name in KEYED}


def ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: [str(v) for v in row.values()])


@pytest.fixture
def always_small(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let each run take the short way, over few rows, and return what tells that it did."""
    taken: list[str] = []
    whole = relinking.link_news

    def counted(*args, **options):
        taken.append("news")
        return whole(*args, **options)

    monkeypatch.setattr(linking, "MOST_NEW", 10.0)
    monkeypatch.setattr(linking, "link_news", counted)
    monkeypatch.setattr(links, "LONGEST_CHAIN", 4)
    monkeypatch.setattr(unions, "LARGEST_GROUP", 4)
    for module in (origins, relinking):
        monkeypatch.setattr(module, "LARGEST_BUCKET", 3)
    return taken


def compare(seed: int, path: Path, n_steps: int) -> None:
    for ledger in grow(random.Random(seed), path, n_steps):
        view = ledger.view()
        shown, whole = kept(view), made_anew(view)
        for name in KEYED:
            assert shown[name] == whole[name], name
    assert ledger.check() == ()


def test_a_random_ledger_joined_step_by_step_is_as_if_joined_at_once(tmp_path: Path, always_small: list[str]) -> None:
    compare(0, tmp_path / "l", 5)
    assert len(always_small) >= 3


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(100, 100 + int(os.environ.get("LINK_ROUNDS", "4"))))
def test_many_random_ledgers_joined_step_by_step_are_as_if_joined_at_once(
    tmp_path: Path, always_small: list[str], seed: int
) -> None:
    compare(seed, tmp_path / "l", 12)
    assert always_small


def test_few_new_documents_take_the_short_way_and_many_the_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []
    short = linking.link_news
    monkeypatch.setattr(
        linking, "link_news", lambda view, news, *a, **o: (taken.append(1), short(view, news, *a, **o))[1]
    )
    ledger = open_ledger(tmp_path / "l")
    rng, number = random.Random(1), 0
    for n_new, n_short in ((10, 0), (2, 1), (9, 1)):
        with ledger.writer(coder_version="1", started=str(number)) as writer:
            for _ in range(n_new):
                number += 1
                writer.add(report(rng, number))
        link_ledger(ledger.path, coder_version="1", started=str(number))
        assert len(taken) == n_short
    bases = ledger.view().query("SELECT base FROM link_heads ORDER BY n_seen")["base"].to_pylist()
    assert [base is not None for base in bases] == [False, True, False]


def test_a_run_writes_only_rows_that_differ(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "l")
    for part in (range(20), range(20, 21)):
        with ledger.writer(coder_version="1", started="1") as writer:
            for number in part:
                writer.add(make_record(number))
        link_ledger(ledger.path, coder_version="1", started="1")
    query = """
        SELECT count(*) AS n FROM tellings_raw t JOIN link_heads h ON t.attempt = h.attempt
        GROUP BY h.place ORDER BY h.place
    """
    assert ledger.view().query(query)["n"].to_pylist() == [1, 20]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let ledgers of more than five documents be joined in parts of three, and tell how many documents each run saw."""
    seen: list[int] = []
    one_run = linking._link

    def counted(stored: Ledger, view: View, **options: str) -> None:
        one_run(stored, view, **options)
        seen.append(view.n_documents())

    monkeypatch.setattr(linking, "WHOLE", 5)
    monkeypatch.setattr(linking, "PART", 3)
    monkeypatch.setattr(linking, "_link", counted)
    return seen


def fill(ledger: Ledger, rng: random.Random, numbers: range) -> None:
    """Add reports two a commit, none joined, and code one of them anew."""
    records = [report(rng, number) for number in numbers]
    with ledger.writer(coder_version="1", started="1", batch_size=2) as writer:
        for record in records:
            writer.add(record)
    with ledger.writer(coder_version=f"anew {numbers[0]}", started="2") as writer:
        writer.add(anew(rng, records[0]))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_much_is_joined_part_by_part_as_if_at_once(seed: int, tmp_path: Path, runs: list[int]) -> None:
    ledger, rng = open_ledger(tmp_path / "l"), random.Random(seed)
    fill(ledger, rng, range(12))
    assert link_ledger(ledger.path, coder_version="1", started="1")
    assert runs == [4, 6, 8, 10, 12]
    assert kept(ledger.view()) == made_anew(ledger.view())
    fill(ledger, rng, range(20, 28))
    assert link_ledger(ledger.path, coder_version="1", started="2")
    assert runs[5:] == [14, 16, 18, 20]
    assert kept(ledger.view()) == made_anew(ledger.view())
    assert not link_ledger(ledger.path, coder_version="1", started="3")
    assert ledger.check() == ()


def test_joining_in_parts_goes_on_where_it_was_stopped(
    tmp_path: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = open_ledger(tmp_path / "l")
    fill(ledger, random.Random(3), range(12))
    with monkeypatch.context() as m:
        m.setattr(linking, "keep_links", stopped_after(2))
        with pytest.raises(KeyboardInterrupt):
            link_ledger(ledger.path, coder_version="1", started="1")
    del runs[:]
    assert link_ledger(ledger.path, coder_version="1", started="2")
    assert runs == [8, 10, 12]
    assert kept(ledger.view()) == made_anew(ledger.view())


def stopped_after(n_runs: int) -> Callable[..., None]:
    """Return what keeps links so many times, and is stopped then."""
    done = []

    def keep(*args: object, **options: object) -> None:
        if len(done) == n_runs:
            raise KeyboardInterrupt
        links.keep_links(*args, **options)
        done.append(1)

    return keep


def test_links_of_another_version_are_shown_until_all_parts_are_joined_anew(
    tmp_path: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = open_ledger(tmp_path / "l")
    fill(ledger, random.Random(4), range(12))
    link_ledger(ledger.path, coder_version="1", started="1")
    shown = kept(ledger.view())
    monkeypatch.setattr(linking, "linker_version", lambda: "another")
    with monkeypatch.context() as m:
        m.setattr(linking, "keep_links", stopped_after(2))
        with pytest.raises(KeyboardInterrupt):
            link_ledger(ledger.path, coder_version="1", started="2")
    assert kept(ledger.view()) == shown
    del runs[:]
    assert link_ledger(ledger.path, coder_version="1", started="3")
    assert runs == [8, 10, 12]
    assert kept(ledger.view()) == shown
    assert ledger.view().query("SELECT linker FROM linked")["linker"].to_pylist() == ["another"]
