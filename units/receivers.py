"""Sign-ins, failures, sign-outs and lock-outs into the audit log: the only signal receivers there are."""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from units import audit
from units.models import User
from units.models.audit import Outcome

UNKNOWN = "（未知登录名）"


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="audit_signed_in")
    user_login_failed.connect(_failed, dispatch_uid="audit_failed")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_signed_out")
    user_locked_out.connect(_locked_out, dispatch_uid="audit_locked_out")


def _signed_in(user: User, **_) -> None:
    audit.record(action="account.sign_in", user=user)


def _failed(credentials: dict, request=None, **_) -> None:
    if getattr(request, "axes_locked_out", False):
        return  # recorded as locked out
    audit.record(action="account.sign_in", outcome=Outcome.FAILED, **_person(credentials.get("username")))


def _locked_out(username: str | None, **_) -> None:
    audit.record(action="account.lock_out", outcome=Outcome.REFUSED, **_person(username))


def _signed_out(user: User | None, request, **_) -> None:
    if user is not None:
        ended = getattr(request, "session_ended", False)
        audit.record(action="account.session_end" if ended else "account.sign_out", user=user)


def _person(username: str | None) -> dict:
    """The account, or no name at all: what was typed as an unknown name may well be a password."""
    user = User.objects.filter(username=username or "").first()
    return {"user": user} if user else {"who": UNKNOWN}
