"""What a command leaves unloaded."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_reading_loads_no_torch_where_it_is_installed(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text(f"open({str(tmp_path / 'loaded')!r}, 'w').close()\n")
    subprocess.run(
        [sys.executable, "-m", "dragoman", "read", str(ROOT / "examples" / "02_visit_prepared.txt")],
        check=True, capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}"},
    )  # fmt: skip
    assert not (tmp_path / "loaded").exists()
