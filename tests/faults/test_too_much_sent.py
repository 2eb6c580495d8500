"""More is sent than may be: whoever sends it reads why, and is not cut off in the middle."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

MUCH = 60_000_000


def test_whoever_sends_much_more_than_may_be_is_answered_in_words(real_server):
    """All of it is sent before the answer is read, as nginx does and some browsers."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection(urlsplit(real_server).netloc, timeout=60)) as connection:
        connection.request("POST", "/sign-in/", b"x=" + b"x" * MUCH, form)
        answer = connection.getresponse()
        assert answer.status == 413
        assert "发送的内容过大" in answer.read().decode()
        connection.request("GET", "/sign-in/")
        assert connection.getresponse().status == 200, "over the same connection"
