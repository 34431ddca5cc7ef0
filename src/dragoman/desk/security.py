"""Who may ask the desk for what: host names, the token, same-origin changes, and the headers of every answer.

The desk reads and writes a private ledger, and any page open in the same browser can send it requests. So: only
known host names are answered (against DNS rebinding), every change is a POST from our own pages with a token bound to
the browser (against forged requests), and no answer may load or run anything that the desk did not serve itself.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.errors import ConfigError

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOCAL_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE: Final = "dragoman_browser"
TOKEN_COOKIE: Final = "dragoman_token"  # noqa: S105 (the name of the cookie)
MAX_UPLOAD_BYTES: Final = 25_000_000
"""Largest request: a text of 20 MB, the most that the reader takes, with the form around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a server lets in.

    Attributes:
        hosts: Names by which it may be called, without port; None for any, which only a token makes safe.
        token: What a browser must show once; None where only this machine can reach the server.
        secret: Signs the tokens in forms; new with every start.
    """

    hosts: frozenset[str] | None = LOCAL_NAMES
    token: str | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def __post_init__(self) -> None:
        if self.token is None and self.hosts is None:
            raise ConfigError("a desk that answers to any name: expected a token")

    def form_token(self, browser: str) -> str:
        """Return the token that a form of this browser must carry."""
        return hmac.new(self.secret, browser.encode(), "sha256").hexdigest()

    def admits(self, shown: str | None) -> bool:
        """Tell whether a shown token is the right one; anything is where none is asked for."""
        return self.token is None or (shown is not None and hmac.compare_digest(shown.encode(), self.token.encode()))


class Gate:
    """Middleware that applies a guard to every request and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, *, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        request = Request(scope, receive)
        refused = self._refusal(request)
        await (refused or self._app)(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        if self._guard.hosts is not None and _host_name(request.headers) not in self._guard.hosts:
            return _refuse(400, "this address is not one the desk answers to; see dragoman serve --help")
        if not self._guard.admits(request.cookies.get(TOKEN_COOKIE) or _bearer(request.headers)):
            return self._admission(request)
        if request.method not in {"GET", "HEAD", "POST"}:
            return _refuse(405, "expected GET or POST")
        if request.method == "POST":
            if not _is_same_origin(request):
                return _refuse(403, "changes are taken from the desk's own pages only")
            length = request.headers.get("content-length", "")
            if not length.isdecimal() or int(length) > MAX_UPLOAD_BYTES:
                return _refuse(413, f"expected at most {MAX_UPLOAD_BYTES // 1_000_000} MB, with its length stated")
        return None

    def _admission(self, request: Request) -> Response:
        """Let a browser in that shows the token in the address, and take the token out of the address."""
        shown = request.query_params.get("token")
        if request.method != "GET" or shown is None or not self._guard.admits(shown):
            return _refuse(401, "open the address that `dragoman serve` printed, with its token")
        answer = RedirectResponse(request.url.path, status_code=303)
        answer.set_cookie(TOKEN_COOKIE, shown, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return answer


def _refuse(status: int, reason: str) -> Response:
    return PlainTextResponse(f"dragoman: {reason}\n", status_code=status)


def _host_name(headers: Headers) -> str:
    """Return the name in the Host header, lower case, without port; "" where there is none or it is malformed."""
    try:
        return (urlsplit(f"//{headers.get('host', '')}").hostname or "").lower()
    except ValueError:
        return ""


def _bearer(headers: Headers) -> str | None:
    kind, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else None


def _is_same_origin(request: Request) -> bool:
    """Tell whether a page of this very server sent the request, by what the browser says of itself.

    A request without `Origin` and `Referer` is refused: every browser sends one of them with a POST.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    origin = request.headers.get("origin")
    if origin is not None and origin != "null":
        return origin == own
    return request.headers.get("referer", "").startswith(f"{own}/")


def browser_of(request: Request) -> str | None:
    """Return the name that a browser was given, or None before its first page."""
    found = request.cookies.get(COOKIE, "")
    return found if len(found) == 32 and found.isalnum() else None


def new_browser() -> str:
    """Return a name for a browser that has none."""
    return secrets.token_hex(16)


def check_form(guard: Guard, request: Request, shown: object) -> bool:
    """Tell whether a form carries the token of the browser that sends it."""
    browser = browser_of(request)
    return browser is not None and hmac.compare_digest(guard.form_token(browser), str(shown))
