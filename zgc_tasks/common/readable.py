"""Requests that nobody's browser sends and that neither Django nor the database can read: refused at the door."""

import codecs
from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

UNREADABLE = "zgc_tasks.unreadable"


def readable_environ(application: Callable) -> Callable:
    """A WSGI application that is only given what can be read: Django makes its request before any middleware.

    What cannot be is taken out, and `ReadableMiddleware` told, so that the answer is a page with all headers.
    """

    def checked(environ: dict, start_response: Callable) -> Iterable[bytes]:
        return application(make_readable(environ), start_response)

    return checked


def make_readable(environ: dict) -> dict:
    for name, value in list(environ.items()):
        if isinstance(value, str) and not _is_latin(value):
            environ[name], environ[UNREADABLE] = "", f"{name} has characters that it cannot have"
    if not _is_utf8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"], environ[UNREADABLE] = "", "not in UTF-8"
    return environ


def _is_latin(text: str) -> bool:
    """As WSGI has every text, which is bytes, one a character."""
    return text.isascii() or max(text) <= "\xff"


def _is_utf8(content_type: str) -> bool:
    """Whether it says so, or nothing; pages are in it, and browsers send what they were sent."""
    if "charset" not in content_type.lower():
        return content_type.isascii()
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return content_type.isascii() and codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


class ReadableMiddleware:
    """400 for what could not be read, and for a NUL, which PostgreSQL takes in no text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if reason := request.META.get(UNREADABLE) or _nul_in(request):
            raise BadRequest(reason)
        return self.get_response(request)


def _nul_in(request: HttpRequest) -> str:
    texts = (request.path_info, *request.COOKIES, *request.COOKIES.values())
    if any("\0" in text for text in texts) or "%00" in request.META.get("QUERY_STRING", ""):
        return "a NUL in the address or in a cookie"
    return ""
