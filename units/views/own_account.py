"""What everybody may do about their own account and session."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import audit, own_sessions, password_tries, session_facts
from units.decorators import open_to_every_account
from units.forms import PasswordForm
from units.middleware import MEMBERSHIP_KEY
from units.models.audit import AuditOutcome


@open_to_every_account
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password. Ends the account's other sessions, since they are checked against it."""
    if request.method == "POST":
        password_tries.require_few(request.user, at=timezone.now())
    form = PasswordForm(request.user, request.POST or None)
    must_change = request.user.must_change_password
    if form.is_valid():
        with transaction.atomic():
            user = form.save()
            update_session_auth_hash(request, user)
            audit.record(action="account.password", by=request.membership, user=user)
            own_sessions.end_others(user, here=request.session)
        session_facts.note_password(request.session, timezone.now())
        messages.success(request, "密码已修改，其他地方的登录已退出")
        return redirect("start")
    if form.has_error("old_password", "password_incorrect"):
        audit.record(
            action="account.password", outcome=AuditOutcome.FAILED, by=request.membership, user=request.user
        )
    status = 422 if form.is_bound else 200
    return render(request, "units/password.html", {"form": form, "must_change": must_change}, status=status)


@require_POST
def switch_membership(request: HttpRequest) -> HttpResponse:
    """Act under another of one's memberships."""
    wanted = request.POST.get("membership", "")
    chosen = next((m for m in request.memberships if str(m.pk) == wanted), None)
    if chosen is None:
        raise Http404("没有这一身份")
    request.session[MEMBERSHIP_KEY] = chosen.pk
    chosen.user = request.user
    audit.record(action="account.switch", by=chosen)
    return redirect("start")


@open_to_every_account
@require_POST
def extend_session(request: HttpRequest) -> HttpResponse:
    """继续使用: being asked is enough, SessionLimitsMiddleware has noted it."""
    return HttpResponse(status=204)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    found = own_sessions.of(request.user, here=request.session, at=timezone.now())
    return render(request, "units/sessions.html", {"sessions": found})


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """One of the others; this one is ended by signing out."""
    with transaction.atomic():
        ended = own_sessions.end(request.user, number=request.POST.get("session", ""), here=request.session)
        if ended:
            audit.record(action="account.end_session", by=request.membership)
    if ended:
        messages.success(request, "该处登录已退出")
    else:
        messages.info(request, "该处登录此前已经退出")
    return redirect("sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        ended = own_sessions.end_others(request.user, here=request.session)
        audit.record(action="account.end_session", by=request.membership, detail={"rows": ended})
    messages.success(request, "其他各处的登录均已退出，只保留本次登录")
    return redirect("sessions")
