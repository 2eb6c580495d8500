"""What the frame of every page shows about the person and their session."""

from django.conf import settings
from django.http import HttpRequest

from zgc_tasks.common import clock


def of_person(request: HttpRequest) -> dict:
    """The part of `frame` that knows no programme. Runs no query but the clock's; signed out it is small."""
    frame = {"demo": settings.DEMO, "version": settings.VERSION, "today": clock.today()}
    membership = getattr(request, "membership", None)
    if membership is None:
        return frame
    return frame | {
        "membership": membership,
        "memberships": [other for other in request.memberships if other.pk != membership.pk],
        "session_seconds": settings.SESSION_IDLE_SECONDS,
        "session_warning_seconds": settings.SESSION_WARNING_SECONDS,
    }
