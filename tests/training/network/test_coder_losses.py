"""The losses over a padded batch are those of its windows one by one; teachers draw a student towards them."""

import math
from collections.abc import Iterator

import pytest
import torch
from coder_batches import batch
from coder_factory import make_network, make_samples
from coder_labels import ROLES
from coder_losses import PAIR_WEIGHT, chances, gold_loss, taught_loss
from coder_network import CoderNetwork
from coder_windows import IGNORED, Window, whole
from torch.nn.functional import logsigmoid


def alone(network: CoderNetwork, window: Window) -> Iterator[tuple[str, float]]:
    """Yield every loss of a window, named by its part, worked out word by word and pair by pair on what is exported."""
    ids, marks = torch.tensor(window.ids)[None], torch.tensor(window.marks, dtype=torch.float)[None]
    types, status, stances, roles, pairs = (x[0] for x in network(ids, torch.ones_like(ids), marks))
    type_of = {k: act.type for act in window.labelled if act.type for k in act.pieces}
    stance_of = {k: act.stance for act in window.labelled if not act.type for k in act.pieces}
    for k in range(len(window.ids)):
        if window.is_first[k]:
            yield "types", -float(types[k].log_softmax(-1)[type_of.get(k, 0)])
            yield "stances", -float(stances[k].log_softmax(-1)[stance_of.get(k, 0)])

    def mean(scores: torch.Tensor, one: tuple[int, ...], other: tuple[int, ...]) -> float:
        return sum(float(scores[i, j]) for i in one for j in other) / len(one) / len(other)

    for row, act in enumerate(window.labelled):
        if act.status != IGNORED:
            chance = torch.stack([status[k] for k in act.pieces]).mean(0).log_softmax(-1)
            yield "status", -float(chance[act.status])
        for role, side in enumerate(act.roles):
            for entity in range(window.entities) if side is not None else ():
                logits = []
                for column, (named, pieces) in enumerate(window.mentions):
                    held = [f for f, is_held in enumerate(window.paths[row, column]) if is_held]
                    weight = sum(float(network.paths[f, role] + network.typed_paths[act.type, f, role]) for f in held)
                    if named == entity:
                        logits.append(mean(roles[role], act.pieces, pieces) + weight)
                yield "roles", -float(logsigmoid(torch.tensor(max(logits) * (1 if entity in side else -1))))
    done = {
        (act.strict, one, other)
        for act in window.labelled
        if act.strict is not None
        for one in act.roles[0]
        for other in act.roles[1] or act.roles[0]
    }
    for kind in range(len(pairs)):
        for one in range(window.entities):
            for other in range(window.entities):
                if one != other:
                    found = [
                        mean(pairs[kind], first, second)
                        for a, first in window.mentions
                        for b, second in window.mentions
                        if (a, b) == (one, other)
                    ]
                    sign, weight = (1, PAIR_WEIGHT) if (kind, one, other) in done else (-1, 1)
                    yield "pairs", -weight * float(logsigmoid(torch.tensor(sign * max(found))))


def test_loss_of_a_batch_is_that_of_its_windows_one_by_one() -> None:
    network = make_network()
    windows = [whole(text) for text in make_samples()]
    losses: dict[str, list[float]] = {}
    with torch.no_grad():
        for window in windows:
            for part, loss in alone(network, window):
                losses.setdefault(part, []).append(loss)
        held = batch(windows)
        found = float(gold_loss(network.read(held), held))
    means = {part: sum(some) / len(some) for part, some in losses.items()}
    assert set(means) == {"types", "stances", "status", "roles", "pairs"}
    expected = means["types"] + means["roles"] + 0.5 * means["status"] + 0.5 * means["stances"] + means["pairs"]
    assert found == pytest.approx(expected, abs=1e-5)


def test_a_batch_without_an_act_or_a_name_has_a_loss() -> None:
    network = make_network()
    held = batch([whole(make_samples()[3])])
    loss = float(gold_loss(network.read(held), held).detach())
    assert math.isfinite(loss)
    assert loss > 0


def test_padding_and_company_do_not_change_what_is_said_of_a_window() -> None:
    network = make_network()
    windows = [whole(text) for text in make_samples()]
    with torch.no_grad():
        together, single = network.read(batch(windows)), network.read(batch(windows[:1]))
    acts, entities = len(windows[0].labelled), windows[0].entities
    assert torch.allclose(together.types[0, : len(windows[0].ids)], single.types[0], atol=1e-5)
    assert torch.allclose(together.roles[0, :, :acts, :entities], single.roles[0], atol=1e-5)
    assert torch.allclose(together.pairs[0, :, :entities, :entities], single.pairs[0], atol=1e-5)


def test_nobody_is_farther_from_a_teacher_than_the_teacher() -> None:
    teacher, other = make_network(1), make_network(2)
    held = batch([whole(text) for text in make_samples()])
    with torch.no_grad():
        thought = chances([teacher.read(held)])
        assert taught_loss(teacher.read(held), held, thought) < taught_loss(other.read(held), held, thought)


def test_what_two_teachers_think_is_the_mean_of_their_chances() -> None:
    said = [make_network(seed).read(batch([whole(make_samples()[0])])) for seed in (1, 2)]
    both = chances(said)
    assert torch.allclose(both.types, (said[0].types.softmax(-1) + said[1].types.softmax(-1)) / 2)
    assert torch.allclose(both.roles, (said[0].roles.sigmoid() + said[1].roles.sigmoid()) / 2)
    assert both.roles.shape[1] == len(ROLES)


def test_teachers_chances_draw_a_student_towards_them() -> None:
    teacher, student = make_network(1), make_network(2)
    held = batch([whole(text) for text in make_samples()])
    with torch.no_grad():
        thought = chances([teacher.read(held)])

    def away() -> float:
        with torch.no_grad():
            own = chances([student.read(held)])
        counted = held.types != IGNORED
        return float((own.types - thought.types)[counted].abs().sum(-1).mean())

    before = away()
    steps = torch.optim.Adam(student.parameters(), lr=0.03)
    for _ in range(15):
        steps.zero_grad()
        taught_loss(student.read(held), held, thought).backward()
        steps.step()
    assert away() < before / 2
