"""A web server on the loopback interface for tests: routes are functions, and what was asked for is kept."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Web:
    url: str
    routes: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def give(self, path: str, body: bytes | str, *, status: int = 200, **headers: str) -> str:
        """Answer a path with a body, and return its address."""
        data = body.encode() if isinstance(body, str) else body

        def reply(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)

        self.routes[path] = reply
        return self.url + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Answer a path with a redirect, and return its address."""
        return self.give(path, b"", status=status, Location=to)

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def serving() -> Iterator[Web]:
    """Give a running server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append((self.path, dict(self.headers.items())))
            reply = web.routes.get(self.path)
            if reply is None:
                self.send_error(404)
            else:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    reply(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
