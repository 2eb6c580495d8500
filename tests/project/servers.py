"""Real servers for the tests of how they behave: started on a folder of their own, asked over sockets."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 90
SERVER = ("-m", "zgc_tasks.server")
PRODUCTION = {"DEMO": "0", "HTTPS": "1", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "tasks.example.org"}
LOOPBACK = "127.0.0.1"
HOST = "tasks.example.org"
LARGE = 20_000_000  # bytes of an answer, more than any buffer on its way holds


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as probe:
        return probe.getsockname()[1]


def environment(tmp_path: Path, port: int, **variables: str) -> dict[str, str]:
    chosen = {"DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "DATABASE_URL": ""}
    left = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return left | chosen | variables


@contextmanager
def started(
    *command: str, tmp_path: Path, port: int, address: str = LOOPBACK, **variables: str
) -> Iterator[tuple]:
    """The command running, once it answers on `port`; yields the process and its output file."""
    output = tmp_path / "output.txt"
    began = time.monotonic()
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment(tmp_path, port, **variables),
            stdout=out,
            stderr=out,
        )
        try:
            while not answers(port, address):
                assert process.poll() is None, output.read_text()
                assert time.monotonic() - began < PATIENCE_SECONDS, output.read_text()
                time.sleep(0.05)
            yield process, output
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def answers(port: int, address: str) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        return probe.connect_ex((address, port)) == 0


def get(
    port: int, path: str, patience: float = 30, address: str = LOOPBACK, **headers: str
) -> http.client.HTTPResponse:
    """The answer, with its whole `body`."""
    connection = http.client.HTTPConnection(address, port, timeout=patience)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        response.body = response.read()
        return response
    finally:
        connection.close()


def answer_on(connection: socket.socket) -> http.client.HTTPResponse:
    """The next answer on an open connection, with its whole `body`, in however many pieces it comes."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    response.body = response.read()
    return response


@contextmanager
def sockets(port: int, count: int, begun: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that have sent `begun`, and time for the server to take them."""
    with ExitStack() as open_ones:
        connections = [
            open_ones.enter_context(socket.create_connection((LOOPBACK, port))) for _ in range(count)
        ]
        for connection in connections:
            connection.sendall(begun)
        time.sleep(0.5)
        yield connections
