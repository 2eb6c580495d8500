"""What a session keeps of its use: since when, last when, from which address, with which browser, and the last password."""

from collections.abc import Mapping, MutableMapping
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from units.session_ends import SessionEnd
from zgc_tasks.common.client import client_address

SIGNED_IN_KEY = "signed_in_at"
SEEN_KEY = "seen_at"
PASSWORD_KEY = "password_given_at"  # noqa: S105 - a moment
ADDRESS_KEY = "address"
BROWSER_KEY = "browser"
LONGEST_BROWSER = 300
PASSWORD_SECONDS = 15 * 60  # enough to install an authenticator right after signing in


def begin(request: HttpRequest, at: datetime) -> None:
    session = request.session
    session[SIGNED_IN_KEY] = session[SEEN_KEY] = int(at.timestamp())
    session[ADDRESS_KEY] = client_address(request)
    session[BROWSER_KEY] = request.headers.get("User-Agent", "")[:LONGEST_BROWSER]
    note_password(session, at)


def touch(session: MutableMapping, now: int) -> None:
    """It was used just now. Where the clock was moved back, it began now at the latest: it would else last longer by as much."""
    session[SEEN_KEY] = now
    session[SIGNED_IN_KEY] = min(session[SIGNED_IN_KEY], now)


def note_password(session: MutableMapping, at: datetime) -> None:
    """The person gave it just now."""
    session[PASSWORD_KEY] = int(at.timestamp())


def is_password_fresh(session: Mapping, at: datetime) -> bool:
    return 0 <= int(at.timestamp()) - session.get(PASSWORD_KEY, 0) < PASSWORD_SECONDS


def over(session: Mapping, now: int) -> SessionEnd | None:
    """Why it has ended by itself, if it has (ASVS 7.3.1, 7.3.2)."""
    if now - session[SEEN_KEY] > settings.SESSION_IDLE_SECONDS:
        return SessionEnd.IDLE
    if now - session[SIGNED_IN_KEY] > settings.SESSION_ABSOLUTE_SECONDS:
        return SessionEnd.TOO_OLD
    return None
