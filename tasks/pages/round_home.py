"""On the home of a unit: what it owes in the rounds that are filed now and until when, and steps that fall due."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from tasks.enums import ProgressStatus, StepProgress
from tasks.models import Contribution, Programme, Progress, Round, StepInForce, StepReport, Task
from tasks.pages.addresses import TaskAddresses
from tasks.pages.unit_tasks import written_by
from tasks.prepared import PreparedInRound, any_round, of_round
from tasks.rules import dates, deadlines, step_standing
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.prepared import Prepared

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
    steps = _steps(programme, by, today)
    return RoundHome(
        rounds=[
            owed
            for round in _RUNNING(programme=programme.pk, today=today)
            if (owed := _owed(programme, round, by, today))
        ],
        steps=steps[:MOST_TASKS],
        more_steps=len(steps) > MOST_TASKS,
    )


_RUNNING = Prepared(
    lambda programme, today: Round.objects.filter(programme=programme).filed_on(today)[:ROUNDS]
)


def _owed(programme: Programme, round: Round, by: Membership, today: date) -> OwedRound | None:
    """None where nothing is left to do. Counted by itself, for `with_round_standing` takes five times as long to ask."""
    due, filed, returned = _first(_OWN(by, **of_round(round)), (0, 0, 0))
    still_given = round.closed_at is None and round.due_on >= today
    (joined,) = _first(_NOT_GIVEN(round, unit=by.unit_id), (0,)) if still_given else (0,)
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


def _first(rows: list[tuple], otherwise: tuple) -> tuple:
    return rows[0] if rows else otherwise


def _own(by, round) -> QuerySet:
    """Of what the unit leads and the person may write: how much it owes, how much of that was filed, how much returned."""
    led = Task.objects.filter(written_by(by), programme=round.programme_id, lead=by.unit_id)
    progress = Progress.objects.filter(round=round.pk)
    owed = Q(pk__in=led.owing_in(round).values("pk"))
    filed = Q(pk__in=progress.filter(entry__isnull=False).values("task"))
    returned = Q(pk__in=progress.filter(status=ProgressStatus.RETURNED).values("task"))
    counted = (
        led.order_by()
        .values("programme")
        .annotate(
            due=Count("pk", filter=owed),
            filed=Count("pk", filter=owed & filed),
            returned=Count("pk", filter=returned),
        )
    )
    return counted.values_list("due", "filed", "returned")


def _not_given(round, unit) -> QuerySet:
    """How many tasks the unit takes part in and has told their leads nothing of."""
    joined = Task.objects.filter(programme=round.programme_id).joined_by(unit).owing_in(round)
    given = Contribution.objects.filter(round=round.pk, unit=unit)
    left = joined.exclude(pk__in=given.values("task")).order_by().values("programme")
    return left.annotate(left=Count("pk")).values_list("left")


_OWN = PreparedFor(lambda by, **asked: _own(by, any_round(asked)))
_NOT_GIVEN = PreparedInRound(_not_given)


def _steps(programme: Programme, by: Membership, today: date) -> list[StepsDue]:
    """One more than are shown, to tell whether there are others."""
    soon, addresses = step_standing.due_soon_until(today), TaskAddresses(programme)
    return [
        StepsDue(
            number,
            content,
            addresses.steps(number),
            f"{steps} 步{'已到' if first < today else '临近'}完成时限，最早 {dates.beside(first, today)}",
            first < today,
        )
        for number, content, steps, first in _STEPS(by, programme=programme.pk, soon=soon)
    ]


def _steps_due(by, programme, soon) -> QuerySet:
    task = "filing__plan__task"
    last_said = StepReport.objects.filter(task=OuterRef(task), key=OuterRef("key"), withdrawn_at=None)
    due = (
        StepInForce.objects.in_force()
        .of_steps()
        .filter(written_by(by, f"{task}__"), last__lte=soon)
        .filter(**{f"{task}__programme": programme, f"{task}__lead": by.unit_id})
        .annotate(said=Coalesce(Subquery(last_said.order_by("-pk").values("state")[:1]), Value("")))
        .exclude(said=StepProgress.DONE)
    )
    by_task = due.order_by().values_list(f"{task}__number", f"{task}__content")
    found = by_task.annotate(steps=Count("pk"), first=Min("last")).order_by("first", f"{task}__number")
    return found[: MOST_TASKS + 1]


_STEPS = PreparedFor(_steps_due)
