"""The page of a task: fetched by prepared queries, and held as plain values, so that equal pages are drawn once.

What a template shows of it is all in `TaskPage` (decision 0019).
"""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Subquery, prefetch_related_objects

from tasks import policies
from tasks.enums import TaskState
from tasks.ledger import current
from tasks.models import Plan, Responsibility, Task, WordingResolution
from tasks.pages.history import Event, events_of
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.prepared import Prepared


class Entry(NamedTuple):
    """An entry of 责任单位: a unit, or wording (`slug` is "") with what it was resolved into."""

    position: int
    name: str
    slug: str
    leads: bool
    may_be_resolved: bool
    resolutions: tuple[str, ...]


class TaskDesignation(NamedTuple):
    """Who was made the lead, on what basis and until when, and who entered it."""

    unit: str
    basis: str
    dated_on: date
    plan_deadline: date
    recorded_by: str
    recorded_at: datetime


class TaskPage(NamedTuple):
    """Everything between head and foot of the page. `paragraph` is cut into before, the sentence, and after;
    `writing` is what the button to the form says, "" for who may not write.
    """

    slug: str
    number: int
    state: TaskState
    note: str
    explanation: str
    writing: str
    may_check: bool
    shows_plan: bool
    content: str
    reading_note: str
    group_number: int
    group: str
    paragraph: tuple[str, str, str]
    responsible_line: str
    entries: tuple[Entry, ...]
    designations: tuple[TaskDesignation, ...]
    may_designate: bool
    deadline: date | None
    filed_on: date | None
    office: str
    refile_by: date | None
    events: tuple[Event, ...]
    before: int | None
    after: int | None


def task_with_plan(by: Membership, programme: str, number: int) -> Task | None:
    """A task with area, lead and plan; `plan_seen`, and the numbers `before` and `after` it. One query."""
    return _TASK.first(by, programme=programme.upper(), number=number)


def page_of(task: Task, by: Membership, line: current.Line) -> TaskPage:
    """The page of what `task_with_plan` found, for one reader; at most five queries."""
    plan = line.plan if task.plan_seen else None
    begun = plan is not None and plan.begun_at is not None
    may_decide = policies.allowed(policies.may_record_decision, by, task.programme)
    return TaskPage(
        slug=task.programme.slug,
        number=task.number,
        state=line.standing.state,
        note=line.note,
        # The state stands before it as a word of its own, and is not said twice.
        explanation=line.standing.explanation.removeprefix(f"{line.standing.state.label}，"),
        writing=("继续填写" if begun else "填写实施方案") if _may_write(task, by, line) else "",
        may_check=plan is not None
        and plan.filing_id is not None
        and policies.allowed(policies.may_check, by, plan),
        shows_plan=plan is not None,
        content=task.content,
        reading_note=task.reading_note,
        group_number=task.group.number,
        group=task.group.name,
        paragraph=_cut(task.group.body, task.body_sentence),
        responsible_line=task.group.responsible_line,
        entries=_entries(task, may_decide),
        designations=_designations(task),
        may_designate=may_decide and line.standing.state == TaskState.NO_LEAD,
        deadline=task.filing_deadline if task.lead else None,
        filed_on=line.filed_on,
        office=plan.office.name if plan and plan.office else "",
        refile_by=plan.refile_by if plan else None,
        events=events_of(plan.pk) if plan else (),
        before=task.before,
        after=task.after,
    )


def _task(by, programme, number):
    others = Task.objects.filter(programme=OuterRef("programme")).values("number")
    return (
        Task.objects.visible_to(by)
        .filter(programme__code=programme, number=number)
        .select_related("group", "lead", "plan__filing", "plan__office", "programme__receiving_office__unit")
        .defer("plan__filing__content")
        .annotate(
            plan_seen=Exists(Plan.objects.visible_to(by).filter(task=OuterRef("pk"))),
            before=Subquery(others.filter(number__lt=OuterRef("number")).order_by("-number")[:1]),
            after=Subquery(others.filter(number__gt=OuterRef("number")).order_by("number")[:1]),
        )
    )


_TASK = PreparedFor(_task)
_ENTRIES = Prepared(
    lambda task: Responsibility.objects.filter(task=task).select_related("unit").order_by("position")
)


def _may_write(task: Task, by: Membership, line: current.Line) -> bool:
    if line.plan is not None and not task.plan_seen:
        return False
    return policies.allowed(policies.may_write, by, task, line.plan)


def _cut(body: str, sentence: str) -> tuple[str, str, str]:
    """The paragraph of the area cut into what stands before, the sentence itself, and what stands after."""
    if not sentence or sentence not in body:
        return body, "", ""
    return body.partition(sentence)


def _entries(task: Task, may_decide: bool) -> tuple[Entry, ...]:
    entries = _ENTRIES(task=task.pk)
    wordings = [entry for entry in entries if entry.wording]
    if wordings:  # only wording can be resolved
        prefetch_related_objects(wordings, "resolutions__units")
    return tuple(
        Entry(
            position=entry.position,
            name=str(entry),
            slug=entry.unit.slug if entry.unit else "",
            leads=entry.unit_id is not None and entry.unit_id == task.lead_id,
            may_be_resolved=may_decide and not entry.unit and entry.position != 1 and not entry.names_nobody,
            resolutions=tuple(_in_words(one) for one in entry.resolutions.all()) if entry.wording else (),
        )
        for entry in entries
    )


def _in_words(resolution: WordingResolution) -> str:
    units = "、".join(map(str, resolution.units.all()))
    basis = f"{resolution.get_basis_display()}{resolution.basis_number}"
    return f"即{units}（{basis}，{resolution.dated_on}）"


def _designations(task: Task) -> tuple[TaskDesignation, ...]:
    """None is asked for where the task has no deadline of its own, which comes with every designation."""
    if task.own_deadline is None:
        return ()
    return tuple(
        TaskDesignation(
            unit=str(one.unit),
            basis=f"{one.get_basis_display()}{one.basis_number}",
            dated_on=one.dated_on,
            plan_deadline=one.plan_deadline,
            recorded_by=str(one.recorded_by.user),
            recorded_at=one.recorded_at,
        )
        for one in task.designations.select_related("unit", "recorded_by__user")
    )
