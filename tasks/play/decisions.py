"""What is decided outside and recorded: a lead that the register does not name, times that move, tasks that are done."""

from datetime import date

from tasks import policies
from tasks.actions import completions, times
from tasks.actions import decisions as actions
from tasks.enums import Basis, CompletionKind, DecidedBy, Outcome, Outlook, TimeBasis
from tasks.models import Completion, Entry, Task, TimeChange, TimeDecision
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import end_of_month, waited
from tasks.play.sheets import lead_of
from tasks.rules import deadlines
from units.models import Unit
from zgc_tasks.common.prepared import Prepared

_DAYS_TO_FILE = 10
# Every day asks these.
_WITHOUT_LEAD = Prepared(
    lambda programme: Task.objects.filter(programme=programme, lead=None).order_by("number")
)
_UNDECIDED = Prepared(
    lambda programme: (
        TimeChange.objects.waiting()
        .filter(plan__task__programme=programme)
        .select_related("plan__task__lead", "plan__task__programme")
    )
)
_ENDED = Prepared(
    lambda programme: (
        Entry.objects.standing()
        .filter(progress__task__programme=programme, outlook__in=(Outlook.DONE, Outlook.STANDING))
        .exclude(progress__task__in=Completion.objects.standing().values("task"))
        .select_related("progress__task", "progress__round")
        .order_by("pk")
    )
)


def play(day: Day) -> None:
    _designate(day)
    _decide_times(day)
    _complete(day)


def _minutes(day: Day) -> str:
    """They are one a quarter."""
    return f"领导小组办公室会议纪要（演示）〔{day.today.year}〕{(day.today.month + 2) // 3}号"


def _designate(day: Day) -> None:
    """Some weeks after the deadline, as the minutes of the leading group's office say."""
    for task in _WITHOUT_LEAD(programme=day.programme.pk):
        name = lead_of(task.number)
        due = waited(day.today, day.programme.plan_deadline, 15, 20, "明确牵头", task.number)
        if not name or not due:
            continue
        day.do(
            actions.designate,
            task=task,
            unit=Unit.objects.get(short_name=name),
            plan_deadline=deadlines.working_days_from(day.today, _DAYS_TO_FILE),
            basis=Basis.MINUTES,
            basis_number=_minutes(day),
            dated_on=deadlines.working_days_from(day.today, -1),
            by=day.people.leadership,
        )


def _decide_times(day: Day) -> None:
    """The first that is asked is granted in part."""
    for change in _UNDECIDED(programme=day.programme.pk):
        if not waited(day.today, change.asked_at, 4, 10, "决定", change.plan.task.number):
            continue
        outcome = _outcome(change)
        own = policies.sits_in_the_office(change.plan.task.lead, day.programme)
        nth = chance.number(3, 40, "文号", change.plan.task.number, day.today)
        day.do(
            times.decide,
            change=change,
            outcome=outcome,
            granted_last=_granted(change) if outcome == Outcome.IN_PART else None,
            decided_by=DecidedBy.GROUP if own else DecidedBy.OFFICE,
            basis=TimeBasis.REPLY,
            basis_number=f"京人才办复（演示）〔{day.today.year}〕{nth}号",
            dated_on=day.today,
            by=day.people.leadership,
        )


def _outcome(change: TimeChange) -> Outcome:
    if _granted(change) is None:
        return Outcome.IN_FULL
    if not TimeDecision.objects.filter(change__plan__task__programme=change.plan.task.programme_id).exists():
        return Outcome.IN_PART
    number = change.plan.task.number
    return chance.one_of((Outcome.IN_FULL, Outcome.IN_FULL, Outcome.IN_PART, Outcome.REFUSED), "决定", number)


def _granted(change: TimeChange) -> date | None:
    """The end of a month in between, None where there is none."""
    if change.asked_last is None or change.held_last is None:
        return None
    day = end_of_month(change.held_last + (change.asked_last - change.held_last) / 2)
    return day if change.held_last < day < change.asked_last else None


def _complete(day: Day) -> None:
    """What its lead has reported as done, and standing work all of whose dated steps are done for a year."""
    newest = {entry.progress.task_id: entry for entry in _ENDED(programme=day.programme.pk)}
    for entry in newest.values():
        _confirm(day, entry)


def _confirm(day: Day, entry: Entry) -> None:
    task, kind = entry.progress.task, CompletionKind.DONE
    if entry.outlook == Outlook.STANDING:
        kind = CompletionKind.STANDING
        if not chance.happens(30, "转入常态化", task.number, entry.progress.round.name):
            return
    newer = Entry.objects.standing().filter(progress__task=task, pk__gt=entry.pk)
    if newer.exists() or not waited(day.today, entry.recorded_at, 8, 20, "办结", task.number):
        return
    day.do(
        completions.complete,
        task=task,
        kind=kind,
        basis=Basis.MINUTES,
        basis_number=_minutes(day),
        dated_on=deadlines.working_days_from(day.today, -1),
        by=day.people.leadership,
    )
