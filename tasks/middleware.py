"""The programme of an address, found once for the view and for the frame around its page."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls.converters import SlugConverter

from tasks.models import Programme
from tasks.requests import programme_seen


class ProgrammeConverter(SlugConverter):
    """`<programme:programme>`: addresses are made from a programme or from its slug."""

    def to_url(self, value: Programme | str) -> str:
        return value.slug if isinstance(value, Programme) else value


class ProgrammeMiddleware:
    """Views get the `Programme` in place of its slug; to whom it is not shown, or where there is none, no page is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.programme = None
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        if request.membership is None or "programme" not in view_kwargs:
            return
        request.programme = programme_seen(request.membership, view_kwargs["programme"])
        if request.programme is None:
            raise Http404
        view_kwargs["programme"] = request.programme
