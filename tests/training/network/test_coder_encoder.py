"""The published encoder is loaded from its file, whole or in part."""

from pathlib import Path

import torch
from coder_encoder import MiniLM, load_minilm
from coder_factory import TOKENIZER, write_minilm


def read(encoder: MiniLM, text: str) -> torch.Tensor:
    ids = torch.tensor([TOKENIZER.encode(text).ids])
    with torch.no_grad():
        return encoder.eval()(ids, torch.ones(ids.shape), torch.zeros(1, ids.shape[1], encoder.size))


def test_minilm_with_fewer_layers_is_its_beginning(tmp_path: Path) -> None:
    write_minilm(tmp_path / "model.safetensors")
    both, one = (load_minilm(tmp_path / "model.safetensors", layers=n) for n in (2, 1))
    assert (len(both.layers), len(one.layers)) == (2, 1)
    both.layers = both.layers[:1]
    assert torch.equal(read(both, "Oslo called off the visit."), read(one, "Oslo called off the visit."))
