"""时限检查 of the newest round that had begun, and of the steps of plans in force: the rows of `check_deadlines --of round|steps`
as pages, of any day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from tasks import steps_in_time
from tasks.counted import counted_on
from tasks.enums import StepState
from tasks.forms.ledger import Asked, RoundFilterForm, StepFilterForm
from tasks.ledger import Filters, NamedUnit, Totals, totals_in
from tasks.ledger.progress import begun_by
from tasks.models import Filing, Leading, Programme, Round, StepInForce, Task
from tasks.pages import marks, round_desk, standing
from tasks.pages.addresses import TaskAddresses
from tasks.pages.deadlines import asked as asked_in
from tasks.pages.deadlines import matching
from tasks.pages.judged import Reader
from tasks.prepared import Days, PreparedInRound
from tasks.prepared import of_round as terms_of
from tasks.querysets.rounds import standing_of, with_told
from tasks.querysets.standing import end_of
from tasks.querysets.steps import RoundAsked
from tasks.rules import dates, step_standing
from tasks.rules.sheet import Step
from tasks.rules.step_standing import Said, StepStanding
from units.models import Unit
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Begun, Paged, paged
from zgc_tasks.common.prepared import Prepared

_TASK = "filing__plan__task"


@dataclass(frozen=True)
class Checked:
    """What a tab shows. `figures` count what the filters leave; `of_steps` says which columns there are, `part` how the
    tasks of a unit are its own.
    """

    asked: Asked
    said: str
    figures: list[tuple[str, int]]
    rows: Paged
    of_steps: bool = False

    @property
    def part(self) -> str:
        return "牵头和参与" if self.of_steps else "牵头"

    @property
    def counted(self) -> str:
        return f"共 {self.rows.total} {'步' if self.of_steps else '项'}{'：' if self.rows.total else ''}"

    @property
    def figures_in_words(self) -> str:
        return " · ".join(f"{label} {count}" for label, count in self.figures)

    @property
    def filtered(self) -> bool:
        return self.asked.filters != Filters() or bool(self.asked.filter_form["state"].value())


class _Choice:
    """The tasks that the filters leave on a day, with what they were called then; `own` is the only unit of which any may
    be shown.
    """

    def __init__(self, programme: Programme, asked: Asked, today: date, own: Unit | None, part: str):
        self._programme, self._day, self._today = programme, asked.as_of, today
        self._own, self._part = own, part
        self._filters = replace(asked.filters, states=())

    def within(self, found: QuerySet, task: str) -> QuerySet:
        """Of rows those whose `task` is among them."""
        if self._own is None and self._filters == Filters():
            return found
        before = end_of(self._day) if self._day < self._today else None
        tasks = standing.tasks_on(self._programme, self._day, today=self._today)
        if self._own:
            tasks = tasks.concerning(self._own, self._part, before=before)
        return found.filter(**{f"{task}__in": matching(tasks, self._filters, before).values("pk")})

    def contents(self, found: Mapping[int, str]) -> Mapping[int, str]:
        """What tasks were called, by their keys; `found` has it of today."""
        if self._day >= self._today:
            return found
        tasks = standing.tasks_on(self._programme, self._day, today=self._today)
        return dict(tasks.order_by().filter(pk__in=found).values_list("pk", "said"))


# --- of a round ---------------------------------------------------------------------------------------------------------


def of_round(
    programme: Programme, address: QueryDict, *, today: date, own: Unit | None, reader: Reader
) -> Checked:
    """What owes in it; a unit sees what it leads."""
    asked = asked_in(programme, address, today=today, form=RoundFilterForm)
    day = asked.as_of
    begun = begun_by(programme, day)
    if not begun:
        return Checked(asked, f"{dates.as_of(day, today)}，没有开始报送的报送期", [], paged([], address))
    round = begun[-1]
    round.programme = programme
    choice = _Choice(programme, asked, today, own, "lead")
    if day == today and asked.filters == Filters():
        totals, days = totals_in(round, today, lead=own and own.pk), Days.of(today)._asdict()
        found = _LED(round, lead=own.pk, **days) if own else _OWING(round, **days)
    else:
        found = choice.within(round_desk.tasks_on(round, day, today=today), "pk").order_by("number")
        if asked.filters.states:
            found = found.filter(state__in=asked.filters.states)
        whose = ("owing", *terms_of(round).values(), own and own.pk)
        by = ("state", "filed", "status", "lead_unit")
        totals = Totals.of(standing.situations_found(programme, found, asked, whose, *by, today=today))
    figures = [(figure.label, totals.figures[figure]) for figure in round_desk.FIGURES]
    return Checked(
        asked=asked,
        said=f"{round}，{dates.as_of(day, today)}",
        figures=figures,
        rows=paged(
            found,
            address,
            total=totals.rows,
            rows=partial(_round_rows, round, choice, day),
        ),
    )


def _owing(round, day, soon, **led):
    tasks = Task.objects.filter(programme=round.programme_id, **led)
    owing = tasks.with_round_standing(round, Days(day, soon)).filter(owes=True)
    return owing.order_by("number")


# Of today and without filters, as the page is opened most often.
_OWING, _LED = Listed(_owing, PreparedInRound), Listed(_owing, PreparedInRound)


def _round_rows(round: Round, choice: _Choice, day: date, found: Iterable) -> list[standing.StandingRow]:
    tasks, addresses = list(found), TaskAddresses(round.programme)
    units = standing.units_named(task.lead_unit for task in tasks)
    contents = choice.contents({task.pk: task.content for task in tasks})
    return [
        standing.StandingRow(
            address=addresses.task(task.number),
            number=task.number,
            content=contents[task.pk],
            lead=units.get(task.lead_unit),
            deadline=task.deadline,
            status=None,
            checking=False,
            revision=None,
            first_filed_on=task.first_filed_at and localdate(task.first_filed_at),
            refile_by=task.refile_by,
            refile_overdue=task.refile_overdue,
            standing=standing_of(task, day),
        )
        for task in tasks
    ]


# --- of steps -----------------------------------------------------------------------------------------------------------


class StepDeadline(NamedTuple):
    """A step in force: its number in the plan, its time and what that was at first, and where it stands."""

    task: int
    content: str
    address: str
    lead: NamedUnit | None
    number: int
    text: str
    due: str
    moved: str
    mark: marks.Mark
    done: str
    explanation: str
    overdue: bool

    @property
    def drawn(self) -> SafeString:
        return drawn("tasks/_deadline_step_row.html", row=self)


def of_steps(
    programme: Programme, address: QueryDict, *, today: date, own: Unit | None, reader: Reader
) -> Checked:
    """Of tasks a unit leads or takes part in; all for those who oversee the programme."""
    asked = asked_in(programme, address, today=today, form=StepFilterForm)
    steps = _Steps(programme, asked, today, own)
    counts = steps.counts()
    return Checked(
        asked=asked,
        said=f"已核收方案的步骤，{dates.as_of(asked.as_of, today)}",
        figures=[(state.label, counts[state]) for state in StepState if state in counts],
        rows=paged(
            steps.listed(),
            address,
            total=sum(counts.values()),
            rows=partial(_step_rows, programme, steps.choice, steps.rounds, asked.as_of),
        ),
        of_steps=True,
    )


class _Steps:
    """The steps of a day that the filters leave."""

    def __init__(self, programme: Programme, asked: Asked, today: date, own: Unit | None):
        self._programme, self._day, self._today = programme, asked.as_of, today
        self._state = asked.filter_form.state
        self.choice = _Choice(programme, asked, today, own, "")
        self._whose = {"unit": own.pk} if own else {}
        self._is_whole = asked.filters == Filters() and not self._state

    @cached_property
    def rounds(self) -> list[RoundAsked]:
        """Read where they are first wanted: of counts that are kept, behind the version they are kept under."""
        return _rounds_asked(self._programme, self._day)

    def counts(self) -> dict[StepState, int]:
        if not self._is_whole:
            return self._counted()
        asked = ("steps", *self._whose.values())
        return counted_on(self._programme.pk, self._day, asked, self._counted, today=self._today)

    def listed(self) -> QuerySet | Begun:
        if not self._is_whole or self._day != self._today:
            return self._listed()
        steps = _STEPS_OF if self._whose else _STEPS
        return steps(programme=self._programme.pk, **self._whose)

    def _counted(self) -> dict[StepState, int]:
        counts = self._standing().order_by().values_list("state").annotate(Count("pk"))
        return {StepState(state): count for state, count in counts}

    def _listed(self) -> QuerySet:
        return _in_order(self._standing() if self._state else self._left())

    def _standing(self) -> QuerySet:
        found = self._left().with_step_standing(self._day, end_of(self._day), self.rounds)
        return found.filter(state=self._state) if self._state else found

    def _left(self) -> QuerySet:
        steps, before = _of_programme(self._programme.pk), end_of(self._day)
        if self._day < self._today:
            led = Leading.objects.filter(task=OuterRef(_TASK)).known_at(before).order_by("-pk")
            steps = _told(steps.in_force_before(before), Subquery(led.values("unit")[:1]))
        else:
            steps = _told(steps.in_force(), F(f"{_TASK}__lead"))
        return self.choice.within(steps, _TASK)


def _of_programme(programme: int) -> QuerySet:
    return StepInForce.objects.filter(**{f"{_TASK}__programme": programme})


def _told(steps: QuerySet, lead: Subquery | F) -> QuerySet:
    """With what a row says of the task, led by `lead`."""
    return steps.of_steps().annotate(
        task=F(_TASK), task_number=F(f"{_TASK}__number"), content=F(f"{_TASK}__content"), lead_unit=lead
    )


def _in_order(steps: QuerySet) -> QuerySet:
    return steps.order_by(f"{_TASK}__number", "key")


def _steps_now(programme, **whose):
    steps = _told(_of_programme(programme).in_force(), F(f"{_TASK}__lead"))
    if whose:
        tasks = Task.objects.filter(programme=programme).of_unit(whose["unit"])
        steps = steps.filter(**{f"{_TASK}__in": tasks.values("pk")})
    return _in_order(steps)


_STEPS, _STEPS_OF = Listed(_steps_now), Listed(_steps_now)


def _rounds_asked(programme: Programme, day: date) -> list[RoundAsked]:
    rounds = with_told(begun_by(programme, day), before=end_of(day))
    return [RoundAsked(round.days, round.chosen, round.told) for round in rounds]


def _step_rows(
    programme: Programme, choice: _Choice, rounds: list[RoundAsked], day: date, found: Iterable
) -> list[StepDeadline]:
    steps = list(found)
    units = standing.units_named(step.lead_unit for step in steps)
    said_of = steps_in_time.said_of(list({step.task for step in steps}), today=day)
    sheets = _numbered([step.filing_id for step in steps])
    contents = choice.contents({step.task: step.content for step in steps})
    addresses = TaskAddresses(programme)
    lines = []
    for row in steps:
        number, step = sheets[row.filing_id][row.key]
        said = said_of.get(row.task, {}).get(row.key)
        stands = _standing(row, said, rounds, day)
        done = stands.state == StepState.DONE
        lines.append(
            StepDeadline(
                task=row.task_number,
                content=contents[row.task],
                address=addresses.steps(row.task_number),
                lead=units.get(row.lead_unit),
                number=number,
                text=step.text,
                due=row.text,
                moved=row.held().in_words,
                mark=marks.of_step(stands.state),
                done=dates.in_figures(stands.said.day) if done else "",
                explanation=stands.explanation,
                overdue=stands.state == StepState.OVERDUE,
            )
        )
    return lines


def _standing(row: StepInForce, said: Said | None, rounds: list[RoundAsked], day: date) -> StepStanding:
    days = [
        asked.days.put_off(asked.told.get(row.lead_unit))
        for asked in rounds
        if asked.chosen is None or row.task in asked.chosen
    ]
    return step_standing.standing(due=row.held().time, said=said, rounds=days, as_of=day)


def _numbered(filings: Iterable[int]) -> dict[int, dict[int, tuple[int, Step]]]:
    """By filing and key the number of each step there, and the step."""
    return {
        filing.pk: {
            step.key: (number, step) for number, step in enumerate(filing.keyed_sheet().steps, start=1)
        }
        for filing in _FILINGS(filings=list(set(filings)))
    }


_FILINGS = Prepared(lambda filings: Filing.objects.filter(pk__in=filings))
