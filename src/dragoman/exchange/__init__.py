"""Takes files of other event data sets, gives rows of one shape; takes such rows, gives files that others read.

`read_events` is the way in, `write_events` the way out. The one shape is `dragoman.exchange.table.SCHEMA`; every
format is a module of its own that fills it or writes it. No row carries text: what another data set coded is
evidence beside our own.
"""

from dragoman.exchange.reading import read_events
from dragoman.exchange.writing import write_events

__all__ = ["read_events", "write_events"]
