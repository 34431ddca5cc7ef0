"""Read diplomatic and political reporting into an evidence-linked ledger."""

import logging

__version__ = "0.1.0"
__all__ = ["__version__"]

logging.getLogger(__name__).addHandler(logging.NullHandler())
