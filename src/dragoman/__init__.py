"""Read diplomatic and political reporting into an evidence-linked ledger.

`read` a text, `open_ledger`, `parse_date`, `locate`, and `who` held an office; everything else is in the stages'
packages. Importing this package loads nothing heavy, writes no file and opens no socket.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

import dragoman.read  # noqa: F401  # first, so that the function below keeps the name that this package also has
from dragoman.api import Ledger, open_ledger, read
from dragoman.version import __version__

if TYPE_CHECKING:
    from dragoman.lexicon.offices import who
    from dragoman.resolve.places import locate
    from dragoman.resolve.time import parse_date

__all__ = ["Ledger", "__version__", "locate", "open_ledger", "parse_date", "read", "who"]

_LATER = {"locate": "dragoman.resolve.places", "parse_date": "dragoman.resolve.time", "who": "dragoman.lexicon.offices"}

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
