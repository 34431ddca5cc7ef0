"""Which parts are to be coded, are being coded and are done, given back in the order in which they came."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.model import Receipt, Stage
from dragoman.pipeline import CodedPart, Part


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Documents for one worker.

    Attributes:
        number: Of the part in the order of all.
        slot: Of the documents in their part; 0 for a whole part.
        part: The documents.
        is_last_try: Whether a worker died of these documents before.
    """

    number: int
    slot: int
    part: Part
    is_last_try: bool = False


@dataclass(slots=True)
class Jobs:
    """The parts of a run.

    Attributes:
        source: Where parts come from.
        most_open: So many parts at most are taken in and not given back: the bound on memory.
    """

    source: Iterator[Part]
    most_open: int
    _todo: deque[Job] = field(default_factory=deque)
    _results: dict[int, list[CodedPart | None]] = field(default_factory=dict)
    _n_taken: int = 0
    _n_given: int = 0
    _is_dry: bool = False

    def take_in(self) -> bool:
        """Take one more part from the source and return whether there was one, and room for it."""
        if self._is_dry or self._n_taken - self._n_given >= self.most_open:
            return False
        part = next(self.source, None)
        if part is None:
            self._is_dry = True
            return False
        self._todo.append(Job(self._n_taken, 0, part))
        self._results[self._n_taken] = [None]
        self._n_taken += 1
        return True

    def next(self) -> Job | None:
        """Return what a worker may do next, or None if nothing is waiting."""
        return self._todo.popleft() if self._todo else None

    def done(self, job: Job, result: CodedPart) -> None:
        """Keep what came of a job."""
        self._results[job.number][job.slot] = result

    def died(self, job: Job, cause: str) -> str:
        """Give the documents of a dead worker to others, each alone; one of which two died fails.

        Args:
            job: What it had.
            cause: "its worker was killed (SIGKILL)".

        Returns:
            One line that says what happened and what is done.
        """
        if job.is_last_try:
            document, receipt = job.part[0]
            name = receipt.source or document.doc_id
            failure = Receipt(
                doc_id=document.doc_id, source=name, stage=Stage.CODING, outcome="failed", detail=f"{cause}, twice"
            )
            self.done(job, CodedPart(failures=(failure,)))
            return f"{cause} again over one document; it is left out"
        singles = [Job(job.number, slot, (pair,), is_last_try=True) for slot, pair in enumerate(job.part)]
        self._results[job.number] = [None] * len(singles)
        self._todo.extendleft(reversed(singles))
        n = len(singles)
        return f"{cause}; its {n} document{'s are' if n > 1 else ' is'} read again, one by one"

    def finished(self) -> Iterator[CodedPart]:
        """Yield what is done and next in order."""
        while (results := self._results.get(self._n_given)) is not None and None not in results:
            del self._results[self._n_given]
            self._n_given += 1
            yield from (result for result in results if result is not None)

    def is_done(self) -> bool:
        """Tell whether the source is dry and everything was given back."""
        return self._is_dry and self._n_taken == self._n_given
