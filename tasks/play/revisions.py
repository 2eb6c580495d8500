"""What changes in accepted plans: times that move, texts that are revised, contacts that leave."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.timezone import localdate

from tasks import steps_in_time
from tasks.actions import contact_changes as actions
from tasks.actions import drafts, revising
from tasks.enums import PlanStatus
from tasks.models import Completion, ContactChange, Plan
from tasks.play import chance, texts
from tasks.play.day import Day
from tasks.play.days import end_of_month, month_end_in_words
from tasks.play.plans import file_revision
from tasks.rules import contact_changes
from tasks.rules.periods import Period
from tasks.rules.sheet import NEW, PEOPLE, Sheet, Step
from tasks.rules.step_standing import StepInTime

_SURNAMES = "高程丁田邓傅潘袁蔡余"
_MORE = "开展阶段性评估，向领导小组办公室报送情况"
_FIRST = date(2015, 5, 18)
_ASKED_ON = 2  # offices think of it once a week
_SETTLED = timedelta(days=60)  # how long an accepted text stays before it is touched
_OVERDUE_DAYS = 45


def play(day: Day) -> None:
    if day.today < _FIRST or day.today.weekday() != _ASKED_ON:
        return
    found = (
        Plan.objects.filter(task__programme=day.programme, status=PlanStatus.ACCEPTED)
        .exclude(task__in=Completion.objects.standing().values("task"))
        .select_related("task__programme", "task__lead", "in_force")
        .order_by("task__number")
    )
    plans = [plan for plan in found if day.people.liaison(plan.task.lead_id)]
    if not plans:
        return
    for plan in plans:
        plan.task.plan = plan
    steps = steps_in_time.of_tasks([plan.task for plan in plans], today=day.today)
    for plan in plans:
        _plan(day, plan, steps[plan.task_id])


def _plan(day: Day, plan: Plan, steps: tuple[StepInTime, ...]) -> None:
    about = (plan.task.number, day.today)
    if chance.happens(0.35, "换联系人", *about):
        _change_contact(day, plan)
    elif localdate(plan.updated_at) > day.today - _SETTLED:
        return
    elif (late := _late(steps)) and chance.happens(8, "调整时限", *about):
        _move_times(day, plan, late)
    elif chance.happens(0.25, "修订", *about):
        _add_a_step(day, plan)


def _late(steps: tuple[StepInTime, ...]) -> StepInTime | None:
    return next(
        (step for step in steps if step.is_overdue and step.standing.days_late >= _OVERDUE_DAYS), None
    )


def _change_contact(day: Day, plan: Plan) -> None:
    """The person named leaves; who takes over has another number."""
    now = contact_changes.holding(plan.in_force.sheet(), ContactChange.objects.on(plan.in_force))
    people = {field.name: getattr(now, field.name) for field in PEOPLE}
    number = chance.number(51, 99, "电话", plan.task.number, day.today)
    people |= {
        "contact_name": f"{chance.one_of(_SURNAMES, plan.task.number, day.today)}某",
        "contact_phone": f"010-000000{number}",
    }
    day.do(
        actions.change_contacts,
        plan_id=plan.pk,
        based_on=plan.version,
        people=people,
        since=day.today,
        basis="",
        moves=None,
        office=None,
        by=day.people.liaison(plan.task.lead_id),
    )


def _move_times(day: Day, plan: Plan, late: StepInTime) -> None:
    """The step to some months on; and where it then lies past 完成时间, that goes with it."""
    until = end_of_month(day.today + timedelta(days=chance.number(60, 120, "新时限", plan.task.number)))

    def moved(sheet: Sheet) -> Sheet:
        steps = tuple(
            replace(step, due=Period(month_end_in_words(until))) if step.key == late.key else step
            for step in sheet.steps
        )
        return replace(sheet, steps=steps, finish=_finish(sheet.finish, until))

    reason = chance.one_of(texts.REASONS, "调整原因", plan.task.number, day.today.year)
    _revise(day, plan, moved, reason)


def _finish(finish: Period, until: date) -> Period:
    if finish.last is None or finish.last >= until:
        return finish
    last = end_of_month(until + timedelta(days=100))
    return Period(f"{last.year}年{last.month}月")


def _add_a_step(day: Day, plan: Plan) -> None:
    """Another step before the end."""
    until = end_of_month(day.today + timedelta(days=150))

    def longer(sheet: Sheet) -> Sheet:
        if any(step.text == _MORE for step in sheet.steps) or (
            sheet.finish.last and sheet.finish.last < until
        ):
            return sheet
        return replace(sheet, steps=(*sheet.steps, Step(_MORE, Period(month_end_in_words(until)), key=NEW)))

    _revise(day, plan, longer, "根据工作进展，补充阶段性评估安排。")


def _revise(day: Day, plan: Plan, change, reason: str) -> None:
    liaison, task = day.people.liaison(plan.task.lead_id), plan.task
    begun = day.do(revising.revise, plan_id=plan.pk, based_on=plan.version, reason=reason, by=liaison)
    if begun is None:
        return
    sheet = task.read(change(Plan.objects.with_sheet().get(pk=plan.pk).typed()))
    if day.do(drafts.save_draft, task=task, based_on=begun.version, sheet=sheet, by=liaison):
        file_revision(day, task, reason=reason)
