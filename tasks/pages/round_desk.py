"""A round as the receiving office and the leading group's office see it: who owes, what came, and what is done to it."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.timezone import localtime

from tasks import policies
from tasks.counted import counted_on
from tasks.enums import Figure, RoundAction, RoundState, Timeliness
from tasks.ledger import Totals
from tasks.models import Extension, Programme, Round, RoundEvent, Task
from tasks.pages import letters_waiting, standing
from tasks.pages.desk_lines import About, DeskLine, contact_of, lines
from tasks.pages.owed import by_unit, owed_by
from tasks.prepared import Days, PreparedInRound, of_round
from tasks.querysets.standing import end_of
from tasks.rules import dates, deadlines
from units.models import Membership, Unit
from zgc_tasks.common.prepared import Prepared

FIGURES = (Figure.DUE, Figure.FILED, Figure.ON_TIME, Figure.LATE, Figure.UNFILED)


class DoneToRound(NamedTuple):
    """What was done to the round, as a line of its history shows it."""

    at: datetime
    by: str
    action: str
    note: str


@dataclass(frozen=True)
class RoundDeskLine(DeskLine):
    """One lead unit: what came of it, in time or late, and what it has begun."""

    late: int
    begun: int

    @property
    def filed_in_words(self) -> str:
        if not self.owing.filed:
            return "0"
        return f"{self.owing.filed}（逾期 {self.late}）" if self.late else str(self.owing.filed)


@dataclass(frozen=True)
class RoundDesk:
    """As of a day; `may_extend`, `may_change`, `may_close` and `may_reopen` say what can be done to it, `asks` whether the reader
    reminds units, which is never of a day gone by. `no_lead` are tasks of the round that nobody leads.
    """

    state: RoundState
    said: str
    countdown: str
    figures: list[dict]
    lines: list[RoundDeskLine]
    no_lead: list[int]
    asks: bool
    may_extend: bool
    may_change: bool
    may_close: bool
    may_reopen: bool
    extensions: list[Extension]
    events: list[DoneToRound]


def tasks_on(round: Round, day: date, *, today: date):
    """What owes in a round, annotated with where it stands on a day; `round` has its terms of then."""
    return _owing(round.programme.tasks, round, day, past=day < today)


def _situations(tasks) -> QuerySet:
    return tasks.situations("lead_unit", "state", "status", "filed", "has_draft", "refile_overdue")


def _owing(tasks, round, day: date | Days, *, past: bool) -> QuerySet:
    owing = tasks.with_round_standing(round, day, past=past).filter(owes=True)
    return owing.annotate(status=F("progress_status"))


_TODAY = PreparedInRound(
    lambda round, day, soon: _situations(
        _owing(Task.objects.filter(programme=round.programme_id), round, Days(day, soon), past=False)
    )
)


def _owed(round, leads, day, soon) -> QuerySet:
    tasks = Task.objects.filter(programme=round.programme_id)
    owing = _owing(tasks, round, Days(day, soon), past=False)
    return owed_by(owing, leads, came=letters_waiting.progress_came(round))


def _situations_of(round, lead, day, soon) -> QuerySet:
    tasks = Task.objects.filter(programme=round.programme_id, lead=lead)
    return _situations(_owing(tasks, round, Days(day, soon), past=False))


# Today's: what `leads` owe of a round, and how many tasks of a `lead` are in which situation there.
OWED, SITUATIONS_OF = PreparedInRound(_owed), PreparedInRound(_situations_of)


def build(round: Round, by: Membership, *, day: date, today: date) -> RoundDesk:
    then, programme = copy(round.terms_at(end_of(day)) if day < today else round), round.programme
    then.programme = programme
    situations, owed = _stand(then, day, today)
    events = _events(round, day)
    then.closed_at = _closed_at(events)
    state = then.state_on(day)
    return RoundDesk(
        state=state,
        said=_said(then),
        countdown=_countdown(then, day),
        figures=figures_of(round, Totals.of(situations)),
        lines=_lines(then, by, owed, situations, day),
        no_lead=_without_lead(then),
        asks=day == today and policies.allowed(policies.may_receive, by, programme),
        may_extend=day == today,
        may_change=day == today and not round.is_reported_in,
        may_close=day == today and state == RoundState.RUNNING,
        may_reopen=day == today and state == RoundState.CLOSED,
        extensions=_EXTENSIONS(round=round.pk, before=end_of(day)),
        events=[_done(event) for event in events],
    )


def lines_today(round: Round, by: Membership, today: date) -> list[RoundDeskLine]:
    """The lines of the desk alone, for what is about units and not about the round."""
    situations, owed = _stand(round, today, today)
    return _lines(round, by, owed, situations, today)


def _stand(round: Round, day: date, today: date) -> tuple[list, Callable]:
    """In which situations the tasks of a round are, which has its terms of the day, and what is asked of what is owed."""
    if day < today:
        tasks = tasks_on(round, day, today=today)
        nothing_came = Value(False)  # what waits today did not wait in the same way then
        count, owed = lambda: list(_situations(tasks)), partial(owed_by, tasks, came=nothing_came)
    else:
        days = Days.of(today)._asdict()
        count, owed = partial(_TODAY, round, **days), partial(OWED, round, **days)
    asked = ("desk", *of_round(round).values())
    return counted_on(round.programme_id, day, asked, count, today=today), owed


def _countdown(round: Round, day: date) -> str:
    if round.closed_at is None:
        return deadlines.days_left_sentence(round.due_on, day)
    closed = dates.moment(localtime(round.closed_at))
    return f"报送截止日期为{dates.in_words(round.due_on)}，{closed}截稿"


def closing_early(round: Round, today: date) -> str:
    """What counts as in time of a round in which somebody may still file so; "" once nobody may, or nothing is filed in it."""
    last = round.last_due_on
    if round.state_on(today) != RoundState.RUNNING or today > last:
        return ""
    put_off = f"，延期的单位最迟至{dates.in_words(last)}" if last > round.due_on else ""
    return (
        f"报送截止日期为{dates.in_words(round.due_on)}{put_off}；"
        "各单位在各自截止日期以前（含当日）报来的，仍为按时报送"
    )


def _said(round: Round) -> str:
    """What it covers and when it is filed, in one line."""
    chosen = round.chosen
    return (
        f"涵盖{dates.in_words(round.covers_from)}至{dates.in_words(round.covers_until)}，"
        f"{dates.in_words(round.opens_on)}起报送"
        + (f"，重点任务 {len(chosen)} 项" if chosen is not None else "")
    )


def figures_of(round: Round, totals: Totals) -> list[dict]:
    queues = {Figure.FILED: "filed", Figure.UNFILED: "missing"}
    return [
        {
            "label": figure.label,
            "value": totals.figures[figure],
            "url": queue_address(round, queues[figure]) if figure in queues else "",
            "tone": "overdue" if figure is Figure.LATE and totals.figures[figure] else "",
        }
        for figure in FIGURES
    ]


def queue_address(round: Round, queue: str) -> str:
    return reverse("round-queue", args=[round.programme.slug, round.number, queue])


def _lines(round: Round, by: Membership, owed: Callable, situations: list, day: date) -> list[RoundDeskLine]:
    programme = round.programme
    owing = by_unit(owed, situations, day, at_most=standing.LISTED)
    about = About(
        what=what_is_asked(round),
        due=round.due_on,
        contact=partial(_contact, programme, round),
        unfiled_of=f"{queue_address(round, 'missing')}?unit=",
        returned_of=f"{queue_address(round, 'returned')}?unit=",
    )
    leads = standing.by_lead(situations)
    return [
        RoundDeskLine(
            **vars(line),
            late=_count(leads[line.owing.unit.pk], lambda found: found.filed == Timeliness.LATE),
            begun=_count(leads[line.owing.unit.pk], lambda found: found.has_draft and found.filed is None),
        )
        for line in lines(programme, by, owing, about, today=day)
    ]


def what_is_asked(round: Round) -> str:
    """As a reminder names it."""
    return f"{round}进展"


def _contact(programme: Programme, round: Round, slug: str) -> str:
    return f"{contact_of(programme, slug)}?round={round.number}"


def _count(situations: Iterable, counts) -> int:
    return sum(found.tasks for found in situations if counts(found))


def _without_lead(round: Round) -> list[int]:
    found = round.programme.tasks.filter(lead=None).order_by("number")
    if round.chosen is not None:
        found = found.filter(pk__in=round.chosen)
    return list(found.values_list("number", flat=True)[: standing.LISTED])


def units_owing(round: Round):
    """The lead units of what owes in a round."""
    leads = Task.objects.owing_in(round).order_by().values("lead")
    return Unit.objects.filter(pk__in=leads).in_document_order()


_EXTENSIONS = Prepared(
    lambda round, before: (
        Extension.objects.filter(round=round, recorded_at__lt=before)
        .select_related("unit", "recorded_by__user")
        .order_by("-pk")
    )
)
_EVENTS = Prepared(
    lambda round: (
        RoundEvent.objects.filter(round=round)
        .select_related("by__user", "by__unit", "by__office__unit")
        .order_by("pk")
    )
)


def _events(round: Round, day: date) -> list[RoundEvent]:
    """What was done to it by the end of a day."""
    return [event for event in _EVENTS(round=round.pk) if event.at < end_of(day)]


def _closed_at(events: Iterable[RoundEvent]) -> datetime | None:
    """When it was closed, unless it was reopened since."""
    turns = [event for event in events if event.action in (RoundAction.CLOSE, RoundAction.REOPEN)]
    return turns[-1].at if turns and turns[-1].action == RoundAction.CLOSE else None


def _done(event: RoundEvent) -> DoneToRound:
    return DoneToRound(
        at=event.at,
        by=f"{event.by.office or event.by.unit} {event.by.user}",
        action=RoundAction(event.action).label,
        note=_in_words(event),
    )


def _in_words(event: RoundEvent) -> str:
    counted = "，".join(
        f"{figure.label} {event.counted[figure]}" for figure in FIGURES if figure in event.counted
    )
    return "；".join(filter(None, (event.note, counted)))
