"""How much one request may send: refused by the length it announces, before anybody reads it (decision 0057); and forms
read without taking many times as much memory (decision 0109).
"""

from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils.datastructures import MultiValueDict

# A scan of 20 MB and what is written beside it; one a little larger still reaches the form, which says so in words.
MOST_WITH_FILES = 30 * 1024 * 1024
# Of what is refused: as much as a scanner makes of a plan in colours and a resolution that nobody needs.
MOST_LET_FINISH = 100 * 1024 * 1024

_FORM = "application/x-www-form-urlencoded"
_CHUNK = 65_536  # bytes of what is refused that are taken in at a time
_PIECE = 16_384  # bytes of what is escaped that are read at a time


def takes_files(view):
    """Mark a view to which files are sent."""
    view.takes_files = True
    return view


class BodyLimitMiddleware:
    """For every view the limit of typed text, for those that take files that of files. What is typed is read here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400:
            _let_finish(request)
        return response

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        files = getattr(view_func, "takes_files", False)
        most = MOST_WITH_FILES if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > most:
            raise RequestDataTooBig(f"{announced} bytes announced, {most} allowed")
        if request.method == "POST" and request.content_type == _FORM:
            _read(request)


def _let_finish(request: HttpRequest) -> None:
    """Take in what is still being sent. A connection that is closed meanwhile breaks, and the browser, or nginx, says so in
    words of its own in place of the answer.
    """
    try:
        for _ in range(MOST_LET_FINISH // _CHUNK):
            if not request.read(_CHUNK):
                return
    except UnreadablePostError:  # whoever sent it is gone
        return


def _read(request: HttpRequest) -> None:
    """As Django does of whatever a browser sends; but Django makes an object of every escape, which of a form of Chinese
    takes 70 times its size.
    """
    if (request.encoding or "utf-8").lower() != "utf-8":
        return  # refused by whoever reads it
    try:
        body = request.body
    except UnreadablePostError:  # whoever sent it is gone
        return
    request.POST = typed_in(body)
    # The files of a form without any have no public name; asked for, Django would read all of it its own way (decision 0109).
    request._files = MultiValueDict()


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
    pieces = map(unquote_to_bytes, _pieces(text.replace(b"+", b" ")))
    return b"".join(pieces).decode(errors="replace")


def _pieces(text: bytes) -> Iterator[bytes]:
    """None of which ends within an escape: where one begins, a piece may end before it."""
    at = 0
    while at < len(text):
        end = at + _PIECE
        begun = text.rfind(b"%", end - 2, end)
        if begun > at:
            end = begun
        yield text[at:end]
        at = end
