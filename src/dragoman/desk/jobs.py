"""Reading what a page was given, beside the pages: one job after the other, with its progress."""

import json
import logging
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dragoman.errors import ConfigError, DragomanError, NotFoundError, RefusedError
from dragoman.explore.words import one_line
from dragoman.linking import link_ledger
from dragoman.model import Receipt
from dragoman.pipeline import Counts, add_inputs
from dragoman.read.addresses import parse_target
from dragoman.read.feed_state import load_states, save_states
from dragoman.read.feeds import Poll
from dragoman.read.fetch import Fetcher
from dragoman.store.pins import BY_HAND
from dragoman.watching import watch_feeds

log = logging.getLogger(__name__)

NAME_CHARS: Final = 80
"""Longest file name that an upload keeps, counted from its end, so that the ending stays."""
ADDRESS_CHARS: Final = 2_000
REMEMBERED: Final = 50
SHOWN_RECEIPTS: Final = 200
Tell = Callable[[str, str, str], None]
"""Takes what was said of a document: id or "", outcome, detail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing that is read, or was.

    Attributes:
        number: From 1.
        what: Its name for people.
        state: waiting, reading, done or failed.
        n_read: Documents read so far.
        added: Documents kept, once done.
        known: Documents that were there already.
        failed: Inputs that could not be read.
        reason: Why it failed, or "".
        receipts: What the reader said of each document: id or "", outcome, detail.
    """

    number: int
    what: str
    state: str = "waiting"
    n_read: int = 0
    added: int = 0
    known: int = 0
    failed: int = 0
    reason: str = ""
    receipts: tuple[tuple[str, str, str], ...] = ()


class Jobs:
    """The jobs of one server. Nothing of them outlives it; what they added does."""

    def __init__(self, ledger: Path, *, fetcher: Fetcher | None = None) -> None:
        self._ledger = ledger
        self._fetcher = fetcher or Fetcher()
        self._lock = threading.Lock()
        self._jobs: OrderedDict[int, Job] = OrderedDict()
        self._is_joining = False
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dragoman-add")

    def close(self) -> None:
        """Wait for the job that is being read and drop the others."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def get(self, number: int) -> Job:
        """Return a job as it stands; raises NotFoundError if there is none of that number."""
        with self._lock:
            if number not in self._jobs:
                raise NotFoundError(f"job {number}: not known to this server, which may have been started since")
            return self._jobs[number]

    def latest(self) -> tuple[Job, ...]:
        """Return the jobs of this server, the latest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def add_text(self, text: str, *, title: str, outlet: str, published: str) -> int:
        """Read a pasted text and return the number of the job; empty fields are left to the reader."""
        fields = {"title": title, "outlet": outlet, "published": published}
        given = {name: value.strip() for name, value in fields.items() if value.strip()}
        what = one_line(given.get("title") or text.strip()[:60])
        if not given:
            return self._start(what, self._reads("pasted.txt", text.encode()))
        content = json.dumps({**given, "text": text}).encode()
        return self._start(what, self._reads("pasted.json", content))

    def add_file(self, name: str, content: bytes) -> int:
        """Read an uploaded file and return the number of the job. Its name is stripped to plain letters first."""
        base = re.split(r"[/\\]", name)[-1]
        safe = re.sub(r"[^\w.-]+", "_", base, flags=re.ASCII).strip("._-")[-NAME_CHARS:]
        return self._start(one_line(base)[:120] or "a file", self._reads(safe or "upload", content))

    def add_address(self, url: str) -> int:
        """Fetch a page, feed or file and read it; return the number of the job. Private addresses are refused there.

        Raises:
            ConfigError: If it is no http or https address: a path must not reach this machine's files.
        """
        address = _web_address(url)
        return self._start(one_line(address)[:120], self._reads(address, b""))

    def add_feed(self, url: str) -> int:
        """Look at a feed, remember it for later looks, and return the number of the job.

        Raises:
            ConfigError: If it is no http or https address, or carries a user name.
        """
        address = _web_address(url)
        try:
            parse_target(address)
        except RefusedError as err:
            raise ConfigError(f"feed {err}") from err
        return self._start(f"feed {one_line(address)[:120]}", self._looks((address,)))

    def poll_feeds(self) -> int:
        """Look once at all feeds that the ledger remembers and return the number of the job.

        Raises:
            ConfigError: If there is none.
            ReadError: If what is remembered cannot be read.
        """
        feeds = tuple(sorted(load_states(self._ledger)))
        if not feeds:
            raise ConfigError("poll: the ledger remembers no feed; add one first")
        return self._start(
            f"{len(feeds)} feeds" if len(feeds) > 1 else f"feed {one_line(feeds[0])}", self._looks(feeds)
        )

    def forget_feed(self, url: str) -> None:
        """Take a feed off the list; what it brought stays. Waits for the job that is being read.

        Raises:
            NotFoundError: If it is not on the list.
            ReadError: If the list cannot be read or written.
        """
        self._pool.submit(self._forget, url).result()

    def _forget(self, url: str) -> None:
        states = load_states(self._ledger)
        if url not in states:
            raise NotFoundError(f"feed {one_line(url)[:120]}: the ledger does not remember it")
        save_states(self._ledger, {name: state for name, state in states.items() if name != url})

    def join_anew(self) -> None:
        """Join the documents anew beside the pages, once after a burst of corrections: each is kept already."""
        with self._lock:
            if self._is_joining:
                return
            self._is_joining = True
        self._pool.submit(self._join)

    def _join(self) -> None:
        with self._lock:
            self._is_joining = False
        try:
            link_ledger(self._ledger, coder_version=BY_HAND, started=datetime.now(tz=UTC).isoformat(timespec="seconds"))
        except DragomanError as err:
            log.warning("joining the ledger anew: %s", err)

    def _start(self, what: str, work: Callable[[Tell], Counts]) -> int:
        with self._lock:
            number = max(self._jobs, default=0) + 1
            self._jobs[number] = Job(number=number, what=what)
            while len(self._jobs) > REMEMBERED:
                self._jobs.popitem(last=False)
        self._pool.submit(self._work, number, work)
        return number

    def _change(self, number: int, change: Callable[[Job], Job]) -> None:
        with self._lock:
            if number in self._jobs:
                self._jobs[number] = change(self._jobs[number])

    def _work(self, number: int, work: Callable[[Tell], Counts]) -> None:
        def tell(doc_id: str, outcome: str, detail: str) -> None:
            told = (doc_id, outcome, one_line(detail))
            self._change(number, lambda job: replace(job, receipts=(*job.receipts, told)[-SHOWN_RECEIPTS:]))
            if outcome not in LOOKS:
                self._change(number, lambda job: replace(job, n_read=job.n_read + 1))

        self._change(number, lambda job: replace(job, state="reading"))
        try:
            counts = work(tell)
        except (DragomanError, OSError) as err:
            reason = one_line(str(err))
            self._change(number, lambda job: replace(job, state="failed", reason=reason))
            return
        self._change(
            number,
            lambda job: replace(job, state="done", added=counts.added, known=counts.known, failed=counts.failed),
        )

    def _reads(self, name: str, content: bytes) -> Callable[[Tell], Counts]:
        """Return the work of reading a content under a name, or what an address holds."""

        def work(tell: Tell) -> Counts:
            with tempfile.TemporaryDirectory(prefix="dragoman-add-") as folder:
                given: str | Path = name
                if not name.startswith(("http://", "https://")):
                    given = Path(folder) / name
                    given.write_bytes(content)
                started = datetime.now(tz=UTC).isoformat(timespec="seconds")
                return add_inputs([given], self._ledger, started=started, on_document=_telling(tell))

        return work

    def _looks(self, feeds: tuple[str, ...]) -> Callable[[Tell], Counts]:
        """Return the work of one look at each of the feeds."""

        def on_poll(tell: Tell, poll: Poll) -> None:
            if poll.outcome != "failed":  # a failure has a receipt of its own
                n_new = f"{poll.n_new} new of {poll.n_items} items" if poll.outcome == "ok" else ""
                outcome = "answered" if poll.outcome == "ok" else poll.outcome
                tell("", outcome, "; ".join(filter(None, (poll.url, n_new, poll.detail))))

        def work(tell: Tell) -> Counts:
            return watch_feeds(
                feeds,
                self._ledger,
                started=datetime.now(tz=UTC),
                fetcher=self._fetcher,
                on_poll=lambda poll: on_poll(tell, poll),
                on_document=_telling(tell),
            ).counts

        return work


LOOKS: Final = frozenset({"answered", "unchanged", "waiting"})
"""What is said of a feed, which is no document."""


def _telling(tell: Tell) -> Callable[[Receipt], None]:
    return lambda r: tell(r.doc_id if r.outcome != "failed" else "", r.outcome, r.detail)


def _web_address(url: str) -> str:
    """Return an address without blanks around it; raises ConfigError if it is no http or https address."""
    address = url.strip()
    if not address.startswith(("http://", "https://")) or len(address) > ADDRESS_CHARS or len(address.split()) != 1:
        raise ConfigError(f"address {address[:80]!r}: expected http://... or https://...")
    return address
