"""Holders of offices on the team's probes; these measure and are no source of rows."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from dragoman.lexicon.actors_spelling import sound_key
from dragoman.lexicon.offices import who
from dragoman.model import OfficeHolder

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
# Shares of right answers; they only rise.
PROBE_FLOOR = 0.95
PEOPLE_FLOOR = 1.0


def read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the repository")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def is_right(row: dict[str, str], found: tuple[OfficeHolder, ...]) -> bool:
    """Tell whether the first holder is the person (and for a person the office) of the probe."""
    if not found or found[0].code != row["code"]:
        return False
    names = {sound_key(name) for name in (found[0].person, *found[0].aliases)}
    office, wanted = sound_key(found[0].office), sound_key(row["office"])
    return sound_key(row["person"]) in names and (row["kind"] == "phrase" or wanted in office or office in wanted)


def test_probes_of_phrases_and_persons() -> None:
    rows = read(DATA / "probes" / "offices.tsv")
    wrong = [r["query"] for r in rows if not is_right(r, who(r["query"], on=date.fromisoformat(r["date"])))]
    share = 1 - len(wrong) / len(rows)
    assert share >= PROBE_FLOOR, f"{share:.3f}, wrong: {wrong}"


def test_well_known_persons_have_their_office() -> None:
    rows = read(DATA / "actors" / "people30.tsv")
    wrong = [
        row["name"]
        for row in rows
        if not any(
            re.search(row["role_substring"], holder.office, re.IGNORECASE)
            for holder in who(row["name"], on=date.fromisoformat(row["date"]))[:2]
        )
    ]
    assert 1 - len(wrong) / len(rows) >= PEOPLE_FLOOR, wrong
