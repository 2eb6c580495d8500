"""Error pages: what happened and what to do, in words, with a number under which the log has the rest.

Only the pages for 400, 500 and 503 are made without request and database: what failed may be either.
"""

import errno
import logging
import sqlite3
import sys
from collections.abc import Callable
from math import ceil

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path

from units import sign_in_limits
from units.accounts import lock_out_left
from zgc_tasks.common import request_number
from zgc_tasks.common.addresses import split
from zgc_tasks.common.client import client_address
from zgc_tasks.common.refusal import NotMade, Refusal
from zgc_tasks.common.text import sentence

logger = logging.getLogger("zgc_tasks.errors")

_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_SECONDS = 5
_PASSING = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip
# PostgreSQL has ended a transaction in which nothing was said for too long (decision 0097), and calls it an internal error.
_CUT_OFF = "25P03"
_NO_REASON = "您目前的身份不能进行此操作"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400, also for what Django refuses to read because it is too large."""
    if isinstance(exception, _TOO_BIG):
        return _error_page(request, 413, reason=str(exception))
    return _error_page(request, 400, reason=str(exception), bare=True)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403: the refusal's own words stand on the page."""
    return _refused(request, 403, str(exception) or _NO_REASON)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return _error_page(request, 403, reason=reason, template="403_csrf")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404. The exception's words are for developers and are not shown."""
    return _error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; what passes by itself, or with some room on the disk, is a 503."""
    error = sys.exc_info()[1]
    if isinstance(error, (DatabaseError, InterfaceError)):
        request.database_error = type(error).__name__  # the figures count it
    if not _passes(error):
        return _error_page(request, 500, bare=True)
    page = _error_page(request, 503, bare=True)
    page.headers["Retry-After"] = str(RETRY_SECONDS)
    return page


def _passes(error: BaseException | None) -> bool:
    """The database is locked, full, starting anew or out of reach, or the disk is full."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == _CUT_OFF
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    # SQLite calls a table that is not there by the same name; its codes tell that from what passes.
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _PASSING


def too_many_attempts(request: HttpRequest, response: HttpResponse | None, credentials) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: says how long it still takes."""
    left = lock_out_left(
        username=(credentials or {}).get("username") or "",
        address=client_address(request),
        at=timezone.now(),
    )
    page = _error_page(request, 429, reason=sign_in_limits.in_words(sign_in_limits.OF_BOTH, left))
    page.headers["Retry-After"] = str(ceil(left.total_seconds()))
    return page


class RefusalMiddleware:
    """Answers what a rule or an action refuses, wherever it was asked: the page or fragment with its words; of a file that
    cannot be made, the page it is had from.

    A view that draws its form again takes the refusal itself (`tasks.requests.refused_by`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotMade) and exception.back:
            messages.error(request, f"未能导出。{exception.words}")
            return redirect(exception.back)
        if isinstance(exception, Refusal):
            return _refused(request, exception.kind.status, exception.words)
        return None


def _refused(request: HttpRequest, status: int, words: str) -> HttpResponse:
    request.refusal = words  # the audit log reads it
    template = "_refused" if request.htmx else ""
    return _error_page(request, status, reason=words, template=template, back=_page_before(request))


def _page_before(request: HttpRequest) -> str:
    """The page of ours on which the button was pressed; of a page that was opened itself, the task it is about."""
    before = split(request.headers.get("Referer", ""))
    if request.method == "POST" and before.netloc == request.get_host():
        return before._replace(scheme="", netloc="").geturl() or "/"
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if {"programme", "number"} <= named.keys():
        return reverse("task-detail", args=[named["programme"], named["number"]])
    return "/"


class MethodNotAllowedMiddleware:
    """Gives the empty answer of Django's `require_POST` and the like a page; Django has no handler405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        page = _error_page(request, 405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def _error_page(
    request: HttpRequest,
    status: int,
    *,
    reason: str = "",
    template: str = "",
    back: str = "",
    bare: bool = False,
) -> HttpResponse:
    """`reason` is logged, and said by the templates that are for who was refused; `back` is where it can be mended. `bare`:
    without what the context processors read from session and database.
    """
    number = request_number.to_read_out()
    _log(request, status, number, reason)
    page = loader.render_to_string(
        f"errors/{template or status}.html",
        {"number": number, "reason": sentence(reason), "back": back},
        request=None if bare else request,
    )
    return HttpResponse(page, status=status, headers={"X-Error-Number": number})


def _log(request: HttpRequest, status: int, number: str, reason: str) -> None:
    """One line, and the traceback of a 500. No query string: it may hold what people searched for."""
    failed = status >= 500
    logger.log(
        logging.ERROR if failed else logging.WARNING,
        "%s %s %s %s %s",
        number,
        status,
        request.method,
        escape_uri_path(request.path),
        " ".join(reason.split()),
        exc_info=failed,
    )
