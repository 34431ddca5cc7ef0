"""Draw docs/architecture.svg, who imports whom among the folders of src/dragoman, from the code's own imports.

python scripts/draw_architecture.py          writes the picture
python scripts/draw_architecture.py --check  exits with 1 if the picture is out of date

One row and one column per folder or module, in the order of the layers in pyproject.toml. A dot says that the row
imports from the column: small for one import, middle for up to nine, large for more. What stood left of the diagonal
would be an import of a higher layer, and what stood in the frame an import of one stage by another; there is neither.
"""

import sys
import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"
CELL, LEFT, TOP, PAD = 26, 100, 84, 30
SIZES = ((1, 3), (9, 5), (10**6, 8))
"""Radius of a dot up to so many imports."""
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.grid, .stages { fill: none; stroke: #d0d7de } .stages { stroke: #bc4c00; stroke-width: 2 }
.own { fill: #d0d7de } .hit { fill: #0969da } .stage { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid { stroke: #30363d } .stages { stroke: #f0883e }
  .own { fill: #30363d } .hit { fill: #58a6ff } .stage { fill: #f0883e }
}
"""


def layers() -> list[list[str]]:
    """Return the layers of the import contract, highest first, each with its folders and modules."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (c for c in held["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def counts() -> dict[tuple[str, str], int]:
    """Return how many modules each folder imports from each other one, counted per importing module."""
    graph = grimp.build_graph("dragoman")
    found: dict[tuple[str, str], int] = {}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = (module.split(".")[1:2], imported.split(".")[1:2])
            if all(pair):
                found[pair[0][0], pair[1][0]] = found.get((pair[0][0], pair[1][0]), 0) + 1
    return found


def picture() -> str:
    """Return the picture as SVG."""
    rows, held = layers(), counts()
    names = [name for layer in rows for name in layer]
    at = {name: k for k, name in enumerate(names)}
    side = CELL * len(names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + side + PAD} {TOP + side + PAD}" role="img">',
        "<title>Imports between the folders of dragoman: each row imports from the columns</title>",
        f"<style>{STYLE}</style>",
    ]
    stages = max(rows, key=len)
    for name, k in at.items():
        kind = ' class="stage"' if name in stages else ""
        y, x = TOP + k * CELL + 17, LEFT + k * CELL + 17
        parts.append(f'<text x="{PAD // 2}" y="{y}"{kind}>{escape(name)}</text>')
        parts.append(f'<text transform="translate({x} {TOP - 8}) rotate(-60)"{kind}>{escape(name)}</text>')
        parts.append(f'<rect class="own" x="{LEFT + k * CELL}" y="{TOP + k * CELL}" width="{CELL}" height="{CELL}"/>')
    lines = (f"M{LEFT} {TOP + k * CELL}h{side}M{LEFT + k * CELL} {TOP}v{side}" for k in range(len(names) + 1))
    parts.append(f'<path class="grid" d="{"".join(lines)}"/>')
    for (row, column), n in sorted(held.items()):
        if row != column and row in at and column in at:
            x, y = LEFT + at[column] * CELL + CELL // 2, TOP + at[row] * CELL + CELL // 2
            radius = next(r for most, r in SIZES if n <= most)
            parts.append(f'<circle class="hit" cx="{x}" cy="{y}" r="{radius}"/>')
    first, width = at[stages[0]] * CELL, CELL * len(stages)
    parts.append(f'<rect class="stages" x="{LEFT + first}" y="{TOP + first}" width="{width}" height="{width}"/>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> int:
    """Write the picture, or say that it is out of date."""
    drawn = picture()
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(drawn, encoding="utf-8")
        return 0
    if PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == drawn:
        return 0
    print(f"{PICTURE.relative_to(ROOT)} is out of date: run python scripts/draw_architecture.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
