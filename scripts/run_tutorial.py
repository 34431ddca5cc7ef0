"""Run the code cells of docs/tutorial.ipynb in order, in one namespace and a temporary folder.

python scripts/run_tutorial.py [NOTEBOOK]

No notebook software is needed. The time that it took is printed at the end (ten seconds is the aim). The first cell
that fails ends the run: the traceback names the cell, the exit status is 1.
"""

import argparse
import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "tutorial.ipynb"


def code_cells(notebook: Path) -> list[tuple[int, str]]:
    """Return number (from 1, cells of text counted too) and source of each code cell, in order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [(n, "".join(cell["source"])) for n, cell in enumerate(cells, start=1) if cell["cell_type"] == "code"]


def run_cells(notebook: Path) -> dict[str, object]:
    """Run all code cells and return the names that they leave; what a cell raises is passed on."""
    cells = code_cells(notebook)
    namespace: dict[str, object] = {"__name__": "__main__"}
    with tempfile.TemporaryDirectory(prefix="dragoman-tutorial-") as folder, contextlib.chdir(folder):
        for number, source in cells:
            exec(compile(source, f"{notebook.name}, cell {number}", "exec"), namespace)
    return namespace


def main() -> int:
    """Run the notebook and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebook", nargs="?", type=Path, default=NOTEBOOK, help="default: docs/tutorial.ipynb")
    notebook = parser.parse_args().notebook.resolve()
    begin = time.process_time()
    run_cells(notebook)
    print(f"{time.process_time() - begin:.1f} s of the processor", file=sys.stderr)
    print(f"{notebook.name}: {len(code_cells(notebook))} code cells ran")
    return 0


if __name__ == "__main__":
    sys.exit(main())
