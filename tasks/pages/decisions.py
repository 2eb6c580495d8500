"""The page on which a decision of others is put on record: about who leads, whom open wording means, and 办结."""

from django import forms

from tasks.forms.checking import DesignationForm
from tasks.models import Plan, Responsibility, Task

_FIRST = "任务分解表未列明本项牵头单位。请据批示、会议纪要或来函登记；登记后不能更改，可再次登记。"
_ANOTHER = (
    "本项现由{lead}牵头。请据批示、会议纪要或来函登记变更后的牵头单位：实施方案、草稿和以后的办理转由该单位负责，"
    "{lead}仍可查看其已报送的内容；{deadline}"
)
_WORDING = "印发的表述保持不变，在其后注明所指单位。请据批示、会议纪要或来函登记。"
_KEEPS = "已报送的方案是否按时，仍按原截止日期计算。"
_ANEW = "本项尚未报送，请一并登记新的报送截止日期。"


def is_filed(task: Task) -> bool:
    return Plan.objects.filter(task=task, first_filed_at__isnull=False).exists()


def designation(task: Task, form: DesignationForm, *, filed: bool) -> dict:
    if task.lead is None:
        heading, explained, button = f"第{task.number}项明确牵头单位", _FIRST, "登记牵头单位"
    else:
        heading, button = f"第{task.number}项变更牵头单位", "登记变更"
        explained = _ANOTHER.format(lead=task.lead, deadline=_KEEPS if filed else _ANEW)
    return page(task, form, heading, explained, button)


def wording(responsibility: Responsibility, task: Task, form: forms.Form) -> dict:
    return page(task, form, f"第{task.number}项明确“{responsibility.wording}”", _WORDING, "登记所指单位")


def page(task: Task, form: forms.Form, heading: str, explained: str, button: str) -> dict:
    return {
        "programme": task.programme,
        "task": task,
        "form": form,
        "heading": heading,
        "explained": explained,
        "button": button,
    }
