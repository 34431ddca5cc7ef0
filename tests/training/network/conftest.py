"""Puts `scripts/` on the path, which the tests of training import; without the extra [train] they are skipped."""

import sys
from pathlib import Path

import pytest

for package in ("onnx", "safetensors", "torch"):
    pytest.importorskip(package, reason=f"{package} is not installed: pip install '.[train]'")

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))
