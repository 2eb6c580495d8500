"""Two texts of one plan side by side, to choose from."""

from tasks import policies
from tasks.forms.plan_conflict import Difference
from tasks.models import Plan, Task
from tasks.pages.places import link
from tasks.rules.sheet import IN_ONE_LINE, Place, Sheet
from units.models import Membership


def current_plan(task: Task) -> Plan | None:
    """The plan as somebody else saved it meanwhile."""
    return Plan.objects.with_sheet().select_related("updated_by__user").filter(task=task).first()


def page(
    task: Task, current: Plan | None, mine: Sheet, found: list[Difference], *, by: Membership, tried: bool
) -> dict:
    """`tried` when it comes back because something was not chosen."""
    undecided = [each for each in found if not each.chosen] if tried else []
    return {
        "programme": task.programme,
        "task": task,
        "current": current,
        "version": current.version if current else 0,
        "mine": mine.trimmed(),
        "mine_lines": [(each.name, mine.in_words(each.name)) for each in IN_ONE_LINE],
        "differences": found,
        "saved_title": f"{current.updated_by.user.full_name}保存的内容" if current else "已保存的内容",
        "has_errors": bool(undecided),
        "errors": [link(Place(each.name), f"{each.label}：请选择采用哪一份") for each in undecided],
        "open": policies.allowed(policies.may_write, by, task, current),
    }
