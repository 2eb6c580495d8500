"""Making accounts and handing out first passwords: the writes on accounts."""

import secrets
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from units import audit, own_sessions
from units.models import Membership, Office, Unit, User
from units.roles import Role
from units.sign_in_limits import forget, hidden
from zgc_tasks.common.text import clean_line

# Without characters that look alike in print or handwriting: 0 o, 1 l i, 2 z, 5 s, 8 b, u v.
_READABLE = "acdefghjkmnpqrtwxy34679"
_GROUPS, _GROUP_LENGTH = 4, 4


def random_password() -> str:
    """A first password that can be read out over the telephone; 72 bits."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


@transaction.atomic
def create_account(
    *,
    username: str,
    full_name: str,
    role: Role,
    unit: Unit | None = None,
    office: Office | None = None,
    phone: str = "",
    hashed: str = "",
    by: Membership | None = None,
) -> tuple[User, str]:
    """An account with one membership, and its password: random and expiring, or none to tell where it comes `hashed` and
    stays (samples).

    Raises ValidationError where the name is taken or the membership is not possible.
    """
    user = User(username=clean_line(username), full_name=clean_line(full_name), phone=clean_line(phone))
    user.password = hashed or make_password(None)
    user.full_clean()
    user.save()
    add_membership(user=user, role=role, unit=unit, office=office)
    audit.record(action="account.create", by=by, subject=f"{username} {full_name}")
    return user, "" if hashed else issue_first_password(user=user, by=by)


def add_membership(
    *, user: User, role: Role, unit: Unit | None = None, office: Office | None = None
) -> Membership:
    """A further membership of `user`. Raises ValidationError, among others where roles must stay apart."""
    membership = Membership(user=user, role=role, unit=unit, office=office)
    membership.full_clean()
    membership.save()
    return membership


@transaction.atomic
def issue_first_password(*, user: User, by: Membership | None = None) -> str:
    """Replace the password by a random one that expires and must be changed; ends the account's sessions.

    Returned once and kept nowhere in the clear. Also lifts a lock-out.
    """
    password = random_password()
    user.set_password(password)
    user.first_password_expires_at = timezone.now() + timedelta(days=settings.FIRST_PASSWORD_DAYS)
    user.save(update_fields=["password", "first_password_expires_at"])
    own_sessions.end_all(user)
    reset(username=hidden(user.username))
    forget(user.username)
    audit.record(action="account.first_password", by=by, subject=f"{user.username} {user.full_name}")
    return password


def lock_out_left(*, username: str, address: str, at: datetime) -> timedelta:
    """How long the account stays locked for this address; at least a minute, so that a page can name it."""
    attempts = AccessAttempt.objects.filter(username=hidden(username), ip_address=address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or at
    return max(last + settings.AXES_COOLOFF_TIME - at, timedelta(minutes=1))
