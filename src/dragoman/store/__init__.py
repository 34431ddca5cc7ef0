"""Takes records, keeps them: an append-only ledger that is readable while it is written and survives kill -9."""

from pathlib import Path

from dragoman.store.ledger import Ledger
from dragoman.store.tables import Tables

__all__ = ["open_ledger"]


def open_ledger(path: Path | str, *, must_exist: bool = False) -> Ledger:
    """Return the ledger in a folder, made if it is not there.

    Args:
        path: The ledger's folder, or its address on S3 ("s3://bucket/name").
        must_exist: Refuse to make a new one.

    Raises:
        LedgerError: If there is none and none may be made, or the folder is something else.
    """
    folder = Path(path)
    tables = Tables(folder)
    if not must_exist and tables.head() is None:
        tables.create()
    tables.check_head()
    return Ledger(folder)
