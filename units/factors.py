"""Two steps: who must take the second, what it is taken with, and the writes on that (decision 0079)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from units import audit, authenticators, own_sessions, passkeys, recovery_codes, sealed
from units.models import Factor, FactorKind, Membership, User
from units.roles import TWO_STEP_ROLES
from zgc_tasks.common.refusal import Kind, Refusal

MOST = 10  # of one person
SESSION_KEY = "second_step"  # in the session of whoever took it


def demanded_of(memberships: Iterable[Membership]) -> bool:
    return settings.TWO_STEPS and any(each.role in TWO_STEP_ROLES for each in memberships)


def has_some(user: User) -> bool:
    return user.factors.exists()


def in_words(user: User) -> str:
    """What the administrator is told of an account."""
    if found := list(user.factors.all()):
        named = "、".join(map(str, found))
        return f"已设置：{named}；恢复码还剩{recovery_codes.left(user)}个"
    must = demanded_of(user.memberships.filter(is_active=True))
    return "未设置，下次登录须先设置" if must else "未设置"


def of_kind(user: User, kind: FactorKind) -> list[Factor]:
    return list(user.factors.filter(kind=kind))


@transaction.atomic
def add(
    user: User,
    *,
    kind: FactorKind,
    name: str,
    material: str,
    at: datetime,
    by: Membership | None,
    here: SessionBase,
    counter: int = 0,
) -> list[str]:
    """Returns the recovery codes that come with the first of a person: no session but `here` goes on with one step."""
    _lock(user)
    number = user.factors.count()
    if number >= MOST:
        raise Refusal(f"验证方式最多{MOST}种，请先删除不用的，再添加", Kind.NOT_NOW)
    factor = Factor.objects.create(
        user=user, kind=kind, name=name, material=material, counter=counter, added_at=at
    )
    audit.record(action="account.factor_add", by=by, user=user, subject=str(factor))
    if number:
        return []
    own_sessions.end_others(user, here=here)
    return recovery_codes.issue(user)


@transaction.atomic
def remove(factor: Factor, *, by: Membership | None, demanded: bool, here: SessionBase) -> bool:
    """Whether it was the last of the person, with which the recovery codes and all sessions but `here` go."""
    _lock(factor.user)
    is_last = not factor.user.factors.exclude(pk=factor.pk).exists()
    if is_last and demanded:
        raise Refusal(
            "您的身份须使用两步验证，不能删除唯一的验证方式；请先添加另一种，再删除这一种", Kind.NOT_NOW
        )
    audit.record(action="account.factor_remove", by=by, user=factor.user, subject=str(factor))
    factor.delete()
    if is_last:
        factor.user.recovery_codes.all().delete()
        own_sessions.end_others(factor.user, here=here)
    return is_last


@transaction.atomic
def new_codes(user: User, *, by: Membership | None) -> list[str]:
    _lock(user)
    if not has_some(user):
        raise Refusal("还没有设置验证方式；设置后即可生成恢复码", Kind.NOT_NOW)
    audit.record(action="account.factor_codes", by=by, user=user)
    return recovery_codes.issue(user)


@transaction.atomic
def reset(user: User, *, by: Membership | None) -> None:
    """For somebody who has none of theirs at hand: they sign in with the password alone, and set it up anew."""
    _lock(user)
    user.factors.all().delete()
    user.recovery_codes.all().delete()
    own_sessions.end_all(user)
    audit.record(action="account.factor_reset", by=by, subject=f"{user.username} {user.full_name}")


def by_code(user: User, code: str, *, at: datetime) -> str:
    """What the code is of, empty where it is of none; it can be used once (ASVS 6.5.1)."""
    for factor in of_kind(user, FactorKind.AUTHENTICATOR):
        secret = sealed.opened(factor.material)
        interval = authenticators.interval_of(code, secret, at=at) if secret else None
        if interval is not None and rise(factor, interval, at=at):
            return str(factor)
    return ""


def by_passkey(user: User, answer: str, *, request: HttpRequest, at: datetime) -> str:
    found = passkeys.shown(request, of_kind(user, FactorKind.PASSKEY), answer)
    return str(found[0]) if found and rise(*found, at=at) else ""


def by_recovery_code(user: User, code: str, *, at: datetime) -> str:
    return "恢复码" if has_some(user) and recovery_codes.use(user, code, at=at) else ""


def rise(factor: Factor, counter: int, *, at: datetime) -> bool:
    """Whether it is above what was taken before: of two at the same moment, the first. Many passkeys count nothing."""
    above = Q(counter__lt=counter) | Q(counter=0)
    return Factor.objects.filter(above, pk=factor.pk).update(counter=counter, used_at=at) == 1


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)
