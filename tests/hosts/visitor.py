"""A browser behind a balancer that gives every request to the next host."""

import http.client
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from itertools import cycle
from urllib.parse import urlencode
from uuid import uuid4

from tests.project.servers import LOOPBACK
from units.sample_data import PASSWORD

PATIENCE = 60


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return unescape(self.body.decode(errors="replace"))

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def based_on(self) -> str:
        """The version that the page was made of."""
        return re.search(r'name="based_on" value="(\d+)"', self.text)[1]


@dataclass
class Visitor:
    """`ports` are of the hosts, asked in turn; with one, of a person who is always given to the same."""

    ports: Iterable[int]
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self):
        self._next = cycle(self.ports)

    def signed_in(self, username: str) -> "Visitor":
        assert self.sign_in(username).status == 302
        self.get("/help/")
        return self

    def sign_in(self, username: str, password: str = PASSWORD) -> Answer:
        self.get("/sign-in/")
        return self.post("/sign-in/", {"username": username, "password": password})

    def get(self, path: str, **headers: str) -> Answer:
        answer = self._ask("GET", path, b"", _named(headers))
        if found := re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', answer.body.decode(errors="replace")
        ):
            self.token = found[1]
        return answer

    def post(
        self, path: str, typed: dict, *, file: tuple[str, bytes] | None = None, **headers: str
    ) -> Answer:
        typed = {"csrfmiddlewaretoken": self.token} | typed
        body, kind = _with_file(typed, *file) if file else (urlencode(typed, doseq=True).encode(), "")
        sent = {"Content-Type": kind or "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, sent | _named(headers))

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = self._connection()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Cookie": cookies} | headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(LOOPBACK, next(self._next), timeout=PATIENCE)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _with_file(typed: dict, name: str, content: bytes) -> tuple[bytes, str]:
    boundary = uuid4().hex
    lines = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in typed.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="scan.pdf"\r\n'
    lines.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(lines) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
