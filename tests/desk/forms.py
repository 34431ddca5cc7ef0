"""What a browser does with the forms of the desk's pages."""

import re

from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8480"


def form_token(client: TestClient) -> str:
    """Return the token that the forms of this session carry."""
    token = re.search(r'name="form_token" value="(\w+)"', client.get("/add").text)
    assert token
    return token[1]


def post(client: TestClient, address: str, **fields: str) -> tuple[int, str]:
    """Send a form of the desk's own; return the status, and where it leads or else the page."""
    data = {"form_token": form_token(client), **fields}
    answer = client.post(address, data=data, headers={"Origin": BASE}, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", answer.text)
