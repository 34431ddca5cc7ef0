"""Reads what people have: takes files, folders and standard input, gives Documents with receipts.

`read` is the stage. A text in hand becomes a Document by `dragoman.read.text.read_text`.
"""

from dragoman.read.dispatch import read

__all__ = ["read"]
