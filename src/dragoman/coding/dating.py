"""When and where an act itself took place: the expression that dates this act, never the date of its telling."""

from bisect import bisect_left
from dataclasses import dataclass

from dragoman.coding.analysis import Analysis
from dragoman.coding.triggers import Trigger
from dragoman.model import Interval, Place, Span
from dragoman.model.events import CALLED_OFF

LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "off", "across", "around", "over", "from", "into", "to", "on", "within"}
)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A dated or placed expression with the words it hangs on, nearest first."""

    value: Interval | Place
    path: tuple[int, ...]


class Dating:
    """Finds the date and the place of acts in one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.cues = analysis.cues
        self._dates = [
            a for d in analysis.resolved.dates if not self._is_stretch(analysis, d) and (a := self._anchor(d, d.span))
        ]
        self._places = [a for p in analysis.resolved.places if (a := self._anchor(p, p.span))]

    @staticmethod
    def _is_stretch(analysis: Analysis, date: Interval) -> bool:
        """Tell whether the words measure how long something lasts and date no act: "the first since 2023"."""
        words = date.span.of(analysis.text).lower() if date.span else ""
        return words.startswith(("since ", "until ", "till ", "for "))

    def _anchor(self, value: Interval | Place, span: Span | None) -> _Anchor | None:
        if span is None:
            return None
        starts = self.g.parse.starts
        first = bisect_left(starts, span.start)
        inside = range(first, bisect_left(starts, span.end))
        if not inside:
            return None
        top = next((i for i in inside if self.g.token(i).head not in inside), inside[0])
        path = [top]
        while self.g.token(path[-1]).head != path[-1]:
            path.append(self.g.token(path[-1]).head)
            if self.g.is_verbal(path[-1]) and self.g.token(path[-1]).dep not in {"amod", "compound"}:
                break
        return _Anchor(value, tuple(path))

    def date(self, trigger: Trigger) -> Interval | None:
        """Return the interval that dates the act, or None."""
        best = self._nearest(self._dates, trigger)
        return best if isinstance(best, Interval) else None

    def place(self, trigger: Trigger) -> Place | None:
        """Return the place of the act, or None."""
        found = [
            a
            for a in self._places
            if any(self.g.token(i).dep == "prep" and self.g.lemma(i) in LOCATIVE for i in a.path[1:2])
        ]
        best = self._nearest(found, trigger)
        return best if isinstance(best, Place) else None

    def _calls_off(self, verb: int) -> bool:
        """Tell whether a verb's date is that of calling off, not of the act itself: "on Monday cancelled a visit"."""
        rows = self.cues.operators.get(("v", self.g.lemma(verb)), ())
        called = (op for op in rows if op.effect in CALLED_OFF and not op.is_fate)
        return any(self.g.has_particles(verb, op.words[1:]) for op in called)

    def _nearest(self, anchors: list[_Anchor], trigger: Trigger) -> Interval | Place | None:
        """Return the expression that hangs on the act or on the verb that carries it, the closest in the tree first."""
        homes = {trigger.i} if self._calls_off(trigger.carrier) else {trigger.i, trigger.carrier}
        hits = []
        for a in anchors:
            for steps, i in enumerate(a.path):
                if i in homes:
                    hits.append((steps, abs(a.path[0] - trigger.i), a))
                    break
        if not hits:
            return None
        return min(hits, key=lambda h: h[:2])[2].value
