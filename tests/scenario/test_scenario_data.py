"""The tables of data/scenario."""

from dragoman.lexicon.scenario import criticisms_of, load_criticisms, load_stance_ranges
from dragoman.model import Stance
from dragoman.scenario import Model


def test_criticisms_name_known_models_only():
    known = {*(str(model) for model in Model), "all"}
    assert {name for one in load_criticisms() for name in one.models} == known


def test_own_criticisms_come_before_the_general_ones():
    models = [one.models for one in criticisms_of("nash")]
    assert models == sorted(models, key=lambda names: names == ("all",))


def test_support_and_oppose_mirror_one_another():
    ranges = load_stance_ranges()
    support, oppose = ranges[Stance.SUPPORT], ranges[Stance.OPPOSE]
    assert (support.low, support.mode, support.high) == (100 - oppose.high, 100 - oppose.mode, 100 - oppose.low)
