"""Outlook: statements about what is to come, who holds them, when they fall due and on what condition."""

from collections.abc import Iterator, Mapping
from datetime import date

from dragoman.coding.analysis import Analysis
from dragoman.coding.attribution import AttributionReader
from dragoman.coding.phrases import clause_span
from dragoman.coding.status import StatusReader
from dragoman.model import Evidence, Expectation, Interval, Span, Status

FUTURE = frozenset({Status.PLANNED, Status.EXPECTED, Status.HYPOTHETICAL, Status.POSSIBLE, Status.POSTPONED})
FUTURE_MODALS = frozenset({"will", "shall", "would", "may", "might", "could"})
EXPECTING = frozenset(
    {
        "expect",
        "predict",
        "anticipate",
        "forecast",
        "hope",
        "believe",
        "fear",
        "plan",
        "schedule",
        "intend",
        "slate",
        "set",
    }
)
LOOKING_BACK = frozenset({"since", "from"})
"""Words before a time that tell where a stretch began: the first visit since 2023 is not due in 2023."""
DUE_ADJECTIVES = frozenset({"due", "likely", "unlikely", "set", "bound", "poised", "expected", "scheduled", "certain"})
WHAT_WORDS = 24
"""Longest statement shown in a table, in words."""


class OutlookReader:
    """Reads the expectations of one document.

    `events` maps the tokens that carry an act (its trigger and its verb) to the telling.
    """

    def __init__(
        self, analysis: Analysis, status: StatusReader, attribution: AttributionReader, events: Mapping[int, Evidence]
    ) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.status = status
        self.attribution = attribution
        self.events = events

    def read(self) -> tuple[Expectation, ...]:
        """Return the expectations in text order, one for each clause about the future."""
        found: dict[Span, Expectation] = {}
        for t in self.g.tokens:
            if t.pos in {"VERB", "AUX"} and self._is_future(t.i):
                expectation = self._expectation(t.i)
                found[expectation.statement] = expectation
        outer = [s for s in sorted(found) if not any(o.covers(s) and o != s for o in found)]
        return tuple(found[s] for s in outer)

    def _is_future(self, i: int) -> bool:
        """Tell whether a clause speaks of what is to come."""
        g = self.g
        t = g.token(i)
        if t.dep in {"aux", "auxpass"} or self.status.governors.condition(i) is not None:
            return False
        if t.dep == "pcomp" and any(g.low(j) == "what" for j in g.children(i, "nsubj")):
            return False  # "in what would be the first visit": the visit is told by its own clause
        modal = next((g.lemma(j) for j in g.children(i, "aux") if g.token(j).tag == "MD"), None)
        if modal is not None:
            perfect = any(g.lemma(j) == "have" for j in g.children(i, "aux"))
            return modal in FUTURE_MODALS and not perfect and (modal in {"will", "shall"} or self._is_reported(i))
        if self._is_deadline(i):
            return True
        return self._is_due(i)

    def _is_reported(self, i: int) -> bool:
        """Tell whether "would", "may" or "could" looks ahead here: reported, conditional or dated."""
        g = self.g
        if any(self.status.governors.condition(j) is not None for j in g.children(i, "advcl")):
            return True
        if g.token(i).dep in {"ccomp", "relcl"} or self.attribution.of(i)[0].span is not None:
            return True
        return self._due(i) is not None or i in self.events

    def _is_due(self, i: int) -> bool:
        """Tell whether the verb is "is expected to", "is due to", "is to open", "expect X to"."""
        g = self.g
        infinitives = [j for j in g.children(i, "xcomp", "ccomp") if self.status.governors.is_infinitive(j)]
        if g.lemma(i) == "be":
            adjectives = [j for j in g.children(i, "acomp", "attr") if g.low(j) in DUE_ADJECTIVES]
            is_now = g.token(i).tag in {"VBZ", "VBP"}
            return any(g.children(j, "xcomp", "prep") for j in adjectives) or bool(
                infinitives and not adjectives and is_now
            )
        if g.lemma(i) not in EXPECTING:
            return False
        if g.is_passive(i):
            return bool(infinitives) or (
                g.lemma(i) in {"schedule", "plan", "slate", "expect"} and self._due(i) is not None
            )
        return (
            bool(infinitives) and g.token(i).tag in {"VBZ", "VBP", "VBD"} and g.lemma(i) in {"expect", "plan", "intend"}
        )

    def _is_deadline(self, i: int) -> bool:
        """Tell whether a demand has its deadline: "has until Friday to", "must answer by", "gave them ten days to"."""
        g = self.g
        modal = {g.lemma(j) for j in g.children(i, "aux") if g.token(j).tag == "MD"}
        if modal & {"must", "should"}:
            return any(g.lemma(p) in {"by", "before", "until"} for p in g.children(i, "prep"))
        if g.lemma(i) in {"have", "give"}:
            has_infinitive = any(
                self.status.governors.is_infinitive(j)
                for k in (i, *g.children(i, "dobj", "prep"))
                for j in g.children(k, "xcomp", "acl", "relcl", "advcl")
            )
            return has_infinitive and self._due(i) is not None
        return False

    def _expectation(self, i: int) -> Expectation:
        g = self.g
        condition = next((j for j in g.children(i, "advcl") if self.status.governors.condition(j) is not None), None)
        reports = tuple(
            j
            for j in g.children(i, "parataxis", "ccomp", "advcl")
            if j != condition and self.attribution.reporting.is_report(j, i)
        )
        without = (*((condition,) if condition is not None else ()), *reports, *self._according(i))
        statement = clause_span(g, i, without=without)
        chain = self.attribution.of(i)
        doc = self.a.resolved.document
        telling = self._telling(i)
        due = self._due(i) or (telling.date if telling else None)
        words = statement.of(self.a.text).split()
        return Expectation(
            expectation_id=Expectation.key(doc.doc_id, statement),
            statement=statement,
            who=self._holder(i, chain[0].speaker),
            what=" ".join(words[:WHAT_WORDS]) + (" ..." if len(words) > WHAT_WORDS else ""),
            when=due.span.of(self.a.text) if due and due.span else None,
            due=due,
            condition=self._condition_span(condition),
            event=telling.evidence_id if telling else None,
        )

    def _holder(self, i: int, speaker: str) -> str:
        """Return who holds the expectation: the subject of "expects", else who vouches for the clause."""
        g = self.g
        if g.lemma(i) in EXPECTING and not g.is_passive(i) and g.token(i).tag in {"VBZ", "VBP", "VBD"}:
            voice = next((v for j in g.subjects(i) if (v := self.attribution.speakers.at(j))), None)
            if voice is not None:
                return voice.speaker
        return speaker

    def _according(self, i: int) -> tuple[int, ...]:
        return tuple(j for j in self.g.children(i, "prep") if self.g.lemma(j) in {"accord", "according"})

    def _condition_span(self, condition: int | None) -> Span | None:
        if condition is None:
            return None
        span = clause_span(self.g, condition)
        first = min(t.i for t in self.g.parse.subtree(condition))
        if first and self.g.low(first - 1) == "only":
            return Span(self.g.token(first - 1).start, span.end)
        return span

    def _telling(self, i: int) -> Evidence | None:
        """Return the first act that the clause expects, or None."""
        g = self.g
        for j in self._below(i):
            telling = self.events.get(j)
            if telling is not None and telling.status in FUTURE:
                return telling
        return self.events.get(i) if g.is_verbal(i) else None

    def _below(self, i: int) -> Iterator[int]:
        g = self.g
        yield i
        for j in (*g.children(i, "dobj", "nsubj", "nsubjpass", "attr"), *g.children(i, "xcomp", "ccomp", "acomp")):
            yield j
            yield from g.children(j, "xcomp", "dobj", "ccomp")

    def _due(self, i: int) -> Interval | None:
        """Return the time expression of the clause that reaches past the day of publication, or None."""
        g = self.g
        published = self.a.resolved.document.published
        inside = {t.i for t in g.parse.subtree(i)}
        first, last = min(inside), max(inside)
        low, high = g.token(first).start, g.token(last).end
        for interval in self.a.resolved.dates:
            if not (interval.span and low <= interval.span.start < high and _is_ahead(interval, published)):
                continue
            before = (*self.a.text[low : interval.span.start].split()[-1:], interval.span.of(self.a.text).split()[0])
            if not any(word.lower() in LOOKING_BACK for word in before):
                return interval
        return None


def _is_ahead(interval: Interval, published: date | None) -> bool:
    if published is None:
        return True
    return interval.end is None or interval.end >= published
