"""The one door to the audit log. It keeps the real time even in a demonstration."""

from contextvars import ContextVar

from django.utils import timezone

from units.models import AuditEntry, Membership, User
from units.models.audit import Outcome

# The address of the request being served; set by the middleware, empty for commands.
current_address: ContextVar[str] = ContextVar("current_address", default="")


def record(
    *,
    action: str,
    outcome: str = Outcome.OK,
    by: Membership | None = None,
    user: User | None = None,
    who: str = "",
    subject: str = "",
    detail: dict | None = None,
) -> AuditEntry:
    """Append a row. `who` names a person without an account (a sign-in that failed)."""
    user = by.user if by else user
    return AuditEntry.objects.create(
        at=timezone.now(),
        user=user,
        who=(who or _name(by, user))[:150],
        address=current_address.get(),
        action=action,
        subject=subject[:200],
        outcome=outcome,
        detail=detail or {},
    )


def _name(by: Membership | None, user: User | None) -> str:
    if by:
        return f"{by.user.username} {by}"
    if user is None and not current_address.get():
        return "（命令行）"
    return f"{user.username} {user.full_name}" if user else "（未登录）"


def matching(filters: dict | None):
    """The rows that meet all filters, none where there is None to meet."""
    return AuditEntry.objects.none() if filters is None else AuditEntry.objects.matching(**filters)
