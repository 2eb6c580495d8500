"""关注事项 of one task today, asked of the database; a test holds them equal to the ledger of the day."""

from datetime import date, datetime
from itertools import dropwhile
from typing import NamedTuple

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from tasks.enums import ProgressStatus, TaskState, Timeliness
from tasks.models import Extension, Round, Task
from tasks.querysets.rounds import standing_of
from tasks.rules import attention
from tasks.rules.attention import Attention, Facts
from tasks.rules.step_standing import RoundDays, StepInTime
from zgc_tasks.common.prepared import Prepared


def attended(
    task: Task,
    steps: tuple[StepInTime, ...],
    *,
    finish: date | None,
    plan: TaskState,
    coordinations: int,
    ended: bool,
    today: date,
) -> tuple[Attention, ...]:
    """One query, whatever the number of rounds; what else it is about the page knows already."""
    rounds = [
        _InRound(*row, task.lead_id)
        for row in _ROUNDS(programme=task.programme_id, task=task.pk, lead=task.lead_id, day=today)
    ]
    owed = [round for round in rounds if round.owes]
    # Of those that were filed nothing is missing or returned: of years of months they are nearly all.
    not_filed = [
        (round, standing_of(round, today).state)
        for round in owed
        if round.progress_status != ProgressStatus.FILED
    ]
    said = next((round for round in rounds if round.outlook is not None), None)
    filed_last = next((round for round in owed if round.outlook is not None), None)
    about = rounds[0] if rounds else None
    facts = Facts(
        steps=tuple((step.number, step.standing) for step in steps),
        missing=tuple(round.name for round, state in reversed(not_filed) if state == TaskState.MISSING),
        late=_late(owed[0], today) if owed else None,
        returned=next((round.name for round, state in not_filed if state == TaskState.RETURNED), ""),
        outlook=said.outlook if said else "",
        unchanged_in_a_row=_in_a_row([round.unchanged for round in owed]),
        step_fell_due_meanwhile=about is not None
        and filed_last is about
        and bool(attention.fell_due(steps, about.days)),
        finish=finish,
        plan=plan,
        coordinations=coordinations,
        ended=ended,
    )
    return attention.attention(facts, today)


class _InRound(NamedTuple):
    """A round that has begun and what stands of the task in it; `outlook` and `unchanged` are None where nothing does. What
    `standing_of` reads has the names it has there.
    """

    name: str
    covers_from: date
    covers_until: date
    due_on: date
    told: date | None
    owes: bool
    progress_status: str | None
    begun_at: datetime | None
    first_filed_at: datetime | None
    refile_by: date | None
    outlook: str | None
    unchanged: bool | None
    lead_unit: int | None

    @property
    def days(self) -> RoundDays:
        return RoundDays(self.covers_from, self.covers_until, self.due_on)

    @property
    def deadline(self) -> date:
        return self.days.put_off(self.told).due_on

    @property
    def has_draft(self) -> bool:
        return self.begun_at is not None


def _asked(programme, task, lead, day) -> QuerySet:
    told = Extension.objects.filter(round=OuterRef("pk"), unit=lead).order_by("-pk").values("until")
    return (
        Round.objects.filter(programme=programme)
        .filed_on(day)
        .annotate(
            mine=FilteredRelation("progress", condition=Q(progress__task=task)),
            told=Subquery(told[:1]),
            owes=Exists(Task.objects.filter(pk=task).in_each_round().owing_in_each()),
        )
        .values_list(
            "name", "covers_from", "covers_until", "due_on", "told", "owes",
            "mine__status", "mine__begun_at", "mine__first_filed_at", "mine__refile_by",
            "mine__entry__outlook", "mine__entry__unchanged",
        )
    )  # fmt: skip


_ROUNDS = Prepared(_asked)


def _late(round: _InRound, today: date) -> tuple[str, int] | None:
    stands = standing_of(round, today)
    return (round.name, stands.days_late) if stands.filed == Timeliness.LATE else None


def _in_a_row(unchanged: list[bool | None]) -> int:
    """Up to the newest round that was filed."""
    return attention.in_a_row(dropwhile(lambda said: said is None, unchanged))
