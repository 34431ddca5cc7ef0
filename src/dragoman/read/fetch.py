"""Fetching over http and https within bounds, and never from an address that the user's network keeps to itself.

A name is looked up once, the addresses are checked, and the connection goes to one that was checked: a name that
changes its mind (DNS rebinding) finds nobody to ask again. Each redirect is a new address and passes the same way.
Built on `http.client`: what other libraries add (pools, cookies, proxies, retries) is not wanted here, and none of them
lets a caller choose the address that is connected to without replacing its innermost parts.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

from dragoman.errors import FetchError, RefusedError
from dragoman.read.addresses import Target, is_public, parse_target
from dragoman.read.decode import BOMS, CHARSET, SAMPLE_BYTES
from dragoman.read.source import shown
from dragoman.version import __version__

AGENT: Final = f"dragoman/{__version__} (reads news feeds; asks conditionally, one request at a time)"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
LASTING: Final = frozenset({301, 308})
MARKS: Final = tuple(mark for mark, _ in BOMS)
TRIED_ADDRESSES: Final = 4
"""Addresses of one host that are tried."""
READ_BYTES: Final = 65_536
GZIP_BITS: Final = 31
"""zlib's code for a gzip stream with its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds on a request.

    Attributes:
        idle_s: Longest silence.
        total_s: Longest time from the connection to the last byte, redirects each for themselves.
        redirects: Most redirects that are followed.
        pause_s: Shortest time between two requests to one host.
    """

    idle_s: float = 15.0
    total_s: float = 60.0
    redirects: int = 5
    pause_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back.

    Attributes:
        url: Address it came from, after redirects.
        status: 200, or 304 where nothing changed.
        body: The bytes, unpacked; empty for 304.
        headers: By name in lower case.
        moved_to: Where the asked address has moved for good, or None.
    """

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str]
    moved_to: str | None = None


def as_utf8(fetched: Fetched) -> bytes:
    """Return the body in UTF-8 where only the head of the answer names its charset; else as it came.

    A mark at the start or a charset in the page itself goes first: many servers name one charset for all their pages.
    """
    from email.message import Message

    head = Message()
    head["content-type"] = fetched.headers.get("content-type", "")
    charset = head.get_content_charset()
    is_text = head.get_content_maintype() == "text"
    if not (charset and is_text) or fetched.body.startswith(MARKS) or CHARSET.search(fetched.body[:SAMPLE_BYTES]):
        return fetched.body
    try:
        return fetched.body.decode(charset, "replace").encode()
    except LookupError:  # a charset that nobody knows
        return fetched.body


Resolve = Callable[[str, int], Sequence[str]]


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of a host, the system's first choice first; raises OSError if it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetches pages and feeds; one request at a time.

    Attributes:
        allow_private: Whether addresses that are not public may be fetched.
        limits: Bounds on a request.
        resolve: Gives the addresses of a host.
        clock: Seconds that only grow.
        sleep: Waits so many seconds.
    """

    allow_private: bool = False
    limits: FetchLimits = FetchLimits()
    resolve: Resolve = resolve_host
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, *, max_bytes: int, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Return what an address holds.

        Args:
            url: http or https address.
            max_bytes: Longest body, unpacked.
            etag: Of the version at hand; the answer may then be 304.
            last_modified: Of the version at hand; likewise.

        Raises:
            FetchError: If the address may not or cannot be fetched; says why, and after how long to come again where
                the server says so.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        moved, is_lasting = None, True
        for _ in range(self.limits.redirects + 1):
            target = parse_target(url)
            fetched = self._request(target, headers, max_bytes)
            if fetched.status not in REDIRECTS:
                return _checked(fetched, moved, is_conditional=bool(headers))
            is_lasting = is_lasting and fetched.status in LASTING
            location = fetched.headers.get("location")
            if not location:
                raise FetchError(f"{target.host}: redirected to nowhere")
            url = parse_target(_joined(target, location)).url
            moved = url if is_lasting else moved
        raise FetchError(f"{shown(url)}: more than {self.limits.redirects} redirects")

    def _request(self, target: Target, headers: Mapping[str, str], max_bytes: int) -> Fetched:
        self._pause(target.host)
        stream = self._connect(target)
        with _deadline(stream, self.limits.total_s) as is_over:
            late = FetchError(f"{target.host}: took longer than {self.limits.total_s:g} seconds")
            try:
                if isinstance(stream, ssl.SSLSocket):
                    stream.do_handshake()  # checks the certificate
                fetched = _exchange(stream, target, headers, max_bytes)
            except (http.client.HTTPException, OSError, zlib.error) as err:
                what = "no secure connection" if isinstance(err, ssl.SSLError) else "broke off"
                raise (late if is_over() else FetchError(f"{target.host}: {what}: {_reason(err)}")) from err
            if is_over():  # a body without a stated length ends where the line is cut
                raise late
            return fetched

    def _pause(self, host: str) -> None:
        """Wait until the host was left alone for long enough."""
        last = self._last.get(host)
        if last is not None and (left := last + self.limits.pause_s - self.clock()) > 0:
            self.sleep(left)
        self._last[host] = self.clock()

    def _connect(self, target: Target) -> socket.socket:
        """Return a connection to an address of the host that may be fetched."""
        try:
            found = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as err:
            raise FetchError(f"{target.host}: no such host ({_reason(err)})") from err
        allowed = [address for address in found if self.allow_private or is_public(address)]
        if not allowed:
            which = ", ".join(found) or "no address"
            raise RefusedError(
                f"{target.host}: not fetched: {which} is not public; --allow-private fetches it all the same"
            )
        failure: OSError | None = None
        for address in allowed[:TRIED_ADDRESSES]:
            try:
                plain = socket.create_connection((address, target.port), timeout=self.limits.idle_s)
            except OSError as err:
                failure = err
                continue
            return plain if target.scheme == "http" else _wrapped(plain, target.host)
        raise FetchError(f"{target.host}: no connection ({_reason(failure)})") from failure


def _wrapped(plain: socket.socket, host: str) -> socket.socket:
    """Return the connection prepared for TLS; hands are shaken under the deadline, for they may drip as well."""
    try:
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    except (OSError, ValueError) as err:
        plain.close()
        raise FetchError(f"{host}: no secure connection ({_reason(err)})") from err


@contextlib.contextmanager
def _deadline(stream: socket.socket, seconds: float) -> Iterator[Callable[[], bool]]:
    """Cut a connection off after so many seconds, however busily it drips, and close it at the end."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(stream, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield over.is_set
    finally:
        timer.cancel()
        stream.close()


def _exchange(stream: socket.socket, target: Target, headers: Mapping[str, str], max_bytes: int) -> Fetched:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = stream
    standard = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
    host = f"[{target.host}]" if ":" in target.host else target.host
    if target.port not in {80, 443}:
        host = f"{host}:{target.port}"
    connection.request("GET", target.path, headers={"Host": host, **standard, **headers})
    response = connection.getresponse()
    with response:
        named = {name.lower(): value for name, value in response.getheaders()}
        body = _body(response, named, target, max_bytes) if response.status == http.client.OK else b""
        return Fetched(url=target.url, status=response.status, body=body, headers=named)


def _body(response: http.client.HTTPResponse, headers: Mapping[str, str], target: Target, max_bytes: int) -> bytes:
    """Return the unpacked body; raises FetchError if it is longer than allowed."""
    unpack = zlib.decompressobj(GZIP_BITS) if headers.get("content-encoding", "").strip().lower() == "gzip" else None
    parts: list[bytes] = []
    room = max_bytes
    while piece := response.read(READ_BYTES):
        text = unpack.decompress(piece, room + 1) if unpack else piece
        room -= len(text)
        if room < 0:
            raise FetchError(f"{target.host}: too large: more than {max_bytes:,} bytes")
        parts.append(text)
    if response.length:  # bytes that were promised and did not come
        raise http.client.IncompleteRead(b"", response.length)
    if unpack and not unpack.eof:
        raise http.client.IncompleteRead(b"")
    return b"".join(parts)


def _joined(target: Target, location: str) -> str:
    try:
        return urljoin(target.url, location)
    except ValueError as err:
        raise FetchError(f"{target.host}: redirected to {shown(location)!r}, which is no address") from err


def _checked(fetched: Fetched, moved: str | None, *, is_conditional: bool) -> Fetched:
    """Return the answer if it is one; raises FetchError for anything but 200, or 304 where that was asked for."""
    is_unchanged = fetched.status == http.client.NOT_MODIFIED and is_conditional
    if fetched.status == http.client.OK or is_unchanged:
        return Fetched(
            url=fetched.url, status=fetched.status, body=fetched.body, headers=fetched.headers, moved_to=moved
        )
    phrase = http.client.responses.get(fetched.status, "")
    host = parse_target(fetched.url).host
    raise FetchError(f"{host}: HTTP {fetched.status} {phrase}".rstrip(), retry_after_s=_retry_after(fetched.headers))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return after how many seconds the server wants to be asked again, or None."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        wanted, sent = parsedate_to_datetime(value), parsedate_to_datetime(headers.get("date", ""))
        return max((wanted - sent).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _reason(err: BaseException | None) -> str:
    if isinstance(err, ssl.SSLCertVerificationError):
        return err.verify_message
    if isinstance(err, TimeoutError):
        return "no answer in time"
    if isinstance(err, http.client.IncompleteRead):
        return "the end is missing"
    text = getattr(err, "strerror", None) or str(err) or type(err).__name__
    return shown(" ".join(str(text).split()), 120)
