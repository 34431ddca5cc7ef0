"""Who may ask the desk for what: hosts, tokens, forged requests, sizes, headers, files."""

import re
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.desk.security import HEADERS, MAX_UPLOAD_BYTES, Guard
from dragoman.errors import ConfigError

BASE = "http://127.0.0.1:8480"
TOKEN = "a-token-of-some-length"
POSTS = (
    "/review", "/read", "/add/text", "/add/file", "/add/address", "/alerts/add", "/alerts/seen", "/alerts/remove",
    "/add/feed", "/add/poll", "/add/forget",
)  # fmt: skip


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(create_app(tmp_path / "l"), base_url=BASE)


def form_token(client: TestClient) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', client.get("/add").text)
    assert found
    return found[1]


@pytest.mark.parametrize("address", ["/", "/about.json", "/static/desk.css", "/nowhere"])
def test_every_answer_carries_the_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert all(headers[name.lower()] == value for name, value in HEADERS.items())
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("host", ["127.0.0.1:8480", "localhost", "LOCALHOST:1", "[::1]:8480"])
def test_local_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8480", "127.0.0.1.evil.example", "", "[::1", "@127.0.0.1"]
)
def test_any_other_name_is_refused_so_that_rebinding_reads_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/about.json", headers={"Host": host})
    assert answer.status_code == 400 or host == "@127.0.0.1"
    assert "counts" not in answer.text or host == "@127.0.0.1"


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Referer": "http://evil.example/127.0.0.1:8480/"},
        {"Origin": BASE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": BASE, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_elsewhere_is_refused(client: TestClient, address: str, headers: dict[str, str]) -> None:
    data = {"form_token": form_token(client), "text": "Norway met Chad.", "seq": "1"}
    assert client.post(address, data=data, headers=headers).status_code == 403


@pytest.mark.parametrize("address", POSTS)
def test_a_post_without_the_token_of_its_browser_is_refused(client: TestClient, tmp_path: Path, address: str) -> None:
    other = form_token(TestClient(create_app(tmp_path / "other"), base_url=BASE))
    client.get("/add")
    for token in ("", "0" * 64, other):
        answer = client.post(address, data={"form_token": token, "text": "x", "seq": "1"}, headers={"Origin": BASE})
        assert answer.status_code == 403
        assert "open the page again" in answer.text


def test_a_form_token_is_of_no_use_to_another_browser(client: TestClient) -> None:
    token = form_token(client)
    client.cookies.clear()
    assert client.post("/read", data={"form_token": token, "seq": "1"}, headers={"Origin": BASE}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_get_and_post_are_understood(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_nothing_is_changed_by_get(client: TestClient) -> None:
    for address in set(POSTS) - {"/review"}:
        assert client.get(address).status_code in {404, 405}
    before = client.get("/review.json").json()
    client.get("/review?record=e1&verdict=accept&author=A")
    assert client.get("/review.json").json() == before


def test_a_request_that_is_too_large_or_of_unknown_length_is_refused(client: TestClient) -> None:
    headers = {"Origin": BASE, "Content-Length": str(MAX_UPLOAD_BYTES + 1)}
    assert client.post("/add/text", content=b"", headers=headers).status_code == 413
    stream = client.post("/add/text", content=iter([b"text=x"]), headers={"Origin": BASE})
    assert stream.status_code == 413


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x.txt", "/etc/passwd", "a\x00b.txt", "….txt", "." * 300])
def test_an_upload_cannot_choose_where_it_is_written(client: TestClient, name: str, tmp_path: Path) -> None:
    token = form_token(client)
    files = {"file": (name, b"Norway met Chad on Monday.", "text/plain")}
    answer = client.post("/add/file", data={"form_token": token}, files=files, headers={"Origin": BASE})
    assert answer.status_code in {200, 400}
    assert {path.name for path in tmp_path.iterdir()} == {"l"}


@pytest.mark.parametrize(
    "given", ["/etc/passwd", "file:///etc/passwd", "ftp://a.example/x", "-", "", "https://a b", "x" * 3000]
)
def test_what_is_no_web_address_reaches_neither_files_nor_the_network(client: TestClient, given: str) -> None:
    data = {"form_token": form_token(client), "address": given}
    answer = client.post("/add/address", data=data, headers={"Origin": BASE})
    assert answer.status_code == 400
    assert "expected http://" in answer.text
    assert client.get("/add.json").json()["jobs"] == []


def test_an_address_of_this_machine_is_not_fetched(client: TestClient) -> None:
    data = {"form_token": form_token(client), "address": "http://127.0.0.1:1/x"}
    answer = client.post("/add/address", data=data, headers={"Origin": BASE}, follow_redirects=False)
    until = time.monotonic() + 60
    while (job := client.get(f"{answer.headers['location']}.json").json())["state"] in {"waiting", "reading"}:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert (job["added"], job["failed"]) == (0, 1)


@pytest.mark.parametrize(
    "address", ["/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/%2e%2e/x"]
)
def test_no_address_reaches_a_file(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_with_a_token_nothing_is_shown_before_it_is_given(tmp_path: Path) -> None:
    guard = Guard(hosts=None, token=TOKEN)
    client = TestClient(create_app(tmp_path / "l", guard=guard), base_url="http://192.0.2.7:8480")
    for address in ("/", "/about.json", "/static/desk.css", "/?token=wrong-token-wrong"):
        assert client.get(address).status_code == 401
    assert client.post("/?token=" + TOKEN, headers={"Origin": "http://192.0.2.7:8480"}).status_code == 401
    entered = client.get(f"/about?token={TOKEN}", follow_redirects=False)
    assert entered.status_code == 303
    assert entered.headers["location"] == "/about"
    assert "httponly" in entered.headers["set-cookie"].lower()
    assert client.get("/about").status_code == 200


def test_a_program_may_show_the_token_as_bearer(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path / "l", guard=Guard(hosts=None, token=TOKEN)), base_url=BASE)
    assert client.get("/about.json", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/about.json", headers={"Authorization": "Bearer no"}).status_code == 401


def test_any_name_without_a_token_is_no_guard() -> None:
    with pytest.raises(ConfigError, match="expected a token"):
        Guard(hosts=None)


def test_about_does_not_tell_where_files_lie(tmp_path: Path) -> None:
    (tmp_path / "secret-folder").mkdir()
    (tmp_path / "secret-folder" / "empty.txt").write_text("")
    from dragoman.pipeline import add_inputs

    add_inputs([tmp_path / "secret-folder"], tmp_path / "l", started="2026-01-01T00:00:00+00:00")
    client = TestClient(create_app(tmp_path / "l"), base_url=BASE)
    answer = client.get("/about")
    assert "empty.txt" in answer.text
    assert "secret-folder" not in answer.text
    assert "secret-folder" not in client.get("/about.json").text
