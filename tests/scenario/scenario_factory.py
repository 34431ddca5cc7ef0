"""Builders of scenarios for the tests of this folder."""

from dragoman.scenario import Range, Scenario, ScenarioActor


def make_range(low, mode=None, high=None):
    return Range.at(low) if mode is None else Range(low=low, mode=mode, high=high)


def make_actor(name="A", position=(50,), salience=(0.5,), capability=(10,), **over):
    return ScenarioActor(
        name=name,
        position=make_range(*position),
        salience=make_range(*salience),
        capability=make_range(*capability),
        **over,
    )


def make_scenario(*actors, **over):
    chosen = actors or (
        make_actor("A", (0, 10, 40), (0.2, 0.5, 0.9)),
        make_actor("B", (60, 90, 100), (0.8,), (5, 20, 30)),
        make_actor("C", (55,), (0.9,)),
    )
    return Scenario(**{"issue": "tariffs", "anchors": ("none", "full"), "actors": chosen} | over)


TOML = """\
issue = "tariffs"
[scale]
0 = "no tariff"
100 = "full tariff"
[[actors]]
name = "A"
position = { low = 0, mode = 10, high = 40 }
salience = 0.5
capability = 10
evidence = ["p1"]
quotations = ["never"]
[[actors]]
name = "B"
position = 90
salience = { low = 0.7, mode = 0.8, high = 1 }
capability = 20
"""
