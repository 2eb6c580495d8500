"""The page of a task, as plain values: what a template shows of it is all in `TaskPage`."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from tasks import policies
from tasks.attended import attended
from tasks.charts import times as charts
from tasks.enums import CoordinationStatus, Matter, TaskState, state_note
from tasks.models import (
    Completion,
    Coordination,
    Filing,
    Leading,
    Plan,
    Programme,
    Responsibility,
    Task,
    WordingResolution,
)
from tasks.pages import coordination, task_contacts, task_progress, times
from tasks.pages.contact_changes import changes_of
from tasks.pages.history import Event, events_of
from tasks.pages.judged import Reader
from tasks.pages.step_lines import NO_STEPS, StepLine, TaskSteps, axis_of, steps_of
from tasks.pages.task_contacts import Contacts
from tasks.pages.task_progress import InRounds
from tasks.pages.times import TimeChangeLine
from tasks.prepared import Days
from tasks.querysets.standing import standing_of
from tasks.rules import dates
from tasks.rules.times import FINISH, Held
from units.models import Membership, Unit
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES
from zgc_tasks.common.prepared import Prepared


class ResponsibleLine(NamedTuple):
    """An entry of 责任单位: a unit, or wording (`slug` is "") with what it was resolved into."""

    position: int
    name: str
    slug: str
    leads: bool
    may_be_resolved: bool
    resolutions: tuple[str, ...]


class TaskDesignation(NamedTuple):
    """Who was made the lead, on what basis, with which deadline if it got one, and who entered it."""

    unit: str
    basis: str
    dated_on: date
    deadline: str
    recorded_by: str
    recorded_at: datetime


class Lead(NamedTuple):
    """A unit that leads or led, with its days in words; `filings` are those it filed and reads no other way."""

    unit: str
    when: str
    filings: tuple[int, ...] = ()


class TaskPage(NamedTuple):
    """Everything between head and foot of the page. `paragraph` is cut into before, the sentence, and after;
    `writing` is what the button to the form says, "" for who may not write; so is `designate`. `leads` are told where
    there was more than one; `attention`, what wants looking at, is told to who is told how the task goes.
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
    entries: tuple[ResponsibleLine, ...]
    leads: tuple[Lead, ...]
    designations: tuple[TaskDesignation, ...]
    designate: str
    attention: tuple[str, ...]
    deadline: date | None
    filed_on: date | None
    office: str
    refile_by: date | None
    finish: str
    steps: tuple[StepLine, ...]
    axis: SafeString
    step_legend: SafeString
    changes: list[TimeChangeLine]
    events: tuple[Event, ...]
    coordination: coordination.OfTask
    progress: InRounds
    contacts: Contacts
    completion: str
    completing: str
    reopening: str
    before: int | None
    after: int | None


def page_of(
    programme: Programme, number: int, by: Membership, asked: QueryDict, *, today: date
) -> TaskPage | None:
    """The page for one reader, None where there is no such task; at most 24 queries."""
    task = _task(programme, number, by, today)
    if task is None:
        return None
    plan = _plan_seen(task)
    begun = plan is not None and plan.begun_at is not None
    may_decide = policies.allowed(policies.may_record_decision, by, programme)
    standing, leadings = standing_of(task, today), _LEADINGS(task=task.pk)
    filings = _filings(plan, by) if plan else []
    resolved, changes = _resolved(task.entries), changes_of(plan) if plan else []
    moved = times.changes_of(plan, by, filings) if plan else []
    steps = steps_of(task, today) if plan and plan.in_force_id else NO_STEPS
    axis = axis_of([steps], today)
    is_told = Reader.of(by, programme).is_told(task.lead_id)
    return TaskPage(
        slug=programme.slug,
        number=task.number,
        state=standing.state,
        note=state_note(task.checking, task.revision),
        # The state stands before it as a word of its own, and is not said twice.
        explanation=standing.explanation.removeprefix(f"{standing.state.label}，"),
        writing=_writing(plan, begun) if _may_write(task, by) else "",
        may_check=plan is not None
        and plan.in_force_id is not None
        and policies.allowed(policies.may_check, by, plan),
        shows_plan=plan is not None,
        content=task.content,
        reading_note=task.reading_note,
        group_number=task.group.number,
        group=task.group.name,
        paragraph=_cut(task.group.body, task.body_sentence),
        responsible_line=task.group.responsible_line,
        entries=_entries(task, resolved, may_decide),
        leads=_leads(leadings, by, plan) if len(leadings) > 1 else (),
        designations=_designations(task, leadings),
        designate=_designating(task) if may_decide else "",
        attention=_attention(task, steps, standing.state, today) if is_told else (),
        deadline=task.deadline if task.lead_unit else None,
        filed_on=task.first_filed_at and timezone.localdate(task.first_filed_at),
        office=plan.office.name if plan and plan.office else "",
        refile_by=task.refile_by if plan else None,
        coordination=coordination.of_task(programme, task, by, today),
        finish=_finish(steps.held.get(FINISH)),
        steps=steps.lines(axis),
        axis=axis.drawn,
        step_legend=charts.legend(),
        changes=moved,
        events=events_of(plan, [*(change.event for change in changes), *times.history_of(moved)])
        if plan
        else (),
        progress=task_progress.in_rounds(programme, task, by, asked),
        contacts=task_contacts.of_task(programme, plan, _units(task, resolved), by, changes),
        **task_progress.completion(programme, task, by),
        before=task.before,
        after=task.after,
    )


def _attention(task: Task, steps: TaskSteps, state: TaskState, today: date) -> tuple[str, ...]:
    finish = steps.held.get(FINISH)
    found = attended(
        task,
        steps.steps,
        finish=finish and finish.time.last,
        plan=state,
        coordinations=task.unsettled,
        ended=task.ended,
        today=today,
    )
    # How far the plan is stands at the head of the page.
    return tuple(each.words for each in found if each.matter != Matter.NO_PLAN)


def _filings(plan: Plan, by: Membership) -> list[Filing]:
    """Without what they say; none is asked for where nothing is in force."""
    return _FILINGS(by, plan=plan.pk) if plan.in_force_id else []


_FILINGS = PreparedFor(lambda by, plan: Filing.objects.of(plan, by).only("pk"))


def _finish(held: Held | None) -> str:
    """完成时间 in force, with what it was at first."""
    return (held.in_words or held.time.text) if held else ""


def _task(programme: Programme, number: int, by: Membership, today: date) -> Task | None:
    found = _TASK.first(by, programme=programme.pk, number=number, **Days.of(today)._asdict())
    if found:
        found.programme = programme
    return found


def _asked(by, programme, number, day, soon) -> QuerySet:
    """With area and plan; `ended`, `plan_seen`, how many problems are `unsettled`, and the numbers `before` and `after` it."""
    raised = Coordination.objects.filter(task=OuterRef("pk")).order_by().values("task")
    open_ones = raised.exclude(status=CoordinationStatus.SETTLED)
    others = Task.objects.filter(programme=programme).order_by().values("programme")
    return (
        Task.objects.filter(programme=programme, number=number)
        .with_standing(Days(day, soon))
        .select_related("group", "plan__filing", "plan__office")
        .only(*_SHOWN)
        .annotate(
            ended=Exists(Completion.objects.standing().filter(task=OuterRef("pk"))),
            plan_seen=Exists(Plan.objects.visible_to(by).filter(task=OuterRef("pk"))),
            unsettled=Coalesce(Subquery(open_ones.values(found=Count("pk"))), 0),
            before=Subquery(others.filter(number__lt=number).values(found=Max("number"))),
            after=Subquery(others.filter(number__gt=number).values(found=Min("number"))),
        )
    )


_TASK = PreparedFor(_asked)
_SHOWN = (
    "number", "content", "reading_note", "body_sentence", "lead", "own_deadline", "programme",
    "group__number", "group__name", "group__body", "group__responsible_line",
    "plan__status", "plan__begun_at", "plan__refile_by", "plan__check_started_at", "plan__office__name",
    "plan__task", "plan__filing__letter", "plan__filing__office", "plan__filing__named_office", "plan__in_force",
)  # fmt: skip


def _plan_of(task: Task) -> Plan | None:
    return getattr(task, "plan", None)


def _plan_seen(task: Task) -> Plan | None:
    """With what is in force; None too where the reader may not see it."""
    plan = _plan_of(task) if task.plan_seen else None
    if plan is not None and plan.in_force_id:
        plan.in_force = _IN_FORCE.first(pk=plan.in_force_id)
    return plan


_IN_FORCE = Prepared(lambda pk: Filing.objects.filter(pk=pk))


def _writing(plan: Plan | None, begun: bool) -> str:
    if not begun:
        return "填写实施方案"
    return "继续修订" if plan.revising else "继续填写"


def _may_write(task: Task, by: Membership) -> bool:
    plan = _plan_of(task)
    if plan is not None and not task.plan_seen:
        return False
    return policies.allowed(policies.may_write, by, task, plan)


def _cut(body: str, sentence: str) -> tuple[str, str, str]:
    """The paragraph of the area cut into what stands before, the sentence itself, and what stands after."""
    if not sentence or sentence not in body:
        return body, "", ""
    return body.partition(sentence)


# By the key of the entry, in the order they were recorded.
_Resolved = Mapping[int, Mapping[WordingResolution, list[Unit]]]


def _resolved(entries: list[Responsibility]) -> _Resolved:
    """What wording was resolved into; only wording can be."""
    found = defaultdict(lambda: defaultdict(list))
    for row in _RESOLVED(entries=[entry.pk for entry in entries if entry.wording]):
        found[row.wordingresolution.responsibility_id][row.wordingresolution].append(row.unit)
    return found


_RESOLVED = Prepared(
    lambda entries: (
        WordingResolution.units.through.objects.filter(wordingresolution__responsibility__pk__in=entries)
        .select_related("wordingresolution", "unit")
        .order_by("wordingresolution__pk", "unit__document_order", "unit__pk")
    )
)


def _units(task: Task, resolved: _Resolved) -> list[Unit]:
    """Lead and participating units, the lead first, each once."""
    named = [entry.unit for entry in task.entries if entry.unit]
    meant = [
        unit for entry in task.entries for units in resolved.get(entry.pk, {}).values() for unit in units
    ]
    return sorted(dict.fromkeys([*named, *meant]), key=lambda unit: unit.pk != task.lead_id)


def _entries(task: Task, resolved: _Resolved, may_decide: bool) -> tuple[ResponsibleLine, ...]:
    return tuple(
        ResponsibleLine(
            position=entry.position,
            name=str(entry),
            slug=entry.unit.slug if entry.unit else "",
            leads=entry.unit_id is not None and entry.unit_id == task.lead_id,
            may_be_resolved=may_decide and not entry.unit and entry.position != 1 and not entry.names_nobody,
            resolutions=tuple(_in_words(*one) for one in resolved.get(entry.pk, {}).items()),
        )
        for entry in task.entries
    )


def _in_words(resolution: WordingResolution, units: list[Unit]) -> str:
    named = "、".join(map(str, units))
    basis = f"{resolution.get_basis_display()}{resolution.basis_number}"
    return f"即{named}（{basis}，{resolution.dated_on}）"


_LEADINGS = Prepared(lambda task: Leading.objects.filter(task=task).select_related("unit").order_by("pk"))


def _designating(task: Task) -> str:
    return "登记牵头单位" if task.lead_unit is None else "登记牵头单位变更"


def _leads(leadings: list[Leading], by: Membership, plan: Plan | None) -> tuple[Lead, ...]:
    filed: dict[int, list[int]] = defaultdict(list)
    if plan is None and by.role in UNIT_ROLES:
        own = Filing.objects.visible_to(by).filter(plan__task=leadings[0].task_id).order_by("nth")
        for unit, nth in own.values_list("lead", "nth"):
            filed[unit].append(nth)
    return tuple(
        Lead(
            unit=leading.unit.short_name if leading.unit else "待明确",
            when=_days(leading),
            filings=tuple(filed.pop(leading.unit_id, ())),
        )
        for leading in leadings
    )


def _days(leading: Leading) -> str:
    since = f"自{dates.in_words(leading.since)}起" if leading.since else "任务分解表列明"
    return since if leading.until is None else f"{since}，至{dates.in_words(leading.until)}"


def _designations(task: Task, leadings: list[Leading]) -> tuple[TaskDesignation, ...]:
    """None is asked for where nobody leads by a decision."""
    if not any(leading.since for leading in leadings):
        return ()
    return tuple(
        TaskDesignation(
            unit=str(one.unit),
            basis=f"{one.get_basis_display()}{one.basis_number}",
            dated_on=one.dated_on,
            deadline=f"；本项{dates.in_words(one.plan_deadline)}前报送" if one.plan_deadline else "",
            recorded_by=str(one.recorded_by.user),
            recorded_at=one.recorded_at,
        )
        for one in task.designations.select_related("unit", "recorded_by__user")
    )
