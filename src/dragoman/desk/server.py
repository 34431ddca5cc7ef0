"""Serves the web app until it is stopped."""

import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from dragoman.errors import ConfigError


def run(app: Starlette, *, host: str, port: int, token: str | None, on_start: Callable[[str], None]) -> None:
    """Serve the app until Ctrl-C, or until it is told to end; return then.

    Args:
        app: From `create_app`.
        host: Address to bind to.
        port: Port; 0 for a free one.
        token: Shown in the address that is announced, or None.
        on_start: Told the address to open, once the port is taken.

    Raises:
        ConfigError: If the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as err:
        raise ConfigError(f"{host} port {port}: {err.strerror or err}; choose another with --host or --port") from err
    name = f"[{host}]" if ":" in host else host
    opened = f"http://{name}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    server = uvicorn.Server(config)
    for stop in (signal.SIGINT, signal.SIGTERM):  # before the user is told: uvicorn listens to them only when it is up
        signal.signal(stop, server.handle_exit)
    on_start(f"open {opened}{f'?token={token}' if token else ''}   (Ctrl-C stops it)")
    server.run(sockets=[listening])
