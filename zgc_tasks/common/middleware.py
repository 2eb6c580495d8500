"""Middleware that knows no domain."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import clock

Respond = Callable[[HttpRequest], HttpResponse]


class TrustedProxyMiddleware:
    """Whether a request came by https is said by a proxy of TRUSTED_PROXY, and by nobody else."""

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") not in settings.TRUSTED_PROXY:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class HeadMiddleware:
    """HEAD is answered like GET, by every view; the server sends the head alone."""

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


class OneClockReadingMiddleware:
    """One request, one moment."""

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.one_reading():
            return self.get_response(request)


class NoStoreMiddleware:
    """No page is kept by a browser or proxy: nearly all name people. Static files are answered before this."""

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
