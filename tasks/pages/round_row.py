"""A task of the round as one row, and which one stands open as a form."""

from datetime import date

from tasks.enums import Outlook, ProgressStatus, TaskState
from tasks.models import Entry
from tasks.pages.round_beside import Beside
from tasks.pages.round_parts import Badge, ClosedTask, Link
from tasks.querysets.rounds import standing_of
from tasks.reported import Reported
from tasks.rules import dates
from tasks.rules.step_standing import StepInTime

_BEGINNING = 60  # characters of what is written


def stands_open(each: Reported) -> bool:
    """What cannot be dealt with in one click: returned, nothing said before, a problem, or a step fallen due."""
    if each.is_filed:
        return False
    if each.is_returned or each.before is None or each.steps_due(each.round.covers_until):
        return True
    if each.is_begun and not each.said.unchanged:
        return True
    before = each.said_before
    return bool(before.problem_text) or needs_reason(before.outlook)


_NEED_A_REASON = frozenset(each.value for each in Outlook if each.needs_reason)


def needs_reason(outlook: str) -> bool:
    """Whatever was typed: what is no 推进状态 needs none."""
    return outlook in _NEED_A_REASON


def closed(each: Reported, today: date, beside: Beside, *, may_write: bool, may_compare: bool) -> ClosedTask:
    """`may_compare`: what was entered on behalf, with what the unit sent."""
    number, said = each.number, each.said
    buttons = []
    if may_write and not each.is_filed and not said.unchanged and each.before is not None:
        buttons.append((f"unchanged-{number}", "本期无新进展"))
    if may_write:
        label = "更正" if each.is_filed else "改为填写" if said.unchanged else "填写"
        buttons.append((f"{'changed' if said.unchanged else 'open'}-{number}", label))
    due = each.steps_due(each.round.covers_until) if said.unchanged else []
    return ClosedTask(
        number=number,
        content=each.task.content,
        address=beside.addresses.task(number),
        office=office(each),
        badge=badge(each, today),
        words=_beginning(each),
        warning=f"{_steps_named(due)}已到完成时限，请核对步骤情况" if due else "",
        buttons=tuple(buttons),
        link=Link("核对代录内容" if may_compare else "查看报送内容", beside.in_round.progress(number))
        if each.is_filed
        else None,
    )


def _beginning(each: Reported) -> str:
    said = each.said
    if said.unchanged:
        return "本期无新进展，沿用上期内容"
    if each.is_begun or each.is_filed:
        return _cut(said.done_text)
    before = each.said_before
    return f"上期：{_cut(before.done_text)}" if before else ""


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"


def _steps_named(steps: list[StepInTime]) -> str:
    return f"第{'、'.join(str(each.number) for each in steps)}步"


def office(each: Reported) -> str:
    plan = getattr(each.task, "plan", None)
    return plan.office.name if plan and plan.office else ""


def compared(entry: Entry) -> str:
    """How far the lead, or a second person of the receiving office, is with what was entered on behalf."""
    if entry.verified_at:
        return "已复核一致"
    return "本单位已提出不一致" if entry.disputed_at else "待复核"


def badge(each: Reported, today: date) -> Badge:
    task = each.task
    if each.is_filed:
        note = f"据来文代录，{compared(each.progress.entry)}" if each.on_behalf else ""
        return Badge(ProgressStatus.FILED, "逾期报送" if task.filed == "late" else "已报送", note)
    if each.is_returned:
        until = f"{dates.without_year(each.progress.refile_by)}前重新报送"
        return Badge(ProgressStatus.RETURNED, "退回修改", until)
    if not task.owes:
        return Badge(TaskState.NOT_STARTED, "本期不要求报送")
    if task.state == TaskState.MISSING:
        return Badge(TaskState.MISSING, standing_of(task, today).explanation)
    return Badge(TaskState.DRAFT, "草稿") if each.is_begun else Badge(TaskState.NOT_STARTED, "尚未填写")
