"""The number of a request: nginx's where it gives one, else one of our own. It stands in the answer and in the logs, and its
beginning on error pages, so that what somebody read out is found in all of them.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

logger = logging.getLogger("zgc_tasks.errors")

HEADER = "X-Request-ID"
_FORM = re.compile(r"[0-9a-f]{32}")  # nginx's $request_id
_READ_OUT = 8  # characters

_current: ContextVar[str] = ContextVar("request_number", default="")


def current() -> str:
    """Empty where no request is being answered."""
    return _current.get()


def to_read_out() -> str:
    return (current() or _made())[:_READ_OUT]


class RequestNumberMiddleware:
    """Only a proxy of TRUSTED_PROXY gives numbers, and only in the form they have: they are written into logs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _given(request) or _made()
        token = _current.set(number)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response.headers[HEADER] = number
        if response.streaming:
            response.streaming_content = _sent(response.streaming_content, request, number)
        return response


def _sent(chunks: Iterator[bytes], request: HttpRequest, number: str) -> Iterator[bytes]:
    """A file that fails in its middle: its reader was told 200, and finds it shorter than was announced; the log has the rest."""
    try:
        yield from chunks
    except Exception:
        token = _current.set(number)
        logger.exception("%s %s %s broke off", to_read_out(), request.method, escape_uri_path(request.path))
        _current.reset(token)
        raise


def _given(request: HttpRequest) -> str:
    number = request.META.get("HTTP_X_REQUEST_ID", "")
    is_believed = number and request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXY
    return number if is_believed and _FORM.fullmatch(number) else ""


def _made() -> str:
    return secrets.token_hex(16)
