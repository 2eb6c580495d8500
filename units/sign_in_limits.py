"""How often passwords may be guessed, beside axes' limit for one account from one address (decision 0058).

Asked before any password is checked, and the same for names that no account has.
"""

import ipaddress
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils.crypto import salted_hmac

from units.models import AuditEntry, SignInFailure, User
from units.models.audit import AuditOutcome
from zgc_tasks.common.refusal import Kind, Refusal

PER_PLACE, PER_NAME = 20, 10
KEPT = timedelta(days=1)
KNOWN_FOR = timedelta(days=60)


OF_BOTH = f"该账号在这台电脑上连续{settings.AXES_FAILURE_LIMIT}次登录失败，已暂停登录，其他电脑不受影响"
_OF_PLACE = "从这一网络登录失败的次数过多，已暂停登录，近期在这里登录过的账号不受影响"
_OF_NAME = "该账号登录失败的次数过多，在近期没有用过的网络已暂停登录，常用的电脑不受影响"


def name_kept(request, credentials: dict | None = None) -> str:
    """AXES_USERNAME_CALLABLE: a name as it is kept, from which nobody reads what was typed."""
    return hidden((credentials or {}).get("username") or request.POST.get("username", ""))


def hidden(username: str) -> str:
    return salted_hmac("units.sign_in_limits", username, algorithm="sha256").hexdigest()


def place_of(address: str) -> str:
    """The address; of IPv6 the network of 64 bits, which one customer has for all their machines."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def require_few(*, username: str, address: str, at: datetime) -> None:
    """Refuse a try that has to wait; never where the account has signed in lately, so that nobody is locked out there."""
    if _is_known(username, address, at):
        return
    by_place, by_name = _end_of_place(place_of(address), at), _end_of_name(hidden(username), at)
    for words, end in ((_OF_PLACE, by_place), (_OF_NAME, by_name)):
        if end is not None and end > at:
            raise Refusal(in_words(words, end - at), Kind.TOO_OFTEN)


def in_words(reason: str, left: timedelta) -> str:
    return f"{reason}；约{max(ceil(left.total_seconds() / 60), 1)}分钟后自动恢复，其间再试不会延长"


def note_failure(*, username: str, address: str, at: datetime) -> None:
    SignInFailure.objects.filter(at__lt=at - KEPT).delete()
    SignInFailure.objects.create(name=hidden(username), place=place_of(address), at=at)


def forget(username: str) -> None:
    """After a success, and with a new first password."""
    SignInFailure.objects.filter(name=hidden(username)).delete()


def _is_known(username: str, address: str, at: datetime) -> bool:
    user = User.objects.filter(username=username).first()
    signed_in = AuditEntry.objects.filter(
        user=user, action="account.sign_in", outcome=AuditOutcome.OK, at__gte=at - KNOWN_FOR
    )
    known = signed_in.order_by().values_list("address", flat=True).distinct() if user else ()
    return place_of(address) in map(place_of, known)


def _end_of_place(place: str, at: datetime) -> datetime | None:
    """Until so many failures are longer ago than the time of a lock-out."""
    since = at - settings.AXES_COOLOFF_TIME
    latest = (
        SignInFailure.objects.filter(place=place, at__gt=since).order_by("-at").values_list("at", flat=True)
    )
    found = list(latest[PER_PLACE - 1 : PER_PLACE])
    return found[0] + settings.AXES_COOLOFF_TIME if found else None


def _end_of_name(name: str, at: datetime) -> datetime | None:
    """From then on a try in the time of a lock-out, from wherever it comes."""
    failures = (
        SignInFailure.objects.filter(name=name, at__gt=at - KEPT).order_by("-at").values_list("at", flat=True)
    )
    latest = list(failures[:PER_NAME])
    return latest[0] + settings.AXES_COOLOFF_TIME if len(latest) == PER_NAME else None
