"""HTML page -> Document: text, title, author, date and outlet by trafilatura."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from dragoman.read.dates import FIRST_YEAR, LAST_YEAR, parse_published
from dragoman.read.decode import decode_page
from dragoman.read.limits import Limits
from dragoman.read.names import DOMAIN, known_outlet, outlet_at
from dragoman.read.pages import page_text, page_title
from dragoman.read.prose import Given
from dragoman.read.source import Result, Source, read_whole, shown
from dragoman.read.text import document_of

MIN_LAID_OUT_CHARS: Final = 250
"""Below this many characters trafilatura gives the whole page in one line, menus included (its own
MIN_EXTRACTED_SIZE); then the blocks of the page are taken as they are."""

DATE_OPTIONS: Final = {
    "original_date": True,
    "extensive_search": False,  # a search through the text takes any date in it for the publication day
    "min_date": f"{FIRST_YEAR}-01-01",
    "max_date": f"{LAST_YEAR}-12-31",  # the default is today, and the same page would read differently tomorrow
}

DOUBLE_ESCAPE: Final = re.compile(r"&amp;(?=#?\w{1,10};)")
DATE_CLAIM: Final = re.compile(
    r"""<meta\b(?=[^<>]*(?:published|pubdate|dc\.date|["']date["']))[^<>]*?content\s*=\s*["']([^"'<>]{1,80})"""
    r"""|<time\b[^<>]*?datetime\s*=\s*["']([^"'<>]{1,80})|"datePublished"\s*:\s*"([^"<>]{1,80})""",
    re.IGNORECASE,
)
MAX_CLAIMS: Final = 20


def documents(source: Source, *, limits: Limits) -> Iterator[Result]:
    """Yield the one document of a page; a page without text is skipped.

    Raises:
        ReadError: If the page is too large or no text.
    """
    data = read_whole(source.stream, limits.page_bytes, "a page")
    yield read_page(data, source.name, url=None, limits=limits)


def read_page(data: bytes, name: str, *, url: str | None, limits: Limits) -> Result:
    """Return the document of a page with its receipt.

    Args:
        data: The page; a charset that it declares is honoured.
        name: What the receipt calls it.
        url: Where it was found, if the container knows.
        limits: Bounds.

    Raises:
        ReadError: If the bytes are no text.
    """
    html, warnings = decode_page(data)
    text, given = _laid_out(html, url)
    if len(text) < MIN_LAID_OUT_CHARS:
        text = page_text(html)
        given = given if given.title else Given(title=page_title(html), url=url)
    published, doubts = (given.published, ()) if given.published else _claimed_date(html)
    given = Given(title=given.title, published=published, outlet=given.outlet, url=given.url, author=given.author)
    return document_of(text, given, name, (*warnings, *doubts), limits=limits)


def web_address(value: str | None) -> str | None:
    """Return the value if it is an http or https address with a host, else None."""
    if not value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and parts.hostname else None


def _laid_out(html: str, url: str | None) -> tuple[str, Given]:
    """Return the article's text ("" if none is found) and what the page says about it."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    # trafilatura unescapes the text that the parser has unescaped already: what was escaped twice is escaped again.
    page = bare_extraction(
        DOUBLE_ESCAPE.sub("&amp;amp;", html),
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=dict(DATE_OPTIONS),
    )
    if not isinstance(page, Page):
        return "", Given(url=url)
    address = web_address(url) or web_address(page.url)
    return page.text or "", Given(
        title=page.title,
        published=_day(page.date),
        outlet=_outlet(page.sitename, address),
        url=address,
        author=page.author,
    )


def _day(value: str | None) -> date | None:
    return parse_published(value).day if value else None


def _outlet(site: str | None, url: str | None) -> str | None:
    """Return the outlet by the site's name, which may be a host, or by the page's address."""
    if site and not DOMAIN.fullmatch(site):
        return known_outlet(site) or site
    return outlet_at(f"https://{site}") if site else outlet_at(url or "")


def _claimed_date(html: str) -> tuple[date | None, tuple[str, ...]]:
    """Return the day that the markup gives, or a warning about the first value that gives none."""
    problems = []
    for _, match in zip(range(MAX_CLAIMS), DATE_CLAIM.finditer(html), strict=False):
        value = next(filter(None, match.groups()))
        found = parse_published(value)
        if found.day:
            return found.day, ()
        problems.append(f"the page's date {shown(value)!r} is no day that can be used")
    return None, tuple(problems[:1])
