"""A network that was written for the package is read back, and goes on from where it was."""

import copy
from pathlib import Path

import pytest
import torch
from coder_batches import batch
from coder_encoders import MiniLM, Shape
from coder_export import export
from coder_factory import TOKENIZER, make_samples
from coder_network import CoderNetwork
from coder_restore import NEW, restore
from coder_windows import whole
from mean_coder import mean

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::torch.jit.TracerWarning"
)
"""What the exporter itself has to say."""


@pytest.fixture(scope="module")
def network() -> CoderNetwork:
    torch.manual_seed(5)
    made = CoderNetwork(MiniLM(Shape(layers=2, size=48, heads=12, inner=64, positions=300)))
    for weights in made.parameters():  # no two alike, or the exporter keeps one for both
        weights.data += 0.1 * torch.randn_like(weights)
    return made.eval()


@pytest.fixture(scope="module")
def folder(network: CoderNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("network")
    export(network, TOKENIZER, made)
    return made


def test_every_weight_comes_back_but_for_the_rounding(network: CoderNetwork, folder: Path) -> None:
    back, first = restore(folder).state_dict(), network.state_dict()
    assert back.keys() == first.keys()
    read = 3  # of the roles, those of acts; what paths add to the holder and object of a stance is not kept
    for name, weights in first.items():
        if name in NEW:
            continue
        old, new = (x[..., :read] if name in {"paths", "typed_paths"} else x for x in (weights, back[name]))
        if name == "typed_paths":
            old, new = old[1:], new[1:]
        assert (old - new).abs().max() <= 0.02 * old.abs().max() + 6e-4, name


def test_it_says_nearly_the_same_of_a_text(network: CoderNetwork, folder: Path) -> None:
    held = batch([whole(text) for text in make_samples()])
    with torch.no_grad():
        old, new = network.read(held), restore(folder).eval().read(held)
    assert (old.types - new.types).abs().max() < 0.1
    assert (old.status - new.status).abs().max() < 0.1


def test_files_of_another_network_are_refused(folder: Path, tmp_path: Path) -> None:
    import onnx

    model = onnx.load(folder / "coder.onnx")
    bias = next(x for x in model.graph.initializer if x.name.endswith("norm.bias"))
    model.graph.initializer.remove(bias)
    onnx.save(model, tmp_path / "coder.onnx")
    (tmp_path / "paths.tsv").write_text((folder / "paths.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(SystemExit, match="not a network that"):
        restore(tmp_path)


def test_the_mean_lies_between_networks(network: CoderNetwork) -> None:
    ones, threes = copy.deepcopy(network), copy.deepcopy(network)
    for weights in ones.parameters():
        torch.nn.init.ones_(weights)
    for weights in threes.parameters():
        torch.nn.init.constant_(weights, 3)
    for name, weights in mean([ones, threes]).state_dict().items():
        assert torch.all(weights == (3 if name in NEW else 2)), name
