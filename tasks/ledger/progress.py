"""What was reported of tasks by the end of a day (进展报送): nine queries whatever the number of tasks and rounds, one
where the programme had no round yet.

Who owes and where each task stands in a round is the same as in `tasks/querysets/rounds.py`; a test holds both equal.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import dropwhile

from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from tasks.enums import Light, ProgressStatus, StepState, TaskState, Timeliness
from tasks.ledger.among import Among
from tasks.models import (
    Completion,
    Entry,
    Extension,
    FormerRound,
    Leading,
    Programme,
    Progress,
    ProgressEvent,
    Round,
    StepReport,
)
from tasks.querysets.rounds import with_choices
from tasks.querysets.standing import end_of
from tasks.rules import attention, course, deadlines, step_standing
from tasks.rules.attention import Attention
from tasks.rules.course import NOTHING_DUE, CourseDays, Owed
from tasks.rules.deadlines import Standing
from tasks.rules.sheet import Step
from tasks.rules.statement import Statement
from tasks.rules.step_standing import RoundDays, Said, StepInTime
from zgc_tasks.common.prepared import Prepared


@dataclass(frozen=True, slots=True)
class ReportedByThen:
    """Of one task. `round` is the one the ledger is about, None where there is none yet; `state` where the task stands
    in it, None where it owes nothing there; `said` is what was filed in it, by the key of its `entry`, and `said_in` its
    name: of a ledger about no round, where the lead filed last. `outlook` is what the lead said last, in that round or
    one before; it and `unchanged_in_a_row` are None for those who do not read it. `missing` names the rounds that are past due
    and not filed; `course` says from which days on.
    """

    round: str | None = None
    state: TaskState | None = None
    filed: Timeliness | None = None
    filed_on: date | None = None
    days_late: int | None = None
    explanation: str = ""
    said: Statement | None = None
    said_in: str = ""
    entry: int | None = None
    outlook: str | None = ""
    outlook_reason: str = ""
    unchanged_in_a_row: int | None = 0
    steps: tuple[StepInTime, ...] = ()
    ended: str = ""
    missing: tuple[str, ...] = ()
    attention: tuple[Attention, ...] = ()
    light: Light = Light.NOT_RATED
    course: CourseDays = NOTHING_DUE

    def count(self, *states: StepState) -> int:
        return sum(step.standing.state in states for step in self.steps)

    @property
    def next_step(self) -> StepInTime | None:
        """Of those that are not done the one that is due first."""
        still_open = (step for step in self.steps if not step.is_done and step.due_on)
        return min(still_open, key=lambda step: step.due_on, default=None)


NOTHING_REPORTED = ReportedByThen()


@dataclass(slots=True)
class _InRound:
    """What the events say of one task in one round."""

    status: str | None = None
    entry: int | None = None
    first_filed_on: date | None = None
    refile_by: date | None = None
    begun: bool = False


@dataclass(slots=True)
class ProgressFacts:
    """What was known of a whole programme; `of` works out one of its tasks."""

    programme: Programme
    as_of: date
    rounds: list[Round]  # that had begun, in the order in which they began
    about: Round | None
    until: int  # how many of them may say how a task is
    year: int | None  # in which what recurs is asked for, None for that of the day
    opened: list[Round] = field(default_factory=list)  # and those that lie ahead
    led: dict[int, list[tuple[datetime | None, int | None]]] = field(default_factory=dict)
    ended: dict[int, list[tuple[datetime, datetime | None, str]]] = field(default_factory=dict)
    lives: dict[tuple[int, int], _InRound] = field(default_factory=dict)
    extensions: dict[tuple[int, int], date] = field(default_factory=dict)
    entries: dict[int, dict] = field(default_factory=dict)
    contents: dict[int, Statement] = field(default_factory=dict)  # of what is told
    said: dict[int, dict[int, Said]] = field(default_factory=dict)
    told_days: dict[tuple[int, int | None], RoundDays] = field(default_factory=dict)  # by round and lead

    def of(self, row) -> ReportedByThen:
        """Of one task, of which the `row` says who leads it, how far its plan is and which steps are in force. A report tells
        the steps of its year; what wants looking at and the light are of the day, as on pages and in every export.
        """
        task_id, lead_id, steps = row.task_id, row.lead.pk if row.lead else None, row.steps_in_force
        owed_at_last = self._owed(task_id)
        owed = [round for round in owed_at_last if round.is_open_on(self.as_of)]
        standings = [(round, self._standing(task_id, lead_id, round)) for round in owed]
        in_time = of_day = self._in_time(task_id, lead_id, steps)
        if self.year is not None:
            in_time = self._in_time(task_id, lead_id, steps, self.year)
        said_in, said = self._said_last(task_id)
        ended = self.ended_as(task_id)
        facts = attention.Facts(
            steps=tuple((step.number, step.standing) for step in of_day),
            owed=sum(_was_due(standing) for _, standing in standings),
            missing=tuple(round.name for round, standing in standings if standing.state == TaskState.MISSING),
            late=self._late(standings),
            returned=next((r.name for r, s in reversed(standings) if s.state == TaskState.RETURNED), ""),
            outlook=said.get("outlook", ""),
            unchanged_in_a_row=self._unchanged_in_a_row(task_id, owed),
            step_fell_due_meanwhile=self._filed_last(task_id, owed) == self.about and self._fell_due(of_day),
            finish=row.finish.time.last if row.finish else None,
            plan=row.state,
            coordinations=row.coordination_open,
            ended=bool(ended),
        )
        mine = next((standing for round, standing in standings if round is self.about), None)
        told_in = self.about or said_in
        entry = self._life(task_id, told_in).entry if told_in else None
        return ReportedByThen(
            round=self.about.name if self.about else None,
            state=mine and mine.state,
            filed=mine and mine.filed,
            filed_on=self._life(task_id, self.about).first_filed_on if mine else None,
            days_late=mine and mine.days_late,
            explanation=mine.explanation if mine else "",
            said=self.contents.get(entry),
            said_in=told_in.name if entry in self.contents else "",
            entry=entry,
            outlook=facts.outlook,
            outlook_reason=said.get("outlook_reason", ""),
            unchanged_in_a_row=facts.unchanged_in_a_row,
            steps=in_time,
            ended=ended,
            missing=() if ended else facts.missing,
            attention=attention.attention(facts, self.as_of),
            light=attention.light(facts, self.programme.limits),
            course=self._course(task_id, lead_id, steps, owed_at_last),
        )

    def course(self, task_id: int, lead_id: int | None, steps: tuple[Step, ...]) -> CourseDays:
        """From which day on the task is rated, yellow and red, if nothing more is recorded of it."""
        return self._course(task_id, lead_id, steps, self._owed(task_id))

    def _course(
        self, task_id: int, lead_id: int | None, steps: tuple[Step, ...], owed: list[Round]
    ) -> CourseDays:
        return course.course(
            steps,
            self.said.get(task_id, {}),
            rounds=self._days(task_id, lead_id, self.opened),
            owed=[
                Owed(self._days_of(round, lead_id).due_on, self._life(task_id, round).first_filed_on)
                for round in (owed if lead_id else ())
            ],
            limits=self.programme.limits,
            ended=bool(self.ended_as(task_id)),
        )

    def outlook(self, task_id: int) -> str:
        """As the lead said last."""
        return self._said_last(task_id)[1].get("outlook", "")

    def steps_of(self, row) -> tuple[StepInTime, ...]:
        """The steps in force of one task, where each stands."""
        return self._in_time(row.task_id, row.lead.pk if row.lead else None, row.steps_in_force)

    def _in_time(
        self, task_id: int, lead_id: int | None, steps: tuple[Step, ...], year: int | None = None
    ) -> tuple[StepInTime, ...]:
        """What recurs as of `year`, that of the day where none is named."""
        days = self._days(task_id, lead_id, self.rounds)
        return step_standing.in_time(steps, self.said.get(task_id, {}), days, self.as_of, year)

    def _days(self, task_id: int, lead_id: int | None, rounds: Iterable[Round]) -> list[RoundDays]:
        """Of the rounds that are about a task, as its lead was told."""
        return [self._days_of(round, lead_id) for round in rounds if round.is_about(task_id)]

    def _days_of(self, round: Round, lead_id: int | None) -> RoundDays:
        key = (round.id, lead_id)
        if key not in self.told_days:
            self.told_days[key] = round.days.put_off(self.extensions.get(key))
        return self.told_days[key]

    def _owed(self, task_id: int) -> list[Round]:
        """The rounds in which the task owes, also those that lie ahead."""
        return [round for round in self.opened if round.is_about(task_id) and self._owes(task_id, round)]

    def _owes(self, task_id: int, round: Round) -> bool:
        moment = round.owing_fixed_at
        known = [
            unit for recorded, unit in self.led.get(task_id, ()) if recorded is None or recorded < moment
        ]
        return bool(known and known[-1]) and not self.ended_as(task_id, moment)

    def ended_as(self, task_id: int, moment: datetime | None = None) -> str:
        """How it had ended before `moment`, or by the ledger's day; '' where it had not."""
        moment = moment or end_of(self.as_of)
        kinds = (
            kind
            for recorded, reopened, kind in self.ended.get(task_id, ())
            if recorded < moment and (reopened is None or reopened >= moment)
        )
        return next(kinds, "")

    def _life(self, task_id: int, round: Round) -> _InRound:
        return self.lives.get((task_id, round.id), _NOTHING)

    def _standing(self, task_id: int, lead_id: int | None, round: Round) -> Standing:
        life = self._life(task_id, round)
        return deadlines.standing(
            has_lead=lead_id is not None,
            deadline=self._days_of(round, lead_id).due_on,
            as_of=self.as_of,
            has_draft=life.begun,
            first_filed_on=life.first_filed_on,
            decided=TaskState.RETURNED if life.status == ProgressStatus.RETURNED else None,
            refile_by=life.refile_by,
            checked=False,
        )

    def _entry(self, task_id: int, round: Round) -> dict | None:
        return self.entries.get(self._life(task_id, round).entry)

    def _said_last(self, task_id: int) -> tuple[Round | None, dict]:
        entries = ((round, self._entry(task_id, round)) for round in reversed(self.rounds[: self.until]))
        return next(((round, entry) for round, entry in entries if entry), (None, {}))

    def told(self) -> set[int]:
        """The keys of what was said last of every task."""
        entries = (self._said_last(task_id)[1] for task_id, _ in self.lives)
        return {entry["pk"] for entry in entries if entry}

    def _filed_last(self, task_id: int, owed: list[Round]) -> Round | None:
        return next((round for round in reversed(owed) if self._entry(task_id, round)), None)

    def _unchanged_in_a_row(self, task_id: int, owed: list[Round]) -> int:
        """Up to the newest round that was filed; a round that was not ends the row."""
        entries = (self._entry(task_id, round) for round in reversed(owed))
        from_newest = dropwhile(lambda entry: entry is None, entries)
        return attention.in_a_row(entry and entry["unchanged"] for entry in from_newest)

    def _fell_due(self, steps: tuple[StepInTime, ...]) -> bool:
        return self.about is not None and bool(attention.fell_due(steps, self.about.days))

    def _late(self, standings: list[tuple[Round, Standing]]) -> tuple[str, int] | None:
        if not standings:
            return None
        round, standing = standings[-1]
        return (round.name, standing.days_late) if standing.filed == Timeliness.LATE else None


_NOTHING = _InRound()


def _was_due(standing: Standing) -> bool:
    """Filed, or past its deadline, which may have been put off."""
    return standing.filed is not None or standing.state == TaskState.MISSING


def gather(
    programme: Programme,
    as_of: date,
    *,
    round_name: str | None = "",
    year: int | None = None,
    tasks: Collection[int] | None = None,
) -> ProgressFacts:
    """`round_name` is the round the ledger is about, '' for the newest that had begun, None for none of them. What recurs
    is asked for in `year`, that of the day where none is named. With `tasks`, by their keys, only what was known of those.
    """
    before, of = end_of(as_of), Among(programme, tasks)
    opened = _rounds(programme, before)
    rounds = _begun(opened, as_of)
    named = [round for round in rounds if round_name in ("", round.name)]
    about = named[-1] if named else None
    until = len(rounds) if round_name is None else rounds.index(about) + 1 if about else 0
    facts = ProgressFacts(programme, as_of, rounds, about, until, year, opened)
    if opened:
        _gather_registry(facts, before, of)
        _gather_lives(facts, before, of)
    facts.said = of.rows(StepReport, "task").known_at(before).said_last()
    return facts


def begun_by(programme: Programme, as_of: date) -> list[Round]:
    """Rounds that were known and had begun by the end of a day, with their terms of then, the newest last."""
    return _begun(_rounds(programme, end_of(as_of)), as_of)


def _begun(opened: Iterable[Round], as_of: date) -> list[Round]:
    return [round for round in opened if round.is_open_on(as_of)]


def _rounds(programme: Programme, before: datetime) -> list[Round]:
    known = with_choices(_OPENED(programme=programme.pk, before=before))
    former = {}
    for row in _FORMER(programme=programme.pk, before=before):
        former.setdefault(row.round_id, row)
    then = (round.with_terms(former.get(round.pk)) for round in known)
    return sorted(then, key=lambda round: (round.opens_on, round.number))


_OPENED = Prepared(lambda programme, before: Round.objects.filter(programme=programme).opened_by(before))
_FORMER = Prepared(
    lambda programme, before: FormerRound.objects.filter(round__programme=programme).since(before)
)


def _gather_registry(facts: ProgressFacts, before: datetime, of: Among) -> None:
    leadings = of.rows(Leading, "task").known_at(before)
    for task_id, recorded, unit in leadings.values_list("task_id", "recorded_at", "unit_id"):
        facts.led.setdefault(task_id, []).append((recorded, unit))
    completions = of.rows(Completion, "task").filter(recorded_at__lt=before)
    for task_id, *rest in completions.values_list("task_id", "recorded_at", "reopened_at", "kind"):
        facts.ended.setdefault(task_id, []).append(tuple(rest))
    extensions = Extension.objects.filter(round__programme=facts.programme).known_at(before).order_by("pk")
    for round_id, unit_id, until in extensions.values_list("round_id", "unit_id", "until"):
        facts.extensions[round_id, unit_id] = until


def _gather_lives(facts: ProgressFacts, before: datetime, of: Among) -> None:
    lives = defaultdict(_InRound, facts.lives)
    begun = of.rows(Progress, "task").filter(begun_at__lt=before)
    for task_id, round_id in begun.values_list("task_id", "round_id"):
        lives[task_id, round_id].begun = True
    events = of.rows(ProgressEvent, "progress__task").filter(at__lt=before)
    columns = ("progress__task", "progress__round", "status", "entry", "first_filed_at", "refile_by")
    for task_id, round_id, status, entry, first, refile_by in events.order_by("pk").values_list(*columns):
        life = lives[task_id, round_id]
        life.status, life.first_filed_on, life.refile_by = status, first and localdate(first), refile_by
        life.entry = None if status == ProgressStatus.DRAFT else entry
    facts.lives = dict(lives)
    entries = of.rows(Entry, "progress__task").filter(recorded_at__lt=before)
    for row in entries.values("pk", "outlook", "unchanged", outlook_reason=KT("content__outlook_reason")):
        facts.entries[row["pk"]] = row
    told = Q(progress__round=facts.about) if facts.about else Q(pk__in=facts.told())
    for pk, content in entries.filter(told).values_list("pk", "content"):
        facts.contents[pk] = Statement.from_json(content)
