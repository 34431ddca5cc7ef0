"""Names of outlets, agencies and authors as head and credit lines write them."""

import re
from typing import Final
from urllib.parse import urlsplit

from dragoman.lexicon.outlets import OutletKind, load_name_words, load_outlets

MAX_NAME_WORDS: Final = 8
"""Most words of a name after "Source:"; the longest outlet of the table has 6."""

MAX_OUTLET_WORDS: Final = 5
"""Most words of an outlet that only its last or first word gives away."""

MAX_BYLINE_WORDS: Final = 14

SMALL_WORDS: Final = frozenset(
    "a al an and at bin by de del della den der di du el for from ibn in la le of on our "  # noqa: SIM905 (words)
    "own staff the van von und y correspondent correspondents editor editors reporter "
    "reporters writer writers diplomatic political foreign affairs defence defense "
    "security bureau chief special senior world agencies news".split()
)
"""Words that may stand in lower case in a byline or a name."""

AGENCY_WORDS: Final = frozenset({"agencies", "news agencies", "wire services", "wires"})
BYLINE: Final = re.compile(r"by\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
FOR: Final = re.compile(r"\s+for\s+(?:the\s+)?(?=[A-ZÀ-Þ])")
JOINED: Final = re.compile(r"\s*(?:,|;|/|&|\+|\band\b)\s*")
URL: Final = re.compile(r"https?://[^\s<>\"]+")
DOMAIN: Final = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}", re.IGNORECASE | re.ASCII)


def known_outlet(words: str) -> str | None:
    """Return the name as the table spells this form of a known outlet, or None."""
    found = load_outlets().named(words)
    return found[0] if found else None


def is_agency(words: str) -> bool:
    """Tell whether the words name a known news agency."""
    found = load_outlets().named(words)
    return found is not None and found[1].kind is OutletKind.AGENCY


def outlet_name(words: str, *, weakly: bool) -> str | None:
    """Return the outlet that the words, standing alone, name: a known one, or one that its own words give away.

    Args:
        words: A line, or a part of one.
        weakly: Whether a word like "News" or "Post" is enough, because the place of the words speaks for an outlet.

    Returns:
        The name, a known one in the table's spelling; None if the words name no outlet.
    """
    words = words.strip().strip("()[]").strip()
    if known := known_outlet(words):
        return known
    parts = words.split()
    if not 2 <= len(parts) <= MAX_OUTLET_WORDS or not is_name(words):
        return None
    lexicon = load_name_words()
    ends = {parts[-1].casefold(), parts[1 if parts[0].casefold() == "the" else 0].casefold()}
    return words if ends & (lexicon.outlet | lexicon.outlet_weak if weakly else lexicon.outlet) else None


def is_name(words: str) -> bool:
    """Tell whether every word begins with a capital or a digit, small words of names aside."""
    parts = re.findall(r"[\w'’.&-]+", words)
    if not parts or not parts[0][0].isupper():
        return False
    return all(p[0].isupper() or p[0].isdigit() or p.casefold() in SMALL_WORDS or p == "&" for p in parts)


def read_byline(line: str) -> tuple[str, str | None] | None:
    """Return the author and, after "for", the outlet of a line like "By Jane Roe for the Baltic Herald"; or None."""
    match = BYLINE.fullmatch(line)
    if match is None or line.endswith((".", ":", ";")) or len(line.split()) > MAX_BYLINE_WORDS:
        return None
    rest = match["rest"].strip(" ,")
    if line.isupper():
        rest = rest.title()
    if not is_name(rest):
        return None
    author, *after = FOR.split(rest, maxsplit=1)
    outlet = (known_outlet(after[0]) or after[0].strip(" ,")) if after else None
    if outlet is None and (known := known_outlet(author)):
        return author, known
    return _without_role(author), outlet


def _without_role(author: str) -> str:
    """Return the names of a byline without the role or place behind them ("Jane Roe, Moscow correspondent")."""
    first, *others = author.split(",")
    are_names = others and all(len(o.split()) >= 2 and not SMALL_WORDS & set(o.split()) - {"and"} for o in others)
    return (author if are_names else first).split(" in ")[0].strip(" ,")


def read_source(value: str) -> tuple[str | None, tuple[str, ...], str | None] | None:
    """Return outlet, credited names and address of what follows "Source:"; None if it is running prose.

    One name is both outlet and credit; of several, all are credited and none is the outlet. An address gives the
    outlet whose domain it is, else its host.
    """
    if match := URL.search(value):
        url = match[0].rstrip(".,;)")
        rest = (value[: match.start()] + value[match.end() :]).strip(" ,;-–—()")
        outlet = rest if rest and is_name(rest) else outlet_at(url)
        return outlet, ((outlet,) if outlet else ()), url
    value = value.strip().rstrip(".").strip()
    if value.casefold() in AGENCY_WORDS:
        return None, ("agencies",), None
    if DOMAIN.fullmatch(value) and (outlet := outlet_at(f"https://{value}")):
        return outlet, (outlet,), None
    if known := known_outlet(value):
        return known, (known,), None
    if not value or len(value.split()) > MAX_NAME_WORDS or not is_name(value):
        return None
    names = tuple(known_outlet(n) or n for n in JOINED.split(value) if n)
    if len(names) > 1 and any(known_outlet(n) for n in names):
        return None, names, None
    return value, (value,), None


def outlet_at(url: str) -> str | None:
    """Return the outlet at an address: the known one of that domain, else the host without "www."; or None."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    if not host:
        return None
    known = load_outlets().at(host)
    return known.name if known else host.removeprefix("www.")


def credited(words: str) -> tuple[str, ...]:
    """Return the known agencies and outlets named in a credit, and "agencies" where it names none but says so."""
    names = []
    for part in JOINED.split(words):
        bare = re.sub(r"^(?:with|from|by|via|and|source|photo)\s+", "", part.strip(" .()[]–—-"), flags=re.IGNORECASE)
        if known := known_outlet(bare):
            names.append(known)
        elif bare.casefold() in AGENCY_WORDS:
            names.append("agencies")
    return tuple(dict.fromkeys(names))
