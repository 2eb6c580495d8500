"""Every write on a plan starts here: begin it where there is none, lock its row, refuse what rests on an older version."""

from datetime import datetime

from tasks.models import Plan, Task
from units.models import Membership
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind, Refusal

_CHANGED = "方案刚刚有变化，未办理。请查看最新情况，核对后再办理"


class StaleWrite(Refusal):
    """Somebody else wrote in between. `current` is the plan as it stands."""

    def __init__(self, current: Plan | None, words: str = _CHANGED):
        super().__init__(words, Kind.OUT_OF_DATE)
        self.current = current


def locked(*, pk: int | None = None, task: Task | None = None, based_on: int | None = None) -> Plan | None:
    """The plan of a `task`, or the one with the key `pk`, locked for this transaction; None where there is none yet.

    StaleWrite where its version is not `based_on` (0 of one that nobody has written), which whoever writes no text
    leaves out. Policies are asked afterwards: nothing can change under them any more.

    SQLite has no row locks: its transactions are IMMEDIATE, so what is read here cannot change under us either.
    """
    plan = _of_task(task) if task else _WITH_TASK.filter(pk=pk).first()
    if based_on not in (None, plan.version if plan else 0):
        raise StaleWrite(plan)
    return plan


_LOCKED = Plan.objects.select_for_update(of=("self",)).order_by()
_WITH_TASK = _LOCKED.select_related("task__programme", "filing").defer("filing__content")
_OF_TASK = Prepared(lambda task: _LOCKED.filter(task=task))  # every save asks it


def _of_task(task: Task) -> Plan | None:
    plan = _OF_TASK.first(task=task.pk)
    if plan is not None:
        plan.task = task
    return plan


def begin(task: Task, *, based_on: int | None = None, by: Membership, at: datetime) -> Plan:
    """The same, and a plan that nobody has written yet where there was none, also if two begin it in one moment."""
    Plan.objects.get_or_create(task=task, defaults={"version": 0, "updated_at": at, "updated_by": by})
    return locked(task=task, based_on=based_on)
