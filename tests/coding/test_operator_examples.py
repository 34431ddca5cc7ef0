"""Every row of operators.tsv: its word decides the status in `yes`, and none in `no`."""

from coded_texts import Code

from dragoman.lexicon.cues import DROP
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import Coding, Resolved
from examples import expanded


def cue_lemmas(resolved: Resolved, coding: Coding) -> set[tuple[str, str]]:
    """Return (dictionary form of the deciding word, status) of all tellings."""
    found = set()
    for ev in coding.evidence:
        for token in resolved.parse.tokens:
            if ev.status_cue and token.start == ev.status_cue.start:
                found |= {(token.lemma, ev.status.value), (token.text.lower(), ev.status.value)}
    return found


def cases() -> list[tuple[str, str, str, str, str]]:
    """Return (lemma, effect, yes, no, row) for each word of each family."""
    rows = []
    for row in read_rows(data_file("cues/operators.tsv")):
        lemmas, yes, no = row["lemma"].split(","), list(expanded(row["yes"])), list(expanded(row["no"]))
        assert len(lemmas) == len(yes) == len(no), f"{row['lemma']}: an example for each word"
        rows += [(a, row["effect"], b, c, row["pos"]) for a, b, c in zip(lemmas, yes, no, strict=True)]
    return rows


def test_every_operator_decides_the_status_in_its_example(ruled: Code) -> None:
    rows = cases()
    wrong = []
    for (lemma, effect, yes, _, pos), (resolved, coding) in zip(rows, ruled([r[2] for r in rows]), strict=True):
        head = lemma.split()[0]
        if effect == DROP:
            said = {ev.lemma.split()[0] for ev in coding.evidence}
            ok = not said - {head}
        else:
            ok = any(word == head and status == effect for word, status in cue_lemmas(resolved, coding))
        if not ok:
            wrong.append(f"{lemma} ({pos}) {effect}: {yes} -> {[(e.lemma, e.status.value) for e in coding.evidence]}")
    assert not wrong, "\n".join(wrong)


def test_no_operator_speaks_where_it_governs_no_act(ruled: Code) -> None:
    rows = cases()
    wrong = []
    for (lemma, effect, _, no, pos), (resolved, coding) in zip(rows, ruled([r[3] for r in rows]), strict=True):
        head = lemma.split()[0]
        if any(word == head for word, _ in cue_lemmas(resolved, coding)) or not coding.evidence:
            wrong.append(f"{lemma} ({pos}) {effect}: {no} -> {[(e.lemma, e.status.value) for e in coding.evidence]}")
    assert not wrong, "\n".join(wrong)
