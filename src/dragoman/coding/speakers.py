"""Who speaks: from the word where a speaker stands to the one who vouches, named, unnamed, a document, or hearsay."""

from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.voices import VoiceReader
from dragoman.lexicon.party_nouns import load_party_nouns
from dragoman.model import Attribution, MentionKind, Span, SpeakerKind

UNNAMED = frozenset(
    {"one", "another", "other", "others", "some", "several", "many", "both", "two", "three", "someone", "somebody"}
)
"""Words that stand for unnamed speakers: "said one; another disagreed"."""
TELLING = frozenset(
    {
        *("say", "tell", "add", "claim", "allege", "insist", "warn", "report", "write", "argue", "reveal", "confirm"),
        *("deny", "admit", "acknowledge", "announce", "state", "maintain", "point"),
    }
)
"""Verbs whose subject speaks, whatever noun it is ("the probe said")."""
OFFICES = frozenset({"office", "team", "camp", "lawyer", "representative"})
"""Nouns for those who speak for their owner: "his office said"."""
CONTINUING = {
    "it": frozenset({SpeakerKind.DOCUMENT}),
    "he": frozenset({SpeakerKind.ANONYMOUS}),
    "she": frozenset({SpeakerKind.ANONYMOUS}),
    "they": frozenset({SpeakerKind.ANONYMOUS}),
}
"""Pronouns that go on with the speaker of the sentence before, by the kinds of speaker that they can stand for."""
BODIES = ("state:", "region:", "organ:", "igo:", "ngo:", "group:", "outlet:", "coll:")
"""Ids of what "he" and "she" cannot stand for."""
INNER = frozenset({"det", "amod", "compound", "nummod", "poss", "case", "prep", "pobj", "nmod", "quantmod"})
"""Relations of the words of a noun phrase, without relative clauses and appositions."""


class SpeakerReader:
    """Reads who stands at a word of one document."""

    def __init__(self, analysis: Analysis, voices: VoiceReader) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.cues = analysis.cues
        self.text = analysis.text
        self._voices = voices
        self._nouns = load_party_nouns()

    def at(self, i: int) -> Attribution | None:
        """Return the attribution to whoever stands at a token, or None if it is nobody who can speak."""
        g = self.g
        mention = self.parties.mention_at(i)
        if g.low(i) == "it" and (report := self._continued(i)) is not None:
            return report
        if mention is not None and mention.kind is not MentionKind.DEMONYM:
            entity = self.parties.entity(mention.entity_id)
            if entity is not None and entity.is_anonymous:
                words = entity.name
                return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.ANONYMOUS, span=mention.span)
            return Attribution(speaker=mention.entity_id, kind=SpeakerKind.NAMED, span=mention.span)
        t = g.token(i)
        if t.pos == "PRON" and t.text.lower() in CONTINUING:
            return self._continued(i)
        if t.lemma in OFFICES and (owners := g.children(i, "poss")):
            return self.at(owners[0])
        is_one_of_them = t.pos in {"NOUN", "PROPN", "ADJ"} and any(
            g.low(j) in {"a", "an"} for j in g.children(i, "det")
        )
        if is_one_of_them and mention is not None:  # "an Iranian close to the government"
            span, words = self._phrase(i)
            return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.ANONYMOUS, span=span)
        known = t.lemma in UNNAMED or t.lemma in self.cues.documents or t.lemma in self.cues.speakers
        known = known or (t.pos in {"NOUN", "PROPN"} and t.lemma in self._nouns)
        if not known and not self._tells(i):
            return None
        if g.lemma(i) in self.cues.documents:
            return self._document(i)
        span, words = self._phrase(i)
        return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.ANONYMOUS, span=span)

    def _tells(self, i: int) -> bool:
        """Tell whether a noun or number is the subject of telling itself: "the probe said", "four of them said"."""
        g = self.g
        t = g.token(i)
        is_subject = (
            t.pos in {"NOUN", "NUM", "PROPN"}
            and t.dep == "nsubj"
            and g.is_verbal(t.head)
            and g.lemma(t.head) in TELLING
        )
        return is_subject and not g.is_negated(t.head)

    def _continued(self, i: int) -> Attribution | None:
        """Return the speaker of the sentence before, or else its subject, whom a pronoun without a name takes up.

        "It" goes on with a document, the others with people whom the text does not name. A name before a pronoun that
        stage `resolve` left open is taken up if it is of the same number and kind.
        """
        sent = self.g.token(i).sent
        before = self._voices.last_before(sent, reach=1)
        for j in (before,) if before is not None else self._topic(sent - 1):
            said = self.at(j) if self.g.token(j).pos != "PRON" else None
            if said is not None and (said.kind in CONTINUING[self.g.low(i)] or self._agrees(i, j, said)):
                return replace(said, span=self.g.token(i).span)
        return None

    def _agrees(self, i: int, j: int, said: Attribution) -> bool:
        """Tell whether a pronoun that names nobody by itself can stand for the name at a token."""
        pronoun, is_person = self.g.low(i), said.speaker.startswith("person:")
        if said.kind is not SpeakerKind.NAMED or self.parties.mention_at(i) is not None:
            return False
        if pronoun == "they":
            return not is_person
        fits = not is_person if pronoun == "it" else not said.speaker.startswith(BODIES)
        return fits and not self.g.token(j).tag.endswith("S")

    def _topic(self, number: int) -> tuple[int, ...]:
        """Return the subject of a sentence's main clause; empty before the first sentence."""
        g = self.g
        if number < 0:
            return ()
        first, last = g.parse.sentences[number]
        return tuple(j for t in g.tokens[first:last] if t.dep == "ROOT" for j in g.children(t.i, "nsubj"))

    def by_hearsay(self, span: Span) -> Attribution:
        """Return the attribution to nobody named, by the words that say so: "is said", "reportedly"."""
        return Attribution(speaker=f"anonymous: {span.of(self.text).lower()}", kind=SpeakerKind.HEARSAY, span=span)

    def _document(self, i: int) -> Attribution:
        span, words = self._phrase(i)
        owners = self.parties.owners(i)
        if owners:
            return Attribution(speaker=owners[0], kind=SpeakerKind.DOCUMENT, span=span)
        return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.DOCUMENT, span=span)

    def _phrase(self, i: int) -> tuple[Span, str]:
        """Return the noun phrase of a token without relative clauses, and its words without the article."""
        g = self.g
        inside = [i]
        for j in inside:
            inside.extend(c.i for c in g.parse.children[j] if c.dep in INNER)
        first, last = min(inside), max(inside)
        span = Span(g.token(first).start, g.token(last).end)
        start = g.token(first + 1).start if g.token(first).dep == "det" and first < last else span.start
        return span, self.text[start : span.end]
