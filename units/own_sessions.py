"""Where a person is signed in, and the end of it: one session, all others, or all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from units import browsers
from units.models import Session, User
from units.session_facts import ADDRESS_KEY, BROWSER_KEY, SEEN_KEY, SIGNED_IN_KEY, over

MOST = 50  # of one person on a page; whoever has more ends all others at once


@dataclass(frozen=True)
class SignedIn:
    """`number` stands for the session's key, which no page may show."""

    number: str
    since: datetime
    seen: datetime
    address: str
    browser: str
    here: bool


def of(user: User, *, here: SessionBase, at: datetime) -> list[SignedIn]:
    """Those that can still be used, this one first, then the latest used."""
    rows = Session.objects.filter(user=user, expire_date__gt=at).order_by("-expire_date")[:MOST]
    usable = ((row.session_key, row.get_decoded()) for row in rows)
    found = [
        _signed_in(key, facts, here=key == here.session_key)
        for key, facts in usable
        if _is_usable(facts, user, at)
    ]
    return sorted(found, key=lambda one: (not one.here, -one.seen.timestamp()))


def end(user: User, *, number: str, here: SessionBase) -> bool:
    """One of the others; whether there was such a session of this person."""
    others = Session.objects.filter(user=user).exclude(session_key=here.session_key)
    keys = others.values_list("session_key", flat=True)
    ended = [key for key in keys if constant_time_compare(_number(key), number)]
    return others.filter(session_key__in=ended).delete()[0] > 0


def end_others(user: User, *, here: SessionBase) -> int:
    return Session.objects.filter(user=user).exclude(session_key=here.session_key).delete()[0]


def end_all(user: User) -> None:
    """For good: they do not come back when a disabled account is enabled again."""
    Session.objects.filter(user=user).delete()


def _is_usable(facts: Mapping, user: User, at: datetime) -> bool:
    is_of_this_password = facts.get(HASH_SESSION_KEY) == user.get_session_auth_hash()
    return is_of_this_password and over(facts, int(at.timestamp())) is None


def _signed_in(key: str, facts: Mapping, *, here: bool) -> SignedIn:
    return SignedIn(
        number=_number(key),
        since=_moment(facts[SIGNED_IN_KEY]),
        seen=_moment(facts[SEEN_KEY]),
        address=facts.get(ADDRESS_KEY, ""),
        browser=browsers.in_words(facts.get(BROWSER_KEY, "")),
        here=here,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def _number(key: str) -> str:
    return salted_hmac("units.own_sessions", key, algorithm="sha256").hexdigest()
