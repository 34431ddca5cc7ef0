"""Byte streams: looking ahead without losing the start, and unpacking within bounds."""

import gzip
import io
from typing import BinaryIO, Final, cast

from dragoman.errors import ReadError
from dragoman.read.limits import Limits

HEAD_BYTES: Final = 4096
"""Bytes at the start of an input by which its format is told."""

BUFFER_BYTES: Final = 65_536


class _Joined(io.RawIOBase):
    """A head that was read already, then the rest of its stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: WriteableBuffer, no alias at run time
        """Fill the buffer and return the number of bytes."""
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


class _Counted:
    """A stream that counts what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.n_bytes = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        data = self._stream.read(size)
        self.n_bytes += len(data)
        return data


class _Unpacked(io.RawIOBase):
    """A gzip stream unpacked, until it grows beyond what its packed size allows."""

    def __init__(self, packed: BinaryIO, limits: Limits) -> None:
        self._packed = _Counted(packed)
        self._stream = gzip.GzipFile(fileobj=cast("BinaryIO", self._packed), mode="rb")
        self._limits = limits
        self._n_bytes = 0

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # see _Joined
        """Fill the buffer and return the number of bytes; raises ReadError for a stream that unpacks too far."""
        data = self._stream.read1(len(buffer))
        self._n_bytes += len(data)
        bound = max(self._limits.text_bytes, self._limits.expansion * self._packed.n_bytes)
        if self._n_bytes > bound:
            raise ReadError(f"unpacks to more than {self._limits.expansion} times its size")
        buffer[: len(data)] = data
        return len(data)


def look_ahead(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and a stream that still begins with them."""
    head = stream.read(HEAD_BYTES)
    return head, cast("BinaryIO", io.BufferedReader(_Joined(head, stream), BUFFER_BYTES))


def unpack(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Return what a gzip stream holds, as a stream.

    Reading raises ReadError where it unpacks to more than the limits allow, EOFError where it breaks off, and
    OSError or zlib.error where it is damaged.
    """
    return cast("BinaryIO", io.BufferedReader(_Unpacked(stream, limits), BUFFER_BYTES))
