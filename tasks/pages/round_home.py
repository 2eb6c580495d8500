"""On the home of a unit: what it owes in the rounds that are filed now and until when, and steps that fall due, of what it
leads and what it carries out for others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from tasks.counted import counted
from tasks.enums import ProgressStatus
from tasks.models import Completion, Contribution, Extension, Programme, Progress, Round, StepInForce, Task
from tasks.pages.addresses import TaskAddresses
from tasks.pages.todo import Time, until_refiled
from tasks.pages.unit_tasks import written_by
from tasks.querysets.standing import end_of
from tasks.rules import dates, deadlines, step_standing
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import Role
from zgc_tasks.common.prepared import Prepared

MOST_ROUNDS = 4  # the newest, of those in which something is still to be done
LEFT = "left"  # in the address of 进展: only those rounds
MOST_TASKS = 10  # with steps that fall due


class OwedRound(NamedTuple):
    """A round as a line: what is still to be done in it, and until when."""

    name: str
    address: str
    words: tuple[str, ...]
    times: tuple[Time, ...]
    button: str


class TaskDue(NamedTuple):
    """A task with steps that are overdue, to be reported, or due soon."""

    number: int
    content: str
    lead: str
    address: str
    words: str
    passed: bool


class StepsDue(NamedTuple):
    """The first tasks with such steps; `more`: there are others."""

    tasks: list[TaskDue]
    more: bool


@dataclass(frozen=True)
class RoundHome:
    """`more_rounds`: where the rounds are that are not listed here, "" where all are. `steps` are of what the unit leads,
    `carried_out` those that others' plans in force name it for.
    """

    rounds: list[OwedRound]
    more_rounds: str
    steps: StepsDue
    carried_out: StepsDue

    @property
    def waits(self) -> bool:
        """Whether anything of it is to be done."""
        return bool(self.rounds or self.steps.tasks or self.carried_out.tasks)


def of_unit(programme: Programme, by: Membership, today: date) -> RoundHome:
    """The number of queries does not grow with rounds nor with tasks."""
    asked = ("home of a unit", programme.slug, by.role, by.unit_id, by.office_id, entering(by), today)
    return counted(programme.pk, asked, partial(_of_unit, programme, by, today))


def _of_unit(programme: Programme, by: Membership, today: date) -> RoundHome:
    addresses = TaskAddresses(programme)
    rounds = _LEFT(by, user=by.user_id, programme=programme.pk, today=today)
    return RoundHome(
        rounds=[_owed(programme, round, today) for round in rounds[:MOST_ROUNDS]],
        more_rounds=_list_of_left(programme) if len(rounds) > MOST_ROUNDS else "",
        steps=_steps(_LED, programme, by, today, addresses.steps),
        carried_out=_steps(_CARRIED_OUT, programme, by, today, addresses.task),
    )


def _list_of_left(programme: Programme) -> str:
    return reverse("round-list", args=[programme.slug], query={LEFT: "own"})


def _owed(programme: Programme, round: Round, today: date) -> OwedRound:
    words = (
        f"应报 {round.due} 项，已报 {round.due - round.to_file} 项" if round.due else "",
        f"退回修改 {round.returned} 项" if round.returned else "",
        f"代录待复核 {round.to_compare} 项" if round.to_compare else "",
        f"参与的任务中 {round.joined} 项可提供情况" if round.joined else "",
    )
    return OwedRound(
        name=str(round),
        address=reverse("round", args=[programme.slug, round.number]),
        words=tuple(filter(None, words)),
        times=tuple(_times(round, today)),
        button=_button(round),
    )


def _times(round: Round, today: date) -> Iterator[Time]:
    until = max(round.due_on, round.told or round.due_on)
    late = deadlines.overdue(until, today) if round.to_file else ""
    yield Time(f"{deadlines.days_left_sentence(until, today)}{late}", bool(late))
    if round.refile_by:
        before = "最早一项应于" if round.returned > 1 else "应于"
        yield from until_refiled(round.refile_by, today, before=before)


def _button(round: Round) -> str:
    if round.to_file or round.returned:
        return "填报进展"
    return "核对代录内容" if round.to_compare else "提供情况"


class _Left(NamedTuple):
    """What may be left to do in the round of each row of a query of rounds."""

    owed: QuerySet
    unfiled: QuerySet
    returned: QuerySet
    not_told: QuerySet


def _left(by: Membership) -> _Left:
    """Of what the unit leads and the person may write, and of what it takes part in and has told the leads nothing of."""
    mine = {"round": OuterRef("in_round"), "task": OuterRef("pk")}
    led = Task.objects.filter(written_by(by), lead=by.unit_id).in_each_round()
    joined = Task.objects.joined_by(by.unit_id).in_each_round()
    returned = Progress.objects.filter(written_by(by, "task__"), status=ProgressStatus.RETURNED)
    return _Left(
        owed=led.owing_in_each(),
        unfiled=led.exclude(Exists(Progress.objects.filter(entry__isnull=False, **mine))).owing_in_each(),
        returned=returned.filter(task__lead=by.unit_id, round=OuterRef("pk")),
        not_told=joined.exclude(Exists(Contribution.objects.filter(unit=by.unit_id, **mine))).owing_in_each(),
    )


def to_compare(by: Membership, user: int) -> QuerySet[Progress]:
    """What was entered from papers of the unit, of tasks the person may write."""
    return Progress.objects.to_compare_by(by.unit_id, user).filter(written_by(by, "task__"))


def _compared_in_each(by: Membership, user: int) -> QuerySet[Progress]:
    return to_compare(by, user).filter(round=OuterRef("pk"))


def left_to(by: Membership, user: int, programme: int, today: date) -> QuerySet[Round]:
    """The rounds that have begun in which something is left to do, the newest first."""
    begun = Round.objects.filter(programme=programme).filed_on(today)
    return begun.filter(_to_tell(_left(by), today) | Exists(_compared_in_each(by, user)))


def to_tell_in_all(by: Membership, today: date) -> QuerySet[Round]:
    """Those of all programmes in which something is left to be told."""
    return Round.objects.filed_on(today).filter(_to_tell(_left(by), today))


def _to_tell(left: _Left, today: date) -> Q:
    return Exists(left.unfiled) | Exists(left.returned) | _still_told(today) & Exists(left.not_told)


def _still_told(today: date) -> Q:
    return Q(closed_at=None, due_on__gte=today)


def _counted(by, user, programme, today) -> QuerySet:
    """One more than are shown; only of these it is counted what is left."""
    left = _left(by)
    newest = left_to(by, user, programme, today).values("pk")[: MOST_ROUNDS + 1]
    told = Extension.objects.filter(round=OuterRef("pk"), unit=by.unit_id).order_by("-pk").values("until")
    return (
        Round.objects.filter(pk__in=newest)
        .filed_on(today)
        .annotate(
            told=Subquery(told[:1]),
            due=_number(left.owed, "programme"),
            to_file=_number(left.unfiled, "programme"),
            returned=_number(left.returned, "round"),
            refile_by=Subquery(left.returned.order_by("refile_by").values("refile_by")[:1]),
            to_compare=_number(_compared_in_each(by, user), "round"),
            joined=Case(When(_still_told(today), then=_number(left.not_told, "programme")), default=Value(0)),
        )
    )


def _number(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), Value(0))


_LEFT = PreparedFor(_counted)


def entering(by: Membership) -> int | None:
    """The number of who checks, or did: only they enter anything on behalf, and may not compare it. All others of a unit and
    its office are told the same.
    """
    return _ENTERING.first(user=by.user_id)


_ENTERING = Prepared(
    lambda user: (
        Membership.objects.filter(user=user, role=Role.CHECKER).order_by().values_list("user", flat=True)[:1]
    )
)


def _steps(
    asked: PreparedFor, programme: Programme, by: Membership, today: date, address: Callable[[int], str]
) -> StepsDue:
    """`asked` finds one more than are shown, to tell whether there are others."""
    days = {"soon": step_standing.due_soon_until(today), "year": today.year, "before": end_of(today)}
    found = asked(by, programme=programme.pk, **days)
    tasks = [
        TaskDue(
            number,
            content,
            lead or "",
            address(number),
            f"{steps} 步{'已到' if first < today else '临近'}完成时限，最早 {dates.beside(first, today)}",
            first < today,
        )
        for number, content, lead, steps, first in found[:MOST_TASKS]
    ]
    return StepsDue(tasks, more=len(found) > MOST_TASKS)


_OF = "filing__plan__task"


def _due(steps: QuerySet, programme, soon, year, before) -> QuerySet:
    """Not of a task that has ended: it owes nothing any more."""
    ended = Completion.objects.standing().filter(task=OuterRef(_OF))
    asked = steps.of_steps().filter(~Exists(ended), last__lte=soon, **{f"{_OF}__programme": programme})
    due = asked.not_done(year, before)
    task = (f"{_OF}__number", f"{_OF}__content", f"{_OF}__lead__short_name")
    by_task = due.order_by().values_list(*task).annotate(steps=Count("pk"), first=Min("last"))
    return by_task.order_by("first", f"{_OF}__number")[: MOST_TASKS + 1]


def _led(by, **asked) -> QuerySet:
    mine = StepInForce.objects.in_force().filter(written_by(by, f"{_OF}__"), **{f"{_OF}__lead": by.unit_id})
    return _due(mine, **asked)


def _carried_out(by, programme, **asked) -> QuerySet:
    """Of tasks the unit takes part in: only these it may read."""
    joined = Task.objects.filter(programme=programme).joined_by(by.unit_id)
    named = StepInForce.objects.in_force().filter(unit=by.unit_id, **{f"{_OF}__in": joined.values("pk")})
    return _due(named, programme, **asked)


_LED, _CARRIED_OUT = PreparedFor(_led), PreparedFor(_carried_out)
