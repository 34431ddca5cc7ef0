import pytest

from dragoman.lexicon.scales import QUADS, Quad, load_index_defaults, load_scales
from dragoman.model import EventType


def test_every_plover_type_has_a_value_and_a_class():
    scales = load_scales()
    for kind in EventType:
        assert -10 <= scales.of_type(kind).value <= 10
        assert scales.of_type(kind).quad in QUADS


def test_accuse_is_conflict_although_the_manual_prints_plus_three():
    assert load_scales().of_type(EventType.ACCUSE).value == -3.0


@pytest.mark.parametrize(
    ("kind", "quad"),
    [
        (EventType.CONSULT, Quad.VERBAL_COOPERATION),
        (EventType.AID, Quad.MATERIAL_COOPERATION),
        (EventType.THREATEN, Quad.VERBAL_CONFLICT),
        (EventType.ASSAULT, Quad.MATERIAL_CONFLICT),
    ],
)
def test_quad_class_of_a_type(kind, quad):
    assert load_scales().of_type(kind).quad is quad


def test_value_has_the_sign_of_its_class_for_deeds():
    for (kind, _), tone in load_scales().plover.items():
        if tone.quad is Quad.MATERIAL_CONFLICT:
            assert tone.value < 0, kind
        if tone.quad is Quad.MATERIAL_COOPERATION:
            assert tone.value > 0, kind


def test_mode_without_a_row_counts_as_its_type():
    scales = load_scales()
    assert scales.of_type(EventType.ASSAULT, "no such mode") == scales.of_type(EventType.ASSAULT)
    assert scales.of_type(EventType.ASSAULT, "Aerial").value == -9.5


def test_cameo_code_falls_back_to_its_parent():
    scales = load_scales()
    assert scales.of_cameo("057").value == 8.0
    assert scales.of_cameo("0579") == scales.of_cameo("057")
    assert scales.of_cameo("99") is None


def test_investigating_is_verbal_conflict_in_both_schemes():
    scales = load_scales()
    assert scales.of_cameo("09").quad is scales.of_type(EventType.ACCUSE, "Investigate").quad


def test_shipped_parameters_are_there_for_week_and_month():
    assert set(load_index_defaults()) == {"week", "month"}
