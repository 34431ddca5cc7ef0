"""Whom a user's words for an actor mean: a code, an entity id, or names."""

from dataclasses import dataclass
from difflib import get_close_matches

from dragoman.store.view import View

SUGGESTIONS = 3
"""Similar names that are offered when nobody has the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """The actors that some words mean, as a condition.

    Attributes:
        by_code: Whether `values` are codes; else they are entity ids.
        values: Codes or ids; empty when the ledger knows nobody of that name.
        name: The words, for those who have no id ("a senior diplomat").
    """

    by_code: bool
    values: tuple[str, ...]
    name: str


def find_whom(view: View, words: str) -> Whom:
    """Return whom the words mean.

    A code that the ledger knows is taken as the code alone, an entity id as that entity; anything else is looked for
    in names, at the start of a word ("john" finds "Boris Johnson", "us" does not find "Russia"), without regard to
    case and accents. Words in capitals must be whole words of the name.
    """
    if _has_code(view, words):
        return Whom(by_code=True, values=(words,), name=words)
    ids = _ids(view, "entity_id = ?", words) or _ids(view, f"contains(folded(name), {_needle(words)})", words)
    if not ids and _has_code(view, words.upper()):
        return Whom(by_code=True, values=(words.upper(),), name=words)
    return Whom(by_code=False, values=ids, name=words)


def similar_names(view: View, words: str) -> tuple[str, ...]:
    """Return names and codes of the ledger that look like the words, the most similar first."""
    table = view.query(
        "SELECT DISTINCT unnest([name, code]) AS name FROM entities_live WHERE NOT is_anonymous ORDER BY name"
    )
    known = {str(name).casefold(): str(name) for name in table["name"].to_pylist() if name}
    return tuple(known[key] for key in get_close_matches(words.casefold(), known, n=SUGGESTIONS, cutoff=0.75))


def name_condition(column: str, words: str) -> str:
    """Return the condition that a column's words hold the name; it takes one bound parameter."""
    return f"contains(folded({column}), {_needle(words)})"


def _needle(words: str) -> str:
    return "folded(?)" if words.isupper() else "nullif(rtrim(folded(?)), '')"  # marks alone name nobody


def _has_code(view: View, code: str) -> bool:
    return bool(view.query("SELECT 1 FROM entities_live WHERE code = ? LIMIT 1", [code]).num_rows)


def _ids(view: View, condition: str, words: str) -> tuple[str, ...]:
    table = view.query(
        f"SELECT entity_id FROM (SELECT DISTINCT entity_id, name FROM entities_live) WHERE {condition} "
        "GROUP BY entity_id ORDER BY entity_id",
        [words],
    )
    return tuple(table["entity_id"].to_pylist())
