"""On the home of a unit: what it owes in the rounds that are filed now and until when, and steps that fall due."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from tasks.enums import ProgressStatus, StepProgress
from tasks.models import Contribution, Programme, Progress, Round, StepInForce, StepReport, Task
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
    back = _returned(running, by)
    steps = _steps(programme, by, today)
    return RoundHome(
        rounds=[owed for round in running if (owed := _owed(programme, round, by, back, today))],
        steps=steps[:MOST_TASKS],
        more_steps=len(steps) > MOST_TASKS,
    )


def _written_by(by: Membership, task: str = "") -> Q:
    """What the person may write: an officer the tasks of their office or of none; `task` is the path to them."""
    if by.role != Role.OFFICER:
        return Q()
    return Q(**{f"{task}plan__office": None}) | Q(**{f"{task}plan__office": by.office_id})


def _owed(
    programme: Programme, round: Round, by: Membership, back: dict[int, int], today: date
) -> OwedRound | None:
    """None where nothing is left to do. Counted by itself, for `with_round_standing` takes five times as long to ask."""
    own = Task.objects.filter(programme=programme).led_by(by.unit).filter(_written_by(by))
    reported = Progress.objects.filter(round=round, entry__isnull=False)
    filed = Count("pk", filter=Q(pk__in=reported.values("task")))
    due, filed = own.owing_in(round).aggregate(due=Count("pk"), filed=filed).values()
    returned = back.get(round.pk, 0)
    still_given = round.closed_at is None and round.due_on >= today
    joined = _not_given(programme, round, by) if still_given else 0
    to_file = due - filed
    if not (to_file or returned or joined):
        return None
    until = round.due_of(by.unit)
    words = (
        f"应报 {due} 项，已报 {filed} 项" if due else "",
        f"退回修改 {returned} 项" if returned else "",
        f"参与的任务中 {joined} 项可提供情况" if joined else "",
    )
    return OwedRound(
        name=str(round),
        address=reverse("round", args=[programme.slug, round.number]),
        words=tuple(filter(None, words)),
        until=deadlines.days_left_sentence(until, today),
        overdue=bool(to_file) and today > until,
        button="填报进展" if to_file or returned else "提供情况",
    )


def _returned(rounds: list[Round], by: Membership) -> dict[int, int]:
    """By the key of each round, how much of what the person may write was returned."""
    rows = Progress.objects.filter(round__in=rounds, task__lead=by.unit_id, status=ProgressStatus.RETURNED)
    counted = rows.filter(_written_by(by, "task__")).order_by().values_list("round")
    return dict(counted.annotate(Count("pk")))


def _not_given(programme: Programme, round: Round, by: Membership) -> int:
    """Tasks that the unit takes part in and has told their leads nothing of."""
    joined = Task.objects.filter(programme=programme).joined_by(by.unit).owing_in(round)
    given = Contribution.objects.filter(round=round, unit=by.unit_id)
    return joined.exclude(pk__in=given.values("task")).count()


def _steps(programme: Programme, by: Membership, today: date) -> list[StepsDue]:
    """One more than are shown, to tell whether there are others."""
    task = "filing__plan__task"
    last_said = StepReport.objects.filter(task=OuterRef(task), key=OuterRef("key"), withdrawn_at=None)
    due = (
        StepInForce.objects.in_force()
        .of_steps()
        .filter(_written_by(by, f"{task}__"), last__lte=step_standing.due_soon_until(today))
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
