"""Moving the date of the demonstration, never before anything that has already happened in it; and 快进."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from tasks.models import Programme
from tasks.rules import dates, typed
from tasks.rules.known_years import KnownYears
from units import audit
from units.models import Membership
from zgc_tasks.common import business_times
from zgc_tasks.common.models import DemonstrationDate
from zgc_tasks.common.refusal import Kind, Refusal

# How far a demonstration can be played. The programme says 用3—5年左右时间: it does not end here.
LAST_DAY = date(2017, 12, 31)


def earliest_date() -> date | None:
    """The day of the latest event of all programmes; None where nothing has happened."""
    latest = business_times.latest()
    return timezone.localdate(latest) if latest else None


def known_years() -> KnownYears | None:
    """Of all programmes together; None where there is none yet."""
    years = [programme.known_years(programme.plan_deadline) for programme in Programme.objects.all()]
    return KnownYears(min(each.first for each in years), max(each.last for each in years)) if years else None


@transaction.atomic
def set_date(*, day: date, by: Membership) -> None:
    """Write the one row that pages and commands read their date from."""
    if years := known_years():
        typed.in_known_years(day, years, label="演示日期", field="date")
    earliest = earliest_date()
    if earliest and day < earliest:
        raise Refusal(
            f"{dates.in_words(earliest)}已有办理记录，演示日期最早可设为这一天，请重新填写",
            Kind.WRONG_INPUT,
            "date",
        )
    _write(date=day, play_from=None, play_until=None)
    audit.record(action="demonstration.date", by=by, subject=dates.in_figures(day))


@transaction.atomic
def begin_playing(*, until: date, today: date, by: Membership | None) -> None:
    """快进: what is played, and from where, for whoever looks how far it is. `by` is None of a command."""
    if not today < until <= LAST_DAY:
        words = f"请选择演示日期（{dates.in_words(today)}）之后、{dates.in_words(LAST_DAY)}以前的日期"
        raise Refusal(words, Kind.WRONG_INPUT, "until")
    _write(date=today, play_from=today, play_until=until)
    audit.record(action="demonstration.play", by=by, subject=dates.in_figures(until))


def stand_at(day: date) -> None:
    """A day was played; in its transaction."""
    _write(date=day)


def _write(**facts) -> None:
    DemonstrationDate.objects.update_or_create(pk=1, defaults=facts)
