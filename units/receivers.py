"""Sign-ins, failures, sign-outs and lock-outs into the audit log: the only signal receivers there are."""

from datetime import timedelta

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from units import audit, session_facts, sign_in_limits
from units.models import AuditEntry, User
from units.models.audit import AuditOutcome

UNKNOWN = "（未知登录名）"


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="audit_signed_in")
    user_login_failed.connect(_failed, dispatch_uid="audit_failed")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_signed_out")
    user_locked_out.connect(_locked_out, dispatch_uid="audit_locked_out")


def _signed_in(user: User, request, **_) -> None:
    session_facts.begin(request, timezone.now())
    audit.record(
        action="account.sign_in", user=user, detail={"second_step": getattr(request, "second_step", "")}
    )
    sign_in_limits.forget(user.username)


def _failed(credentials: dict, request=None, **_) -> None:
    if getattr(request, "axes_locked_out", False):
        return  # recorded as locked out
    username = credentials.get("username") or ""
    address = audit.current_address.get()
    sign_in_limits.note_failure(username=username, address=address, at=timezone.now())
    wrong = {"reason": "第二步验证未通过"} if "second_step" in credentials else {}
    audit.record(action="account.sign_in", outcome=AuditOutcome.FAILED, detail=wrong, **_person(username))


def _locked_out(request, **_) -> None:
    locked_out((request.axes_credentials or {}).get("username", ""))


def locked_out(username: str) -> None:
    """Once a minute at most: whoever tries on and on does not fill the log."""
    person, since = _person(username), timezone.now() - timedelta(minutes=1)
    rows = AuditEntry.objects.filter(action="account.lock_out", at__gt=since, user=person.get("user"))
    if not rows.filter(address=audit.current_address.get()).exists():
        audit.record(action="account.lock_out", outcome=AuditOutcome.REFUSED, **person)


def _signed_out(user: User | None, request, **_) -> None:
    if user is not None:
        ended = getattr(request, "session_ended", False)
        audit.record(action="account.session_end" if ended else "account.sign_out", user=user)


def _person(username: str | None) -> dict:
    """The account, or no name at all: what was typed as an unknown name may well be a password."""
    user = User.objects.filter(username=username or "").first()
    return {"user": user} if user else {"who": UNKNOWN}
