"""JSON and JSON lines -> Documents: one object a document, in the exchange form or with the usual other names.

Fields that are not named below are ignored. A field of the wrong type, or a date that is none, rejects its record:
the receipt names line, field and reason, and the others are read.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO, Final

import msgspec

from dragoman.errors import ReadError
from dragoman.read.dates import parse_published
from dragoman.read.decode import clean
from dragoman.read.html import web_address
from dragoman.read.limits import Limits
from dragoman.read.prose import Given
from dragoman.read.source import Result, Source, failed, read_whole, shown, skipped, success
from dragoman.read.text import document_of

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "doc_id", "_id", "guid", "uuid", "article_id"),
    "title": ("title", "headline"),
    "published": (
        "published", "date", "published_at", "publishedAt", "date_published", "datePublished", "publication_date",
        "pub_date", "pubDate", "published_date", "date_publish",
    ),
    "outlet": ("outlet", "publisher", "newspaper", "sitename", "site_name", "source_name", "source", "source_domain"),
    "text": ("text", "full_text", "fulltext", "maintext", "article_text", "body", "content", "article"),
    "url": ("url", "link", "permalink", "canonical_url"),
    "author": ("author", "byline", "authors"),
}  # fmt: skip
"""For each field of the exchange form the names that other collections give it, first found first served."""

MAX_IDS: Final = 500_000
"""Most ids of one file that are remembered to tell repeats; about 100 MB."""

LINE_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
KINDS: Final = {b"{": "an object", b"[": "a list", b'"': "a string", b"t": "true", b"f": "false", b"n": "null"}

Fields = dict[str, msgspec.Raw]
_OBJECT: Final = msgspec.json.Decoder(Fields)
_STRING: Final = msgspec.json.Decoder(str)
_STRINGS: Final = msgspec.json.Decoder(list[str])
_ARRAY: Final = msgspec.json.Decoder(list[msgspec.Raw])
_ANY: Final = msgspec.json.Decoder(msgspec.Raw)


class _Seen:
    """The ids of one file, to tell a repeat from a new version under an old id; forgets what is beyond MAX_IDS."""

    def __init__(self) -> None:
        self._ids: dict[int, int] = {}
        self._texts: dict[int, int] = {}

    def id_in(self, given_id: str, number: int) -> int | None:
        """Return the record that had this id first, or None and remember it."""
        return self._remembered(self._ids, hash(given_id), number)

    def text_in(self, given_id: str, doc_id: str, number: int) -> int | None:
        """Return the record that had this id with this text first, or None and remember it."""
        return self._remembered(self._texts, hash((given_id, doc_id)), number)

    @staticmethod
    def _remembered(table: dict[int, int], key: int, number: int) -> int | None:
        if key not in table and len(table) < MAX_IDS:
            table[key] = number
            return None
        return table.get(key)


def documents(source: Source, *, limits: Limits) -> Iterator[Result]:
    """Yield the documents of a JSON file or of JSON lines, streaming the latter.

    Raises:
        ReadError: If a file that has to be held whole is too large or no JSON.
    """
    seen = _Seen()
    lines = _lines(source.stream, limits.line_bytes)
    if source.suffix in LINE_SUFFIXES:
        yield from _read_lines(lines, source.name, seen, limits)
        return
    first = next(((n, line) for n, line in lines if line is None or line.strip()), None)
    if first is None:
        yield skipped(source.name, "no records in it")
    elif first[1] is None or (not first[1].lstrip().startswith(b"[") and _is_json(first[1])):
        yield from _read_lines(_chained(first, lines), source.name, seen, limits)
    else:
        rest = read_whole(source.stream, limits.json_bytes, "a JSON file without line structure")
        yield from _read_file(first[1] + rest, source.name, seen, limits)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of each line; None for a line beyond the limit, which is passed over piecewise."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield number, None


def _chained(
    first: tuple[int, bytes | None], rest: Iterator[tuple[int, bytes | None]]
) -> Iterator[tuple[int, bytes | None]]:
    yield first
    yield from rest


def _read_lines(lines: Iterator[tuple[int, bytes | None]], name: str, seen: _Seen, limits: Limits) -> Iterator[Result]:
    n_records = 0
    for number, line in lines:
        place = f"{name} line {number}"
        if line is None:
            yield failed(place, f"too long: a line may have {limits.line_bytes:,} bytes at most")
        elif line.strip():
            yield _read_record(line, place, number, seen, limits)
        else:
            continue
        n_records += 1
    if not n_records:
        yield skipped(name, "no records in it")


def _read_file(data: bytes, name: str, seen: _Seen, limits: Limits) -> Iterator[Result]:
    """Yield the record, or the records of the array, that a whole file is."""
    if not data.lstrip().startswith(b"["):
        yield _read_record(data, name, 1, seen, limits)
        return
    try:
        records = _ARRAY.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as err:
        raise ReadError(f"not JSON: {err}") from err
    for number, record in enumerate(records, start=1):
        yield _read_record(bytes(record), f"{name} record {number}", number, seen, limits)
    if not records:
        yield skipped(name, "no records in it")


def _read_record(data: bytes, place: str, number: int, seen: _Seen, limits: Limits) -> Result:
    """Return the document of one object, or the receipt that says why there is none."""
    try:
        document, receipt = _document(data, place, limits)
    except ReadError as err:
        return failed(place, str(err))
    if document is None or document.given_id is None:
        return document, receipt
    if repeated := seen.text_in(document.given_id, document.doc_id, number):
        return skipped(place, f"repeats record {repeated}: same id and text")
    if first := seen.id_in(document.given_id, number):
        note = f"id {shown(document.given_id)!r} has another text in record {first}: kept as a new version"
        return success(document, place, tuple(filter(None, (note, receipt.detail))))
    return document, receipt


def _document(data: bytes, place: str, limits: Limits) -> Result:
    text, given, warnings = _fields(data)
    return document_of(text, given, place, warnings, limits=limits)


def _fields(data: bytes) -> tuple[str, Given, tuple[str, ...]]:
    """Return text, head data and warnings of one object; raises ReadError naming the field and the reason."""
    kind = data.lstrip()[:1]
    if kind != b"{":
        raise ReadError(f"expected an object, got {KINDS.get(kind, 'a number')}" if _is_json(data) else "not JSON")
    fields = _object(data)
    text = _string(fields, "text")
    if text is None:
        raise ReadError(f"field text: {'expected a string, got null' if 'text' in fields else 'missing'}")
    head = _own_head(fields)
    published, dating = _published(_string(fields, "published"))
    outlet = _string(fields, "outlet")
    url = head.url or _string(fields, "url")
    if url is None and web_address(outlet):
        url, outlet = outlet, None
    given = Given(
        given_id=head.given_id if head.doc_id else _string(fields, "id"),
        title=_string(fields, "title"),
        published=published,
        outlet=outlet,
        url=web_address(url),
        author=head.author or _string(fields, "author"),
    )
    odd_url = (f"url {shown(url)!r} is no http address: left out",) if url and not given.url else ()
    return text, given, (*dating, *odd_url)


class _OwnHead(msgspec.Struct):
    """What `dragoman read --json` puts beside the fields that others have too."""

    doc_id: str | None = None
    given_id: str | None = None
    url: str | None = None
    author: str | None = None


def _own_head(fields: Fields) -> _OwnHead:
    """Return the head data of a record that dragoman wrote itself, so that it reads back as the same document."""
    raw = fields.get("document")
    if raw is None or _kind(raw) != b"{":
        return _OwnHead()
    try:
        return msgspec.json.decode(raw, type=_OwnHead)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _OwnHead()


def _string(fields: Fields, field: str) -> str | None:
    """Return the value of a field under the first of its names that is there; None for null and blank.

    An outlet may also be an object with a name, an author a list of names.
    """
    for name in NAMES[field]:
        raw = fields.get(name)
        if raw is None or _kind(raw) == b"n":
            continue
        if field == "outlet" and _kind(raw) == b"{":
            raw = _object(bytes(raw)).get("name")
            if raw is None or _kind(raw) == b"n":
                continue
        value = _one_string(raw, name, is_list_allowed=field == "author")
        if field == "text":
            return value
        if value.strip():
            return clean(value)[0]
    return None


def _one_string(raw: msgspec.Raw, name: str, *, is_list_allowed: bool) -> str:
    """Return the string that a value is (or its list of strings, joined); raises ReadError for anything else."""
    kind = _kind(raw)
    if kind != b'"' and not (kind == b"[" and is_list_allowed):
        raise ReadError(f"field {name}: expected a string, got {KINDS.get(kind, 'a number')}")
    try:
        return _STRING.decode(raw) if kind == b'"' else ", ".join(_STRINGS.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as err:
        raise ReadError(f"field {name}: {err}") from err


def _published(value: str | None) -> tuple[date | None, tuple[str, ...]]:
    """Return the day of the field and a warning where the value leaves it open.

    Raises:
        ReadError: If the value is no date at all.
    """
    if value is None:
        return None, ()
    found = parse_published(value)
    if found.day:
        return found.day, ()
    if found.is_ambiguous:
        return None, (f"field published: {found.problem}; publication day left unknown",)
    raise ReadError(f"field published: {found.problem}")


def _object(data: bytes) -> Fields:
    try:
        return _OBJECT.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as err:
        raise ReadError(f"not JSON: {err}") from err


def _is_json(data: bytes) -> bool:
    try:
        _ANY.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _kind(raw: msgspec.Raw) -> bytes:
    return bytes(raw)[:1]
