"""A real HTTP server on this machine that does what publishers' servers do on bad days."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path with the behaviour of that name; ``server.asked`` keeps path and headers."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answers = self.server.answers[self.path]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send(self, body: bytes = b"", status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def file(body: bytes, **headers: str) -> Answer:
    return lambda handler: handler.send(body, **{"Content_Type": "text/csv", **headers})


def status(code: int, **headers: str) -> Answer:
    return lambda handler: handler.send(status=code, **headers)


def cut(handler: Handler) -> None:
    """Half of what was promised, then nothing."""
    handler.send(b"uid,kind\n", length=1000, Content_Type="text/csv")
    handler.close_connection = True


def cut_chunks(handler: Handler) -> None:
    """The beginning of a chunked answer, then nothing."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"9\r\nuid,kind\n\r\n")
    handler.close_connection = True


def endless(handler: Handler) -> None:
    """More and more, without a length."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/csv")
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        handler.close_connection = True


def silent(handler: Handler) -> None:
    time.sleep(1.0)
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        handler.close_connection = True
