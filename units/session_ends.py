"""Why a session ended by itself. It is told on the page of signing in, and carried there in the address alone."""

from enum import StrEnum

from django.conf import settings

from units import half_signed_in


class SessionEnd(StrEnum):
    IDLE = "idle"
    TOO_OLD = "too-old"
    HALF_WAY = "half-way"


def in_words(ended: str) -> str:
    """The sentence for the person; empty for anything else that an address may say."""
    if ended == SessionEnd.IDLE:
        how = f"您已{_duration(settings.SESSION_IDLE_SECONDS)}未操作"
    elif ended == SessionEnd.TOO_OLD:
        how = f"您登录已满{_duration(settings.SESSION_ABSOLUTE_SECONDS)}"
    elif ended == SessionEnd.HALF_WAY:
        how = f"第二步验证超过{_duration(half_signed_in.SECONDS)}没有完成"
    else:
        return ""
    return f"{how}，为保护信息已自动退出，请重新登录"


def _duration(seconds: int) -> str:
    minutes = seconds // 60
    return f"{minutes}分钟" if minutes % 60 else f"{minutes // 60}小时"
