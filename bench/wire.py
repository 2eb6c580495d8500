"""One kept connection that costs the client next to nothing: what http.client takes would count as the page's."""

import socket
import time
from urllib.parse import quote

from bench.browser import WrongAnswer
from bench.server import ADDRESS

PATIENCE_SECONDS = 120


class Wire:
    def __init__(self, port: int):
        self._port = port
        self._socket = self._connected()

    def get(self, path: str, cookie: str) -> tuple[float, bytes]:
        """Seconds until the last byte of a page, and the page."""
        request = (
            f"GET {quote(path, safe='/?&=%')} HTTP/1.1\r\nHost: {ADDRESS}:{self._port}\r\n"
            f"Cookie: {cookie}\r\nAccept: text/html\r\n\r\n"
        ).encode()
        began = time.perf_counter()
        answer = self._send(request)
        return time.perf_counter() - began, _body(path, *answer)

    def _connected(self) -> socket.socket:
        connection = socket.create_connection((ADDRESS, self._port), timeout=PATIENCE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _send(self, request: bytes) -> tuple[bytes, bytes]:
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        length = _length(head)
        parts, missing = [body], length - len(body)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return head, b"".join(parts)

    def _more(self) -> bytes:
        received = self._socket.recv(262_144)
        if not received:
            raise WrongAnswer("the server closed the connection")
        return received


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise WrongAnswer(f"an answer without its length: {head[:200]!r}")


def _body(path: str, head: bytes, body: bytes) -> bytes:
    """A redirect to the sign-in page, a refusal or another kind of file is a failure."""
    if not head.startswith(b"HTTP/1.1 200") or b"text/html" not in head.lower():
        raise WrongAnswer(f"{path}: {head.splitlines()[0].decode()}")
    return body
