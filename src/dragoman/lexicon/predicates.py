"""The PLOVER predicate lexicon: which words name which acts, and where their parties stand.

The files are data/plover/*.tsv; their README gives the format. `load_predicates()` checks every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import EventType

FRAME_KEYS = frozenset({"obj", "subj", "prep", "of", "mod", "xcomp", "that", "order", "inf", "unless", "neg", "noobj"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One demand that a frame makes.

    Attributes:
        key: "obj", "subj", "prep", "of", "mod", "xcomp", "that", "order", "inf", "unless", "neg" or "noobj".
        words: Lemmas of which the head must be one; empty when any will do.
        classname: Class of classes.tsv that the head must be in, "ACTOR" for a political actor, or None.
        preps: For key "prep", the prepositions of which one must be there.
    """

    key: str
    words: frozenset[str] = frozenset()
    classname: str | None = None
    preps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One row of predicates.tsv.

    Attributes:
        words: Words of the lemma; for verbs the verb comes first, for nouns the head noun last.
        pos: "v", "n" or "a".
        frame: All conditions must hold.
        type: PLOVER type.
        mode: PLOVER mode, or None.
        actor: Slots where the doer stands, in order of preference.
        recipient: Slots where the other side stands; empty for none.
        is_mutual: True when the recipients are also actors (a meeting, a mutual deal).
        yes: A sentence in which this row fires.
        no: A sentence with the word in which it must not.
    """

    words: tuple[str, ...]
    pos: str
    frame: tuple[Condition, ...]
    type: EventType
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    is_mutual: bool
    yes: str
    no: str

    @property
    def head(self) -> str:
        """Return the word that the parser will show as head."""
        return self.words[-1] if self.pos == "n" else self.words[0]

    @property
    def name(self) -> str:
        """Return a name of the row for `why`."""
        return f"{self.pos}:{' '.join(self.words)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """CAMEO code, Goldstein value and quad class of a type and mode."""

    cameo: str
    goldstein: float
    quad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PredicateTables:
    """All of data/plover.

    Attributes:
        by_head: Rows by (part of speech, head word); the most specific first.
        classes: Lemmas of each class.
        light_verbs: Verbs whose subject is the doer of their noun object.
        scales: By (type, mode); mode None gives the type's own.
        evaluative: Word or phrase to the type of the speech act that its use makes.
        statives: Nouns of acts that are in force rather than done ("sanctions").
    """

    by_head: Mapping[tuple[str, str], tuple[Predicate, ...]]
    classes: Mapping[str, frozenset[str]]
    light_verbs: frozenset[str]
    scales: Mapping[tuple[EventType, str | None], Scale]
    evaluative: Mapping[str, EventType]
    statives: frozenset[str]


@cache
def load_predicates() -> PredicateTables:
    """Return the packaged predicate tables.

    Raises:
        LexiconError: If a row has an unknown type, class or frame; names the row.
    """
    classes: dict[str, set[str]] = {}
    for row in read_rows(data_file("plover/classes.tsv")):
        classes.setdefault(row["class"], set()).add(row["lemma"])
    by_head: dict[tuple[str, str], list[Predicate]] = {}
    for row in read_rows(data_file("plover/predicates.tsv")):
        predicate = _predicate(row, frozenset(classes))
        by_head.setdefault((predicate.pos, predicate.head), []).append(predicate)
    scales = {
        (EventType(row["type"]), row["mode"] or None): Scale(
            cameo=row["cameo"], goldstein=float(row["goldstein"]), quad=int(row["quad"])
        )
        for row in read_rows(data_file("plover/crosswalk.tsv"))
    }
    return PredicateTables(
        by_head={key: tuple(sorted(rows, key=_specificity)) for key, rows in by_head.items()},
        classes={name: frozenset(words) for name, words in classes.items()},
        light_verbs=frozenset(row["lemma"] for row in read_rows(data_file("plover/light_verbs.tsv"))),
        scales=scales,
        statives=frozenset(row["lemma"] for row in read_rows(data_file("plover/statives.tsv"))),
        evaluative={row["word"]: EventType(row["type"]) for row in read_rows(data_file("plover/evaluative.tsv"))},
    )


def _specificity(predicate: Predicate) -> tuple[int, int, int]:
    named = sum(bool(c.words or c.classname) for c in predicate.frame)
    return (-len(predicate.words), -len(predicate.frame), -named)


def _predicate(row: Mapping[str, str], classes: frozenset[str]) -> Predicate:
    where = f"predicates.tsv: {row['lemma']!r} {row['pos']}"
    if row["pos"] not in {"v", "n", "a"}:
        raise LexiconError(f"{where}: unknown part of speech, expected v, n or a")
    try:
        kind = EventType(row["type"])
    except ValueError as err:
        raise LexiconError(f"{where}: unknown type {row['type']!r}") from err
    recipient = row["recipient"].strip()
    slots = tuple(s.strip() for s in recipient.lstrip("+").split(",") if s.strip() not in {"", "none"})
    return Predicate(
        words=tuple(row["lemma"].split()),
        pos=row["pos"],
        frame=tuple(_condition(part, where, classes) for part in row["frame"].split()),
        type=kind,
        mode=row["mode"] or None,
        actor=tuple(s.strip() for s in row["actor"].split(",") if s.strip() not in {"", "none"}),
        recipient=tuple(s.lstrip("+") for s in slots),
        is_mutual="+" in recipient,
        yes=row["yes"],
        no=row["no"],
    )


def _condition(part: str, where: str, classes: frozenset[str]) -> Condition:
    """Return one condition of a frame such as "obj:TROOPS", "obj=talk|talks" or "prep:on|with:ACTOR"."""
    key, equals, value = part.partition("=")
    if equals and ":" not in key:
        return _checked(Condition(key=key, words=frozenset(value.split("|"))), where, classes)
    pieces = part.split(":")
    key = pieces[0]
    if key == "prep":
        names, equals, words = pieces[1].partition("=")
        preps = tuple(names.split("|"))
        if equals:
            return _checked(Condition(key=key, preps=preps, words=frozenset(words.split("|"))), where, classes)
        target = pieces[2] if len(pieces) > 2 else None
        return _checked(Condition(key=key, preps=preps, classname=target), where, classes)
    value = pieces[1] if len(pieces) > 1 else ""
    if key == "mod":
        return _checked(Condition(key=key, words=frozenset(value.split("|"))), where, classes)
    return _checked(Condition(key=key, classname=value or None), where, classes)


def _checked(condition: Condition, where: str, classes: frozenset[str]) -> Condition:
    if condition.key not in FRAME_KEYS:
        raise LexiconError(f"{where}: unknown frame {condition.key!r}")
    if condition.classname and condition.classname != "ACTOR" and condition.classname not in classes:
        raise LexiconError(f"{where}: class {condition.classname!r} is not in classes.tsv")
    return condition
