"""Day after day to the chosen one; each is a transaction, after which the demonstration stands at its end."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from tasks.actions import demonstration
from tasks.actions.locking import locked_tasks
from tasks.models import Programme
from tasks.play import (
    checking,
    coordination,
    decisions,
    plans,
    reporting,
    reports,
    revisions,
    rounds,
    steps,
)
from tasks.play.day import Day
from tasks.play.days import is_worked
from tasks.play.people import People

# In the order in which things are done on a day: what the one leaves behind the other may find.
_SUBJECTS = (decisions, plans, checking, revisions, rounds, steps, reporting, coordination, reports)


def play(*, today: date, until: date, told: Callable[[date], None] = lambda day: None) -> int:
    """The days after `today`, which is over; how much was done on them."""
    programme, acts, day = Programme.objects.get(code=_sample_programme()), 0, today
    while day < until:
        day += timedelta(days=1)
        acts += play_day(programme, day)
        told(day)
    return acts


@transaction.atomic
def play_day(programme: Programme, today: date) -> int:
    # All at once and in their order, so that nobody who is at work meanwhile waits for us while we wait for them.
    locked_tasks(list(programme.tasks.all()))
    day = Day(programme, today, People.of(programme))
    if is_worked(today):
        for subject in _SUBJECTS:
            subject.play(day)
    demonstration.stand_at(today)
    return day.acts


def _sample_programme() -> str:
    file = settings.BASE_DIR / "fixtures" / "sample" / "history.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))["programme"]
