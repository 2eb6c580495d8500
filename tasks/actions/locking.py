"""Every write on a plan starts here: lock the row, refuse what was based on an older version."""

from tasks.models import Plan, Task
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind, Refusal

_CHANGED = "方案刚刚有变化，未办理。请查看最新情况，核对后再办理"


class StaleWrite(Refusal):
    """Somebody else wrote in between. `current` is the plan as it stands."""

    def __init__(self, current: Plan | None, words: str = _CHANGED):
        super().__init__(words, Kind.OUT_OF_DATE)
        self.current = current


def lock_plan(plan_id: int, based_on: int) -> Plan:
    """The plan, locked for this transaction; StaleWrite where its version is not `based_on`.

    SQLite has no row locks: its transactions are IMMEDIATE, so the version read here cannot change under us.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("task__programme", "filing")
        .get(pk=plan_id)
    )
    if plan.version != based_on:
        raise StaleWrite(plan)
    return plan


_PLAN_OF = Prepared(lambda task: Plan.objects.select_for_update(of=("self",)).order_by().filter(task=task))


def lock_plan_of(task: Task, based_on: int) -> Plan | None:
    """The task's plan, locked likewise; None where there is none yet and none was expected (`based_on` 0)."""
    plan = _PLAN_OF.first(task=task.pk)
    if plan is None and based_on == 0:
        return None
    if plan is None or plan.version != based_on:
        raise StaleWrite(plan)
    plan.task = task
    return plan
