"""The errors that dragoman raises, all under one root.

DragomanError
 ├─ ConfigError(ValueError)        a setting is unknown or has an unusable value
 ├─ ReadError(ValueError)          an input cannot be read as a document
 │   └─ FetchError                 an address cannot be fetched
 │       └─ RefusedError           an address may not be fetched
 ├─ RecordError(ValueError)        a record does not have the shape that DESIGN gives it
 ├─ LexiconError(ValueError)       a vocabulary file under data/ (or a user's overlay) is malformed
 ├─ LedgerError(RuntimeError)      a ledger cannot be opened, written or understood
 │   └─ NotFoundError(LookupError) the ledger holds nothing of that id
 ├─ TimeLimitError(TimeoutError)   a document took longer than it may
 ├─ FanOutError(RuntimeError)      the processes or the cluster that read side by side cannot go on
 └─ ScenarioError(ValueError)      a scenario file cannot be run

Every message has a place, a value and what was expected there.
"""


class DragomanError(Exception):
    """Root of everything that dragoman raises on purpose."""


class ConfigError(DragomanError, ValueError):
    """A setting is unknown or has an unusable value."""


class ReadError(DragomanError, ValueError):
    """An input cannot be read as a document."""


class FetchError(ReadError):
    """An address cannot be fetched.

    Args:
        message: Host and reason.
        retry_after_s: After how many seconds the server wants to be asked again; None if it does not say.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RefusedError(FetchError):
    """An address may not be fetched: it is none of the web, or not of the public internet."""


class RecordError(DragomanError, ValueError):
    """A record does not have the shape of the exchange form."""


class LexiconError(DragomanError, ValueError):
    """A vocabulary file is malformed."""


class LedgerError(DragomanError, RuntimeError):
    """A ledger cannot be opened, written or understood."""


class NotFoundError(LedgerError, LookupError):
    """The ledger holds nothing of that id."""


class TimeLimitError(DragomanError, TimeoutError):
    """A document took longer than it may."""


class FanOutError(DragomanError, RuntimeError):
    """The processes or the cluster that read side by side cannot go on; what was committed is kept."""


class ScenarioError(DragomanError, ValueError):
    """A scenario file cannot be run."""
