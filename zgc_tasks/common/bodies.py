"""How much one request may send: refused by the length it announces, before anybody reads it (decision 0057)."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

# A scan of 20 MB and what is written beside it; one a little larger still reaches the form, which says so in words.
MOST_WITH_FILES = 30 * 1024 * 1024


def takes_files(view):
    """Mark a view to which files are sent."""
    view.takes_files = True
    return view


class BodyLimitMiddleware:
    """For every view the limit of typed text, for those that take files that of files."""

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
