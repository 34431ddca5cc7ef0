"""What a site's robots.txt lets programs fetch, asked once for each site."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from dragoman.errors import FetchError
from dragoman.read.feeds import Get

AGENT: Final = "dragoman"
MAX_BYTES: Final = 500_000
"""Longest robots.txt that is looked at, as RFC 9309 asks for at least."""


def robots_rule(get: Get) -> Callable[[str], bool]:
    """Return a function that tells whether an address may be fetched; a site without a robots.txt allows all.

    Args:
        get: Fetches an address.
    """
    rules: dict[str, RobotFileParser | None] = {}

    def may_fetch(url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in rules:
            rules[site] = _rules(site, get)
        found = rules[site]
        return found is None or found.can_fetch(AGENT, url)

    return may_fetch


def _rules(site: str, get: Get) -> RobotFileParser | None:
    try:
        text = get(f"{site}/robots.txt", max_bytes=MAX_BYTES).body.decode("utf-8", "replace")
    except FetchError:
        return None
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser
