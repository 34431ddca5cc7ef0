"""Ledgers on storage that speaks S3: what an address means, and how the libraries are told of it.

Credentials, region and endpoint come from the usual variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL). Commits of two writers are kept apart by puts that fail where the key
exists ("If-None-Match"), which AWS, MinIO, Ceph, R2 and others know; no lock table is needed.
"""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pyarrow as pa

if TYPE_CHECKING:
    from pyarrow.fs import S3FileSystem

SCHEME: Final = "s3:"
PREFIX: Final = f"{SCHEME}//"
"""How the address of a ledger or of a file in it begins."""
REGION: Final = "us-east-1"
"""Where no variable names a region; storage outside AWS mostly ignores it."""


def address(path: Path) -> str | None:
    """Return the address of a ledger on S3 ("s3://bucket/name"), or None for a folder.

    A `Path` made of the address has lost one of its two strokes; it is put back here.
    """
    return PREFIX + "/".join(path.parts[1:]) if path.parts[:1] == (SCHEME,) else None


def delta_options() -> dict[str, str]:
    """Return what the Delta library must know beside the variables that it reads itself."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    options = {"aws_conditional_put": "etag", "aws_region": _region()}
    if endpoint.startswith("http://"):
        options["aws_allow_http"] = "true"
    return options


def file_system() -> "S3FileSystem":
    """Return the file system that reads the data files; made once for an endpoint."""
    return _file_system(os.environ.get("AWS_ENDPOINT_URL", ""), _region())


@cache
def _file_system(endpoint: str, region: str) -> "S3FileSystem":
    from pyarrow.fs import S3FileSystem

    parts = urlsplit(endpoint)
    return S3FileSystem(endpoint_override=parts.netloc or None, scheme=parts.scheme or "https", region=region)


def _region() -> str:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or REGION


def key(url: str) -> str:
    """Return bucket and key of an address, as the file system names them."""
    return url.removeprefix(PREFIX)


def read_bytes(url: str) -> bytes | None:
    """Return the content of a file, or None if it is not there; raises OSError if the storage refuses."""
    try:
        with file_system().open_input_file(key(url)) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content


def write_bytes(url: str, content: bytes) -> None:
    """Write a file whole; raises OSError if the storage refuses."""
    with file_system().open_output_stream(key(url)) as file:
        file.write(content)


def names(url: str) -> list[str]:
    """Return the names right under an address, sorted; none where nothing is."""
    from pyarrow.fs import FileSelector

    found = file_system().get_file_info(FileSelector(key(url), recursive=False, allow_not_found=True))
    return sorted(info.base_name for info in found)


def rows(urls: list[str], schema: pa.Schema) -> object:
    """Return data files as one set of rows of which a query fetches the columns and groups that it needs."""
    from pyarrow.dataset import dataset

    return dataset([key(url) for url in urls], schema=schema, format="parquet", filesystem=file_system())
