"""What querysets say of all rows there are: now, before each moment at which something was done, and on each day that is
named. A row has the number in which it came to be among its kind; where an order is asked for, rows stand in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from difflib import unified_diff
from itertools import product

from django.apps import apps
from django.db.models import DateField, DateTimeField, Exists, F, Model, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from tasks.actions.courses import bring_up_to_date
from tasks.enums import Figure, PlanStatus, TaskState
from tasks.models import (
    Arrival,
    Completion,
    Consultation,
    ContactChange,
    Coordination,
    Entry,
    Extension,
    Filing,
    FormerGroup,
    FormerProgramme,
    FormerRound,
    FormerTask,
    Goal,
    GoalReading,
    Leading,
    Opinion,
    Plan,
    Programme,
    Progress,
    ProgressArrival,
    Report,
    Round,
    StepInForce,
    StepReport,
    Task,
    TaskGroup,
    TimeChange,
)
from tasks.querysets import rounds, standing
from tasks.querysets.receipts import changed_since, first_receipt
from tasks.querysets.standing import end_of
from tasks.querysets.steps import RoundAsked
from units.models import Unit
from units.roles import Role

_STANDING = (
    "said", "area", "lead_unit", "deadline", "status", "revision", "has_draft", "first_filed_at", "refile_by", "checking",
    "filed", "state", "refile_overdue",
)  # fmt: skip
_IN_ROUND = (
    "owes", "lead_unit", "deadline", "progress_status", "has_draft", "first_filed_at", "refile_by", "filed", "state",
    "refile_overdue", "entry_pk",
)  # fmt: skip
_COURSE = ("light", "outlook", "ended", "overdue", "missing")
# Columns that are keys of another kind of rows.
_KEYS = {"area": TaskGroup, "lead_unit": Unit, "entry_pk": Entry, "before": Entry, "settled_by": Consultation}
# Which of several tasks in one letter was written first is nobody's choice.
_AS_WRITTEN = {Arrival: ("letter", "task"), ProgressArrival: ("letter", "task")}
_TASK = "filing__plan__task"
_NUMBERS = ("1", "02", "GJRC-1", "kczh-01-1", "GJRC-1-", "X-1")
_IS = ": "
# How many days are left or gone is another number each day, and which of them are holidays.
_COUNTED = re.compile(r" \d+ 个?|（.*?）")
_PARTS = ("", "lead", "participant")

Told = Iterator[tuple[str, Iterable[str]]]


def now(*words: str) -> list[str]:
    """Of each question all that is found."""
    return [f"{name}: {'; '.join(found)}" for name, found in _Asked(words).now()]


def before_each_act(*words: str) -> list[str]:
    """Of each question what is found at first, and then what changes."""
    return list(_from_one_to_the_next(sorted(_named(DateTimeField)), _Asked(words).before))


def on_each_day(*words: str) -> list[str]:
    """Likewise; of rounds those of the oldest programme."""
    asked = _Asked(words)
    changing = _from_one_to_the_next(_days(), asked.on)
    return [*changing, *_from_one_to_the_next(_days_of_acts(), asked.known_by)]


def _from_one_to_the_next(times: list, asked: Callable[..., Told]) -> Iterator[str]:
    told: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for time in times:
        for name, rows in asked(time):
            found = list(rows)
            changed = _changes(last.get(name, []), found)
            told.setdefault(name, []).extend([f"  {_short(time)}: {'; '.join(changed)}"] if changed else [])
            last[name] = found
    for name, lines in told.items():
        yield from (name, *lines)


def _changes(before: list[str], now: list[str]) -> list[str]:
    """Of what has another value the one of now."""
    lines = [line for line in list(unified_diff(before, now, n=0, lineterm=""))[2:] if line[0] != "@"]
    new = {line[1:].partition(_IS)[0] for line in lines if line[0] == "+" and _IS in line}
    return [line for line in lines if line[0] == "+" or line[1:].partition(_IS)[0] not in new]


def _named(kind: type[DateField]) -> set:
    """All days, or moments, of which rows tell."""
    return {
        value
        for model in apps.get_app_config("tasks").get_models()
        for field in model._meta.concrete_fields
        if type(field) is kind
        for value in model._default_manager.exclude(**{field.name: None}).values_list(field.name, flat=True)
    }


def _days() -> list[date]:
    """Those and the ones after them, of the three years in which anything happens."""
    named = _named(DateField) | {localtime(moment).date() for moment in _named(DateTimeField)}
    around = {day + timedelta(days=more) for day in named for more in (0, 1)}
    return sorted(day for day in around if date(2015, 2, 1) <= day < date(2018, 3, 1))


def _days_of_acts() -> list[date]:
    """Those and the ones before them, at whose end comes the first moment of the next."""
    of_acts = {localtime(moment).date() for moment in _named(DateTimeField)}
    return sorted(of_acts | {day - timedelta(days=1) for day in of_acts})


def _short(value) -> str:
    return f"{localtime(value):%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)


class _Asked:
    """Each question by what it asks for."""

    def __init__(self, words: tuple[str, ...]):
        self._words, self._today = words, _days()[-1]
        for programme in Programme.objects.all():
            bring_up_to_date(programme, today=self._today)
        self._numbers: dict[type[Model], dict[int, int]] = {}
        liaisons = Unit.objects.filter(memberships__role=Role.LIAISON)
        self._units = list(liaisons.distinct().order_by("pk"))
        self._rounds = list(Round.objects.select_related("programme").order_by("pk"))
        self._oldest = Programme.objects.earliest("pk").pk

    def now(self) -> Told:
        yield "Plan to verify", self._rows(Plan.objects.to_verify())
        yield "Progress to verify", self._rows(Progress.objects.to_verify())
        for model in (Filing, Entry, Arrival, ProgressArrival, Completion):
            yield f"{model.__name__} standing", self._rows(model.objects.standing())
        yield "Arrival entered", self._rows(Arrival.objects.with_entering(), "entered", "returned_at")
        yield "Arrival to enter", self._rows(Arrival.objects.to_enter(), "asked_at")
        yield "ProgressArrival entered", self._rows(ProgressArrival.objects.with_entering(), "entered_as")
        yield "ProgressArrival to enter", self._rows(ProgressArrival.objects.to_enter(), "asked_at")
        yield "Opinion unanswered", self._rows(Opinion.objects.unanswered())
        asked = Consultation.objects
        yield "Consultation", self._rows(asked.with_settling(), "settled_by", "settled_answer", "settled_on")
        yield "Consultation on the text being written", self._rows(asked.on_text_being_written())
        yield "Consultation unanswered", self._rows(asked.unanswered())
        yield "Coordination", self._rows(Coordination.objects.standing(), "stood")
        yield "ContactChange in force", self._rows(ContactChange.objects.in_force())
        yield "Leading that changed hands", self._rows(Leading.objects.changed_hands())
        yield "StepInForce in force", self._rows(StepInForce.objects.in_force(), "key", "text")
        yield "StepInForce of steps", self._rows(StepInForce.objects.of_steps())
        yield "StepInForce telling", self._rows(StepInForce.objects.telling())
        yield "TimeChange waiting", self._rows(TimeChange.objects.waiting())
        yield "Task at the desk", self._rows(Task.objects.at_desk(), "at_desk")
        yield "Task as its lead said last", self._rows(Task.objects.with_outlook(), "outlook")
        yield "Task and when its plan came", self._rows(_received(), "received")
        for found in (self._of_plans(), self._of_units(), self._of_rounds(), self._asked_for()):
            yield from found

    def _of_plans(self) -> Told:
        for nth, plan in enumerate(Plan.objects.select_related("in_force").order_by("pk"), 1):
            held = StepInForce.objects.held_of(plan)
            yield f"Plan {nth}, its times", (f"{key} {time.in_words}" for key, time in held.items())
            yield (
                f"Plan {nth}, asked before",
                self._rows(TimeChange.objects.before(plan.pk, plan.in_force_id)),
            )
            for filing in plan.filings.order_by("nth"):
                of = f"Plan {nth}, filing {filing.nth}"
                yield f"{of}, its contacts", self._rows(ContactChange.objects.on(filing))
                yield f"{of}, its times", self._rows(StepInForce.objects.of(filing.pk), "key", "text")

    def _of_units(self) -> Told:
        for nth, unit in enumerate(self._units, 1):
            waiting = Coordination.objects.waiting_for(unit.pk)
            yield f"Unit {nth}, Coordination", self._rows(waiting, "answer_by")
            yield f"Unit {nth}, Plan led", self._rows(Plan.objects.led_by(unit))
            yield f"Unit {nth}, Task led", self._rows(Task.objects.led_by(unit.pk))
            member = unit.memberships.filter(role=Role.LIAISON).earliest("pk")
            yield f"Unit {nth}, Programme", self._rows(Programme.objects.worked_in_by(member))
            beside = Programme.objects.with_others(member)
            yield f"Unit {nth}, Programme beside others", self._rows(beside, "has_others")
            yield f"Unit {nth}, Programme to start with", [str(Programme.objects.start_of(member))]
            yield f"Unit {nth}, Coordination owed", self._rows(Coordination.objects.owed_by(unit.pk))
            yield f"Unit {nth}, Consultation", self._rows(Consultation.objects.waiting_for(unit.pk))
            yield f"Unit {nth}, Plan", self._rows(Plan.objects.seen_by_unit(unit.pk))
            yield f"Unit {nth}, Plan unread", self._rows(Plan.objects.unread_by(unit.pk))
            yield f"Unit {nth}, Task ever led", self._rows(Task.objects.ever_led_by(unit))
            yield f"Unit {nth}, Task joined", self._rows(Task.objects.joined_by(unit.pk))
            yield f"Unit {nth}, StepInForce", self._rows(StepInForce.objects.seen_by_unit(unit.pk))
            for part in _PARTS:
                yield f"Unit {nth}, Task {part}", self._rows(Task.objects.concerning(unit, part))

    def _of_rounds(self) -> Told:
        chosen = rounds.chosen_tasks(round.pk for round in self._rounds)
        told = rounds.told_in([round.pk for round in self._rounds])
        for nth, round in enumerate(self._rounds, 1):
            yield f"Round {nth}, chosen", self._keys(Task, chosen[round.pk])
            extended = sorted(told[round.pk].items())
            yield f"Round {nth}, told", (f"{self._nth(Unit, unit)} {until}" for unit, until in extended)
        for nth, round in enumerate(rounds.with_choices(rounds.with_told(self._rounds)), 1):
            yield f"Round {nth}, owing", self._rows(Task.objects.owing_in(round))
            for unit in self._units:
                reported = Task.objects.reported_by(unit.pk, round, round.due_on)
                yield (
                    f"Round {nth}, unit {self._units.index(unit) + 1}",
                    self._rows(reported, "before", "entry_pk", "state"),
                )
        for task in Task.objects.order_by("pk"):
            owes = Task.objects.filter(pk=task.pk).in_each_round().owing_in_each()
            yield (
                f"Task {self._nth(Task, task.pk)}, owing",
                self._rows(Round.objects.order_by("pk").filter(Exists(owes))),
            )

    def _asked_for(self) -> Told:
        """任务分解, by its filter row."""
        today, found = self._today, Task.objects
        for words in (*self._words, *_NUMBERS):
            yield f"Task saying {words}", self._rows(found.saying(words))
            yield f"Task by {words}", self._rows(found.matching(today=today, q=words))
        for group in (1, 2):
            yield f"Task of area {group}", self._rows(found.matching(today=today, group=group))
        for state in (*TaskState, PlanStatus.CHECKING):
            yield f"Task {state}", self._rows(found.matching(today=today, state=state))
        for unit in self._units:
            of = f"Unit {self._units.index(unit) + 1} and {self._words[0]}, Task"
            yield of, self._rows(found.matching(today=today, q=self._words[0], unit=unit, part="lead"))

    def before(self, moment: datetime) -> Told:
        for model in (
            Filing, Entry, Arrival, ProgressArrival, StepReport, Leading, Extension, Completion, Goal, GoalReading,
            StepInForce,
        ):  # fmt: skip
            yield f"{model.__name__} known", self._rows(model.objects.known_at(moment))
        for model in (FormerTask, FormerGroup, FormerProgramme, FormerRound):
            yield f"{model.__name__} since", self._rows(model.objects.since(moment))
        yield "Filing that held", self._rows(Filing.objects.in_force_at(moment))
        yield "Coordination that stood", self._rows(Coordination.objects.stood_before(moment), "stood")
        yield "Round opened", self._rows(Round.objects.opened_by(moment))
        yield "Report used since", self._rows(Report.objects.used_since(moment).distinct())
        yield "TimeChange that waited", self._rows(TimeChange.objects.waited_before(moment))
        times = StepInForce.objects
        yield "StepInForce that held", self._rows(times.in_force_before(moment), "key", "text")
        for year in (2015, 2016):
            yield f"StepInForce to do in {year}", self._rows(_steps(times.all()).not_done(year, moment))
        yield "Task and when its plan had come", self._rows(_received(moment), "received")
        yield (
            "Task of which that changed",
            self._rows(Task.objects.filter(changed_since(Task.objects, moment))),
        )
        said = StepReport.objects.known_at(moment).said_last()
        yield (
            "Step and what was said last",
            (
                f"{self._nth(Task, task)}.{key} {word}"
                for task, of in said.items()
                for key, word in of.items()
            ),
        )
        told = rounds.told_in([round.pk for round in self._rounds], before=moment)
        yield (
            "Round and until when who may file",
            (
                f"{self._nth(Round, round)} {self._nth(Unit, unit)} {until}"
                for round, of in told.items()
                for unit, until in of.items()
            ),
        )

    def on(self, day: date) -> Told:
        before = end_of(day)
        yield "Leading then", self._rows(Leading.objects.on(day))
        counted = GoalReading.objects.counted_by(day, known_before=end_of(self._today))
        yield "GoalReading counted", self._rows(counted)
        of_one = Round.objects.filter(programme=self._oldest)
        yield "Round as listed", self._rows(of_one.as_listed(day))
        yield "Round running", self._rows(of_one.running(day))
        yield "Round begun", self._rows(of_one.filed_on(day))
        yield "Task now", self._standing(day, past=False)
        yield "Task then", self._standing(day, past=True)
        yield "Task and how far it is", self._rows(Task.objects.with_course(day), *_COURSE)
        then = Task.objects.with_standing(day, past=True)
        counts = then.situations("state", "filed").order_by("state", "filed")
        yield "Task counted", (" ".join(map(str, row)) for row in counts)
        for nth, round in enumerate(self._rounds, 1):
            if round.programme_id == self._oldest:
                yield from self._of_round(nth, round, day)
        asked = [RoundAsked(round.days, round.chosen, round.told) for round in self._rounds]
        for name, steps, lead in (
            ("now", StepInForce.objects.in_force(), F(f"{_TASK}__lead")),
            ("then", StepInForce.objects.in_force_before(before), _led_before(before)),
        ):
            found = _steps(steps).annotate(lead_unit=lead).with_step_standing(day, before, asked)
            yield f"StepInForce and where it stands {name}", self._rows(found, "said_state", "state")

    def known_by(self, day: date) -> Told:
        """What changes when something is done, and with no day that goes by."""
        before, then = end_of(day), Task.objects.with_standing(day, past=True)
        yield "Task filed on", self._rows(then.with_filed_on(), "filed_on")
        for figure in Figure:
            yield f"Task counted as {figure}", self._rows(then.of_figure(figure))
        for area in (1, 2):
            yield f"Task of area {area} then", self._rows(then.in_area(area))
        for words in self._words:
            yield f"Task that said {words}", self._rows(then.said(words, before))
        for (nth, unit), part in product(enumerate(self._units[:2], 1), _PARTS):
            yield f"Unit {nth} then, Task {part}", self._rows(then.concerning(unit, part, before=before))

    def _of_round(self, nth: int, round: Round, day: date) -> Told:
        then = round.terms_at(end_of(day))
        for name, of, past in (("now", round, False), ("then", then, True)):
            rows = Task.objects.with_round_standing(of, day, past=past)
            found = self._cells(rows, _IN_ROUND, rounds.standing_of, day)
            yield f"Round {nth}, Task {name}", found

    def _standing(self, day: date, *, past: bool) -> Iterable[str]:
        rows = Task.objects.with_standing(day, past=past)
        return self._cells(rows, _STANDING, standing.standing_of, day)

    def _cells(
        self, rows: QuerySet, columns: tuple[str, ...], in_words: Callable, day: date
    ) -> Iterable[str]:
        """Each value by itself, and the same as the rule has it."""
        for row in rows.order_by("pk").values_list("pk", *columns, named=True):
            said = in_words(row, day)
            rule = {
                "rule": said.state,
                "rule_filed": said.filed,
                "words": _COUNTED.sub("…", said.explanation),
            }
            for column, value in (row._asdict() | rule).items():
                if column != "pk" and value not in (None, "", False):
                    yield f"{self._nth(rows.model, row.pk)} {column}{_IS}{self._value(column, value)}"

    def _rows(self, rows: QuerySet, *columns: str) -> Iterable[str]:
        if rows.model in _AS_WRITTEN or not rows.ordered:
            rows = rows.order_by(*_AS_WRITTEN.get(rows.model, ("pk",)))
        for pk, *said in rows.values_list("pk", *columns):
            values = " ".join(self._value(*each) for each in zip(columns, said, strict=True))
            yield f"{self._nth(rows.model, pk)}{_IS if columns else ''}{values}"

    def _keys(self, model: type[Model], keys: Iterable[int]) -> Iterable[str]:
        return (str(self._nth(model, key)) for key in sorted(keys))

    def _value(self, column: str, value) -> str:
        if column in _KEYS and value is not None:
            value = self._nth(_KEYS[column], value)
        return "–" if value in (None, "") else _short(value)

    def _nth(self, model: type[Model], key: int) -> int:
        if model not in self._numbers:
            written = model._default_manager.order_by(*_AS_WRITTEN.get(model, ("pk",)))
            keys = written.values_list("pk", flat=True)
            self._numbers[model] = {pk: nth for nth, pk in enumerate(keys, 1)}
        return self._numbers[model][key]


def _received(before: datetime | None = None) -> QuerySet:
    """Of tasks of whose plan something is filed."""
    filings = Filing.objects.filter(plan__task=OuterRef("pk"))
    filed = filings.standing() if before is None else filings.known_at(before)
    came = first_receipt(Task.objects.all(), before=before)
    return Task.objects.filter(Exists(filed)).annotate(received=came)


def _steps(steps: QuerySet) -> QuerySet:
    return steps.annotate(task=F(_TASK))


def _led_before(moment: datetime) -> Subquery:
    led = Leading.objects.filter(task=OuterRef(_TASK)).known_at(moment).order_by("-pk")
    return Subquery(led.values("unit")[:1])
