"""参与单位提供情况 of a task in a round: what was given, and a form for more of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from tasks.counted import counted_of
from tasks.forms.contributions import ContributionForm, OfflineContributionForm
from tasks.models import Contribution, Responsibility, Round, Task
from tasks.pages.addresses import RoundAddresses
from tasks.prepared import PreparedInRound, of_round
from tasks.rules import dates
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared


class Contributed(NamedTuple):
    """What a participating unit gave; `op` takes it over into the text of the lead."""

    source: str
    note: str
    text: str
    taken: str
    op: str


class Joined(NamedTuple):
    """A task that the unit takes part in, and what it gave of it last."""

    number: int
    content: str
    lead: str
    given: str
    address: str


def by_task(round: Round, tasks: Iterable[Task], today: date) -> dict[int, tuple[Contributed, ...]]:
    """By the key of each task, what was given of it in the round."""
    found: dict[int, tuple[Contributed, ...]] = {}
    for row in _GIVEN(tasks=[task.pk for task in tasks], round=round.pk):
        found[row.task_id] = (*found.get(row.task_id, ()), _given(row, today))
    return found


_GIVEN = Prepared(
    lambda tasks, round: (
        Contribution.objects.filter(round=round, task__pk__in=tasks)
        .select_related("task", "unit", "by__user")
        .order_by("pk")
    )
)


def _given(row: Contribution, today: date) -> Contributed:
    at = dates.lately(timezone.localtime(row.at), today)
    note = (
        f"{at}由{row.by.user.full_name}登记，已线下提供"
        if row.offline
        else f"{at}由{row.by.user.full_name}提供"
    )
    taken = f"{dates.lately(timezone.localtime(row.taken_at), today)}已采用" if row.taken_at else ""
    return Contributed(
        str(row.unit or row.wording), note, row.text, taken, f"take-{row.task.number}-{row.pk}"
    )


def joined(round: Round, by: Membership, asked: QueryDict) -> Paged:
    """What the unit takes part in without leading it, and is reported in the round."""
    found, rows = _OWING(round, unit=by.unit_id), partial(_joined, round, by)
    kept = ("joined in a round", by.unit_id, *of_round(round).values())
    return paged(found, asked, key="joined", rows=rows, total=counted_of(round.programme_id, kept, found))


def _owing(round, unit: int) -> QuerySet:
    tasks = Task.objects.filter(programme=round.programme_id).joined_by(unit).owing_in(round)
    return tasks.order_by("number").values_list("pk", "number", "content", "lead__short_name")


_OWING = Listed(_owing, PreparedInRound)


def _joined(round: Round, by: Membership, found: Iterable[tuple]) -> list[Joined]:
    tasks, addresses = list(found), RoundAddresses(round)
    given: Mapping[int, str] = dict(
        _GIVEN_BY(tasks=[pk for pk, *_ in tasks], round=round.pk, unit=by.unit_id)
    )
    return [
        Joined(
            number=number,
            content=content,
            lead=lead or "待明确",
            given=" ".join(given.get(pk, "").split()),
            address=addresses.contributions(number),
        )
        for pk, number, content, lead in tasks
    ]


_GIVEN_BY = Prepared(
    lambda tasks, round, unit: (
        Contribution.objects.filter(round=round, unit=unit, task__pk__in=tasks)
        .order_by("pk")
        .values_list("task", "text")
    )
)


def form_of(task: Task, by: Membership, data=None) -> forms.Form:
    """Of a participating unit, or of the lead for what it was told outside."""
    if task.lead_id != by.unit_id:
        return ContributionForm(data)
    sources = [(entry.position, str(entry)) for entry in task.participant_entries]
    return OfflineContributionForm(data, sources=sources)


def takes_part(task: Task, by: Membership) -> bool:
    return by.unit_id is not None and bool(_JOINED(task=task.pk, unit=by.unit_id))


_JOINED = Prepared(
    lambda task, unit: Task.objects.filter(pk=task).joined_by(unit).order_by().values_list("pk")
)


def with_participants(tasks: Iterable[Task]) -> set[int]:
    """The keys of those that others take part in."""
    return set(_WITH_OTHERS(tasks=[task.pk for task in tasks]))


_WITH_OTHERS = Prepared(
    lambda tasks: (
        Responsibility.objects.filter(task__pk__in=tasks, position__gt=1)
        .order_by()
        .values_list("task", flat=True)
    )
)


def page(round: Round, task: Task, by: Membership, form: forms.Form, *, today: date) -> dict:
    leads = task.lead_id == by.unit_id
    rows = _SEEN(by, task=task.pk, round=round.pk)
    return {
        "programme": round.programme,
        "round": round,
        "task": task,
        "leads": leads,
        "given": [_given(row, today) for row in rows],
        "form": form,
    }


_SEEN = PreparedFor(
    lambda by, task, round: (
        Contribution.objects.visible_to(by)
        .filter(round=round, task=task)
        .select_related("task", "unit", "by__user")
        .order_by("pk")
    )
)
