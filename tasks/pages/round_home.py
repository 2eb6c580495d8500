"""On the home of a unit: what it owes in the rounds that are filed now and until when, and steps that fall due."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from tasks.enums import ProgressStatus, StepProgress, TaskState
from tasks.models import Contribution, Programme, Round, StepInForce, StepReport, Task
from tasks.pages.addresses import TaskAddresses
from tasks.rules import dates, deadlines, step_standing
from units.models import Membership
from units.roles import Role

ROUNDS = 2  # the newest, of those in which something is still to be done
MOST_TASKS = 10  # with steps that fall due


class OwedRound(NamedTuple):
    """A round as a line: what is still to be done in it, and until when."""

    name: str
    address: str
    words: tuple[str, ...]
    until: str
    overdue: bool
    button: str


class StepsDue(NamedTuple):
    """A task with steps that are overdue, to be reported, or due soon; `first` is the earliest last day of them."""

    number: int
    content: str
    address: str
    words: str
    passed: bool


@dataclass(frozen=True)
class RoundHome:
    rounds: list[OwedRound]
    steps: list[StepsDue]
    more_steps: bool


def of_unit(programme: Programme, by: Membership, today: date) -> RoundHome:
    """The number of queries does not grow with rounds nor with tasks."""
    running = list(Round.objects.filter(programme=programme).filed_on(today)[:ROUNDS])
    steps = _steps(programme, by, today)
    return RoundHome(
        rounds=[owed for round in running if (owed := _owed(programme, round, by, today))],
        steps=steps[:MOST_TASKS],
        more_steps=len(steps) > MOST_TASKS,
    )


def _written_by(by: Membership) -> Q:
    """What the person may write: an officer the tasks of their office or of none."""
    if by.role != Role.OFFICER:
        return Q()
    return Q(plan__office=None) | Q(plan__office=by.office_id)


def _owed(programme: Programme, round: Round, by: Membership, today: date) -> OwedRound | None:
    """One query, over what the unit leads and what it takes part in; None where nothing is left to do. What was returned
    is owed, also where it was reported without owing.
    """
    led, returned = Q(lead=by.unit_id), Q(progress_status=ProgressStatus.RETURNED)
    own = led & _written_by(by)
    given = Q(pk__in=Contribution.objects.filter(round=round, unit=by.unit_id).values("task"))
    tasks = Task.objects.filter(programme=programme).concerning(by.unit)
    owed = tasks.with_round_standing(round, today).filter(Q(owes=True) | returned)
    found = owed.aggregate(
        due=Count("pk", filter=own),
        filed=Count("pk", filter=own & Q(entry_pk__isnull=False)),
        returned=Count("pk", filter=own & returned),
        missing=Count("pk", filter=own & Q(state=TaskState.MISSING)),
        until=Min("deadline", filter=own),
        joined=Count("pk", filter=~led & ~given),
    )
    may_give = round.closed_at is None and round.due_on >= today
    joined = found["joined"] if may_give else 0
    to_file = found["due"] - found["filed"]
    if not (to_file or found["returned"] or joined):
        return None
    words = (
        f"应报 {found['due']} 项，已报 {found['filed']} 项" if found["due"] else "",
        f"退回修改 {found['returned']} 项" if found["returned"] else "",
        f"参与的任务中 {joined} 项可提供情况" if joined else "",
    )
    return OwedRound(
        name=str(round),
        address=reverse("round", args=[programme.slug, round.number]),
        words=tuple(filter(None, words)),
        until=deadlines.days_left_sentence(found["until"] or round.due_on, today),
        overdue=bool(found["missing"]),
        button="填报进展" if to_file or found["returned"] else "提供情况",
    )


def _steps(programme: Programme, by: Membership, today: date) -> list[StepsDue]:
    """One more than are shown, to tell whether there are others."""
    task = "filing__plan__task"
    last_said = StepReport.objects.filter(task=OuterRef(task), key=OuterRef("key"), withdrawn_at=None)
    office = (
        Q()
        if by.role != Role.OFFICER
        else Q(filing__plan__office=None) | Q(filing__plan__office=by.office_id)
    )
    due = (
        StepInForce.objects.in_force()
        .of_steps()
        .filter(office, last__lte=step_standing.due_soon_until(today))
        .filter(**{f"{task}__programme": programme.pk, f"{task}__lead": by.unit_id})
        .annotate(said=Coalesce(Subquery(last_said.order_by("-pk").values("state")[:1]), Value("")))
        .exclude(said=StepProgress.DONE)
    )
    by_task = due.order_by().values_list(f"{task}__number", f"{task}__content")
    found = by_task.annotate(steps=Count("pk"), first=Min("last")).order_by("first", f"{task}__number")
    addresses = TaskAddresses(programme)
    return [
        StepsDue(
            number,
            content,
            addresses.steps(number),
            f"{steps} 步{'已到' if first < today else '临近'}完成时限，最早 {dates.beside(first, today)}",
            first < today,
        )
        for number, content, steps, first in found[: MOST_TASKS + 1]
    ]
