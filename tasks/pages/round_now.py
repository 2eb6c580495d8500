"""本期进展 on the homes of checkers and of the leading group's office: how far the newest round is, and what of it waits."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from tasks.enums import Outlook, ProgressStatus, RoundState
from tasks.ledger import totals_in
from tasks.models import Completion, Programme, Progress, Round
from tasks.pages import round_desk
from tasks.rules import deadlines
from zgc_tasks.common.paging import PAGE_SIZE
from zgc_tasks.common.prepared import Prepared


class WaitingTask(NamedTuple):
    """One that waits, named in a line."""

    number: int
    address: str
    lead: str


@dataclass(frozen=True)
class RoundNow:
    """`to_verify` were entered on behalf, `not_refiled` returned and not filed again in time, `done` are called 已完成 by
    their leads and wait for the leading group's office: of each the first.
    """

    name: str
    address: str
    state: RoundState
    countdown: str
    figures: list[dict]
    to_verify: list[WaitingTask]
    not_refiled: list[WaitingTask]
    done: list[WaitingTask]


def build(programme: Programme, today: date) -> RoundNow | None:
    """The newest round that has begun; None where there is none."""
    round = _NEWEST.first(programme=programme.pk, day=today)
    if round is None:
        return None
    round.programme = programme
    return RoundNow(
        name=str(round),
        address=reverse("round-desk", args=[programme.slug, round.number]),
        state=round.state_on(today),
        countdown=deadlines.days_left_sentence(round.due_on, today),
        figures=round_desk.figures_of(round, totals_in(round, today)),
        to_verify=_tasks(round, _TO_VERIFY(round=round.pk)),
        not_refiled=_tasks(round, _NOT_REFILED(round=round.pk, today=today)),
        done=_tasks(round, _CALLED_DONE(round=round.pk)),
    )


def _tasks(round: Round, found: list[tuple]) -> list[WaitingTask]:
    rounds = reverse("round-list", args=[round.programme.slug])
    return [
        WaitingTask(number, f"{rounds}{round.number}/tasks/{number}/", lead or "") for number, lead in found
    ]


def _to_verify(round) -> QuerySet:
    return _first(Progress.objects.filter(round=round).to_verify())


def _not_refiled(round, today) -> QuerySet:
    return _first(Progress.objects.filter(round=round, status=ProgressStatus.RETURNED, refile_by__lt=today))


def _called_done(round) -> QuerySet:
    ended = Completion.objects.standing().filter(task=OuterRef("task"))
    filed = Progress.objects.filter(round=round, status=ProgressStatus.FILED)
    return _first(filed.filter(entry__outlook=Outlook.DONE).exclude(Exists(ended)))


def _first(rows: QuerySet) -> QuerySet:
    return rows.order_by("task__number").values_list("task__number", "task__lead__short_name")[:PAGE_SIZE]


_NEWEST = Prepared(lambda programme, day: Round.objects.filter(programme=programme).filed_on(day)[:1])
_TO_VERIFY, _NOT_REFILED, _CALLED_DONE = map(Prepared, (_to_verify, _not_refiled, _called_done))
