"""A document with what was found in it."""

from dataclasses import dataclass

from dragoman.model.actors import Entity, Mention
from dragoman.model.document import Document, Receipt
from dragoman.model.events import Driver, Event, Expectation, Position
from dragoman.model.interval import Interval
from dragoman.model.parse import Parse
from dragoman.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A document whose who, when and where are known: what `resolve` gives and `coding` takes.

    Attributes:
        document: The text.
        parse: Its grammar.
        entities: Everyone named, each once, sorted by id.
        mentions: Where, in text order; two mentions may nest only if they name different entities.
        dates: Time expressions in text order, each with its span.
        places: Place names in text order, each with its span; metonymic capitals are not places.
    """

    document: Document
    parse: Parse
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[Interval, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document's whole record: what `dragoman read --json` prints and the ledger keeps.

    Attributes:
        document: The text and its head data.
        entities: Everyone who is named, sorted by id.
        mentions: In text order; pronouns and bare demonyms are left out of the exchange form.
        events: One per event, by first trigger.
        positions: By evidence.
        drivers: By cause.
        outlook: By statement.
        receipts: What each stage did.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    drivers: tuple[Driver, ...] = ()
    outlook: tuple[Expectation, ...] = ()
    receipts: tuple[Receipt, ...] = ()
