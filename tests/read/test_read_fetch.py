"""Fetching: what may be fetched, within which bounds, and what stops it."""

import contextlib
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from web_server import Web, serving

from dragoman.errors import FetchError
from dragoman.read import fetch
from dragoman.read.addresses import is_public, parse_target
from dragoman.read.fetch import Fetcher, FetchLimits

BIG = 1_000_000


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def fetcher(**over: Any) -> Fetcher:
    limits = over.pop("limits", FetchLimits(idle_s=5, total_s=5, pause_s=0))
    return Fetcher(**{"allow_private": True, "limits": limits, **over})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2002:a00:1::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://x/",
        "gopher://x",
        "javascript:1",
        "http://",
        "http://[::1",
        "http://a:99999/",
        "x",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        parse_target(url)


def test_address_with_a_password_is_refused_and_the_password_not_shown() -> None:
    with pytest.raises(FetchError) as caught:
        parse_target("http://user:secret@example.org/")
    assert "secret" not in str(caught.value)


def test_address_is_made_safe_to_send() -> None:
    target = parse_target("HTTP://Bücher.example:8080/a b\r\nX: y?q=ü&r=1#part")
    assert (target.host, target.port) == ("xn--bcher-kva.example", 8080)
    assert "\r" not in target.path + target.url
    assert " " not in target.path
    assert target.path.endswith("?q=%C3%BC&r=1")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::ffff:127.0.0.1]/"]
)
def test_loopback_is_found_however_it_is_spelt(url: str) -> None:
    with pytest.raises(FetchError, match="is not public"):
        Fetcher().get(url, max_bytes=BIG)


def test_page_comes_back_with_its_address_and_the_program_says_who_it_is(web: Web) -> None:
    url = web.give("/page", "words", Content_Type="text/html", ETag='"1"')
    found = fetcher().get(url, max_bytes=BIG)
    assert (found.status, found.body, found.url, found.headers["etag"]) == (200, b"words", url, '"1"')
    agent = web.asked[0][1]["User-Agent"]
    assert agent.startswith("dragoman/")
    assert web.asked[0][1]["Host"] == url.removeprefix("http://").removesuffix("/page")


@pytest.mark.parametrize(
    ("body", "header", "words"),
    [
        ("Zürich".encode("latin-1"), "text/html; charset=iso-8859-1", "Zürich"),
        ("Zürich".encode(), "text/html", "Zürich"),
        ('<meta charset="utf-8">Zürich'.encode(), "text/html; charset=iso-8859-1", '<meta charset="utf-8">Zürich'),
        (b"\xef\xbb\xbfplain", "text/plain; charset=utf-16", "\ufeffplain"),
        (b"plain", "text/plain; charset=nonsense", "plain"),
        (b"%PDF-1", "application/pdf; charset=utf-16", "%PDF-1"),
    ],
)
def test_charset_of_the_answer_counts_where_the_page_names_none(web: Web, body: bytes, header: str, words: str) -> None:
    fetched = fetcher().get(web.give("/page", body, Content_Type=header), max_bytes=BIG)
    assert fetch.as_utf8(fetched).decode() == words


def test_unchanged_page_is_not_sent_again(web: Web) -> None:
    url = web.give("/feed", b"", status=304)
    found = fetcher().get(url, max_bytes=BIG, etag='"1"', last_modified="Mon, 01 Mar 2021 00:00:00 GMT")
    assert (found.status, found.body) == (304, b"")
    assert web.asked[0][1]["If-None-Match"] == '"1"'
    assert web.asked[0][1]["If-Modified-Since"] == "Mon, 01 Mar 2021 00:00:00 GMT"


def test_host_that_resolves_to_a_private_address_is_not_connected_to(web: Web) -> None:
    asked = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append((host, port))
        return ("127.0.0.1",)

    with pytest.raises(FetchError, match=r"inside.example: not fetched: 127.0.0.1 is not public"):
        Fetcher(resolve=resolve).get(f"http://inside.example:{web.url.rpartition(':')[2]}/", max_bytes=BIG)
    assert len(asked) == 1
    assert web.asked == []


def test_name_is_looked_up_once_so_that_rebinding_finds_nobody(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([("93.184.215.14",), ("127.0.0.1",), ("127.0.0.1",)])
    connected: list[str] = []

    def connect(address: tuple[str, int], timeout: float) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(fetch.socket, "create_connection", connect)
    with pytest.raises(FetchError, match="no connection"):
        Fetcher(resolve=lambda *_: next(answers)).get("http://turncoat.example/", max_bytes=BIG)
    assert connected == ["93.184.215.14"]


def test_of_several_addresses_only_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(address: tuple[str, int], timeout: float) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(fetch.socket, "create_connection", connect)
    mixed = ("10.0.0.1", "93.184.215.14", "::1", "8.8.8.8")
    with pytest.raises(FetchError):
        Fetcher(resolve=lambda *_: mixed).get("http://mixed.example/", max_bytes=BIG)
    assert connected == ["93.184.215.14", "8.8.8.8"]


def test_each_redirect_is_checked_anew(web: Web) -> None:
    target = web.give("/inside", "secret")
    port = web.url.rpartition(":")[2]
    hop = web.redirect("/hop", f"http://inner.example:{port}/inside")
    names = {"inner.example": ("127.0.0.1",)}

    def resolve(host: str, _: int) -> tuple[str, ...]:
        return names.get(host, ("127.0.0.1",))

    def public_but(host_address: str) -> bool:
        return host_address != "127.0.0.1" or not web.asked

    assert fetcher(resolve=resolve).get(hop, max_bytes=BIG).body == b"secret"
    web.asked.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "is_public", public_but)  # the first hop passes, the second must be asked too
        with pytest.raises(FetchError, match=r"inner\.example: not fetched"):
            fetcher(allow_private=False, resolve=resolve).get(hop, max_bytes=BIG)
    assert web.paths() == ["/hop"]
    assert target.endswith("/inside")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x/y", "http://user:pw@127.0.0.1/", "http://[bad"])
def test_redirect_to_what_is_no_web_address_ends_there(web: Web, to: str) -> None:
    with pytest.raises(FetchError):
        fetcher().get(web.redirect("/r", to), max_bytes=BIG)
    assert web.paths() == ["/r"]


def test_redirects_end_somewhere(web: Web) -> None:
    url = web.redirect("/loop", "/loop")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher().get(url, max_bytes=BIG)
    assert len(web.asked) == 6


def test_lasting_move_is_told_and_a_passing_one_is_not(web: Web) -> None:
    new = web.give("/new", "x")
    assert fetcher().get(web.redirect("/old", "/new", status=301), max_bytes=BIG).moved_to == new
    assert fetcher().get(web.redirect("/for-now", "/new", status=302), max_bytes=BIG).moved_to is None


@pytest.mark.parametrize(
    ("status", "words"), [(404, "HTTP 404 Not Found"), (410, "Gone"), (500, "HTTP 500"), (418, "418")]
)
def test_anything_but_a_page_is_one_line(web: Web, status: int, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        fetcher().get(web.give("/x", "no", status=status), max_bytes=BIG)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("Mon, 01 Mar 2021 00:10:00 GMT", None), ("soon", None), ("", None)],
)
def test_server_may_say_when_to_come_again(web: Web, header: str, seconds: float | None) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().get(web.give("/x", "", status=429, Retry_After=header), max_bytes=BIG)
    if seconds is None and "2021" in header:
        assert caught.value.retry_after_s == 0.0  # a day long past
    else:
        assert caught.value.retry_after_s == seconds


def test_huge_body_is_not_read_to_its_end(web: Web) -> None:
    url = web.give("/big", b"x" * 200_000)
    with pytest.raises(FetchError, match="too large: more than 100,000 bytes"):
        fetcher().get(url, max_bytes=100_000)
    assert len(fetcher().get(url, max_bytes=200_000).body) == 200_000


def test_packed_body_is_unpacked_within_the_same_bound(web: Web) -> None:
    url = web.give("/gz", gzip.compress(b"y" * 5_000_000), Content_Encoding="gzip")
    assert fetcher().get(url, max_bytes=5_000_000).body == b"y" * 5_000_000
    with pytest.raises(FetchError, match="too large"):
        fetcher().get(url, max_bytes=1_000_000)


@pytest.mark.parametrize("body", [gzip.compress(b"words" * 1000)[:-20], b"no gzip at all"], ids=["cut short", "plain"])
def test_damaged_packing_is_one_line(web: Web, body: bytes) -> None:
    with pytest.raises(FetchError, match="broke off"):
        fetcher().get(web.give("/gz", body, Content_Encoding="gzip"), max_bytes=BIG)


def test_body_that_ends_too_early_is_no_page(web: Web) -> None:
    def short(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"only this")
        request.close_connection = True

    web.routes["/short"] = short
    with pytest.raises(FetchError, match="the end is missing"):
        fetcher().get(web.url + "/short", max_bytes=BIG)


@pytest.mark.parametrize("part", ["head", "body"])
def test_server_that_drips_is_cut_off(web: Web, part: str) -> None:
    stop = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        if part == "body":
            request.send_response(200)
            request.end_headers()
        while not stop.wait(0.02):
            request.wfile.write(b"X")
            request.wfile.flush()

    web.routes["/drip"] = drip
    try:
        with pytest.raises(FetchError, match=r"took longer than 0.3 seconds"):
            fetcher(limits=FetchLimits(idle_s=5, total_s=0.3, pause_s=0)).get(web.url + "/drip", max_bytes=BIG)
    finally:
        stop.set()


def test_secure_connection_that_drips_is_cut_off() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            stream, _ = listener.accept()
            with stream, contextlib.suppress(OSError):
                stream.sendall(b"\x16\x03\x03\x40\x00")  # the head of a long handshake record
                while not stop.wait(0.02):
                    stream.sendall(b"X")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
            with pytest.raises(FetchError, match=r"took longer than 0.3 seconds"):
                fetcher(limits=FetchLimits(idle_s=5, total_s=0.3, pause_s=0)).get(url, max_bytes=BIG)
        finally:
            stop.set()
            thread.join()


def test_lasting_move_is_told_in_plain_characters(web: Web) -> None:
    web.give("/n%1B%5B31mew", "x")
    moved = fetcher().get(web.redirect("/old", "/n\x1b[31mew", status=301), max_bytes=BIG).moved_to
    assert moved is not None
    assert moved.isprintable()


def test_silent_server_is_left(web: Web) -> None:
    stop = threading.Event()
    web.routes["/silent"] = lambda _: stop.wait(5) and None
    try:
        with pytest.raises(FetchError, match="no answer in time"):
            fetcher(limits=FetchLimits(idle_s=0.2, total_s=5, pause_s=0)).get(web.url + "/silent", max_bytes=BIG)
    finally:
        stop.set()


def test_what_is_no_http_is_one_line(web: Web) -> None:
    web.routes["/odd"] = lambda request: request.wfile.write(b"\x00\xff nonsense\r\n\r\n") and None
    with pytest.raises(FetchError, match="broke off"):
        fetcher().get(web.url + "/odd", max_bytes=BIG)


def test_dead_host_and_unknown_name_are_one_line() -> None:
    with serving() as gone:
        url = gone.url
    with pytest.raises(FetchError, match="no connection"):
        fetcher().get(url, max_bytes=BIG)

    def nobody(*_: object) -> tuple[str, ...]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(FetchError, match=r"nowhere.example: no such host"):
        fetcher(resolve=nobody).get("http://nowhere.example/", max_bytes=BIG)


def test_one_host_is_not_hurried(web: Web) -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    limits = FetchLimits(pause_s=1.0)
    slow = Fetcher(allow_private=True, limits=limits, clock=lambda: now[0], sleep=sleep)
    url = web.give("/x", "x")
    slow.get(url, max_bytes=BIG)
    now[0] += 0.25
    slow.get(url, max_bytes=BIG)
    now[0] += 5
    slow.get(url, max_bytes=BIG)
    assert slept == [0.75]


def test_certificate_of_somebody_else_is_refused(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate to refuse")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=other.example",
         "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with serving() as web, socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def accept() -> None:
            stream, _ = listener.accept()
            try:
                context.wrap_socket(stream, server_side=True).close()
            except (ssl.SSLError, OSError):
                stream.close()

        thread = threading.Thread(target=accept)
        thread.start()
        with pytest.raises(FetchError, match="no secure connection"):
            fetcher().get(f"https://127.0.0.1:{port}/", max_bytes=BIG)
        thread.join()
        assert web.asked == []
