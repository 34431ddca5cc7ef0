"""Takes a ledger, gives pages: the local web app and the brief.

A page is a frozen context (one dataclass, made from the ledger alone), which a template turns into HTML and the codec
into its JSON twin. Charts are SVG drawn from the same context. The desk uses dragoman as any program would: it stands
above `api` in the flow of imports.
"""

from dragoman.desk.app import create_app

__all__ = ["create_app"]
