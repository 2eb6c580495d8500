"""Whoever finds somebody's browser open does not find out their password by trying it where the present one is asked for."""

from datetime import datetime

from django.conf import settings

from units.models import AuditEntry, User
from units.models.audit import AuditOutcome
from units.sign_in_limits import in_words
from zgc_tasks.common.refusal import Kind, Refusal

_TOO_OFTEN = f"当前密码连续{settings.AXES_FAILURE_LIMIT}次输入错误，已暂停修改密码和验证方式"
_ACTIONS = ("account.password", "account.password_again")


def require_few(user: User, *, at: datetime) -> None:
    """Refuse a further try after so many wrong ones; the audit log counts them."""
    since = at - settings.AXES_COOLOFF_TIME
    tries = AuditEntry.objects.filter(user=user, action__in=_ACTIONS, at__gt=since).order_by("-at")
    latest = list(tries[: settings.AXES_FAILURE_LIMIT])
    if len(latest) == settings.AXES_FAILURE_LIMIT and all(
        one.outcome == AuditOutcome.FAILED for one in latest
    ):
        raise Refusal(in_words(_TOO_OFTEN, latest[0].at - since), Kind.TOO_OFTEN)
