"""Every row of the tables of sources, stances and causes speaks in its `yes` and keeps silent in its `no`."""

from collections.abc import Callable

import pytest
from coded_texts import Code

from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import Coding
from examples import expanded


def told_by_somebody(coding: Coding) -> bool:
    return any(ev.attribution[0].speaker != "outlet" for ev in coding.evidence if ev.lemma in {"bomb", "bombing"})


def told_by_the_outlet(coding: Coding) -> bool:
    return any(ev.attribution[0].speaker == "outlet" for ev in coding.evidence if ev.lemma in {"bomb", "bombing"})


def cases(table: str, column: str) -> list[tuple[dict[str, str], str]]:
    return [(row, text) for row in read_rows(data_file(f"cues/{table}.tsv")) for text in expanded(row[column])]


def failures(ruled: Code, rows: list[tuple[dict[str, str], str]], ok: Callable[[dict[str, str], Coding], bool]) -> str:
    results = ruled([text for _, text in rows])
    return "\n".join(text for (row, text), (_, coding) in zip(rows, results, strict=True) if not ok(row, coding))


@pytest.mark.parametrize("table", ["reporting", "stances", "causes"])
def test_every_word_of_a_family_has_both_examples(table: str) -> None:
    for row in read_rows(data_file(f"cues/{table}.tsv")):
        n = len(row["lemma"].split(","))
        assert n == len(list(expanded(row["yes"]))) == len(list(expanded(row["no"]))), row["lemma"]


def test_reporting_words_hand_the_act_to_a_speaker(ruled: Code) -> None:
    def ok(row: dict[str, str], coding: Coding) -> bool:
        return told_by_the_outlet(coding) if row["kind"] == "hear" else told_by_somebody(coding)

    assert not failures(ruled, cases("reporting", "yes"), ok)


def test_reporting_words_elsewhere_leave_the_act_with_the_outlet(ruled: Code) -> None:
    assert not failures(ruled, cases("reporting", "no"), lambda _, coding: told_by_the_outlet(coding))


def test_stance_words_put_a_stance(ruled: Code) -> None:
    def ok(row: dict[str, str], coding: Coding) -> bool:
        return any(p.stance.value == row["stance"].split()[0] and p.actor == "state:NOR" for p in coding.positions)

    assert not failures(ruled, cases("stances", "yes"), ok)


def test_stance_words_without_an_actor_put_none(ruled: Code) -> None:
    assert not failures(ruled, cases("stances", "no"), lambda _, coding: not coding.positions)


def test_causal_markers_link_cause_and_act(ruled: Code) -> None:
    def ok(_: dict[str, str], coding: Coding) -> bool:
        acts = {ev.evidence_id for ev in coding.evidence if ev.type.value in {"ASSAULT", "SANCTION"}}
        return any(d.effect in acts for d in coding.drivers)

    assert not failures(ruled, cases("causes", "yes"), ok)


def test_causal_markers_elsewhere_link_nothing(ruled: Code) -> None:
    assert not failures(ruled, cases("causes", "no"), lambda _, coding: not coding.drivers)
