"""What comes next in the queue that somebody works through: plans to check, papers to enter and to compare."""

from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet, Window
from django.urls import reverse

from tasks.models import Arrival, Filing, Plan, Programme, Progress, ProgressArrival
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import Role
from zgc_tasks.common.prepared import Prepared


class Next(NamedTuple):
    """Where the next is done, "" where no other waits, and how many wait."""

    address: str = ""
    waiting: int = 0

    def after(self, done: str, word: str = "下一份") -> str:
        """What the button says that leads on."""
        return f"{done}，{self.called(word)}" if self.address else done

    def called(self, word: str = "下一份") -> str:
        return f"{word}（余 {self.waiting}）"


# --- plans ---------------------------------------------------------------------------------------------------


def to_check(plan: Plan, by: Membership) -> Next:
    return _of_plans(_TO_CHECK, plan, by)


def to_verify(plan: Plan, by: Membership) -> Next:
    return _of_plans(_TO_VERIFY, plan, by)


def _of_plans(queue: PreparedFor, plan: Plan, by: Membership) -> Next:
    task = plan.task
    asked = {"programme": task.programme_id, "plan": plan.pk, "number": task.number, "user": by.user_id}
    if (found := queue.first(by, **asked)) is None:
        return Next()
    waiting, first, after = found
    return Next(reverse("check-plan", args=[task.programme.slug, after or first]), waiting)


def _counted(plans: QuerySet, number) -> QuerySet:
    """How many there are, the first of them and the first behind `number`; no row where there is none."""
    numbers = {
        "first": Min("task__number"),
        "after": Min("task__number", filter=Q(task__number__gt=number)),
    }
    found = plans.order_by().values("task__programme")
    return found.annotate(waiting=Count("pk", distinct=True), **numbers).values_list("waiting", *numbers)


def _to_check(by, programme, plan, number, user) -> QuerySet:
    found = Plan.objects.visible_to(by).filter(task__programme=programme).to_check_by(user)
    return _counted(found.exclude(pk=plan), number)


def _to_verify(by, programme, plan, number, user) -> QuerySet:
    found = Plan.objects.visible_to(by).filter(task__programme=programme).to_verify_by(user)
    return _counted(found.exclude(pk=plan), number)


_TO_CHECK, _TO_VERIFY = PreparedFor(_to_check), PreparedFor(_to_verify)


def to_enter(arrival: Arrival) -> Next:
    """Of the same letter in order of number, then of the others as they were registered."""
    found = _TO_ENTER.first(**_at_hand(arrival))
    if found is None:
        return Next()
    return Next(reverse("plan-enter", args=[arrival.letter.programme.slug, *found[:2]]), found[2])


def _at_hand(arrival: Arrival | ProgressArrival) -> dict[str, int]:
    letter = arrival.letter
    return {
        "programme": letter.programme_id,
        "arrival": arrival.pk,
        "letter": letter.pk,
        "number": arrival.task.number,
    }


def _to_enter(programme, arrival, letter, number) -> QuerySet:
    rows = Arrival.objects.to_enter().filter(letter__programme=programme).exclude(pk=arrival)
    return _in_turn(rows, letter, number, "letter", "task__number")


_TO_ENTER = Prepared(_to_enter)


def _in_turn(others: QuerySet, letter, number, *columns: str) -> QuerySet:
    """The first: behind the one at hand in its letter, else in its letter, else in another; and how many there are."""
    ordered = others.annotate(
        elsewhere=_whether(~Q(letter=letter)), before=_whether(Q(letter=letter, task__number__lt=number))
    ).order_by("elsewhere", "before", *columns)
    return ordered.values_list(*columns, Window(Count("pk")))[:1]


def _whether(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


class EnteredLast(NamedTuple):
    number: int
    letter: int


def entered_last(programme: Programme, by: Membership) -> EnteredLast | None:
    """What the person entered last, of which their browser need keep nothing any more."""
    found = _ENTERED_LAST.first(programme=programme.pk, user=by.user_id)
    return EnteredLast(*found) if found else None


_ENTERED_LAST = Prepared(
    lambda programme, user: (
        Filing.objects.filter(plan__task__programme=programme, letter__isnull=False, by__user=user)
        .order_by("-pk")
        .values_list("plan__task__number", "letter")[:1]
    )
)


# --- what is reported in rounds ------------------------------------------------------------------------------


def progress_to_enter(arrival: ProgressArrival) -> Next:
    """Of the same letter in order of number, then of the others as they were registered."""
    found = _PROGRESS_TO_ENTER.first(**_at_hand(arrival))
    if found is None:
        return Next()
    return Next(reverse("progress-enter", args=[arrival.letter.programme.slug, *found[:3]]), found[3])


def _progress_to_enter(programme, arrival, letter, number) -> QuerySet:
    rows = ProgressArrival.objects.to_enter().filter(letter__programme=programme).exclude(pk=arrival)
    return _in_turn(rows, letter, number, "letter", "round__number", "task__number")


_PROGRESS_TO_ENTER = Prepared(_progress_to_enter)


def entries_to_verify(progress: Progress, by: Membership) -> Next:
    """Of the same round, for who checks; its lead comes back to its own page."""
    if by.role != Role.CHECKER:
        return Next()
    asked = {"round": progress.round_id, "number": progress.task.number, "user": by.user_id}
    if (found := _ENTRIES_TO_VERIFY.first(**asked)) is None:
        return Next()
    waiting, first, after = found
    slug = progress.round.programme.slug
    return Next(reverse("progress", args=[slug, progress.round.number, after or first]), waiting)


def _entries_to_verify(round, number, user) -> QuerySet:
    found = Progress.objects.filter(round=round).to_verify_by(user)
    return _counted(found.exclude(task__number=number), number)


_ENTRIES_TO_VERIFY = Prepared(_entries_to_verify)
