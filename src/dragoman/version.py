"""The version of the program; vocabularies and the ledger's schema have numbers of their own."""

__version__ = "0.1.0"
