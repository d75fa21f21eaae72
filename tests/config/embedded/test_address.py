"""The port of the web server."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config.embedded.address import HOST, PortInUseError, answers, listen


class NotFound(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_port_can_be_taken_once() -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortInUseError) as error:
            listen(port)
    assert error.value.port == port


def test_a_port_is_free_again_when_its_holder_lets_go() -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
    with listen(port) as again:
        assert again.getsockname() == (HOST, port)


def test_a_port_that_is_only_held_does_not_answer() -> None:
    with listen(0) as listener:
        assert answers(listener.getsockname()[1]) is False


def test_any_answer_counts() -> None:
    with HTTPServer((HOST, 0), NotFound) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert answers(server.server_address[1]) is True


def test_a_closed_port_does_not_answer() -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
    assert answers(port) is False
