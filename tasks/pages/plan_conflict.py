"""Two texts of one plan side by side, to choose from."""

from collections.abc import Mapping

from django.utils import timezone

from tasks import policies
from tasks.forms.plan_conflict import PlanChoice
from tasks.models import Plan, Progress, Task
from tasks.pages import answer_conflict
from tasks.pages.answering import UnsavedAnswer
from tasks.pages.places import link
from tasks.rules.sheet import IN_ONE_LINE, Place, Sheet
from units.models import Membership


def current_plan(task: Task) -> Plan | None:
    """The plan as somebody else saved it meanwhile."""
    return Plan.objects.with_sheet().select_related("updated_by__user").filter(task=task).first()


def saved_by(current: Plan | Progress | None, by: Membership) -> str:
    """Who saved it meanwhile."""
    return answer_conflict.name_to(current.updated_by, by) if current else ""


def notice(task: Task, current: Plan | None, by: Membership) -> answer_conflict.SaveNotice:
    """The answer to a save in the background that came too late. Whoever filed it need not have written in it."""
    if refusal := policies.refusal_of(policies.may_write, by, task, current):
        return answer_conflict.SaveNotice(refusal.words)
    if current is None:
        return answer_conflict.SaveNotice("本方案已有变动")
    at = timezone.localtime(current.updated_at)
    return answer_conflict.SaveNotice(f"{saved_by(current, by)} {at:%H:%M} 保存了另一份内容")


def page(
    task: Task,
    current: Plan | None,
    mine: Sheet,
    found: list[PlanChoice],
    unsaved: list[UnsavedAnswer],
    choices: Mapping[str, str],
    *,
    by: Membership,
    tried: bool = False,
    left_over: str = "",
) -> dict:
    """`unsaved` is what was typed of answers to comments, `choices` those made of them so far; `tried` when it comes back
    because something was not chosen; `left_over` what was typed and is too much to be compared.
    """
    refusal = policies.refusal_of(policies.may_write, by, task, current)
    answers = answer_conflict.choices(unsaved, by, choices)
    undecided = [each for each in found if not each.chosen] if tried else []
    unanswered = [each for each in answers if not each.chosen] if tried else []
    to_choose = len(found) + len(answers)
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
        "answers": answers,
        "lost": answer_conflict.lost(unsaved),
        "to_choose": to_choose,
        "has_errors": bool(undecided or unanswered),
        "errors": [
            link(Place(each.name), f"{each.label}：请选择采用哪一份") for each in (*undecided, *unanswered)
        ],
        "left_over": left_over,
        "title": answer_conflict.title(differs=bool(found or answers or left_over), is_open=refusal is None),
        "open": refusal is None,
        "closed": refusal.words if refusal and (to_choose or left_over) else "",
    }
