"""One reader for all tests of coding, and sentences coded by it."""

import pytest
from coded_texts import Code, reading_with

from dragoman.coding import CODERS
from dragoman.reader import Reader, load_reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader()


@pytest.fixture(scope="session")
def coded(reader: Reader) -> Code:
    """Return what a user gets: rules and network together."""
    return reading_with(reader, CODERS["both"])


@pytest.fixture(scope="session")
def ruled(reader: Reader) -> Code:
    """Return the rules alone, for the examples that stand in their tables."""
    return reading_with(reader, CODERS["rules"])
