"""Full text search: a SQLite FTS5 index beside the ledger, which can be deleted and is made anew.

It holds words and where they occur, not the texts: those stay in the ledger. An index that cannot be written (a
read-only ledger, another version) lives in memory for as long as the process does.
"""

import re
import sqlite3
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dragoman.store.tables import SEARCH
from dragoman.store.view import View

VERSION: Final = 1
"""Raised when the index changes; an index of another version is made anew."""
WAIT_S: Final = 5.0
"""How long one process waits for another that writes the index."""
_TERM: Final = re.compile(r'"([^"]*)"|(\S+)')
_WORD: Final = re.compile(r"\w+", re.UNICODE)
SNIPPET_CHARS: Final = 110
"""Code points on either side of the first word found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search gave.

    Attributes:
        doc_ids: Documents of the page asked for, the best first.
        n: All documents that match.
        n_waiting: Documents of the ledger that are not in the index yet.
    """

    doc_ids: tuple[str, ...]
    n: int
    n_waiting: int


class SearchIndex:
    """The index of one ledger. Threads may share it.

    Attributes:
        n_documents: Documents that it held when it was last looked at.
    """

    def __init__(self, ledger: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._connection = _open(ledger / SEARCH)
        except (sqlite3.Error, OSError):
            self._connection = _open(None)
        self.close: Callable[[], object] = weakref.finalize(self, self._connection.close)
        """Close the file; done when nobody holds the index any more, too."""
        self.n_documents = self._count()

    def update(self, view: View, *, most: int) -> int:
        """Put documents into the index that it lacks, at most so many, and return how many are still waiting.

        Raises:
            LedgerError: If the ledger cannot be read.
        """
        with self._lock:
            self.n_documents = self._count()
            if self.n_documents >= view.n_documents():
                return 0
            known = {row[0] for row in self._connection.execute("SELECT doc_id FROM documents")}
            ids = view.query("SELECT doc_id FROM documents ORDER BY published DESC NULLS LAST, doc_id")
            waiting = [one for one in ids["doc_id"].to_pylist() if one not in known]
            rows = view.query(
                "SELECT doc_id, title, text FROM documents "
                "WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY doc_id",
                [waiting[:most]],
            ).to_pylist()
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                for row in rows:
                    added = self._connection.execute(
                        "INSERT OR IGNORE INTO documents (doc_id) VALUES (?)", (row["doc_id"],)
                    )
                    if added.rowcount:
                        self._connection.execute(
                            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                            (added.lastrowid, row["title"] or "", row["text"]),
                        )
            self.n_documents = self._count()
            return max(0, len(waiting) - most)

    def _count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def search(self, words: str, *, limit: int, offset: int = 0, n_waiting: int = 0) -> Found:
        """Return the documents that hold all the words, those that hold them most densely first.

        Args:
            words: Words, "phrases in quotes", and prefixes ("sanction*"); marks are ignored.
            limit: Documents of a page.
            offset: Documents to leave out before it.
            n_waiting: What `update` gave, handed on.
        """
        asked = fts_query(words)
        if not asked:
            return Found(doc_ids=(), n=0, n_waiting=n_waiting)
        with self._lock:
            n = self._connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (asked,)).fetchone()[0]
            rows = self._connection.execute(
                "SELECT d.doc_id FROM words w JOIN documents d ON d.number = w.rowid WHERE words MATCH ? "
                "ORDER BY bm25(words, 4.0, 1.0), d.doc_id LIMIT ? OFFSET ?",
                (asked, limit, offset),
            ).fetchall()
        return Found(doc_ids=tuple(row[0] for row in rows), n=n, n_waiting=n_waiting)


def _open(file: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(file or ":memory:", check_same_thread=False, timeout=WAIT_S, isolation_level=None)
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables that are not there yet; those of another version are dropped."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in {0, VERSION}:
        connection.execute("DROP TABLE IF EXISTS words")
        connection.execute("DROP TABLE IF EXISTS documents")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY, doc_id TEXT UNIQUE)")
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, text, content='', "
        'tokenize="unicode61 remove_diacritics 2")'
    )
    connection.execute(f"PRAGMA user_version = {VERSION}")


def terms(words: str) -> tuple[tuple[str, ...], ...]:
    """Return what is looked for: each term as its words, the last with a "*" for a prefix; a phrase has several."""
    found = []
    for match in _TERM.finditer(words):
        given = match.group(1) if match.group(1) is not None else match.group(2)
        parts = _WORD.findall(given)
        if parts:
            star = "*" if match.group(2) and given.endswith("*") else ""
            found.append((*parts[:-1], parts[-1] + star))
    return tuple(found)


def fts_query(words: str) -> str:
    """Return words as a query of FTS5 that holds nothing of its grammar but quotes and stars; "" for no words."""
    return " ".join(
        f'"{" ".join(term).removesuffix("*")}"{"*" if term[-1].endswith("*") else ""}' for term in terms(words)
    )


def snippet(text: str, words: str) -> tuple[tuple[str, bool], ...]:
    """Return a stretch of a text around the first of the words found, as parts that are (words, found or not)."""
    alternatives = [
        r"\W+".join(re.escape(part.removesuffix("*")) for part in term) + (r"\w*" if term[-1].endswith("*") else "")
        for term in terms(words)
    ]
    if not alternatives:
        return ()
    pattern = re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)
    first = pattern.search(text)
    start = max(0, (first.start() if first else 0) - SNIPPET_CHARS)
    end = min(len(text), (first.end() if first else 0) + SNIPPET_CHARS)
    shown = " ".join(text[start:end].split())
    shown = shown.split(" ", 1)[-1] if start else shown
    shown = shown.rsplit(" ", 1)[0] if end < len(text) else shown
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    at = 0
    for match in pattern.finditer(shown):
        parts += [(shown[at : match.start()], False), (match.group(), True)]
        at = match.end()
    parts += [(shown[at:], False)] + ([("…", False)] if end < len(text) else [])
    return tuple(part for part in parts if part[0])
