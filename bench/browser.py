"""A signed-in person with one connection kept open: what the load generator for reads (wrk) cannot do."""

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.server import ADDRESS

FORM = "application/x-www-form-urlencoded"


class WrongAnswer(Exception):
    """A page answered something else than it should; the whole benchmark is void."""


@dataclass
class Answer:
    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def token_on(page: Answer) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self._connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=120)

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> Answer:
        try:
            return self._send("GET", path, None, {})
        except http.client.RemoteDisconnected:  # it lay idle for longer than the server waits
            self._connection.close()
            return self._send("GET", path, None, {})

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Answer:
        sent = {"Content-Type": FORM} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("POST", path, urlencode(fields), sent)

    def page(self, path: str, *, shows: str, times: int = 1) -> Answer:
        """A page that must be there and show a text so many times; a redirect to the sign-in page is a failure."""
        answer = self.get(path)
        found = answer.text.count(shows)
        if answer.status != 200 or found < times:
            raise WrongAnswer(
                f"{path}: {answer.status} {answer.location}, {shows!r} {found} of {times} times"
            )
        return answer

    def token(self, path: str) -> str:
        """The CSRF token that the page at `path` holds."""
        return token_on(self.get(path))

    def again(self) -> "Browser":
        """Another connection of the same person."""
        return Browser(self.port, dict(self.cookies))

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self._connection.request(method, path, body, {"Cookie": self.cookie_header} | headers)
        response = self._connection.getresponse()
        body = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(response.status, response.headers.get("Location", ""), body)
