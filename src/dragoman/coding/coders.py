"""Who says what happened: the rules, the network, or both together, behind one protocol."""

from collections.abc import Sequence
from typing import Protocol

from dragoman.coding.encoder import EncoderReader
from dragoman.coding.events import EventReader
from dragoman.coding.learned import LearnedReader
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.network import load_network
from dragoman.model import Evidence

Tellings = Sequence[tuple[Trigger, Evidence]]
"""Acts in text order, each with the word that names it."""


class Coder(Protocol):
    """Anything that can tell the acts of one analysed document."""

    def tell(self, reader: EventReader) -> Tellings:
        """Return the acts of the reader's document, in text order."""


class RuleCoder:
    """The lexicon and its frames alone."""

    def tell(self, reader: EventReader) -> Tellings:
        """Return the acts that the rules find."""
        return reader.read()


class NetworkCoder:
    """The network alone, without a word from the rules; parties' hosts, dates and places are still read by rule."""

    def tell(self, reader: EventReader) -> Tellings:
        """Return the acts that the network finds."""
        encoder = EncoderReader(reader.a, load_network(), ())
        return LearnedReader(reader, encoder).read(())


class JointCoder:
    """Rules and network together: the network knows what the rules found, judges it and adds what they missed."""

    def tell(self, reader: EventReader) -> Tellings:
        """Return the acts that stand."""
        told = reader.read()
        encoder = EncoderReader(reader.a, load_network(), told)
        return LearnedReader(reader, encoder).read(told)


CODERS: dict[str, Coder] = {"rules": RuleCoder(), "network": NetworkCoder(), "both": JointCoder()}
"""By the name that the benchmark and `code` know."""
