"""Windows cut out of passages and articles keep what is inside them, and nothing else."""

import random

import numpy as np
import pytest
from coder_factory import TOKENIZER, make_samples
from coder_labels import STATUS_LABELS, TYPE_LABELS
from coder_windows import HIDDEN, MAX_PIECES, Sample, Window, draw, read_through, whole

from dragoman.coding.features import RULED
from dragoman.coding.paths import RULED as RULED_PATHS

SENTENCES = (
    "[A Oslo] {met|CONSULT A,B>} [B a Finnish envoy] on Monday.",
    "[C Riga] {threatened|THREATEN C>A} [A Oslo] with a boycott that traders in both of the harbours had long feared.",
    "The winter was mild, and the fishing boats stayed out until the last week of a dull November.",
    "[B The envoy] {denounced|ACCUSE B>C} [C Riga], [D an aide] said, for reasons that nobody at the table wrote down.",
    "[D The aide] went home.",
)


@pytest.fixture(scope="module")
def article() -> Sample:
    return make_samples(" ".join(SENTENCES * 6))[0]


def words(window: Window, pieces: tuple[int, ...]) -> str:
    return TOKENIZER.decode([int(window.unmasked[k]) for k in pieces])


def acts(window: Window) -> list[tuple[str, str]]:
    return [(words(window, act.pieces), TYPE_LABELS[act.type]) for act in window.labelled]


def test_passage_is_read_with_its_acts_their_statuses_and_parties() -> None:
    window = whole(make_samples()[0])
    assert acts(window) == [("met", "CONSULT"), ("lift", "RETREAT")]
    assert [STATUS_LABELS[act.status] for act in window.labelled] == ["happened", "planned"]
    met, lift = window.labelled
    named = {words(window, pieces): entity for entity, pieces in window.mentions}
    assert (met.roles[0], met.roles[1]) == ((named["oslo"], named["a finnish envoy"]), ())
    assert (lift.roles[0], lift.roles[1]) == ((named["oslo"],), (named["a finnish envoy"],))
    assert lift.roles[2] == (named["an aide"],)
    assert named["it"] == named["oslo"]
    assert met.roles[3:] == (None, None)


def test_stance_has_a_holder_and_an_object_and_no_sides() -> None:
    window = whole(make_samples()[1])
    stance = window.labelled[-1]
    assert (stance.type, stance.roles[:3]) == (0, (None, None, None))
    named = {words(window, pieces): entity for entity, pieces in window.mentions}
    assert stance.roles[3:] == ((named["lima"],), (named["peru"],))


def test_windows_drawn_from_an_article_are_short_runs_of_sentences_with_the_acts_inside(article: Sample) -> None:
    assert article.is_long
    rng = random.Random(5)
    held = {"met": "CONSULT", "threatened": "THREATEN", "denounced": "ACCUSE"}
    lengths = set()
    for _ in range(60):
        window = draw(article, rng)
        assert len(window.ids) <= MAX_PIECES + 2
        lengths.add(len(window.ids))
        text = [TOKENIZER.id_to_token(int(k)) for k in window.unmasked]
        assert (text[0], text[-1], text[-2]) == ("[CLS]", "[SEP]", ".")
        assert acts(window) == [(word, held[word]) for word in text if word in held]
        for act in window.labelled:
            for side in act.roles[:3]:
                assert all(entity < window.entities for entity in side)
        assert {entity for entity, _ in window.mentions} == set(range(window.entities))
    assert len(lengths) > 5


def test_a_party_named_outside_a_window_is_no_party_in_it(article: Sample) -> None:
    windows = [draw(article, random.Random(seed)) for seed in range(200)]
    alone = next(w for w in windows if acts(w)[-1:] == [("denounced", "ACCUSE")] and len(w.labelled) == 1)
    (act,) = alone.labelled
    assert [words(alone, pieces) for _, pieces in alone.mentions][:3] == ["the envoy", "riga", "an aide"]
    named = {words(alone, pieces): entity for entity, pieces in alone.mentions}
    assert (act.roles[0], act.roles[1]) == ((named["the envoy"],), (named["riga"],))


def test_a_text_read_through_leaves_no_piece_out_and_reads_none_twice(article: Sample) -> None:
    windows = list(read_through(article))
    assert len(windows) > 1
    assert np.array_equal(np.concatenate([w.ids[1:-1] for w in windows]), article.ids)
    assert [w.origin for w in windows] == np.cumsum([0, *(len(w.ids) - 2 for w in windows[:-1])]).tolist()
    assert sum(len(w.labelled) for w in windows) == len(article.labelled)


def test_only_words_of_mentions_are_hidden_and_they_stay_in_the_unmasked_text(article: Sample) -> None:
    hidden = 0
    for seed in range(30):
        window = draw(article, random.Random(seed))
        named = {k for _, pieces in window.mentions for k in pieces}
        changed = set(np.flatnonzero(window.ids != window.unmasked).tolist())
        assert changed <= named
        assert all(window.ids[k] == HIDDEN for k in changed)
        hidden += len(changed)
    assert hidden > 0


def test_where_the_rules_are_silent_the_parse_still_speaks(article: Sample) -> None:
    windows = [draw(article, random.Random(seed)) for seed in range(60)]
    silent = [w for w in windows if not w.marks[:, : RULED + 1].any()]
    assert 0 < len(silent) < len(windows) / 2
    assert all(w.marks.any() for w in silent)
    assert not any(w.paths[:, :, : len(RULED_PATHS)].any() for w in silent)
    assert any(w.paths.any() for w in silent)
