"""Codes of an authenticator (TOTP, RFC 6238): six digits, another every 30 seconds."""

import hmac
from datetime import datetime

import pyotp
import segno
from django.utils.safestring import SafeString, mark_safe

ISSUER = "实施方案"  # as the authenticator lists it; a longer one makes the picture finer than cameras like
_MASK = 3  # cameras read all eight; looking for the best of them took longer than the rest of the page
_AROUND = (0, -1, 1)  # one interval early or late: clocks of telephones differ


def new_secret() -> str:
    return pyotp.random_base32()


def picture(secret: str, username: str) -> SafeString:
    """What the camera of an authenticator reads, as SVG to stand in a page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    drawn = segno.make(address, error="m", micro=False, mask=_MASK).svg_inline(
        border=4, light="#fff", omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308 - segno writes it


def in_groups(secret: str) -> str:
    """To be typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def interval_of(code: str, secret: str, *, at: datetime) -> int | None:
    """The number of the interval of which it is the code, near `at`."""
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // totp.interval
    intervals = (now + step for step in _AROUND)
    return next((n for n in intervals if hmac.compare_digest(totp.generate_otp(n), code)), None)
