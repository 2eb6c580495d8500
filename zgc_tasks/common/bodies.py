"""How much one request may send: refused by the length it announces, before anybody reads it (decision 0057); and forms
read without taking many times as much memory (decision 0109).
"""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils.datastructures import MultiValueDict

# A scan of 20 MB and what is written beside it; one a little larger still reaches the form, which says so in words.
MOST_WITH_FILES = 30 * 1024 * 1024

_FORM = "application/x-www-form-urlencoded"
# Of what is escaped a piece at a time, none of which ends within an escape.
_PIECES = re.compile(rb"(?s).{1,16384}(?:(?<!%)(?<!%.)|\Z)")


def takes_files(view):
    """Mark a view to which files are sent."""
    view.takes_files = True
    return view


class BodyLimitMiddleware:
    """For every view the limit of typed text, for those that take files that of files. What is typed is read here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        files = getattr(view_func, "takes_files", False)
        most = MOST_WITH_FILES if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > most:
            raise RequestDataTooBig(f"{announced} bytes announced, {most} allowed")
        if request.method == "POST" and request.content_type == _FORM and not hasattr(request, "_post"):
            _read(request)


def _read(request: HttpRequest) -> None:
    """As Django does, which makes an object of every escape: a form of Chinese takes 70 times its size there."""
    if (request.encoding or "utf-8").lower() != "utf-8":
        return  # refused by whoever reads it
    try:
        body = request.body
    except UnreadablePostError:  # whoever sent it is gone
        return
    request._post, request._files = typed_in(body), MultiValueDict()


def typed_in(body: bytes) -> QueryDict:
    """The fields of a form that was sent."""
    if body.count(b"&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise TooManyFieldsSent(f"more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields")
    typed = QueryDict(mutable=True)
    for field in body.split(b"&"):
        if field:
            name, _, value = field.partition(b"=")
            typed.appendlist(_unescaped(name), _unescaped(value))
    typed._mutable = False
    return typed


def _unescaped(text: bytes) -> str:
    pieces = (unquote_to_bytes(piece[0]) for piece in _PIECES.finditer(text.replace(b"+", b" ")))
    return b"".join(pieces).decode(errors="replace")
