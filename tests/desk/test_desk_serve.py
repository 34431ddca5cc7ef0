"""`dragoman serve` as its user starts it."""

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import cli
from dragoman.errors import DragomanError


def start(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "dragoman", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1)
    assert process.stdout
    found = re.search(r"http://\S+?:(\d+)\S*", process.stdout.readline())
    assert found
    return process, found[0]


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return err


def test_serve_says_where_it_is_answers_and_stops(tmp_path: Path) -> None:
    process, address = start("--ledger", str(tmp_path / "l"))
    try:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}about.json") as answer:
            assert answer.status == 200
    finally:
        err = stop(process)
    assert "Traceback" not in err


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_can_be_stopped_from_the_moment_it_says_where_it_is(tmp_path: Path, how: signal.Signals) -> None:
    process, _ = start("--ledger", str(tmp_path / "l"))
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_serve_listens_on_this_machine_only(tmp_path: Path) -> None:
    process, address = start("--ledger", str(tmp_path / "l"))
    try:
        port = int(address.rsplit(":", 1)[1].strip("/"))
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
        for other in others - {one for one in others if str(one).startswith("127.")}:
            with socket.socket() as probe:
                probe.settimeout(5)
                assert probe.connect_ex((other, port)) != 0
    finally:
        stop(process)


def test_another_address_asks_for_a_token(tmp_path: Path) -> None:
    process, address = start("--ledger", str(tmp_path / "l"), "--host", "0.0.0.0")
    try:
        assert "?token=" in address
        bare = address.partition("?")[0].replace("0.0.0.0", "127.0.0.1")
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            urllib.request.urlopen(f"{bare}about.json")
        refused.value.close()
    finally:
        stop(process)


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(cli, ["serve", "--port", str(port), "--ledger", str(tmp_path / "l")])
    assert isinstance(result.exception, DragomanError)
    assert f"port {port}" in str(result.exception)


def test_a_short_token_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--token", "short", "--ledger", str(tmp_path / "l")])
    assert result.exit_code == 2
    assert "16 or more" in result.output
    assert "short" not in result.output.replace("--token", "")
