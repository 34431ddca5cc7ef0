"""Averages the weights of trained networks that went on from one another (extra `[train]`).

    python scripts/mean_coder.py --out FOLDER NETWORK [NETWORK ...]

NETWORK is a folder that `train_coder.py` wrote; named twice it counts twice. The mean finds what each of them finds and
errs less where they differ, and costs no more to run than one.

Source: Wortsman et al. 2022, "Model soups: averaging weights of multiple fine-tuned models improves accuracy without
increasing inference time", and "Robust fine-tuning of zero-shot models".
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from coder_export import export
from coder_network import CoderNetwork
from coder_restore import NEW, restore
from train_coder import load_tokenizer


def mean(networks: Sequence[CoderNetwork]) -> CoderNetwork:
    """Return a network with the mean of the weights of one or more of one shape, in place of the last.

    Its head of stances, which is no part of the files, is that of the last.
    """
    states = [network.state_dict() for network in networks]
    held = {name: sum(state[name] for state in states) / len(states) for name in states[-1] if name not in NEW}
    networks[-1].load_state_dict(held, strict=False)
    return networks[-1].eval()


def main() -> None:
    """Write the mean of the networks that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="folder for coder.onnx, tokenizer.json, labels.json")
    options = parser.parse_args()
    tokenizer = load_tokenizer(options.networks[0] / "tokenizer.json")
    export(mean([restore(folder) for folder in options.networks]), tokenizer, options.out)


if __name__ == "__main__":
    main()
