"""How the pages are built: `python -m sphinx -W -b html docs docs/_build`."""

from pathlib import Path

project = "dragoman"
author = "The dragoman authors"
version = release = Path(__file__).parents[1].joinpath("src", "dragoman", "version.py").read_text().split('"')[-2]
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "dragoman"
html_copy_source = False
myst_heading_anchors = 3
