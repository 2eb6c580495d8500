"""Rounds (报送期) and who owes in them: one definition for pages, filters and counts, today's and a past day's.

The rule in words for one row is `tasks/rules/deadlines.py`, the same as that of plans.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import IsNull
from django.utils.timezone import localdate

from tasks.enums import ProgressStatus, TaskState
from tasks.querysets.related import related
from tasks.querysets.standing import DayAfter, Days, by_deadline, end_of, only, true
from tasks.rules import deadlines
from units.roles import BUSINESS_ROLES
from zgc_tasks.common.prepared import Prepared


class RoundQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """When progress is reported is open to every role of the business, like the register."""
        return self.all() if membership and membership.role in BUSINESS_ROLES else self.none()

    def opened_by(self, moment: datetime):
        """Those that had been made before `moment`."""
        return self.filter(opened_at__lt=moment)

    def as_listed(self, today: date):
        """Those that are filed or were, the newest first, and then those that lie ahead, the next one first."""
        begun = Q(opens_on__lte=today)
        return self.order_by(
            Case(When(begun, then=Value(0)), default=Value(1)),
            Case(When(begun, then=F("opens_on"))).desc(nulls_last=True),
            "opens_on",
            "-number",
        )

    def running(self, day: date):
        """Those that are filed on `day` and not closed yet, the newest first."""
        return self.filed_on(day).filter(closed_at=None)

    def filed_on(self, day: date):
        """Those whose filing had begun by `day`, the newest first."""
        return self.filter(opens_on__lte=day).order_by("-opens_on", "-number")


def with_choices(rounds: Iterable) -> list:
    """These rounds, told which tasks each is about (`chosen`): a query for all, and none where all are about every task."""
    rounds = list(rounds)
    chosen = chosen_tasks(round.pk for round in rounds if not round.every_task)
    for round in rounds:
        round.chosen = chosen.get(round.pk)
    return rounds


def chosen_tasks(rounds: Iterable[int]) -> dict[int, frozenset[int]]:
    """Of each of these rounds, which are not about every task, the keys of those it is about."""
    chosen = {round: set() for round in rounds}
    for round, task in _CHOSEN(rounds=list(chosen)):
        chosen[round].add(task)
    return {round: frozenset(tasks) for round, tasks in chosen.items()}


def with_told(rounds: Iterable, *, before: datetime | None = None) -> list:
    """These rounds, told until when each unit may file (`told`), or could as was known `before`; in a query for all."""
    rounds = list(rounds)
    told = told_in([round.pk for round in rounds], before=before)
    for round in rounds:
        round.told = told[round.pk]
    return rounds


def told_in(rounds: list[int], *, before: datetime | None = None) -> dict[int, dict[int, date]]:
    """Of each of these rounds, by its key, until when each unit may file; the newest counts."""
    told = {round: {} for round in rounds}
    known = _TOLD(rounds=rounds) if before is None else _TOLD_BEFORE(rounds=rounds, before=before)
    for round, unit, until in known:
        told[round][unit] = until
    return told


def _chosen(rounds: list) -> QuerySet:
    named = apps.get_model("tasks.Round").tasks.through.objects
    return named.filter(round__pk__in=rounds).values_list("round", "task")


def _told(rounds: list, **known) -> QuerySet:
    extensions = apps.get_model("tasks.Extension").objects.filter(round__pk__in=rounds)
    if known:
        extensions = extensions.known_at(known["before"])
    return extensions.order_by("pk").values_list("round", "unit", "until")


# These models import this room, so they are named when the first page asks.
_CHOSEN, _TOLD, _TOLD_BEFORE = Prepared(_chosen), Prepared(_told), Prepared(_told)


class ExtensionQuerySet(models.QuerySet):
    def known_at(self, moment: datetime):
        return self.filter(recorded_at__lt=moment)


class CompletionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(reopened_at=None)

    def known_at(self, moment: datetime):
        """Confirmed before `moment`, and not reopened by then."""
        return self.filter(recorded_at__lt=moment).exclude(reopened_at__lt=moment)


def chosen_in(tasks: QuerySet, round) -> QuerySet:
    """Of `tasks` those that the round is about."""
    return tasks.filter(round.choice(), programme=round.programme_id)


def owing_in(tasks: QuerySet, round) -> QuerySet:
    """Of those the ones that owe."""
    return chosen_in(tasks, round).filter(_owes(tasks, round))


def _owes(tasks: QuerySet, round) -> Q:
    """Somebody was known to lead it at the end of the round's first day, and it had not been confirmed done by then. It is
    fixed by that day, whoever leads since (decision 0053).
    """
    moment = round.owing_fixed_at
    leadings = related(tasks, "leadings").filter(task=OuterRef("pk")).known_at(moment).order_by("-pk")
    ended = related(tasks, "completions").filter(task=OuterRef("pk")).known_at(moment)
    return Q(IsNull(Subquery(leadings.values("unit")[:1]), False)) & ~Exists(ended)


def in_each_round(tasks: QuerySet) -> QuerySet:
    """For a subquery of rounds: `tasks` with what `owing_in_each` reads of the round of each row."""
    return tasks.annotate(
        in_round=ExpressionWrapper(OuterRef("pk"), output_field=models.BigIntegerField()),
        in_programme=ExpressionWrapper(OuterRef("programme"), output_field=models.BigIntegerField()),
        every_in_round=ExpressionWrapper(OuterRef("every_task"), output_field=BooleanField()),
        fixed_at=DayAfter(OuterRef("opens_on")),
    )


@dataclass(frozen=True)
class _EachRound:
    """Stands in a subquery of rounds for the round of each row."""

    rounds: QuerySet
    programme_id = F("in_programme")
    owing_fixed_at = OuterRef("fixed_at")

    def choice(self) -> Q:
        chosen = self.rounds.filter(pk=OuterRef("in_round"), tasks=OuterRef("pk"))
        return Q(every_in_round=True) | Q(Exists(chosen))


def owing_in_each(tasks: QuerySet) -> QuerySet:
    """Of tasks `in_each_round` the ones that owe in it."""
    return owing_in(tasks, _EachRound(related(tasks, "rounds")))


def reported_by(tasks: QuerySet, unit: int, round, day: date | Days) -> QuerySet:
    """What `unit` leads today and may report in `round`, with where it stands there and, as `before`, the filing of the
    newest round before in which anything was filed. What was confirmed done and does not owe is left out.
    """
    ended = related(tasks, "completions").filter(task=OuterRef("pk")).standing()
    led = with_round_standing(chosen_in(tasks.filter(lead=unit), round), round, day, past=False)
    return led.annotate(before=_filed_before(tasks, round)).filter(Q(owes=True) | ~Exists(ended))


def _filed_before(tasks: QuerySet, round) -> Subquery:
    entries = related(tasks, "progress__entries").standing()
    earlier = entries.filter(
        progress__task=OuterRef("pk"), progress__round__covers_until__lt=round.covers_until
    )
    return Subquery(earlier.order_by("-progress__round__covers_until", "-nth").values("pk")[:1])


def with_round_standing(tasks: QuerySet, round, day: date | Days, *, past: bool) -> QuerySet:
    """`tasks` annotated with where each stands in `round` on `day`, today or (`past`) a day gone by.

    `owes`, `lead_unit` (pk), `deadline`, `progress_status`, `has_draft`, `first_filed_at`, `refile_by`, `filed`
    (on time, late or None), `state` (a TaskState) and `entry_pk`, the filing that stands. `round` has its terms of that
    day. `standing_of(row, day)` says it in words.
    """
    days = Days.of(day)
    known = _known_on(tasks, round, days.day) if past else _now(tasks, round)
    owes = round.choice() & Q(programme=round.programme_id) & _owes(tasks, round)
    returned = When(progress_status=ProgressStatus.RETURNED, then=Value(TaskState.RETURNED))
    filed = Q(first_filed_at__isnull=False)
    return by_deadline(known.annotate(owes=true(owes)), days, filed=filed, decided=returned)


def _now(tasks: QuerySet, round) -> QuerySet:
    mine = FilteredRelation("progress", condition=Q(progress__round=round.pk))
    put_off = only(
        tasks,
        "lead__extensions",
        lambda extensions: extensions.filter(round=round.pk, unit=OuterRef("lead")).order_by("-pk"),
    )
    return tasks.annotate(mine=mine, put_off=put_off).annotate(
        lead_unit=F("lead"),
        deadline=_deadline("put_off__until", round),
        progress_status=F("mine__status"),
        has_draft=true(Q(mine__begun_at__isnull=False)),
        first_filed_at=F("mine__first_filed_at"),
        refile_by=F("mine__refile_by"),
        entry_pk=F("mine__entry"),
    )


def _known_on(tasks: QuerySet, round, day: date) -> QuerySet:
    """The same of the end of `day`: by the last event before it, and who led by then."""
    before = end_of(day)
    leadings = related(tasks, "leadings").filter(task=OuterRef("pk")).known_at(before).order_by("-pk")
    mine = {"progress__task": OuterRef("pk"), "progress__round": round.pk}
    events = related(tasks, "progress__events").filter(**mine, at__lt=before).order_by("-pk")
    begun = related(tasks, "progress").filter(task=OuterRef("pk"), round=round.pk, begun_at__lt=before)
    extensions = related(tasks, "programme__rounds__extensions").filter(round=round.pk)
    told = extensions.filter(unit=OuterRef("lead_unit")).known_at(before).order_by("-pk")
    last = {
        name: Subquery(events.values(name)[:1]) for name in ("status", "first_filed_at", "refile_by", "entry")
    }
    return tasks.annotate(
        lead_unit=Subquery(leadings.values("unit")[:1]),
        progress_status=last["status"],
        has_draft=true(Exists(begun)),
        first_filed_at=last["first_filed_at"],
        refile_by=last["refile_by"],
        # Of what was taken back the last event still names what that was.
        entry_pk=Case(When(progress_status=ProgressStatus.DRAFT, then=Value(None)), default=last["entry"]),
    ).annotate(deadline=_deadline(Subquery(told.values("until")[:1]), round))


def _deadline(until: Subquery | str, round) -> Greatest:
    """The round's due day, or `until` when the filing of the lead unit was put off."""
    return Greatest(Coalesce(until, round.due_on), round.due_on, output_field=DateField())


def standing_of(row, as_of: date) -> deadlines.Standing:
    """The rule in words for a row with these annotations."""
    returned = row.progress_status == ProgressStatus.RETURNED
    return deadlines.standing(
        has_lead=row.lead_unit is not None,
        deadline=row.deadline,
        as_of=as_of,
        has_draft=row.has_draft,
        first_filed_on=row.first_filed_at and localdate(row.first_filed_at),
        decided=TaskState.RETURNED if returned else None,
        refile_by=row.refile_by,
        checked=False,
    )
