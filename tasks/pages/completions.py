"""The pages on which 办结 of a task is put on record, and taken back; and how it stands, in words."""

from django import forms
from django.utils.timezone import localdate

from tasks.models import Completion, Entry, Task
from tasks.pages import decisions
from tasks.rules import dates

_COMPLETING = "确认后，本项自下一报送期起不再要求报送进展；以后情况有变化的，可以重新开启。请据批示、会议纪要或来函登记。"
_REOPENING = "重新开启后，本项自下一报送期起恢复报送；此前的办结记录和各期进展保留。"


def completing(task: Task, form: forms.Form) -> dict:
    said = _said_last(task)
    return decisions.page(task, form, f"第{task.number}项确认办结", f"{said}{_COMPLETING}", "确认办结")


def reopening(task: Task, form: forms.Form) -> dict:
    made = Completion.objects.standing().filter(task=task).first()
    stands = f"{in_words(made)}。" if made else ""
    return decisions.page(task, form, f"第{task.number}项重新开启", f"{stands}{_REOPENING}", "重新开启")


def _said_last(task: Task) -> str:
    """What the lead said of it last: that is what the confirmation rests on."""
    last = (
        Entry.objects.standing()
        .filter(progress__task=task)
        .select_related("progress__round")
        .order_by("-pk")
        .first()
    )
    if last is None:
        return "牵头单位尚未报送过进展，请写明文号。"
    return f"牵头单位在“{last.progress.round}”报推进状态为“{last.said().outlook_in_words}”。"


def in_words(completion: Completion) -> str:
    """2015年5月4日确认办结：已完成（会议纪要〔2015〕7号，2015年4月27日）"""
    basis = f"{completion.get_basis_display()}{completion.basis_number}"
    return (
        f"{dates.in_words(localdate(completion.recorded_at))}确认办结：{completion.get_kind_display()}"
        f"（{basis}，{dates.in_words(completion.dated_on)}）"
    )
