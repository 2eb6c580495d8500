"""Recovery codes: made all at once, shown once, kept as hashes only."""

from datetime import datetime

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from units.accounts import random_password
from units.models import RecoveryCode, User

NUMBER = 8
_HASHER = PBKDF2PasswordHasher()
_ROUNDS = 20_000  # the codes are random, of 72 bits: no list of guesses has them


def issue(user: User) -> list[str]:
    """New ones in place of all before."""
    user.recovery_codes.all().delete()
    codes = [f"{nth}-{random_password()}" for nth in range(1, NUMBER + 1)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, nth=nth, hash=_HASHER.encode(code, _HASHER.salt(), _ROUNDS))
        for nth, code in enumerate(codes, 1)
    )
    return codes


def use(user: User, typed: str, *, at: datetime) -> bool:
    """Whether it is one of this person's that nobody used; from now on it is used."""
    code = "".join(typed.split()).lower()
    nth = code.partition("-")[0]
    rows = user.recovery_codes.filter(nth=nth if nth.isascii() and nth.isdecimal() and len(nth) == 1 else 0)
    kept = rows.filter(used_at=None).first()
    if kept is None or not _HASHER.verify(code, kept.hash):
        return False
    return rows.filter(used_at=None).update(used_at=at) == 1  # of two at the same moment, the first


def left(user: User) -> int:
    return user.recovery_codes.filter(used_at=None).count()
