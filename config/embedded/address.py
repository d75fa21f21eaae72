"""The address that the web server will answer on, held from the very start."""

import http.client
import socket
from typing import Final

HOST: Final = "127.0.0.1"
_ANSWER_SECONDS: Final = 0.5


class PortInUseError(OSError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port} on {HOST} is in use or not allowed")


def listen(port: int) -> socket.socket:
    """Take the port now, so that nobody else does while the data are made ready; callers wait meanwhile."""
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as error:
        raise PortInUseError(port) from error


def answers(port: int) -> bool:
    """Say whether a web server answers, whatever it says."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
