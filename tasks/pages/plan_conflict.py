"""Two texts of one plan side by side, to choose from."""

from tasks import policies
from tasks.forms.plan_conflict import PlanChoice
from tasks.models import Plan, Progress, Task
from tasks.pages.places import link
from tasks.rules.sheet import IN_ONE_LINE, Place, Sheet
from units.models import Membership


def current_plan(task: Task) -> Plan | None:
    """The plan as somebody else saved it meanwhile."""
    return Plan.objects.with_sheet().select_related("updated_by__user").filter(task=task).first()


def saved_by(current: Plan | Progress | None, by: Membership) -> str:
    """Who saved it meanwhile: another person, or the reader themselves, elsewhere."""
    if current is None:
        return ""
    own = current.updated_by.user_id == by.user_id
    return "您在另一个窗口" if own else current.updated_by.user.full_name


def page(
    task: Task, current: Plan | None, mine: Sheet, found: list[PlanChoice], *, by: Membership, tried: bool
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
        "saved_by": saved_by(current, by),
        "saved_title": f"{saved_by(current, by)}保存的内容" if current else "已保存的内容",
        "has_errors": bool(undecided),
        "errors": [link(Place(each.name), f"{each.label}：请选择采用哪一份") for each in undecided],
        "open": policies.allowed(policies.may_write, by, task, current),
    }
