"""What a row of the ledger holds. Plain values only: whoever reads a ledger runs no further query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tasks.enums import WITH_THE_CHECKER, PlanStatus, StepEnding, TaskState, Timeliness, state_note
from tasks.ledger.progress import NOTHING_REPORTED, ReportedByThen
from tasks.ledger.time_changes import TimeOnRecord
from tasks.rules import times
from tasks.rules.sheet import Sheet, Step
from tasks.rules.times import FINISH, Held


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit with the full name in force on the ledger's date; units sort in document order."""

    order: tuple[int, int]
    slug: str
    short: str
    full: str

    @property
    def pk(self) -> int:
        return self.order[1]

    def __str__(self) -> str:
        return self.short


@dataclass(frozen=True, slots=True)
class Responsible:
    """An entry of 责任单位 as printed: a unit, or a wording (then `unit` is None)."""

    unit: NamedUnit | None
    wording: str

    def __str__(self) -> str:
        return self.wording or self.unit.short


@dataclass(frozen=True, slots=True)
class InForce:
    """The filing in force; `counts_from` differs from `recorded_at` where it was entered on behalf.

    `plan` is as filed, `now` with the people and numbers changed since, each from its day in `since`; `keys` are those of
    its steps.
    """

    number: str
    nth: int
    sequence: int
    recorded_at: datetime
    counts_from: datetime
    on_behalf: bool
    signed_by: str
    signed_on: date | None
    stamped_received_on: date | None
    plan: Sheet
    now: Sheet
    since: Mapping[str, date]
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A task as of the ledger's date. `units` are all it names: lead, participants, units wording was resolved
    into and units the filed plan adds. `filed` keeps on_time or late whatever the state becomes; `revision` is how far
    the new text of an accepted plan is, `coordination_open` how many problems put to the leading group's office are not
    settled. `times` are those in force by their keys: 完成时间, and steps that are not as they were at
    first or as their filing asks; `time_changes` the later ones that were asked.
    """

    tasks: ClassVar[int] = 1  # when situations are counted

    task_id: int
    number: int
    group: int
    group_name: str
    group_printed: int | None
    group_printed_name: str | None
    content: str
    entries: tuple[Responsible, ...]
    lead: NamedUnit | None
    participants: tuple[NamedUnit, ...]
    units: frozenset[str]
    deadline: date
    status: str | None
    revision: str | None
    state: str
    filed: str | None
    has_draft: bool
    first_filed_on: date | None
    days_late: int | None
    working_days_late: int | None
    refile_by: date | None
    refile_overdue: bool
    explanation: str
    filing: InForce | None
    coordination_open: int
    times: Mapping[int, Held]
    time_changes: tuple[TimeOnRecord, ...] = ()
    reported: ReportedByThen = NOTHING_REPORTED
    # Where the row is about progress (`ledger/of_progress.py`): the name of the round, or the number of the step.
    round: str = ""
    step: int | None = None

    @property
    def steps_in_force(self) -> tuple[Step, ...]:
        """Of what was accepted, with their keys and the times that hold; nothing else is reported of."""
        if self.finish is None:
            return ()
        return times.steps_in_force(self.filing.plan.with_keys(self.filing.keys).steps, self.times)

    def step_time(self, number: int) -> Held | None:
        """Of a step of the plan in force that was moved, by its number."""
        return self.times.get(self.filing.keys[number - 1])

    @property
    def finish(self) -> Held | None:
        """完成时间 in force, None where nothing was accepted."""
        return self.times.get(FINISH)

    def asked_time(self, key: int) -> TimeOnRecord | None:
        """The later time that is asked of a step, or of 完成时间, and may still come into force."""
        found = (each for each in reversed(self.time_changes) if each.key == key and each.is_open)
        return next(found, None)

    def time_in_words(self, key: int) -> str:
        """The time in force of a step or of 完成时间, or how the step ended; "" where nothing was accepted."""
        held = self.times.get(key)
        if held:
            return StepEnding(held.ending).label if held.ending else held.time.text
        return next((each.step.due.text for each in self.reported.steps if each.key == key), "")

    @property
    def is_wrong(self) -> bool:
        """Not filed in time, or not filed again in time after it was returned."""
        return self.state == TaskState.MISSING or self.filed == Timeliness.LATE or self.refile_overdue

    @property
    def checking(self) -> bool:
        """Filed, and the receiving office has begun to check it; `state` says whether it was filed in time."""
        return self.with_checker == PlanStatus.CHECKING

    @property
    def with_checker(self) -> PlanStatus | None:
        """待核对 or 核对中, None where the checkers have nothing to decide."""
        waits = self.filed and self.status in WITH_THE_CHECKER
        return PlanStatus(self.status) if waits else None

    @property
    def state_note(self) -> str:
        """What a badge says beside the state."""
        return state_note(self.checking, self.revision)

    @property
    def wording(self) -> tuple[str, ...]:
        return tuple(entry.wording for entry in self.entries if entry.wording)

    @property
    def participants_as_printed(self) -> list[str]:
        """参与单位 with the open wording at its place, and behind that the units it was resolved into."""
        printed, units = [], list(self.participants)
        for entry in self.entries:
            if entry.wording:
                printed.append(entry.wording)
            elif entry.unit in units:
                behind = units.index(entry.unit) + 1
                printed += [unit.short for unit in units[:behind]]
                units = units[behind:]
        return printed + [unit.short for unit in units]

    @property
    def plan(self) -> Sheet | None:
        return self.filing.now if self.filing else None
