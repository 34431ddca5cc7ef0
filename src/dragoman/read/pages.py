"""The words of an HTML page without any guess at its layout: for pages too short or too deeply nested for that.

Works in one pass over the tags, so that neither depth nor broken markup costs more than length.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

UNREAD: Final = frozenset(
    "script style noscript template svg math iframe object select button textarea nav "  # noqa: SIM905 (words)
    "footer aside title".split()
)
"""Elements whose content is no text of the page."""

INLINE: Final = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small "  # noqa: SIM905 (words)
    "span strong sub sup time tt u var wbr".split()
)
TOKEN: Final = re.compile(
    r"<!--|<!\[CDATA\[|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>?|<[!?][^<>]*>?|[^<]+|<"
)
ENDS: Final = {"<!--": r"--!?>", "<![CDATA[": r"\]\]>"}
TITLE: Final = re.compile(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)


def page_text(html: str) -> str:
    """Return the words of a page, a line for each block element; navigation, scripts and the like left out."""
    lines: list[str] = []
    words: list[str] = []
    for token in _visible(html):
        if token is not None:
            words.append(token)
        elif line := " ".join("".join(words).split()):
            lines.append(line)
            words.clear()
        else:
            words.clear()
    if line := " ".join("".join(words).split()):
        lines.append(line)
    return "\n".join(lines)


def page_title(html: str) -> str | None:
    """Return the content of the title element, or None."""
    match = TITLE.search(html)
    return " ".join(unescape(match[1]).split()) or None if match else None


def _visible(html: str) -> Iterator[str | None]:
    """Yield the pieces of text, and None where a block begins or ends."""
    at = 0
    missing: set[str] = set()
    while match := TOKEN.match(html, at):
        at = match.end()
        name = (match["name"] or "").lower()
        if match[0] in ENDS:
            at = _after(html, at, match[0], ENDS[match[0]], missing)
        elif name in UNREAD and not match["close"]:
            at = _after(html, at, name, rf"</{name}\s*>", missing)
            yield None
        elif name:
            if name not in INLINE:
                yield None
        elif match[0][:1] != "<" or match[0] == "<":
            yield unescape(match[0])


def _after(html: str, at: int, mark: str, end: str, missing: set[str]) -> int:
    """Return the position after the end of a comment or unread element that begins with the mark.

    Without an end, a script or style hides the rest and anything else nothing; that there is none is kept in
    `missing`, so that a page of open comments is not searched again for each.
    """
    found = None if mark in missing else re.compile(end, re.IGNORECASE).search(html, at)
    if found:
        return found.end()
    missing.add(mark)
    return len(html) if mark in {"script", "style"} else at
