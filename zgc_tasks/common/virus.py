"""Asking clamd whether a file has a virus in it, where CLAMD says how to reach it."""

import socket
import struct

from django.conf import settings

_PIECE = 64 * 1024
_SECONDS = 30


class NotScanned(Exception):
    """clamd could not be asked."""


def found_in(data: bytes) -> str:
    """The name of the virus, empty for none and where nobody is to be asked."""
    if not settings.CLAMD:
        return ""
    try:
        with _connected(settings.CLAMD) as connection:
            answer = _answer(connection, data)
    except OSError as error:
        raise NotScanned(str(error)) from error
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if not answer.endswith(" OK"):
        raise NotScanned(answer)
    return ""


def _connected(where: str) -> socket.socket:
    """A path, or host:port."""
    if where.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        try:
            connection.connect(where)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _answer(connection: socket.socket, data: bytes) -> str:
    """INSTREAM: pieces behind their lengths, and a length of 0 at the end."""
    connection.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        connection.sendall(struct.pack(">I", len(piece)) + piece)
    connection.sendall(struct.pack(">I", 0))
    answer = b""
    while piece := connection.recv(1024):
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")
