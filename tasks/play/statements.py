"""What a lead says of a task in a round, from the course of its steps and from what it said before."""

from dataclasses import replace
from datetime import date, timedelta

from tasks.enums import Outlook, StepProgress
from tasks.models import Plan
from tasks.play import chance, texts
from tasks.play.course import done_on
from tasks.play.day import Day
from tasks.play.sheets import is_punctual
from tasks.reported import Reported
from tasks.rules import dates
from tasks.rules.periods import Period
from tasks.rules.statement import Statement, StepStatement
from tasks.rules.step_standing import StepInTime

_HOPELESS_DAYS = 60
_BEGUN_BEFORE = timedelta(days=100)


def statement(day: Day, row: Reported) -> Statement:
    """What somebody has begun to write stays, and is completed."""
    said = _unchanged(row) or _news(day, row)
    begun = row.said
    if not row.is_begun or begun.unchanged:
        return said
    outlook, steps = begun.outlook or said.outlook, begun.steps or said.steps
    return replace(
        begun,
        done_text=begun.done_text or said.done_text,
        next_text=begun.next_text or said.next_text,
        outlook=outlook,
        outlook_reason=begun.outlook_reason or said.outlook_reason or _reason(row, outlook),
        steps=tuple(step for step in steps if step.state),
        figures=begun.figures,
    )


def mended(row: Reported) -> Statement:
    """What was returned, with what its checker asked for."""
    said = row.said
    more = "已按要求补充：有关工作由分管领导牵头协调，责任落实到处室和具体人员。"
    return (
        said
        if more in said.done_text
        else replace(said, done_text=f"{said.done_text}{more}", unchanged=False)
    )


def _unchanged(row: Reported) -> Statement | None:
    """本期无新进展: now and then, and of some tasks for the most of a year."""
    if row.said_before is None or row.said_before.outlook == Outlook.DONE:
        return None
    year, number = row.round.covers_until.year, row.task.number
    idles = chance.happens(9, "停滞", number, year) and not is_punctual(number)
    if not (idles or chance.happens(12, "无新进展", number, row.round.name)):
        return None
    return row.said_before.carried_over()


def _news(day: Day, row: Reported) -> Statement:
    if not row.steps:
        return _without_plan(row)
    done = [step for step in row.steps if not step.is_done and _is_done(day, row, step)]
    under_way = [step for step in row.steps if step not in done and _is_worked_on(row, step)]
    remaining = [step for step in row.steps if not step.is_done and step not in done]
    outlook = _outlook(row, remaining)
    said = [texts.opening(row.round, row.task.lead.short_name)]
    said += [texts.done(row.task, step, _done_on(row, step)) for step in done]
    said += [texts.under_way(row.task, step, row.round) for step in under_way]
    if len(said) == 1:
        said.append(texts.idle())
    late = outlook in (Outlook.BEHIND, Outlook.UNLIKELY)
    reason = texts.reason(row.task, row.round) if late else ""
    return Statement(
        done_text="".join(said),
        next_text=texts.next_steps(row.task, remaining, row.round),
        problem_text=reason,
        practice_text=texts.practice(row.task, row.round),
        outlook=outlook,
        outlook_reason=reason,
        steps=(
            *(_done(row, step) for step in done),
            *(StepStatement(step.key, StepProgress.UNDER_WAY) for step in under_way),
        ),
        figures=texts.figures(row.task, row.round),
    )


def _is_done(day: Day, row: Reported, step: StepInTime) -> bool:
    done = _done_on(row, step)
    return done is not None and done <= min(day.today, row.round.covers_until)


def _done_on(row: Reported, step: StepInTime) -> date | None:
    return done_on(row.task, step, row.round.covers_until.year)


def _done(row: Reported, step: StepInTime) -> StepStatement:
    return StepStatement(step.key, StepProgress.DONE, Period(dates.in_words(_done_on(row, step))))


def _is_worked_on(row: Reported, step: StepInTime) -> bool:
    """The first that is open, the others a few months ahead of their time, and in the end what goes on without one."""
    if step.is_done:
        return False
    dated = [each for each in row.steps if not each.is_done and each.due_on is not None]
    if step not in dated:
        return not dated
    return step == dated[0] or step.step.due.last <= row.round.covers_until + _BEGUN_BEFORE


def _outlook(row: Reported, remaining: list[StepInTime]) -> Outlook:
    dated = [step for step in remaining if step.due_on is not None]
    goes_on = any(step.step.due.recurs_until for step in row.steps)
    if not remaining and not goes_on:
        return Outlook.DONE
    if not dated:
        return Outlook.STANDING
    late = [step for step in dated if step.step.due.last < row.round.covers_until]
    if not late or chance.happens(20, "仍称按计划", row.task.number, row.round.name):
        return Outlook.ON_COURSE
    days = max((row.round.covers_until - step.step.due.last).days for step in late)
    return Outlook.UNLIKELY if days > _HOPELESS_DAYS else Outlook.BEHIND


def _reason(row: Reported, outlook: str) -> str:
    return texts.reason(row.task, row.round) if outlook and Outlook(outlook).needs_reason else ""


def _without_plan(row: Reported) -> Statement:
    """Of a task whose plan is not accepted yet."""
    plan = Plan.objects.filter(task=row.task).prefetch_related("steps").first()
    steps = list(plan.steps.all()) if plan else []
    begun = bool(steps)
    first = steps[0].text if begun else row.task.content
    return Statement(
        done_text=texts.before_accepted(row.task, first, row.round),
        next_text="抓紧完善实施方案，按核对意见修改后报送。" if begun else "抓紧起草实施方案，尽快报送。",
        outlook=Outlook.ON_COURSE if begun else Outlook.NOT_BEGUN,
    )
