"""Who acts in a request, from where, and how long their session lasts."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from units import audit, factors
from units.models import Membership
from units.session_ends import SessionEnd
from units.session_facts import SEEN_KEY, over, touch
from zgc_tasks.common.addresses import split
from zgc_tasks.common.client import client_address
from zgc_tasks.common.prepared import Prepared

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]

MEMBERSHIP_KEY = "membership"
_READING = ("GET", "HEAD")
_MEMBERSHIPS = Prepared(lambda user: Membership.objects.usable_by(user))

TOUCH_SECONDS = 60  # the session is written once a minute at most, not at every page


class AddressMiddleware:
    """Tell the audit log where the request comes from."""

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = audit.current_address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            audit.current_address.reset(token)


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's, but whose session was ended while their request was under way is asked to sign in, as at the next one.

    Django answers that the request was wrong. What was done is done: they come back to the page that shows it.

    Where nothing can be written, who only reads gets the page all the same: that the session was used is not noted, and a
    message that was read may be shown again.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        used = getattr(request, "session_used", False)
        only_reads = request.method in _READING or (used and not request.session.modified)
        request.session.modified |= used
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            if response.streaming:  # a document, made while they were still signed in
                return response
            return _go_to(request, redirect_to_login(_page_after(request, response)).url)
        except OperationalError:
            if not only_reads:
                raise
            logger.exception("not noted: %s of a session", "use")
            return response


def _page_after(request: HttpRequest, response: HttpResponse) -> str:
    """Where the answer leads, else the page they were on."""
    led = split(response.headers.get("Location", ""))
    if led.path and not led.netloc:
        return led.geturl()
    return _page_to_return_to(request)


class SessionLimitsMiddleware:
    """End a session that was idle too long, or that is too old however busy."""

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self._check(request)
        elif _expired_meanwhile(request):
            request.session_ended = SessionEnd.IDLE
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now = int(timezone.now().timestamp())
        ended = over(request.session, now)
        if ended:
            request.session_ended = ended
        if ended or not request.user.is_authenticated:
            logout(request)
        elif not 0 <= now - request.session[SEEN_KEY] < TOUCH_SECONDS:
            touch(request.session, now)
            request.session_used, request.session.modified = True, False  # saved at the end


def _expired_meanwhile(request: HttpRequest) -> bool:
    """Whether the browser names a session that is kept but no longer read: nobody used it since yesterday, say."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return bool(key) and request.session.session_key is None and request.session.exists(key)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a signed-in person unless its view says otherwise; afterwards they come back to it."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        url, told = redirect_to_login(_page_to_return_to(request)).url, {}
        if ended := getattr(request, "session_ended", None):
            told["ended"] = ended
        if request.method not in _READING and not request.htmx and request.path != reverse("sign-out"):
            told["unsaved"] = 1
        return _go_to(request, f"{url}&{urlencode(told)}" if told else url)


def _go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the whole page to `url`, also when htmx asked for a fragment only."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _page_to_return_to(request: HttpRequest) -> str:
    """The page the person was on: what they posted cannot be fetched again, and a fragment is no page."""
    if request.method in _READING and not request.htmx:
        return request.get_full_path()
    before = split((request.htmx.current_url if request.htmx else request.headers.get("Referer")) or "")
    if before.netloc != request.get_host():
        return "/"
    return before._replace(scheme="", netloc="", fragment="").geturl()


class ActingMembershipMiddleware:
    """Set `request.membership`: the membership the person chose, else their first; None when not signed in.

    An account that has not yet changed its first password is led there, one that has to sign in with two steps and did
    with one is led to setting that up, and one without any membership in use is told so.
    """

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership, request.memberships = None, []
        if SESSION_KEY in request.session and request.user.is_authenticated:
            request.memberships = _MEMBERSHIPS(user=request.user.pk)
            request.membership = _acting(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if not request.user.is_authenticated or getattr(view_func, "open_to_every_account", False):
            return None
        if request.user.must_change_password:
            return _go_to(request, reverse("password"))
        if request.membership is None:
            raise PermissionDenied("您的账号目前没有启用的身份，请联系系统管理员")
        if getattr(view_func, "open_before_two_steps", False) or factors.SESSION_KEY in request.session:
            return None
        return _go_to(request, reverse("two-steps")) if factors.demanded_of(request.memberships) else None


def _acting(request: HttpRequest) -> Membership | None:
    chosen = request.session.get(MEMBERSHIP_KEY)
    found = next((m for m in request.memberships if m.pk == chosen), next(iter(request.memberships), None))
    if found:
        found.user = request.user  # saves a query wherever the audit log names the person
    return found


class RefusalLogMiddleware:
    """Write every refusal to the audit log, outside any transaction that it undid.

    A refusal is a 403 or 409, and a 404 to something posted: what one may not see is not found. Its words are left
    as `request.refusal` by whoever turns it into a page.
    """

    def __init__(self, get_response: Respond):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refused = (403, 409) if request.method in (*_READING, "OPTIONS") else (403, 404, 409)
        if response.status_code in refused and request.user.is_authenticated:
            audit.record_refusal(
                by=getattr(request, "membership", None),
                user=request.user,
                subject=f"{request.method} {request.path}",
                detail={"status": response.status_code, "reason": getattr(request, "refusal", "")},
            )
        return response
