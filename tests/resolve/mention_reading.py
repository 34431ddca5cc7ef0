"""Reads invented sentences for the tests of mentions and coreference; the model is loaded once."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.lexicon.actors import load_actors
from dragoman.model import Document, Entity, Mention, MentionKind, Span
from dragoman.resolve.mentions import find_mentions
from dragoman.resolve.parser import load_parser

EXPORTED = frozenset({MentionKind.NAME, MentionKind.ROLE, MentionKind.METONYM, MentionKind.NOMINAL})


@cache
def parser():
    return load_parser()


def make_document(text, *, on=date(2018, 5, 1), outlet=None):
    body = (Span(0, len(text)),) if text.strip() else ()
    return Document(doc_id="d1", text=text, published=on, outlet=outlet, body=body)


@dataclass(frozen=True)
class Reading:
    """What was found in a text."""

    text: str
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]

    def at(self, words, *, nth=0):
        """Return the mention with exactly these words (the nth of them), or None."""
        found = [m for m in self.mentions if m.span.of(self.text) == words]
        return found[nth] if nth < len(found) else None

    def who(self, words, *, nth=0):
        """Return the entity that these words name, or None."""
        mention = self.at(words, nth=nth)
        return self.entities[mention.entity_id] if mention else None

    def id_of(self, words, *, nth=0):
        mention = self.at(words, nth=nth)
        return mention.entity_id if mention else None

    def exported(self):
        return [m.span.of(self.text) for m in self.mentions if m.kind in EXPORTED]


def read(text, *, on=date(2018, 5, 1), outlet=None, without=()):
    document = make_document(text, on=on, outlet=outlet)
    parse = parser().parse(document)
    entities, mentions = find_mentions(document, parse, tables=load_actors(), without=without)
    return Reading(text, {e.entity_id: e for e in entities}, mentions)
