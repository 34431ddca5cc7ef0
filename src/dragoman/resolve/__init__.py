"""Takes a document and its parse, gives it with everyone named, every date and every place."""

from dragoman.lexicon.actors import ActorTables
from dragoman.model import Document, Parse, Resolved
from dragoman.resolve.mentions import find_mentions
from dragoman.resolve.places import find_places
from dragoman.resolve.time import find_dates

__all__ = ["resolve"]


def resolve(document: Document, parse: Parse, *, tables: ActorTables) -> Resolved:
    """Return the document with its entities, mentions, dates and places; all empty for a text that names none."""
    entities, mentions = find_mentions(document, parse, tables=tables)
    countries = tuple(sorted({e.code for e in entities if e.code and e.code in tables.states}))
    return Resolved(
        document=document,
        parse=parse,
        entities=entities,
        mentions=mentions,
        dates=find_dates(document, parse),
        places=find_places(document, parse, mentions=mentions, countries=countries),
    )
