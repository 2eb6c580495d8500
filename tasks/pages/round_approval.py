"""送审单 of a unit and round: who is in charge of which task as the contacts are today, and what will be filed of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tasks.exports.progress_approval_pdf import LeaderSheet, ToSign
from tasks.models import ContactChange, Round
from tasks.pages.round_review import in_words
from tasks.reported import Reported, reported, tasks_of
from tasks.rules import contact_changes
from tasks.rules.sheet import LEADER
from units.models import Membership


def sheets(round: Round, by: Membership, *, today: date) -> list[LeaderSheet]:
    """For each leader under whom anything is written and not filed, in the order of their first task; those of whom no
    plan names one come last.
    """
    rows = reported(tasks_of(by, round, today=today), round, today=today)
    found: dict[str, list[Reported]] = defaultdict(list)
    leaders = _leaders(rows, today)
    for each in rows:
        found[leaders[each.task.pk]].append(each)
    in_order = sorted(found, key=lambda leader: not leader)
    return [_sheet(leader, found[leader]) for leader in in_order if any(one.to_file for one in found[leader])]


def _sheet(leader: str, rows: list[Reported]) -> LeaderSheet:
    to_file = [each for each in rows if each.to_file]
    others = {
        "已报送": [each for each in rows if each.is_filed and not each.to_file],
        "尚未填写": [each for each in rows if not each.is_begun and not each.is_filed],
    }
    beside = tuple(f"{label}：第{_numbers(found)}项" for label, found in others.items() if found)
    return LeaderSheet(leader, tuple(map(_to_sign, to_file)), beside)


def _numbers(rows: Iterable[Reported]) -> str:
    return "、".join(str(each.number) for each in rows)


def _to_sign(each: Reported) -> ToSign:
    said = each.said
    plan = getattr(each.task, "plan", None)
    unchanged = [("说明", "本期无新进展，以下沿用上期")] if said.unchanged else []
    return ToSign(
        number=each.number,
        content=each.task.content,
        office=plan.office.name if plan and plan.office else "",
        said=(*unchanged, *((one.label, one.text) for one in in_words(said, each))),
    )


def _leaders(rows: list[Reported], today: date) -> dict[int, str]:
    """By the key of each task: what is in force of its plan and was changed since; else what is being written."""
    plans = {each.task.pk: getattr(each.task, "plan", None) for each in rows}
    changes = defaultdict(list)
    held = ContactChange.objects.in_force().filter(filing__plan__task__in=plans, since__lte=today)
    for change in held.select_related("filing").defer("filing__content"):
        changes[change.filing.plan_id].append(change)
    return {task: _leader(plan, changes) if plan else "" for task, plan in plans.items()}


def _leader(plan, changes) -> str:
    if plan.in_force is None:
        return _named(plan)
    now = contact_changes.holding(plan.in_force.sheet(), changes[plan.pk])
    return _named(now)


def _named(plan) -> str:
    """Of a plan, or of the sheet in force; one person, however many blanks were typed within the name."""
    return "".join(getattr(plan, LEADER.name).split())
