"""Every cue credits an outlet in its one sentence and not in the other; weights and tables are whole."""

import pytest

from dragoman.errors import LexiconError
from dragoman.lexicon import belief, identity
from dragoman.lexicon.identity import load_like_words, load_near_types, load_weights
from dragoman.lexicon.origins import credited_names, load_origin_cues, outlet_key
from dragoman.model import EventType, SpeakerKind


@pytest.mark.parametrize("cue", load_origin_cues(), ids=lambda c: f"{c.side} {c.words}")
def test_cue_credits_in_one_sentence_and_not_in_the_other(cue):
    assert "reuters" in credited_names(cue.yes)
    assert "reuters" not in credited_names(cue.no)
    assert cue.words.split()[0] in cue.no.casefold().split() or cue.words.rstrip(":") in cue.no.casefold()


@pytest.mark.parametrize(
    ("one", "other"), [("AFP", "Agence France-Presse"), ("the Associated Press", "AP"), ("The Fjord", "fjord")]
)
def test_forms_of_one_outlet_share_a_key(one, other):
    assert outlet_key(one) == outlet_key(other)


def test_near_types_go_both_ways_and_hold_the_type_itself():
    near = load_near_types()
    assert all(t in near[t] for t in EventType)
    assert all(a in near[b] for a in EventType for b in near[a])
    assert EventType.ASSAULT not in near[EventType.CONSULT]


def test_like_words_meet():
    like = load_like_words()
    assert like["trip"] == like["arrive"] == "visit"
    assert like["meet"] != like["visit"]


def test_weights_for_and_against_have_their_sign():
    w = load_weights()
    assert w.start < 0
    assert min(w.two_parties, w.same_type, w.same_days, w.in_window, w.same_origin) > 0
    assert max(w.other_party, w.other_person, w.other_country, w.other_figure) < 0


def test_belief_weights_grow_with_the_source():
    kinds = belief.load_belief().kinds
    assert kinds[SpeakerKind.HEARSAY] < kinds[SpeakerKind.ANONYMOUS] < kinds[SpeakerKind.OUTLET]


@pytest.mark.parametrize(
    ("module", "loader", "rows", "words"),
    [
        (belief, "load_belief", [{"kind": "start", "read": "1", "trust": "1"}], "expected the rows"),
        (
            belief,
            "load_belief",
            [{"kind": k, "read": "x", "trust": "1"} for k in ("start", *SpeakerKind)],
            "could not convert",
        ),
        (
            belief,
            "load_belief",
            [{"kind": k, "read": "0.2", "trust": "1"} for k in ("start", *SpeakerKind)],
            "above that of",
        ),
        (identity, "load_weights", [{"name": "start", "weight": "1"}], "expected each of"),
        (identity, "load_near_types", [{"one": "AGREE", "other": "DANCE"}], "DANCE"),
        (identity, "load_like_words", [{"words": "a,b"}, {"words": "b"}], "stands in two rows"),
    ],
)
def test_a_broken_table_is_named(monkeypatch, module, loader, rows, words):
    monkeypatch.setattr(module, "read_rows", lambda _: iter(rows))
    with pytest.raises(LexiconError, match=words):
        getattr(module, loader).__wrapped__()
