"""Teachers read plain text, and the student that is trained beside them is exported."""

import random
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from coder_batches import batch
from coder_encoders import MiniLM, Shape
from coder_export import export
from coder_factory import TOKENIZER, make_network, make_samples
from coder_labels import TYPE_LABELS
from coder_losses import gold_loss
from coder_markup import Passage
from coder_network import CoderNetwork
from coder_teacher import acts_in, believed, read_plain
from coder_windows import whole
from train_coder import Course, lessons, train, with_new_heads

from dragoman.coding.features import MARKS

PLAIN = """# a head line
Oslo called off the visit of a Finnish envoy on Monday, an aide said.
The weather was fine.

Lima praised Peru.
"""


def make_teacher(kind: str) -> CoderNetwork:
    """Return a network that takes every word for an act of a type, or for none."""
    network = make_network()
    torch.nn.init.zeros_(network.type_head.weight)
    network.type_head.bias.data = torch.eye(len(TYPE_LABELS))[TYPE_LABELS.index(kind)] * 9
    return network


@pytest.fixture
def plain(tmp_path: Path) -> list[Passage]:
    file = tmp_path / "plain.txt"
    file.write_text(PLAIN, encoding="utf-8")
    return read_plain([file])


def test_plain_text_is_read_in_blocks_without_marks(plain: list[Passage]) -> None:
    assert [p.text[:15] for p in plain] == ["Oslo called off", "Lima praised Pe"]
    assert not any(p.mentions or p.acts for p in plain)


def test_the_words_that_a_teacher_takes_for_acts_are_the_acts_of_plain_text(plain: list[Passage]) -> None:
    first, second = believed(plain, [make_teacher("SUPPORT")], TOKENIZER)
    assert [TOKENIZER.id_to_token(int(second.ids[act.pieces[0]])) for act in second.labelled] == [
        *("lima", "praised", "peru", "."),
    ]
    assert {TYPE_LABELS[act.type] for act in (*first.labelled, *second.labelled)} == {"SUPPORT"}
    assert len(second.mentions) == 2  # the states, as `resolve` finds them
    assert second.paths[1].any(axis=-1).all()


def test_a_teacher_that_sees_no_act_leaves_plain_text_without_one(plain: list[Passage]) -> None:
    assert [text.labelled for text in believed(plain, [make_teacher("none")], TOKENIZER)] == [(), ()]


def test_two_teachers_who_disagree_believe_what_both_together_find_likelier(plain: list[Passage]) -> None:
    texts = list(believed(plain, [make_teacher("none")], TOKENIZER))
    sure, doubtful = make_teacher("AID"), make_teacher("none")
    doubtful.type_head.bias.data /= 9  # chance of an act well above none
    found = acts_in(texts, [sure, doubtful])
    assert {act.type for acts in found for act in acts} == {"AID"}
    assert acts_in(texts, [doubtful, make_teacher("none")]) == [(), ()]


def test_training_with_a_teacher_and_plain_text_comes_nearer_to_the_labels(plain: list[Passage]) -> None:
    texts = tuple(make_samples())
    teacher = make_teacher("CONSULT")
    course = Course(
        texts=texts * 6,
        held_out=texts,
        plain=tuple(believed(plain, [teacher], TOKENIZER)),
        teachers=(teacher,),
        rounds=3,
        rate=1e-2,
    )
    held = batch([whole(text) for text in texts])

    def loss(network: CoderNetwork) -> float:
        with torch.no_grad():
            return float(gold_loss(network.eval().read(held), held))

    encoder = make_network().encoder
    before = loss(CoderNetwork(encoder))
    assert loss(train(with_new_heads(encoder), course)) < before


def test_a_round_has_no_more_plain_windows_than_annotated_ones(plain: list[Passage]) -> None:
    beside = tuple(believed(plain, [make_teacher("none")], TOKENIZER)) * 40
    course = Course(texts=tuple(make_samples()[:5]) * 8, held_out=(), plain=beside)
    read = list(lessons(course, random.Random(1)))
    assert sum(len(held.ids) for held, _ in read) == 40
    assert sum(len(other.ids) for _, other in read if other) == 40


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::torch.jit.TracerWarning")
def test_the_exported_network_says_what_the_trained_one_says(tmp_path: Path) -> None:
    torch.manual_seed(2)
    network = CoderNetwork(MiniLM(Shape(layers=1))).eval()
    export(network, TOKENIZER, tmp_path)
    ids = torch.tensor([TOKENIZER.encode("Oslo called off the visit of a Finnish envoy.").ids])
    marks = torch.zeros(1, ids.shape[1], MARKS)
    marks[0, 2, :5] = 1
    with torch.no_grad():
        types, status, _, roles, pairs = network(ids, torch.ones(ids.shape), marks)
    session = onnxruntime.InferenceSession(tmp_path / "coder.onnx")
    given = {"ids": ids.numpy(), "marks": marks.numpy(), "with_pairs": np.array(True)}  # noqa: FBT003
    found = session.run(["types", "status", "roles", "pairs"], given)
    for ours, theirs in zip((types, status, roles, pairs), found, strict=True):
        assert theirs.shape == tuple(ours.shape)
        assert np.corrcoef(ours.numpy().ravel(), theirs.ravel())[0, 1] > 0.99
    rows = (tmp_path / "paths.tsv").read_text("utf-8").splitlines()
    assert rows[3].split("\t")[:4] == ["feature", "role", "weight", "AGREE"]
