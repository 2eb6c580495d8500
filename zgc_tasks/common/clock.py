"""The one clock of business time, in Beijing. Only views and commands read it; rules get the time as argument.

In a demonstration the date comes from the `DemonstrationDate` row (or DEMO_DATE while there is none) and the
time of day is real. Sessions, lock-out, passwords and the audit log do not use this clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from . import days
from .models import DemonstrationDate

_reading: ContextVar[list[datetime] | None] = ContextVar("reading", default=None)


def now() -> datetime:
    """Business time, aware, in Beijing; the same moment throughout one request (see `one_reading`)."""
    held = _reading.get()
    if held is None:
        return _read()
    if not held:
        held.append(_read())
    return held[0]


def today() -> date:
    return now().date()


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside, the clock is read at the first call and stands still from then on: a page that is made
    around midnight speaks of one day, and the demonstration date costs one query."""
    token = _reading.set([])
    try:
        yield
    finally:
        _reading.reset(token)


def _read() -> datetime:
    real = timezone.localtime()
    if not settings.DEMO:
        return real
    return datetime.combine(_demonstration_date(), real.time(), tzinfo=real.tzinfo)


def _demonstration_date() -> date:
    """What an earlier version let be set to a day that cannot be is read as the nearest one that can."""
    day = DemonstrationDate.objects.values_list("date", flat=True).first() or settings.DEMO_DATE
    return min(max(day, days.EARLIEST), days.LATEST)
