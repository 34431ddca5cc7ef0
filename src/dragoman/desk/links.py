"""Addresses of the desk's pages. Every part that comes from outside is quoted here, once."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

Value = str | int | None


def page(path: str, **query: Value) -> str:
    """Return a path with those of the query's values that are set."""
    chosen = {name: value for name, value in query.items() if value not in {None, ""}}
    return f"{path}?{urlencode(chosen)}" if chosen else path


def changed(path: str, query: Mapping[str, str], **changes: Value) -> str:
    """Return the address of the same page with some of its filters changed; None takes a filter away."""
    return page(path, **{**query, **changes})


def article(doc_id: str, at: int | str | None = None) -> str:
    """Return the address of a document: at a code point of its text, at the card of an id, or at its head."""
    anchor = "" if at is None else f"#c{at}" if isinstance(at, int) else f"#{quote(at)}"
    return f"/articles/{quote(doc_id, safe='')}{anchor}"


def actor(code_or_id: str) -> str:
    """Return the address of an actor."""
    return f"/actors/{quote(code_or_id, safe=':')}"


def relation(a: str, b: str, **query: Value) -> str:
    """Return the address of a relation."""
    return page(f"/relations/{quote(a, safe='')}/{quote(b, safe='')}", **query)


def issue(label: str) -> str:
    """Return the address of an issue."""
    return f"/issues/{quote(label, safe='')}"


def twin(path: str, query: Mapping[str, str]) -> str:
    """Return the address of a page's JSON."""
    return changed("/today.json" if path == "/" else f"{path}.json", query)
