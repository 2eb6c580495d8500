"""One working day: its moments one after the other, and the acts that are done at them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from tasks.models import Programme
from tasks.play.people import People
from units.models import Membership
from zgc_tasks.common.refusal import Refusal

logger = logging.getLogger(__name__)

_OPENS, _NOON, _LUNCH, _CLOSES = time(9), time(12), timedelta(minutes=90), time(17, 59, 59)
_BETWEEN = timedelta(seconds=75)


@dataclass
class Day:
    programme: Programme
    today: date
    people: People
    acts: int = 0

    def moment(self) -> datetime:
        """A little later than the one before, and still of this day."""
        self.acts += 1
        at = self._at(_OPENS) + self.acts * _BETWEEN
        at += _LUNCH if at >= self._at(_NOON) else timedelta()
        return min(at, self._at(_CLOSES))

    def _at(self, clock: time) -> datetime:
        return datetime.combine(self.today, clock, tzinfo=get_default_timezone())

    def do(self, act: Callable, *, by: Membership | None, **facts):
        """What the act gives; None where nobody is there for it, or where it is refused, which is logged."""
        name = f"{act.__module__.removeprefix('tasks.actions.')}.{act.__name__}"
        if by is None:
            logger.info("%s %s：没有可办理的账号", self.today, name)
            return None
        try:
            return act(by=by, at=self.moment(), **facts)
        except Refusal as refusal:
            found = "；".join(each.message for each in getattr(refusal, "findings", ()) if each.blocks)
            logger.info(
                "%s %s（%s）：%s", self.today, name, by, "；".join(filter(None, (refusal.words, found)))
            )
            return None
