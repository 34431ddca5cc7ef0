"""Documents that may share the reporting of new ones: found by their prints, within the days that count."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from dragoman.store.links import each
from dragoman.store.view import View

_IDS: Final = "(SELECT unnest(?::VARCHAR[]))"

_KEPT: Final = """
  SELECT p.doc_id, p.published, p.sketch, p.sentences, p.credits, p.quotes
  FROM prints_raw p SEMI JOIN committed c ON p.attempt = c.attempt WHERE p.linker = ? AND {when}
  QUALIFY row_number() OVER (PARTITION BY p.doc_id ORDER BY p.attempt) = 1
"""

_SLICE: Final = "(p.published - DATE '0001-01-01' + 1) // {days}"
"""As `assemble.origins.slice_of` counts: day 1 is the first of the year 1."""

Hit = tuple[str, int | None, date | None, str]
"""A key of the wording, the slice of days, and the day and id of a document that has it."""


def outlets(view: View, *, but: Collection[str] = ()) -> set[str]:
    """Return the names of the outlets of all documents but these."""
    found = view.query(
        f"SELECT DISTINCT outlet FROM documents_own WHERE outlet IS NOT NULL AND doc_id NOT IN {_IDS}", [sorted(but)]
    )
    return set(found["outlet"].to_pylist())


def crediting(view: View, linker: str, names: Collection[str]) -> set[str]:
    """Return the documents that credit one of these."""
    if not names:
        return set()
    kept = _KEPT.format(when="list_has_any(p.credits, ?::VARCHAR[])")
    return _ids(view, f"SELECT doc_id FROM ({kept})", [linker, sorted(names)])


def same_texts(view: View, text_keys: Collection[str]) -> set[str]:
    """Return the documents that have one of these texts."""
    return _ids(view, f"SELECT doc_id FROM documents_own WHERE origin_id IN {_IDS}", [sorted(text_keys)])


def worded_alike(
    view: View, linker: str, keys: Collection[str], slices: Collection[int | None], *, band: int, days: int
) -> list[Hit]:
    """Return the documents of these slices of days, and of none, that have one of these band values or sentences.

    Args:
        view: The ledger.
        linker: Version of the prints.
        keys: From `assemble.origins.wording_keys`.
        slices: Slices of days; None among them asks for all.
        band: Hashes of a band.
        days: Days of a slice.
    """
    dated = sorted(s for s in slices if s is not None)
    number = _SLICE.format(days=int(days))
    when = "true" if None in slices else f"(p.published IS NULL OR {number} IN (SELECT unnest(?::BIGINT[])))"
    given: list[object] = [linker] if None in slices else [linker, dated]
    if dated and None not in slices:  # what the files say of their rows passes most of them over
        when += " AND (p.published IS NULL OR p.published BETWEEN ? AND ?)"
        given += [date.fromordinal(max(1, dated[0] * days)), date.fromordinal((dated[-1] + 1) * days)]
    steps = ", ".join(f"sketch[k + {i + 1}]" for i in range(band))
    found = view.query(
        f"""
        SELECT key, {number} AS slice, p.published, p.doc_id FROM (
          SELECT doc_id, published, unnest(list_concat(sentences, list_transform(range(0, len(sketch), {int(band)}),
                 lambda k: concat_ws(':', k, {steps})))) AS key
          FROM ({_KEPT.format(when=when)})
        ) p WHERE key IN {_IDS}
        """,
        [*given, sorted(keys)],
    )
    return [(row["key"], row["slice"], row["published"], row["doc_id"]) for row in each(found)]


def resting_on(
    view: View, linker: str, asked: Sequence[tuple[date | None, date | None]], *, names: Collection[str],
    spelled: Collection[str], quotes: Collection[str],
) -> set[str]:  # fmt: skip
    """Return the documents of certain days, or of none, that an outlet published, that credit it, or quote the same.

    Args:
        view: The ledger.
        linker: Version of the prints.
        asked: First and last days; None, None asks for all.
        names: Keys of the outlets.
        spelled: All their spellings.
        quotes: Words of unnamed speakers.
    """
    spans = sorted({(first, last) for first, last in asked if first is not None and last is not None})
    every = any(first is None for first, _ in asked)
    within = "true" if every else (
        "(p.published IS NULL OR EXISTS (SELECT 1 FROM (SELECT unnest(?::DATE[]) AS a, unnest(?::DATE[]) AS b) "
        "WHERE p.published BETWEEN a AND b))"
    )  # fmt: skip
    given: list[object] = [] if every else [[a for a, _ in spans], [b for _, b in spans]]
    kept = _KEPT.format(when=within)
    return _ids(
        view,
        f"""
        SELECT p.doc_id FROM ({kept}) p JOIN documents_own d ON d.doc_id = p.doc_id
        WHERE d.outlet IN {_IDS} OR list_has_any(p.credits, ?::VARCHAR[]) OR list_has_any(p.quotes, ?::VARCHAR[])
        """,
        [linker, *given, sorted(spelled), sorted(names), sorted(quotes)],
    )


def one_origin(view: View, doc_ids: Collection[str]) -> set[str]:
    """Return the documents that shared their origin with one of these before."""
    return _ids(
        view,
        f"SELECT doc_id FROM shared WHERE origin_id IN (SELECT origin_id FROM shared WHERE doc_id IN {_IDS})",
        [sorted(doc_ids)],
    )


def origins_of(view: View, doc_ids: Collection[str]) -> dict[str, str]:
    """Return the origins that these documents had before."""
    found = view.query(f"SELECT doc_id, origin_id FROM documents_live WHERE doc_id IN {_IDS}", [sorted(doc_ids)])
    return dict(zip(found["doc_id"].to_pylist(), found["origin_id"].to_pylist(), strict=True))


def own_origins(view: View, doc_ids: Collection[str]) -> dict[str, str]:
    """Return the origins that these documents have by their own texts."""
    found = view.query(f"SELECT doc_id, origin_id FROM documents_own WHERE doc_id IN {_IDS}", [sorted(doc_ids)])
    return dict(zip(found["doc_id"].to_pylist(), found["origin_id"].to_pylist(), strict=True))


def _ids(view: View, query: str, parameters: Sequence[object]) -> set[str]:
    return set(view.query(query, parameters).column(0).to_pylist())
