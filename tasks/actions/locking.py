"""Every write on a task or its plan starts here: lock the task; refuse what rests on an older version.

One lock holds all facts of a task: who leads it, its deadline and its plan. Whoever writes any of them waits for it,
and asks its policies of what is read behind it: nothing can change under them any more.
"""

from datetime import datetime

from tasks.actions import courses
from tasks.models import Plan, Programme, Round, Task
from units.models import Membership
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind, Refusal

_CHANGED = "方案刚刚有变化，未办理。请查看最新情况，核对后再办理"


class StaleWrite(Refusal):
    """Somebody else wrote in between. `current` is the plan as it stands."""

    def __init__(self, current: Plan | None, words: str = _CHANGED):
        super().__init__(words, Kind.OUT_OF_DATE)
        self.current = current


def locked_task(pk: int) -> Task:
    """The task as it stands, locked for this transaction, whatever was read of it before.

    SQLite has no row locks: its transactions are IMMEDIATE, so what is read here cannot change under us either.
    """
    return _marked(_TASK.first(task=pk))


def locked_programme(pk: int) -> Programme:
    """Taking a 送审稿 and taking back what one may have used wait for each other here, behind the task."""
    return Programme.objects.select_for_update(no_key=True).get(pk=pk)


def locked_round(pk: int) -> Round:
    """Behind the task: filing in a round, and changing or closing it, wait for each other."""
    return Round.objects.select_for_update(of=("self",), no_key=True).select_related("programme").get(pk=pk)


def held_still(programme_pk: int) -> Programme:
    """The programme with all of its tasks and rounds, locked in the order of decision 0072: what is read of them behind
    it, however many queries that takes, is of one moment.
    """
    list(_TASKS.filter(programme=programme_pk).select_related(None).order_by("pk").values_list("pk"))
    list(
        Round.objects.select_for_update(no_key=True)
        .filter(programme=programme_pk)
        .order_by("pk")
        .values_list("pk")
    )
    return locked_programme(programme_pk)


def locked_tasks(tasks: list[Task]) -> list[Task]:
    """The same of several, always in one order, so that two who want the same never wait for each other."""
    found = list(_TASKS.filter(pk__in=[task.pk for task in tasks]).order_by("pk"))
    courses.mark([task.pk for task in found])
    return found


def locked(*, pk: int | None = None, task: Task | None = None, based_on: int | None = None) -> Plan | None:
    """The plan of a `task` that is locked already, or the one with the key `pk`, whose task is locked; None where there is
    none yet.

    StaleWrite where its version is not `based_on` (0 of one that nobody has written), which whoever writes no text
    leaves out.
    """
    task = task or _marked(_TASK_OF_PLAN.first(plan=pk))
    plan = _PLAN.first(task=task.pk)
    if plan is not None:
        plan.task = task
    if based_on not in (None, plan.version if plan else 0):
        raise StaleWrite(plan)
    return plan


def _marked(task: Task) -> Task:
    """Whatever is written of it, how far it is has to be worked out anew."""
    courses.mark([task.pk])
    return task


# No key of theirs is ever changed: rows that name a task, such as those of a round, need not wait for its writer.
_TASKS = Task.objects.select_for_update(of=("self",), no_key=True).select_related("programme").order_by()
# Every save asks these.
_TASK = Prepared(lambda task: _TASKS.filter(pk=task))
_TASK_OF_PLAN = Prepared(lambda plan: _TASKS.filter(plan=plan))
_PLAN = Prepared(
    lambda task: Plan.objects.select_related("filing").defer("filing__content").filter(task=task).order_by()
)


def begin(task: Task, *, based_on: int | None = None, by: Membership, at: datetime) -> Plan:
    """The same, and a plan that nobody has written yet where there was none."""
    Plan.objects.get_or_create(task=task, defaults={"version": 0, "updated_at": at, "updated_by": by})
    return locked(task=task, based_on=based_on)
