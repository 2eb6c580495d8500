"""Whose password was right, and whose second step is still to come: they are nobody until then."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from units.models import User

SECONDS = 10 * 60
_KEY = "half_signed_in"


def begin(request: HttpRequest, user: User, *, then: str, at: datetime) -> None:
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "at": int(at.timestamp()),
        "then": then,
    }


def is_begun(request: HttpRequest) -> bool:
    return _KEY in request.session


def person(request: HttpRequest, *, at: datetime) -> User | None:
    """None too where it took too long, or the password was changed meanwhile."""
    kept = request.session.get(_KEY)
    if kept is None or at.timestamp() - kept["at"] > SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    is_same = user is not None and constant_time_compare(kept["password"], user.get_session_auth_hash())
    return user if is_same else None


def end(request: HttpRequest) -> str:
    """Returns where they wanted to go."""
    return request.session.pop(_KEY, {}).get("then", "")
