"""Transcripts: who speaks in the turns of a briefing, an interview or a debate, "Question: ... Answer: ...".

What is said in an answer is the word of whoever gives it, up to the next label; a question vouches for nothing. In our
annotated transcripts 179 of 199 acts told in answers rest on who answers, and two in three of those told in questions
on nobody.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from dragoman.coding.grammar import Grammar
from dragoman.coding.parties import Parties

ASKING = frozenset({"question", "q"})
"""Labels of those who ask."""
ANSWERING = frozenset({"answer", "a", "reply", "spokesperson", "spokesman", "spokeswoman"})
"""Labels of whoever was introduced before the first turn; `resolve` reads them alike for "I" and "we"."""
LABEL = re.compile(r"(?:\A|\n|(?<=[.?!)”\"'’]))[ \t]*((?:M[RrSs]{1,2}\. )?[A-Z][^.:;?!“”\"\n]{0,60}):\s")
"""Words that open a text, a line or a sentence and end in a colon, perhaps with a title before: "MR. OLSEN: "."""
ASIDE = re.compile(r" \([^)]*\)$")
"""What a label adds about a speaker: "Question (Associated Press)"."""
MIN_TURNS = 2
"""How often one who speaks must have the word before a text is a transcript; "Oslo: ..." once is a dateline."""
PERSONS = ("person:", "role:", "organ:")
"""Ids of those who can have the word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One label with what is said under it.

    Attributes:
        start: First code point behind the label.
        end: Last code point of the turn, exclusive.
        speaker: Token of the one who speaks; None for a question.
    """

    start: int
    end: int
    speaker: int | None


class TranscriptReader:
    """Finds the turns of one document."""

    def __init__(self, grammar: Grammar, parties: Parties, text: str, nouns: frozenset[str]) -> None:
        self.g = grammar
        self.parties = parties
        self.text = text
        self._nouns = nouns
        self._turns = self._read()
        self._starts = [turn.start for turn in self._turns]

    def at(self, offset: int) -> Turn | None:
        """Return the turn that a code point belongs to; None outside turns and in texts that are no transcripts."""
        k = bisect_right(self._starts, offset) - 1
        return self._turns[k] if k >= 0 and offset < self._turns[k].end else None

    def _read(self) -> tuple[Turn, ...]:
        labels = [(m, ASIDE.sub("", m[1]).strip().lower()) for m in LABEL.finditer(self.text)]
        if max(Counter(word for _, word in labels).values(), default=0) < MIN_TURNS:
            return ()
        found = [(m, word, self._named(m)) for m, word in labels]
        held = [(m, word, who) for m, word, who in found if who is not None or word in ASKING | ANSWERING]
        if len(held) <= MIN_TURNS:
            return ()
        guest = self._guest(held[0][0].start())
        ends = [m.start() for m, _, _ in held[1:]] + [self._paragraph_end(held[-1][0].end())]
        return tuple(
            Turn(
                start=m.end(),
                end=end,
                speaker=None if word in ASKING else (guest if word in ANSWERING and guest is not None else who),
            )
            for (m, word, who), end in zip(held, ends, strict=True)
        )

    def _named(self, label: re.Match[str]) -> int | None:
        """Return the token of the person whom a label names, or None; a label has no verb ("One was curt: ...")."""
        first = bisect_right(self.g.parse.starts, label.start(1) - 1)
        last = bisect_right(self.g.parse.starts, label.start(1) + len(ASIDE.sub("", label[1])) - 1)
        if any(self.g.is_verbal(j) for j in range(first, last)):
            return None
        for j in range(last - 1, first - 1, -1):
            mention = self.parties.mention_at(j)
            if mention is not None and mention.entity_id.startswith(PERSONS):
                return j
        return last - 1 if last > first and self.g.lemma(last - 1) in self._nouns else None

    def _guest(self, end: int) -> int | None:
        """Return the token of who is asked: the person named most often before the first turn, or None."""
        named = [j for j in range(bisect_right(self.g.parse.starts, end - 1)) if self._is_person(j)]
        counts = Counter(self._entity(j) for j in named)
        return max(named, key=lambda j: counts[self._entity(j)], default=None)

    def _entity(self, j: int) -> str:
        mention = self.parties.mention_at(j)
        return mention.entity_id if mention is not None else ""

    def _is_person(self, j: int) -> bool:
        mention = self.parties.mention_at(j)
        return mention is not None and mention.head == j and self._entity(j).startswith("person:")

    def _paragraph_end(self, start: int) -> int:
        end = self.text.find("\n", start)
        return end if end >= 0 else len(self.text)
