"""Published encoders are loaded from their files, whole or in part."""

import json
from pathlib import Path

import pytest
import torch
from coder_encoders import MiniLM, MPNet, bucket_of, load_minilm, load_mpnet
from coder_factory import TOKENIZER, write_minilm, write_mpnet


def read(encoder: MiniLM | MPNet, text: str) -> torch.Tensor:
    ids = torch.tensor([TOKENIZER.encode(text).ids])
    with torch.no_grad():
        return encoder.eval()(ids, torch.ones(ids.shape), torch.zeros(1, ids.shape[1], encoder.size))


def test_minilm_with_fewer_layers_is_its_beginning(tmp_path: Path) -> None:
    write_minilm(tmp_path / "model.safetensors")
    both, one = (load_minilm(tmp_path / "model.safetensors", layers=n) for n in (2, 1))
    assert (len(both.layers), len(one.layers)) == (2, 1)
    both.layers = both.layers[:1]
    assert torch.equal(read(both, "Oslo called off the visit."), read(one, "Oslo called off the visit."))


def test_the_units_that_are_left_out_are_those_that_give_least(tmp_path: Path) -> None:
    write_minilm(tmp_path / "model.safetensors", silent=range(0, 32, 2))
    whole = load_minilm(tmp_path / "model.safetensors", layers=2)
    half = load_minilm(tmp_path / "model.safetensors", layers=2, inner=16)
    assert half.layers[0].up.weight.shape == (16, 24)
    assert torch.allclose(read(whole, "The talks failed."), read(half, "The talks failed."), atol=1e-5)


def test_a_teachers_folder_is_loaded_with_the_sizes_of_its_weights(tmp_path: Path) -> None:
    write_mpnet(tmp_path)
    encoder = load_mpnet(tmp_path, TOKENIZER)
    assert (encoder.size, len(encoder.layers)) == (24, 2)
    ids = torch.tensor([TOKENIZER.encode("Oslo called off the visit.").ids])
    read = encoder.eval()(ids, torch.ones(ids.shape), torch.zeros(1, ids.shape[1], 24))
    assert read.shape == (1, ids.shape[1], 24)
    assert torch.isfinite(read).all()
    named = TOKENIZER.token_to_id("[MASK]"), TOKENIZER.token_to_id("visit")
    own = json.loads((tmp_path / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    assert encoder.own[list(named)].tolist() == [own["<mask>"], own["visit"]]


def test_a_teacher_whose_vocabulary_lacks_a_piece_is_refused(tmp_path: Path) -> None:
    write_mpnet(tmp_path, without="visit")
    with pytest.raises(SystemExit, match="no piece 'visit'"):
        load_mpnet(tmp_path, TOKENIZER)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no model\.safetensors"):
        load_mpnet(tmp_path, TOKENIZER)


def test_distances_are_told_apart_singly_when_near_and_by_their_way() -> None:
    bucket = bucket_of(300, 32, torch.device("cpu"))
    assert bucket[5, 5:13].tolist() == [0, *range(17, 24)]
    assert bucket[12, 5:13].tolist() == [*range(7, 0, -1), 0]
    assert bucket[0, 16] == 16 + 8 + 2  # halfway to 128 by its logarithm: 8 * log(2) / log(16)
    assert bucket[0, 128] == bucket[0, 299] == 31
    assert bucket[299, 0] == 15
