"""Every write on a plan starts here: begin it where there is none, lock its row, refuse what rests on an older version."""

from datetime import datetime

from tasks.models import Plan, Task
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

_CHANGED = "方案刚刚有变化，未办理。请查看最新情况，核对后再办理"


class StaleWrite(Refusal):
    """Somebody else wrote in between. `current` is the plan as it stands."""

    def __init__(self, current: Plan | None, words: str = _CHANGED):
        super().__init__(words, Kind.OUT_OF_DATE)
        self.current = current


def locked(*, based_on: int | None = None, **which) -> Plan | None:
    """The plan of a `task`, or the one with the key `pk`, locked for this transaction; None where there is none yet.

    StaleWrite where its version is not `based_on` (0 of one that nobody has written), which whoever writes no text
    leaves out. Policies are asked afterwards: nothing can change under them any more.

    SQLite has no row locks: its transactions are IMMEDIATE, so what is read here cannot change under us either.
    """
    plans = Plan.objects.select_for_update(of=("self",)).select_related("task__programme", "filing")
    plan = plans.defer("filing__content").order_by().filter(**which).first()
    if based_on not in (None, plan.version if plan else 0):
        raise StaleWrite(plan)
    return plan


def begin(task: Task, *, based_on: int | None = None, by: Membership, at: datetime) -> Plan:
    """The same, and a plan that nobody has written yet where there was none, also if two begin it in one moment."""
    Plan.objects.get_or_create(task=task, defaults={"version": 0, "updated_at": at, "updated_by": by})
    return locked(task=task, based_on=based_on)
