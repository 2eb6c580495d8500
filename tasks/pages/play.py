"""快进: how far the demonstration is played, and to which days it may go."""

from dataclasses import dataclass
from datetime import date

from tasks.actions.demonstration import LAST_DAY
from tasks.play import running
from zgc_tasks.common.models import DemonstrationDate

# Offered with a press: the end of the monthly rounds, and of each year.
_OFFERED = (date(2015, 6, 30), date(2015, 12, 31), date(2016, 12, 31), LAST_DAY)


@dataclass(frozen=True)
class PlayPage:
    """`until` is where 快进 was asked to come last, None where nobody has asked."""

    today: date
    since: date | None
    until: date | None
    is_running: bool

    @property
    def is_stopped(self) -> bool:
        return not self.is_running and self.until is not None and self.today < self.until

    @property
    def is_done(self) -> bool:
        return not self.is_running and self.until is not None and self.today >= self.until

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def days_played(self) -> int:
        return (self.today - self.since).days

    @property
    def percent(self) -> int:
        return 100 * self.days_played // self.days

    @property
    def can_go_on(self) -> bool:
        return self.today < LAST_DAY

    @property
    def offered(self) -> list[date]:
        return [day for day in _OFFERED if day > self.today]

    @property
    def last_day(self) -> date:
        return LAST_DAY


def build(*, today: date) -> PlayPage:
    # Asked in this order: what has just ended is at its end.
    is_running = running.is_running()
    row = DemonstrationDate.objects.first()
    if row is None:
        return PlayPage(today, None, None, is_running)
    return PlayPage(row.date, row.play_from, row.play_until, is_running)
