"""Signing in and out. The page of an account that is locked for a while is an error page."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from units import audit, factors, half_signed_in, passkeys, recovery_codes, sign_in_limits
from units.decorators import open_to_every_account
from units.forms import SignInForm
from units.models import FactorKind, User
from units.models.audit import AuditOutcome
from units.receivers import locked_out
from units.second_step_forms import SecondStepForm
from units.session_ends import SessionEnd, in_words
from zgc_tasks.common.client import client_address
from zgc_tasks.common.refusal import Refusal

LONGEST_ADDRESS = 2000


class SignIn(auth_views.LoginView):
    """`next` is followed only to this host (Django checks it); `ended` says why one has to sign in again."""

    template_name = "units/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        """Limits come before any password is checked, which costs on purpose."""
        _require_few(request, request.POST.get("username", "").strip())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        user = form.get_user()
        if not factors.has_some(user):
            return super().form_valid(form)
        half_signed_in.begin(self.request, user, then=self.get_success_url(), at=timezone.now())
        return redirect("second-step")

    def get_context_data(self, **kwargs):
        """The reason stands there until something was typed; the session may also have ended on the way here."""
        ended = getattr(self.request, "session_ended", "") or self.request.GET.get("ended", "")
        told = {"session_ended": in_words(ended), "unsaved": "unsaved" in self.request.GET}
        return super().get_context_data(**kwargs) | ({} if self.request.method == "POST" else told)

    def get_redirect_url(self) -> str:
        """No address of ours is as long as one that is dropped here; it would be written into the page."""
        url = super().get_redirect_url()
        return url if len(url) <= LONGEST_ADDRESS else ""

    def form_invalid(self, form):
        user = form.get_user()
        if user is not None:  # the password was right, but the account may not be used
            reason = "；".join(form.non_field_errors())
            audit.record(
                action="account.sign_in", outcome=AuditOutcome.REFUSED, user=user, detail={"reason": reason}
            )
        return super().form_invalid(form)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Behind the right password; whoever was locked out meanwhile is answered by axes."""
    at = timezone.now()
    user = half_signed_in.person(request, at=at)
    if user is None:
        too_late = half_signed_in.is_begun(request)
        half_signed_in.end(request)
        return redirect(f"{reverse('sign-in')}?ended={SessionEnd.HALF_WAY}" if too_late else "sign-in")
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        _require_few(request, user.username)
        if form.is_valid() and _took_it(request, user, form, at):
            return redirect(half_signed_in.end(request) or "start")
    page = {"form": form, "recovery": "recovery_code" in form.errors} | _ways(request, user)
    return render(request, "units/second_step.html", page, status=422 if form.is_bound else 200)


def _ways(request: HttpRequest, user: User) -> dict:
    """With what the person can take it here; a browser is asked for passkeys of theirs only."""
    own = factors.of_kind(user, FactorKind.PASSKEY)
    possible = bool(own) and passkeys.possible(request)
    return {
        "code": bool(factors.of_kind(user, FactorKind.AUTHENTICATOR)),
        "passkey": bool(own),
        "passkey_options": passkeys.asked(request, own) if possible else "",
    }


def _took_it(request: HttpRequest, user: User, form: SecondStepForm, at: datetime) -> bool:
    """Signs the person in where what they showed is theirs."""
    took = authenticate(request, username=user.username, second_step=form.shown(request, at=at))
    if took is None:
        form.refuse()
        return False
    login(request, took)
    request.session[factors.SESSION_KEY] = True
    left = recovery_codes.left(took)
    if form.cleaned_data["recovery_code"]:
        messages.warning(request, f"已用恢复码登录，还剩{left}个可用；请在“两步验证”中查看验证方式")
    return True


def _require_few(request: HttpRequest, username: str) -> None:
    try:
        sign_in_limits.require_few(username=username, address=client_address(request), at=timezone.now())
    except Refusal:
        locked_out(username)
        raise


class SignOut(auth_views.LogoutView):
    """POST only, and without `next`: whoever signs out is led to the sign-in page."""

    def get_redirect_url(self) -> str:
        return reverse("sign-in")


sign_in = open_to_every_account(SignIn.as_view())
sign_out = open_to_every_account(SignOut.as_view())
