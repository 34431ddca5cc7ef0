"""What changed between two runs, row by row and by cause."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from dragoman.errors import ConfigError
from dragoman.model.exchange import DriverJSON, ExpectationJSON, RecordJSON
from dragoman.store.correction_kinds import KINDS, Item, items, place_of, plain, span_of
from dragoman.store.correction_kinds import item_id as id_of
from dragoman.store.runs import Pair, Run, State, find_run, moved, n_same, pairs, state_of
from dragoman.store.view import View

ADDED, GONE, CHANGED = "added", "gone", "changed"
TEXT, CORRECTION = "text", "correction"
ORDER: Final = (*KINDS, "mention", "entity")
"""Kinds of rows in the order in which they are listed."""
DERIVED: Final = frozenset({"trigger", "evidence", "statement", "cause_span"})
"""Fields that say where a row stands; rows are matched by them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of a record as it is compared.

    Attributes:
        kind: Event, position, expectation, driver, mention or entity.
        place: What it is matched by: its span, its words across two texts, or its id for entities.
        row_id: Its id in the ledger; None for mentions.
        words: The words it rests on, or a name.
        fields: Its values, as JSON has them.
    """

    kind: str
    place: tuple[Any, ...]
    row_id: str | None
    words: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that differs.

    Attributes:
        doc_id: The document, as it is after the second run.
        title: Its headline.
        what: `ADDED`, `GONE` or `CHANGED`.
        kind: Kind of the row.
        cause: text, vocabulary, rule, model, correction; several joined by "+" where more than one moved.
        row_id: Id of the row, the later one where there are two.
        words: The words it rests on.
        fields: For a changed row from field to the values before and after; else its values.
    """

    doc_id: str
    title: str | None
    what: str
    kind: str
    cause: str
    row_id: str | None
    words: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDiff:
    """What differs between the ledger after one run and after another.

    Attributes:
        first: The earlier run.
        second: The later one, or the ledger as it is.
        documents: Number of documents by what became of them: new, new text, coded anew, corrected, same.
        changes: Rows that differ, by document.
        new: Documents that were added, with the number of their rows by kind.
    """

    first: Run
    second: Run
    documents: Mapping[str, int]
    changes: tuple[Change, ...]
    new: tuple[tuple[str, str | None, Mapping[str, int]], ...]

    def counts(self) -> list[tuple[str, str, str, int]]:
        """Return (cause, kind, what, number of rows), the rows of new documents left out."""
        counted = Counter((c.cause, c.kind, c.what) for c in self.changes)
        return sorted((*key, n) for key, n in counted.items())


def diff_runs(view: View, first: str, second: str) -> RunDiff:
    """Return what differs between the ledger as it stood after two runs.

    A document counts as it was coded last until the end of each run, with the corrections made until then. A row that
    differs as coded is charged to what moved between the two coder versions; one that differs only with its
    corrections, to them; all rows of a document whose input came with another text, to the text.

    Args:
        view: The ledger.
        first: Id of the earlier run; may be shortened.
        second: Id of the later run, or "now".

    Raises:
        NotFoundError: If there is no such run.
        ConfigError: If the first run is the later one.
    """
    a, b = find_run(view, first), find_run(view, second)
    if a.last > b.last:
        raise ConfigError(f"diff {first} {second}: expected the earlier run first")
    documents: Counter[str] = Counter()
    changes: list[Change] = []
    new: list[tuple[str, str | None, Mapping[str, int]]] = []
    for pair in pairs(view, a, b):
        if pair.before is not None:
            found = list(_changes(pair, pair.before))
            documents["coded anew" if pair.before.coder_version != pair.after.coder_version else "corrected"] += 1
            changes += found
        elif pair.replaces is not None:
            documents["new text"] += 1
            changes += _of_texts(pair, state_of(view, pair.replaces, a))
        else:
            documents["new"] += 1
            counted = Counter(fact.kind for fact in facts(pair.after.corrected))
            new.append((pair.doc_id, pair.title, {kind: counted[kind] for kind in ORDER if counted[kind]}))
    documents["same"] = n_same(view, a, b)
    return RunDiff(first=a, second=b, documents=dict(documents), changes=tuple(changes), new=tuple(new))


def _changes(pair: Pair, before: State) -> Iterator[Change]:
    cause = "+".join(moved(before.coder_version, pair.after.coder_version)) or CORRECTION
    as_coded = {_key(c) for c in _compared(pair, before.coded, pair.after.coded, cause)}
    for change in _compared(pair, before.corrected, pair.after.corrected, cause):
        if _key(change) in as_coded:
            yield change
        else:
            yield _charged(change, CORRECTION, as_coded)


def _key(change: Change) -> tuple[Any, ...]:
    return change.what, change.kind, change.row_id, change.words, repr(change.fields)


def _charged(change: Change, cause: str, as_coded: set[tuple[Any, ...]]) -> Change:
    """Return the change with its cause; one that the coder made too, in other fields, is charged to both."""
    place = (change.kind, change.row_id, change.words)
    both = any((kind, row_id, words) == place for _, kind, row_id, words, _ in as_coded)
    return Change(
        doc_id=change.doc_id, title=change.title, what=change.what, kind=change.kind,
        cause=f"{change.cause}+{cause}" if both and change.cause != cause else cause,
        row_id=change.row_id, words=change.words, fields=change.fields,
    )  # fmt: skip


def _of_texts(pair: Pair, before: State) -> Iterator[Change]:
    versions = moved(before.coder_version, pair.after.coder_version)
    yield from _compared(pair, before.corrected, pair.after.corrected, "+".join((TEXT, *versions)), by_words=True)


def _compared(
    pair: Pair, before: RecordJSON, after: RecordJSON, cause: str, *, by_words: bool = False
) -> Iterator[Change]:
    old, new = _grouped(facts(before, by_words=by_words)), _grouped(facts(after, by_words=by_words))
    for place in sorted({*old, *new}, key=lambda p: (ORDER.index(p[0]), str(p))):
        for one, other in _matched(old.get(place, []), new.get(place, [])):
            fact = other or one
            if fact is None or (one and other and one.fields == other.fields):
                continue
            fields: Mapping[str, Any] = fact.fields
            if one and other:
                names = sorted({*one.fields, *other.fields})
                fields = {
                    n: [one.fields.get(n), other.fields.get(n)]
                    for n in names
                    if one.fields.get(n) != other.fields.get(n)
                }
            yield Change(
                doc_id=pair.doc_id,
                title=pair.title,
                what=CHANGED if one and other else ADDED if other else GONE,
                kind=fact.kind,
                cause=cause,
                row_id=fact.row_id,
                words=fact.words,
                fields=fields,
            )


def _grouped(found: Sequence[Fact]) -> dict[tuple[Any, ...], list[Fact]]:
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in found:
        groups.setdefault((fact.kind, *fact.place), []).append(fact)
    return groups


def _matched(old: Sequence[Fact], new: Sequence[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """Yield rows of one place in pairs, those most alike first; what is left over stands alone."""
    left, right = list(range(len(old))), list(range(len(new)))
    likeness = sorted(
        ((-_alike(old[i], new[j]), i, j) for i in left for j in right),
    )
    for _, i, j in likeness:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield old[i], new[j]
    yield from ((old[i], None) for i in left)
    yield from ((None, new[j]) for j in right)


def _alike(one: Fact, other: Fact) -> int:
    return sum(one.fields.get(name) == value for name, value in other.fields.items())


def facts(form: RecordJSON, *, by_words: bool = False) -> list[Fact]:
    """Return the rows of a record as they are compared.

    Args:
        form: The record with its text.
        by_words: Match rows by their words and not by their spans, for two texts.
    """
    if by_words:
        form = _without_places(form)
    found = [_fact(form, kind, item, by_words=by_words) for kind in KINDS for item in items(form, kind)]
    for m in form.mentions:
        words = form.text[m.span[0] : m.span[1]]
        place = (words,) if by_words else tuple(m.span)
        found.append(Fact(kind="mention", place=place, row_id=None, words=words, fields={"entity": m.entity}))
    for e in form.entities:
        fields = {name: plain(getattr(e, name)) for name in ("name", "code", "country", "sector", "office", "members")}
        found.append(Fact(kind="entity", place=(e.id,), row_id=e.id, words=e.name, fields=fields))
    return found


def _without_places(form: RecordJSON) -> RecordJSON:
    """Return the record as it would be of any text with these words: what hangs on offsets is left out.

    Those whom the text does not name have ids made of document and offset; they go by their names here.
    """
    names = {e.id: f"anon:{e.name}" for e in form.entities if e.id.startswith("anon:")}

    def plainer(value: Any) -> Any:
        if isinstance(value, str):
            return names.get(value, value)
        if isinstance(value, list):
            return [plainer(x) for x in value]
        if isinstance(value, dict):
            inner = {key: plainer(x) for key, x in value.items()}
            return {**inner, "span": None} if {"basis", "speaker"} & set(inner) else inner
        return value

    return msgspec.convert(plainer(plain(form)), RecordJSON)


def _fact(form: RecordJSON, kind: str, item: Item, *, by_words: bool) -> Fact:
    start, end = span_of(kind, item)
    words = form.text[start:end]
    fields = {name: plain(getattr(item, name)) for name in KINDS[kind].fields if name not in DERIVED}
    if isinstance(item, DriverJSON):
        fields["effect"] = _pointed(form, item.effect)
    elif isinstance(item, ExpectationJSON):
        fields["event"] = _pointed(form, item.event)
    place = (words,) if by_words else (start, end)
    return Fact(kind=kind, place=place, row_id=id_of(form, item), words=words, fields=fields)


def _pointed(form: RecordJSON, target: str | None) -> str | None:
    """Return the words of the record that an id points at: ids move with every field, words do not."""
    place = place_of(form, target) if target else None
    return form.text[place[1] : place[2]] if place else None
