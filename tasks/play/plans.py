"""Leads: their plans come in, in time and late; what was returned is mended and filed again."""

from dataclasses import replace
from datetime import date

from tasks.actions import assigning, consultation, contacts, drafts, filing, times
from tasks.actions import comments as actions
from tasks.crosschecked import later_times, participating_units
from tasks.enums import Action, CommentAnswer, ConsultationAnswer, PlanStatus
from tasks.models import Comment, Consultation, Plan, Task
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import waited
from tasks.play.sheets import sheet_of
from tasks.rules import dates, deadlines
from tasks.rules.sheet import IN_ONE_LINE, Sheet, Step
from units.models import Office
from zgc_tasks.common.prepared import Prepared

_ADDITION = "，形成书面材料报分管领导审定"
# Written in place of 责任处室 where that cannot check itself (decision 0022).
_ANOTHER_OFFICE = "科技创新处"

# Every day asks these.
_LED = Prepared(
    lambda programme: (
        Task.objects.filter(programme=programme)
        .exclude(lead=None)
        .select_related("programme", "lead", "plan__office", "plan__filing")
        .order_by("number")
    )
)
_WAITING = Prepared(
    lambda programme: (
        Consultation.objects.unanswered()
        .filter(plan__task__programme=programme)
        .select_related("plan__task", "unit")
        .order_by("pk")
    )
)


def play(day: Day) -> None:
    _answer_consultations(day)
    for task in _LED(programme=day.programme.pk):
        plan = getattr(task, "plan", None)
        if plan is None or (plan.status == PlanStatus.DRAFT and not plan.revising):
            _prepare(day, task, plan)
        elif plan.status == PlanStatus.DRAFT and waited(
            day.today, plan.updated_at, 3, 8, "修订", task.number
        ):
            file_revision(day, task)
        elif plan.status == PlanStatus.RETURNED:
            _mend(day, task, plan)


def files_on(task: Task) -> date:
    """Nearly half in the last days before the deadline, the others up to a month later."""
    drawn = chance.number(1, 100, "报送", task.number)
    late = chance.number(1, 6, "晚报", task.number)
    if drawn <= 45:
        return deadlines.working_days_from(task.filing_deadline, -(late % 2))
    if drawn <= 75:
        return deadlines.working_days_from(task.filing_deadline, late)
    return deadlines.working_days_from(task.filing_deadline, late + (7 if drawn <= 92 else 14))


def _prepare(day: Day, task: Task, plan: Plan | None) -> None:
    """What is begun is completed and filed on its day; what is found unfiled after that, one by one."""
    due = files_on(task)
    if day.today < due or (day.today > due and not chance.happens(25, "补报", task.number, day.today)):
        _remind(day, task)
        return
    liaison, sheet = day.people.liaison(task.lead_id), _completed(task, plan)
    if sheet is None:
        return
    plan = _assigned(day, task, plan, sheet, liaison)
    writer = day.people.writer(task, plan)
    plan = day.do(drafts.save_draft, task=task, based_on=plan.version if plan else 0, sheet=sheet, by=writer)
    if plan is not None:
        _consult(day, plan, liaison)
        plan.refresh_from_db()
        day.do(filing.file_plan, plan_id=plan.pk, based_on=plan.version, by=liaison)


def _remind(day: Day, task: Task) -> None:
    """催报, once a plan is three working days late."""
    if day.today != deadlines.working_days_from(task.filing_deadline, 3):
        return
    expected = max(files_on(task), day.today)
    day.do(
        contacts.note_contact,
        programme=day.programme,
        unit=task.lead,
        task=task,
        contacted_at=day.moment(),
        spoke_with=chance.one_of(("李某", "周某", "孙某", "郑某"), "联系人", task.number),
        said=f"实施方案正在报分管领导审定，预计{dates.without_year(expected)}前报送。",
        expected_by=expected,
        by=day.people.a_checker("催报", task.number),
    )


def _completed(task: Task, plan: Plan | None) -> Sheet | None:
    """What somebody has written, its blanks filled in; None where neither says anything."""
    sample = sheet_of(task.number)
    if plan is None:
        return sample
    typed = Plan.objects.with_sheet().get(pk=plan.pk).typed()
    sample = sample or typed
    blank = {field.name for field in IN_ONE_LINE if not str(getattr(typed, field.name)).strip()}
    lines = {name: getattr(sample, name) for name in blank}
    steps = tuple(_step(each, n, sample) for n, each in enumerate(typed.steps)) or sample.steps
    completed = replace(typed, **lines, steps=steps)
    return task.read(completed) if steps else None


def _step(step: Step, n: int, sample: Sheet) -> Step:
    other = sample.steps[min(n, len(sample.steps) - 1)] if sample.steps else step
    return replace(step, text=step.text or other.text, due=step.due if step.due.text.strip() else other.due)


def _assigned(day: Day, task: Task, plan: Plan | None, sheet: Sheet, liaison) -> Plan | None:
    """分办 to the office that is written as 责任处室, where the unit has it and has not handed the plan out."""
    if plan is not None and plan.office_id:
        return plan
    offices = Office.objects.filter(unit=task.lead_id).order_by("pk")
    office = next((each for each in offices if sheet.responsible_office.startswith(each.name)), None)
    if office is None:
        return plan
    return day.do(assigning.assign, task=task, office=office, based_on_office=None, by=liaison) or plan


def _consult(day: Day, plan: Plan, liaison) -> None:
    """Whom the lead has not asked in the system, it has mostly asked on the telephone."""
    plan = Plan.objects.with_sheet().get(pk=plan.pk)
    asked = set(plan.consultations.on_text_being_written().values_list("unit", flat=True))
    for unit in participating_units(plan):
        if unit.pk not in asked and chance.happens(70, "征求", plan.task.number, unit.slug):
            day.do(
                consultation.note_offline, plan_id=plan.pk, based_on=plan.version, unit=unit,
                answered_on=day.today, opinion="无意见，按职责配合。", by=liaison,
            )  # fmt: skip


def _answer_consultations(day: Day) -> None:
    for asked in _WAITING(programme=day.programme.pk):
        if not waited(day.today, asked.asked_at, 1, 4, "反馈", asked.plan.task.number, asked.unit.slug):
            continue
        has_opinion = chance.happens(25, "意见", asked.plan.task.number, asked.unit.slug)
        day.do(
            consultation.answer,
            consultation_id=asked.pk,
            answer=ConsultationAnswer.OPINION if has_opinion else ConsultationAnswer.NO_OBJECTION,
            opinion="建议各步骤明确需本单位配合的事项和时间。" if has_opinion else "",
            by=day.people.liaison(asked.unit_id),
        )


def _mend(day: Day, task: Task, plan: Plan) -> None:
    """The comments are answered and taken up, and the plan is filed again, mostly in time."""
    returned = plan.events.filter(action=Action.RETURN).last()
    if not waited(day.today, returned.at, 2, 7, "重报", task.number, plan.filing.nth):
        return
    liaison, writer = day.people.liaison(task.lead_id), day.people.writer(task, plan)
    comments = list(
        Comment.objects.filter(filing=plan.filing_id)
        .exclude(sent_at=None)
        .select_related("filing__plan__task")
    )
    for each in comments:
        if not each.answer:
            day.do(
                actions.answer, comment=each, based_on=each.answer_mark, answer=CommentAnswer.ADOPTED,
                text="已在方案中补充。", by=writer,
            )  # fmt: skip
    sheet = _taken_up(Plan.objects.with_sheet().get(pk=plan.pk).typed(), comments)
    plan.refresh_from_db()
    if any(each.field == "responsible_office" for each in comments):
        sheet = replace(sheet, responsible_office=f"{_ANOTHER_OFFICE}（演示）")
        office = Office.objects.filter(unit=task.lead_id, name=_ANOTHER_OFFICE).first()
        day.do(assigning.assign, task=task, office=office, based_on_office=plan.office_id, by=liaison)
    plan = day.do(drafts.save_draft, task=task, based_on=plan.version, sheet=sheet, by=liaison) or plan
    if plan.revising:
        file_revision(day, task)
    else:
        day.do(filing.file_plan, plan_id=plan.pk, based_on=plan.version, by=liaison)


def _taken_up(sheet: Sheet, comments: list[Comment]) -> Sheet:
    keys = {each.step_key for each in comments if each.field == "steps"}
    steps = (
        replace(step, text=f"{step.text}{_ADDITION}")
        if step.key in keys and _ADDITION not in step.text
        else step
        for step in sheet.steps
    )
    return replace(sheet, steps=tuple(steps))


def file_revision(day: Day, task: Task, *, reason: str = "前期工作用时超出预计，相应顺延。") -> None:
    """What moves later in a revision gets its reason where it has none, and the revision is filed."""
    liaison = day.people.liaison(task.lead_id)
    plan = Plan.objects.with_sheet().get(task=task)
    for each in later_times(plan, task.read(plan.typed())):
        if not each.reason:
            given = day.do(
                times.give_reason, plan_id=plan.pk, based_on=plan.version, key=each.moved.key, reason=reason,
                by=liaison,
            )  # fmt: skip
            plan.version = given.version if given else plan.version
    day.do(filing.file_plan, plan_id=plan.pk, based_on=plan.version, by=liaison)
