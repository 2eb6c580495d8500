"""Times in force that a revision moves later, told where they are written; and the page that asks why."""

from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from tasks import crosschecked, policies
from tasks.enums import TimeChangeKind
from tasks.forms.times import TimeReasonForm
from tasks.models import Plan
from tasks.rules import times
from tasks.rules.sheet import LABELS, Place, Sheet
from tasks.rules.step_ends import numbers_of

_HOW = {
    TimeChangeKind.RECORDED: "随修订稿备案，核收后按新时限执行",
    TimeChangeKind.DECIDED: "须经领导小组或其办公室决定，决定前仍按现行时限执行",
}
_GOES_WITH = "晚于现行完成时间，随完成时间一并决定，决定前仍按现行时限执行"


class LaterBeside(NamedTuple):
    """What stands beside a time that moves later: what comes of it, its reason, and the way to that."""

    key: int
    words: str
    reason: str
    address: str

    @property
    def button(self) -> str:
        return "修改原因" if self.reason else "说明原因"


LaterTimes = dict[Place, LaterBeside]


def later_times(plan: Plan | None, sheet: Sheet) -> LaterTimes:
    """By their places on the form; `sheet` as read, its steps with their keys."""
    if plan is None or not plan.revising:
        return {}
    return {_place(each.moved): _later(plan, each) for each in crosschecked.later_times(plan, sheet)}


def page(plan: Plan, key: int, form: TimeReasonForm | None = None) -> dict:
    """`plan` with its sheet. Nothing is there about a time that is not in force, or is no longer written."""
    sheet = plan.task.read(plan.typed())
    number = numbers_of(sheet).get(key)
    if policies.refusal_of(policies.is_time_in_force, plan, key) or (key != times.FINISH and not number):
        raise Http404("该时限不在修订的方案中，不需说明原因")
    found = next((each for each in crosschecked.later_times(plan, sheet) if each.moved.key == key), None)
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "key": key,
        "label": _label(number),
        "step": sheet.steps[number - 1] if number else None,
        "moved": found.moved if found else None,
        "how": how(found.moved) if found else "",
        "form": form or TimeReasonForm(initial={"based_on": plan.version, "reason": found and found.reason}),
    }


def how(moved: times.Moved) -> str:
    """What a later time needs, in words."""
    return _GOES_WITH if _goes_with(moved) else _HOW[moved.kind]


def _goes_with(moved: times.Moved) -> bool:
    return moved.key != times.FINISH and moved.kind is TimeChangeKind.DECIDED


def _later(plan: Plan, each: times.Later) -> LaterBeside:
    moved = each.moved
    goes_with = "随完成时间" if _goes_with(moved) else ""
    said = "已说明原因" if each.reason else "尚未说明原因"
    return LaterBeside(
        moved.key,
        f"晚于现行的{moved.before.time}，{goes_with}{moved.kind.label}，{said}",
        each.reason,
        reverse("time-reason", args=[plan.task.programme.slug, plan.task.number, moved.key]),
    )


def _place(moved: times.Moved) -> Place:
    return Place("due", moved.number) if moved.number else Place("finish")


def _label(number: int | None) -> str:
    return f"第{number}步完成时限" if number else LABELS["finish"]
