"""Turns of interviews, briefings and debates: "Q: ...", "Answer: ...", "Ms Silva: ..." and who speaks in them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_scene import Scene
from dragoman.resolve.mentions_finds import Find, Shape

_LABEL = re.compile(r"(?:^|(?<=[.?!”\")] ))([A-Z][^\n:;.?!“”\"]{0,8}\.?[^\n:;.?!“”\"]{0,60}):(?=\s)", re.MULTILINE)
ASKING = frozenset({"q", "question"})
ANSWERING = frozenset({"a", "answer", "reply", "spokesperson", "spokesman", "spokeswoman"})
SPEAKING = frozenset({Shape.PERSON, Shape.ROLE})
FEWEST = 2
"""Labels that make a text one with turns: "The minister: no" alone may be a headline."""
LONGEST_LABEL = 9
"""Words of a label: "Mr Carlos Mota (Independent, Porto)"."""


class Turn(NamedTuple):
    """What one speaker says: from behind his label to the next one or the paragraph's end."""

    first: int
    """Token of the label."""
    start: int
    """Character behind the label's colon."""
    end: int
    label: str


class Turns:
    """The turns of one document; none where it is no transcript."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page

    @cached_property
    def _turns(self) -> Sequence[Turn]:
        text = self.page.text
        labels = [m for m in _LABEL.finditer(text) if self._is_label(m.start(1), m.end(1))]
        if len(labels) < FEWEST:
            return ()
        ends = [m.start() for m in labels[1:]] + [len(text)]
        found = []
        for label, end in zip(labels, ends, strict=True):
            line = text.find("\n", label.end())
            stop = min(end, line) if line >= 0 else end
            found.append(Turn(self._token(label.start(1)), label.end(), stop, label[1].lower().partition(" (")[0]))
        return tuple(found)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [turn.start for turn in self._turns]

    @cached_property
    def _token_starts(self) -> Sequence[int]:
        return [token.start for token in self.page.tokens]

    def _token(self, start: int) -> int:
        return max(0, bisect_right(self._token_starts, start) - 1)

    def _is_label(self, start: int, end: int) -> bool:
        """Tell whether words before a colon hand over the word: "Q", "Question (same)", a person and no verb."""
        if self.page.text[start:end].lower().partition(" (")[0] in ASKING | ANSWERING:
            return True
        first, last = self._token(start), self._token(end - 1) + 1
        words = self.page.tokens[first:last]
        if len(words) > LONGEST_LABEL or any(t.pos in {"VERB", "AUX"} for t in words):
            return False
        find = self._find(first)
        return find is not None and find.shape in SPEAKING and not find.is_plural

    def _find(self, first: int) -> Find | None:
        """Return the phrase with which a label begins, with or without its article, or None."""
        return self.scene.by_first.get(first) or self.scene.by_first.get(first + 1)

    def _named(self, first: int) -> Known | None:
        find = self._find(first)
        choice = self.scene.resolve(find) if find is not None else None
        return choice.known if choice is not None and choice.known.kind == "person" else None

    # ---- who speaks

    def at(self, i: int) -> Turn | None:
        """Return the turn in which a token stands, or None."""
        if not self._turns:
            return None
        start = self.page.tokens[i].start
        k = bisect_right(self._starts, start) - 1
        return self._turns[k] if k >= 0 and start < self._turns[k].end else None

    def speaker(self, turn: Turn) -> Known | None:
        """Return who speaks in a turn; None for one who only asks and for an unknown one."""
        if turn.label in ASKING:
            return None
        if turn.label in ANSWERING:
            return self.guest
        return self._named(turn.first)

    def addressed(self, i: int) -> Known | None:
        """Return whom "you" means in a question; None elsewhere."""
        turn = self.at(i)
        return self.guest if turn is not None and turn.label in ASKING else None

    @cached_property
    def guest(self) -> Known | None:
        """Who answers: the person named most often before the first turn, of several the first; None without one."""
        first = self._turns[0].first if self._turns else 0
        counts: dict[Known, int] = {}
        for trace in self.scene.memory.traces:
            known = trace.known
            if trace.token < first and known.kind == "person" and not known.is_plural:
                counts[known] = counts.get(known, 0) + 1
        return max(counts, key=lambda k: counts[k]) if counts else None
