"""What the views of a ledger are made of: the statements of views.sql by name, each with what it needs before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from importlib.resources import files
from typing import Final

from dragoman.lexicon.belief import load_belief
from dragoman.store.mended import UNMENDED
from dragoman.store.schema import COLUMNS, KEYED, tables

RAW: Final = "_raw"
"""What the name of a table ends in that holds the rows of all attempts to write: the view makes it from its files."""

MERGED: Final = """
  SELECT l.event_id, l.type, l.mode, l.status, l.start, l."end", l.precision, l.place, l.country, l.lat, l.lon, l.issue,
         round(belief_of(m.weight - coalesce(x.weight, 0)), 6) AS belief, m.n_evidence, m.n_origins,
         l.goldstein, l.cameo, l.magnitude, l.words, l.context, l.doc_id, l.published, l.outlet, m.n_documents
  FROM {told} l JOIN (
    SELECT event_id, coalesce(sum(weight), 0) AS weight, CAST(sum(n_tellings) AS BIGINT) AS n_evidence,
           count(*) AS n_origins, CAST(sum(n_documents) AS BIGINT) AS n_documents, min(first) AS first
    FROM (
      SELECT event_id, origin_id, max(weight) FILTER (speaks) AS weight, sum(n_tellings) AS n_tellings,
             count(DISTINCT doc_id) AS n_documents, min(struct_pack(rest := NOT is_lead,
             day := coalesce(published, DATE '9999-12-31'), doc_id := doc_id, member_id := member_id)) AS first
      FROM {told} GROUP BY event_id, origin_id
    ) GROUP BY event_id
  ) m ON m.event_id = l.event_id AND m.first.doc_id = l.doc_id AND m.first.member_id = l.member_id
  LEFT JOIN doubts_live x ON x.event_id = l.event_id
"""
"""One row per event from a table like `told`: with the words that stand for it, and the counts and belief of the whole.

Belief: independent origins are independent evidence, so their log-odds add up: logit(belief) = start + the weights of
the origins that tell it - those of the origins that tell a version which excludes it; within an origin its best kind of
source counts. Source: the logarithmic pool with unit weights, "independent opinion pool", Genest and Zidek
1986, "Combining probability distributions", Statistical Science 1(1), section 4. Weights: data/belief/weights.tsv.
"""

PEOPLE: Final = """
  WITH people AS MATERIALIZED (
    SELECT p.event_id, p.role, p.entity_id, min(p.code) AS code, min(p.name) AS name,
           bool_or(h.event_id IS NULL OR p.member_id = h.lead_id) AS is_lead
    FROM {participants} p LEFT JOIN happened h ON h.event_id = p.event_id GROUP BY p.event_id, p.role, p.entity_id
  ), others AS MATERIALIZED (
    SELECT * FROM people WHERE NOT is_lead AND code IS NOT NULL
  ), more AS (
    SELECT o.* FROM others o ANTI JOIN (
      SELECT event_id, code FROM people WHERE is_lead AND event_id IN (SELECT event_id FROM others)
    ) l ON l.event_id = o.event_id AND l.code = o.code
    QUALIFY row_number() OVER (
      PARTITION BY event_id, code ORDER BY starts_with(entity_id, 'anon:'), role, entity_id
    ) = 1
  )
  SELECT event_id, role, entity_id, code, name FROM people WHERE is_lead
  UNION ALL SELECT event_id, role, entity_id, code, name FROM more
"""
"""Who takes part in events, from a table like `participants_live`: as the telling has it that stands for the event, and
of the other tellings those whose code it lacks."""

EXPECTED: Final = """
  SELECT x.expectation_id, x.event_id, x.holder, x.due_start, x.due_end, x.condition,
         coalesce(s.outcome, 'open') AS state, s.event_id AS settled_by, x.doc_id, x.holder_name, x.words,
         s.day AS settled_on, s.by_doc AS settled_doc, x.member_id
  FROM expected_live x LEFT JOIN (
    SELECT * FROM settlements WHERE day <= {day}
    QUALIFY row_number() OVER (PARTITION BY expectation_id, doc_id ORDER BY day DESC, outcome DESC) = 1
  ) s ON s.expectation_id = x.expectation_id AND s.doc_id = x.doc_id
"""
"""Expectations and what had become of them by a day: what was published later is not known yet."""

LAST_DAY: Final = "(SELECT max(published) FROM documents_own)"
"""The day up to which a ledger knows: that of its newest document."""

OF_EVENT: Final = ("events", "participants", "evidence", "expectations")
PLAIN: Final = ("records", "entities", "mentions", "positions", "receipts")
"""Tables of documents' rows by what joins them to other documents: their event, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A view, table or macro.

    Attributes:
        statement: Makes it.
        needs: What its statement names: earlier definitions and tables of all attempts.
    """

    statement: str
    needs: frozenset[str]


class Catalog:
    """The definitions, in the order of views.sql: each needs earlier ones only.

    Args:
        laid: What lays mended rows over the coded rows of a table, {table} standing for its name; empty without
            corrections.
    """

    def __init__(self, laid: str) -> None:
        self.raw: Final = frozenset(f"{table}{RAW}" for table in tables())
        self._made: Final[dict[str, Definition]] = {}
        for statement in _expanded(laid):
            self._made[_name(statement)] = Definition(statement=statement, needs=frozenset(self._named(statement)))

    def wanted(self, text: str | None) -> Iterator[tuple[str, str]]:
        """Yield name and statement of all that a query may read, each after what it needs; a raw table's is empty.

        Any word that is a name counts as one: at worst something is made that the query does not read.

        Args:
            text: The query; None for every definition.
        """
        found: set[str] = set()
        left = {*self.raw, *self._made} if text is None else self._named(text)
        while left:
            found |= left
            left = {need for name in left if name in self._made for need in self._made[name].needs} - found
        yield from ((name, "") for name in sorted(found & self.raw))
        yield from ((name, made.statement) for name, made in self._made.items() if name in found)

    def _named(self, text: str) -> set[str]:
        return set(re.findall(r"\w+", text.lower())) & (self._made.keys() | self.raw)


@lru_cache(maxsize=2)
def load_catalog(laid: str = "") -> Catalog:
    """Return the catalog."""
    return Catalog(laid)


def merged(told: str) -> str:
    """Return the query that gives one row per event of a table like `told`."""
    return MERGED.format(told=told)


def people(participants: str) -> str:
    """Return the query that gives who takes part in the events of a table like `participants_live`."""
    return PEOPLE.format(participants=participants)


def expected_by(day: str) -> str:
    """Return the query that gives the expectations with what was known of them by a day, an SQL expression."""
    return EXPECTED.format(day=day)


def _expanded(laid: str) -> Iterator[str]:
    """Yield the statements with what their placeholders stand for, one for each table where they stand for tables."""
    weights = load_belief()
    kinds = " ".join(
        f"WHEN list_contains(kinds, {literal(k)}) THEN {w}"
        for k, w in sorted(weights.kinds.items(), key=lambda x: -x[1])
    )
    yield f"CREATE MACRO weight(kinds) AS CASE {kinds} END"
    yield f"CREATE MACRO belief_of(weight) AS 1 / (1 + exp(-({weights.start} + weight)))"
    values = {"merged": merged("told"), "expected": expected_by(LAST_DAY), "people": people("participants_live")}
    for statement in _statements(files("dragoman.store").joinpath("views.sql").read_text(encoding="utf-8")):
        if "{joined}" in statement:
            for table, (keys, sign) in KEYED.items():
                named = statement.replace("{joined}", table).replace("{keys}", ", ".join(keys))
                yield named.replace("{sign}", sign)
            continue
        for name, of in (("table", tuple(COLUMNS)), ("plain", PLAIN), ("of_event", OF_EVENT)):
            if f"{{{name}}}" in statement:
                for table in of:
                    mended = laid if table not in UNMENDED else ""
                    yield statement.replace("{mended}", mended).replace(f"{{{name}}}", table)
                break
        else:
            yield reduce(lambda told, x: told.replace(f"{{{x[0]}}}", x[1]), values.items(), statement)


def _statements(script: str) -> Iterator[str]:
    plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    yield from (s.strip() for s in plain.split(";\n") if s.strip(" ;\n"))


def _name(statement: str) -> str:
    found = re.match(r"CREATE (?:TEMP TABLE|VIEW|MACRO) (\w+)", statement)
    if found is None:
        raise ValueError(f"views.sql: expected CREATE of a view, table or macro, found {statement[:40]!r}")
    return found[1]


def literal(text: str) -> str:
    """Return a text as an SQL literal; DDL takes no bound parameters."""
    return "'" + text.replace("'", "''") + "'"
