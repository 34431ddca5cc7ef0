"""Which addresses may be fetched: those of the public internet, unless the user says otherwise."""

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from dragoman.errors import RefusedError
from dragoman.read.source import shown

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE: Final = ipaddress.ip_network("::/96")
LOW_32: Final = 0xFFFF_FFFF
PORTS: Final = {"http": 80, "https": 443}
PATH_SAFE: Final = "/%:@!$&'()*+,;=~-._"
SHOWN_URL: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An http or https address, cut into what a request needs.

    Attributes:
        url: The address as it is asked for, without fragment.
        scheme: "http" or "https".
        host: Host in ASCII.
        port: Port.
        path: Path and query, quoted.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str


def parse_target(url: str) -> Target:
    """Return the parts of an address.

    Raises:
        RefusedError: If it is no http or https address, or carries a user name or password.
    """
    name = shown(url, SHOWN_URL)
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as err:
        raise RefusedError(f"{name}: no address: {err}") from err
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        raise RefusedError(f"{name}: expected an http or https address")
    if parts.username is not None or parts.password is not None:
        raise RefusedError(f"{parts.hostname}: an address with a user name in it is not fetched")
    try:
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as err:
        raise RefusedError(f"{name}: {shown(parts.hostname)!r} is no name of a host") from err
    path = quote(parts.path or "/", safe=PATH_SAFE)
    query = quote(parts.query, safe=PATH_SAFE + "?")
    shown_host = f"[{host}]" if ":" in host else host
    netloc = shown_host if port in {None, PORTS[scheme]} else f"{shown_host}:{port}"
    return Target(
        url=urlunsplit((scheme, netloc, path, query, "")),
        scheme=scheme,
        host=host,
        port=port or PORTS[scheme],
        path=f"{path}?{query}" if query else path,
    )


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to a single host of the public internet.

    False for private, loopback, link-local, shared, reserved, multicast and unspecified addresses, and for IPv6
    addresses that carry such an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).

    Source: IANA special-purpose address registries, as `ipaddress` of the standard library has them.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(ip)
    return all(_is_plain_public(one) for one in (carried or (ip,)))


def _is_plain_public(ip: Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _carried(ip: Address) -> tuple[Address, ...]:
    """Return the IPv4 addresses that an IPv6 address leads to; () for any other."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ()
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip in NAT64 or ip in COMPATIBLE:
        return (ipaddress.IPv4Address(int(ip) & LOW_32),)
    if ip.sixtofour:
        return (ip.sixtofour,)
    return ip.teredo or ()
