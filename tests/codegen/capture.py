"""A server on loopback that keeps what clients send, and answers as it is told."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Capture:
    """What arrived at the server, and what it answers."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        """Path, headers in small letters, and body."""
        self.answers: list[tuple[int, dict[str, str]]] = []
        """Status and headers of the next answers; 200 when there are none left."""
        self.holds: threading.Event | None = None
        """While it is not set, requests are not answered."""
        self.url = ""

    def bodies(self) -> list[Any]:
        """The bodies as JSON, unpacked."""
        return [json.loads(unpacked(body)) for _, _, body in self.requests]


def unpacked(body: bytes) -> bytes:
    """A body without its compression."""
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


@contextmanager
def capturing() -> Iterator[Capture]:
    """A server that runs while the block does."""
    capture = Capture()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            capture.requests.append((self.path, headers, body))
            if capture.holds is not None:
                capture.holds.wait(30)
            status, extra = capture.answers.pop(0) if capture.answers else (200, {})
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            content = b'{"status": 1, "success": true}'
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # a client that waits no longer
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    capture.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield capture
    finally:
        if capture.holds is not None:
            capture.holds.set()
        server.shutdown()
        server.server_close()
        thread.join()
