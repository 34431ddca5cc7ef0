"""A ledger on S3-compatible storage: two writers at once lose no document and double none."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from factory import make_record

from dragoman.errors import LedgerError
from dragoman.store import open_ledger
from dragoman.store.remote import address

pytestmark = pytest.mark.slow  # the imitation answers slowly
pytest.importorskip("moto.server", reason="the imitation of S3 (moto[server]) is not installed")

TESTS = Path(__file__).resolve().parents[1]
PATIENCE_S = 60
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from factory import make_record
from dragoman.store import open_ledger
with open_ledger(Path(sys.argv[2])).writer(coder_version="1", started=sys.argv[3], batch_size=2) as writer:
    for n in range(int(sys.argv[4]), int(sys.argv[5])):
        writer.add(make_record(n))
"""


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    endpoint = f"http://127.0.0.1:{port}"
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(urllib.request.Request(f"{endpoint}/bucket", method="PUT"), timeout=5)
            break
        except urllib.error.URLError:
            assert time.monotonic() < end
            time.sleep(0.1)
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_ENDPOINT_URL", endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", "id")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        yield "s3://bucket"
    server.terminate()
    server.wait()


def test_an_address_survives_being_taken_for_a_path() -> None:
    assert address(Path("s3://bucket/some/ledger")) == "s3://bucket/some/ledger"
    assert address(Path("some/s3:/ledger")) is None


@pytest.mark.timeout(400)
def test_two_writers_at_once_lose_no_document_and_double_none(bucket: str) -> None:
    path = f"{bucket}/two/ledger"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(TESTS), path, str(2021 + k), str(4 * k), str(4 * k + 6)])
        for k in range(2)
    ]  # 0 to 5 and 4 to 9: two documents come twice
    assert [writer.wait() for writer in writers] == [0, 0]
    view = open_ledger(Path(path), must_exist=True).view()
    assert view.n_documents() == 10
    assert sorted(r.document.doc_id for r in view.records()) == sorted(
        make_record(n).document.doc_id for n in range(10)
    )
    shown = view.sql("SELECT count(*) AS n, count(DISTINCT evidence_id) AS d FROM evidence").to_pylist()
    assert shown == [{"n": 10, "d": 10}]


def test_where_no_ledger_is_one_line_says_so_with_the_address(bucket: str) -> None:
    with pytest.raises(LedgerError, match=r"^s3://bucket/none: no ledger here"):
        open_ledger(Path(f"{bucket}/none"), must_exist=True)
