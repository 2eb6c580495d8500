"""Before what one signs in with is changed the password is asked again, unless it was given shortly before (decision 0101)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from units import audit, password_tries, session_facts
from units.forms import PasswordAgainForm
from units.models.audit import AuditOutcome

_PASSWORD = "current_password"  # noqa: S105 - the field's name
_BEGUN_WITH = "begun_with"
_OURS = (_PASSWORD, _BEGUN_WITH, "username", "csrfmiddlewaretoken")

View = Callable[..., HttpResponse]


def password_again(view: View) -> View:
    """The page that asks stands at the view's own address, and carries along what was posted there."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        at = timezone.now()
        if not session_facts.is_password_fresh(request.session, at):
            form = PasswordAgainForm(request.user, request.POST if _PASSWORD in request.POST else None)
            if form.is_bound:
                password_tries.require_few(request.user, at=at)
            if not form.is_valid():
                return _asked(request, form)
            session_facts.note_password(request.session, at)
            audit.record(action="account.password_again", by=request.membership)
        if request.POST.get(_BEGUN_WITH) == "GET":
            return redirect(request.path)
        return view(request, *args, **kwargs)

    return checked


def _asked(request: HttpRequest, form: PasswordAgainForm) -> HttpResponse:
    if form.has_error(_PASSWORD, "password_incorrect"):
        audit.record(action="account.password_again", outcome=AuditOutcome.FAILED, by=request.membership)
    posted = [
        (name, value) for name in request.POST if name not in _OURS for value in request.POST.getlist(name)
    ]
    page = {
        "form": form,
        "begun_with": request.POST.get(_BEGUN_WITH, request.method),
        "posted": posted,
        "minutes": session_facts.PASSWORD_SECONDS // 60,
    }
    return render(request, "units/password_again.html", page, status=422 if form.is_bound else 200)
