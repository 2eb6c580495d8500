"""What is reported beside random histories of plans: rounds, 进展, steps, completions; each act on a given day."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tasks.actions import (
    completions,
    progress,
    progress_checking,
    progress_filing,
    rounds,
    step_ends,
    step_reports,
)
from tasks.enums import CompletionKind, Outlook, StepProgress
from tasks.models import Progress, Round, Task
from tasks.rules.periods import Period
from tasks.rules.round_terms import Terms
from tasks.rules.statement import Statement, StepStatement
from tests.ledger.world import Nothing, World, at

# Both are filed while plans change; the third lies ahead and may be changed until then.
TERMS = (
    Terms("第一期", date(2015, 3, 1), date(2015, 3, 31), date(2015, 3, 28), date(2015, 4, 3)),
    Terms("第二期", date(2015, 4, 1), date(2015, 4, 8), date(2015, 4, 6), date(2015, 4, 11)),
    Terms("第三期", date(2015, 4, 9), date(2015, 4, 30), date(2015, 4, 16), date(2015, 5, 6)),
)


@dataclass
class Reporting:
    """Acts on what is reported in a `world`, once the other acts of a day are over: late in it or, every other day, in its
    first moment, as by a clock that was put back.
    """

    world: World
    chance: random.Random

    def begin(self, day: date) -> None:
        rounds.open_rounds(
            programme=self.world.programme,
            terms=list(TERMS),
            tasks=[],
            by=self.world.checker,
            at=self.moment(day),
        )

    def moment(self, day: date) -> datetime:
        return at(day, time(23, 59, 45) if day.day % 2 else time(0))

    def act(self, day: date) -> str:
        """Try something; much of it is refused, as in life. Returns what was done; raises what it was refused with."""
        self.task = self.world.tasks[self.chance.choice([1, 1, 2, 3])]
        self.round = self.chance.choice(list(Round.objects.filter(programme=self.world.programme)))
        self.day, self.now = day, self.moment(day)
        acts = {name: getattr(self, name) for name in WEIGHTS}
        act = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        acts[act]()
        return act

    @property
    def lead(self):
        return self.world.lead(self.task.number)

    @property
    def task_now(self) -> Task:
        return Task.objects.select_related("programme", "lead").get(pk=self.task.pk)

    def row(self) -> Progress | None:
        return Progress.objects.filter(task=self.task, round=self.round).first()

    def existing(self) -> dict:
        row = self.row()
        if row is None:
            raise Nothing
        return {"progress_id": row.pk, "based_on": row.version, "at": self.now}

    def said(self) -> Statement:
        outlook = self.chance.choice([Outlook.ON_COURSE, Outlook.BEHIND, Outlook.STANDING])
        done = StepStatement(1, StepProgress.DONE, Period(f"{self.day:%-m月%-d日}"))
        return Statement(
            done_text=f"{self.day}的进展",
            next_text="继续推进",
            outlook=outlook,
            outlook_reason="经费未到" if outlook == Outlook.BEHIND else "",
            unchanged=self.chance.random() < 0.3,
            steps=(done,) if self.chance.random() < 0.3 else (),
        )

    def save(self) -> Progress:
        row = self.row()
        return progress.save(
            task=self.task_now, round=self.round, based_on=row.version if row else 0, said=self.said(),
            by=self.lead, at=self.now,
        )  # fmt: skip

    def file(self) -> None:
        row = self.save()
        progress_filing.file_progress(progress_id=row.pk, based_on=row.version, by=self.lead, at=self.now)

    def withdraw(self) -> None:
        """Of what was filed in time, as chance would seldom come by it."""
        self._turn_to(Progress.objects.filter(entry__letter=None, round__due_on__gte=self.day))
        progress_filing.withdraw(**self.existing(), by=self.lead)

    def _turn_to(self, rows) -> None:
        found = list(rows.filter(round__programme=self.world.programme, status="filed").order_by("pk"))
        if not found:
            raise Nothing
        row = self.chance.choice(found)
        self.task, self.round = row.task, row.round

    def give_back(self) -> None:
        self._turn_to(Progress.objects.all())
        refile_by = self.day + timedelta(self.chance.randint(1, 4))
        progress_checking.send_back(
            **self.existing(), refile_by=refile_by, note="请补充", by=self.world.checker
        )

    def enter(self) -> None:
        """From a letter of some days before."""
        row, received = self.row(), self.now - timedelta(days=self.chance.randint(0, 5), hours=2)
        letter = self.world.letter(self.task.number, self.now, received)
        progress_filing.enter_on_behalf(
            task=self.task_now, round=self.round, letter=letter, based_on=row.version if row else 0,
            said=self.said(), by=self.world.checker, at=self.now,
        )  # fmt: skip

    def step(self) -> None:
        state = self.chance.choice([StepProgress.UNDER_WAY, StepProgress.DONE, StepProgress.NOT_BEGUN])
        step_reports.report_step(
            task=self.task_now, key=self.chance.choice([1, 2]), state=state,
            done_on=self.day if state == StepProgress.DONE else None, word="", by=self.lead, at=self.now,
        )  # fmt: skip

    def complete(self) -> None:
        completions.complete(
            task=self.task_now, kind=self.chance.choice(CompletionKind.values), basis="minutes", basis_number="",
            dated_on=self.day, by=self.world.leadership, at=self.now,
        )  # fmt: skip

    def reopen(self) -> None:
        completions.reopen(task=self.task_now, reason="未达标", by=self.world.leadership, at=self.now)

    def extend(self) -> None:
        rounds.extend(
            round=self.round, unit=self.lead.unit, until=self.round.due_on + timedelta(3), told="周某", reason="",
            by=self.world.checker, at=self.now,
        )  # fmt: skip

    def close(self) -> None:
        rounds.close_round(round=self.round, by=self.world.checker, at=self.now)

    def reopen_round(self) -> None:
        rounds.reopen_round(round=self.round, reason="仍有补报", by=self.world.checker, at=self.now)

    def change(self) -> None:
        """A day more or less to file in, and sometimes of some tasks only."""
        days = timedelta(self.chance.choice([-1, 1]))
        facts = {
            name: getattr(self.round, name) for name in ("name", "covers_from", "covers_until", "opens_on")
        }
        terms = Terms(**facts, due_on=self.round.due_on + days)
        tasks = self.chance.choice([[], [self.world.tasks[1], self.world.tasks[2]]])
        rounds.change_round(round=self.round, terms=terms, tasks=tasks, by=self.world.checker, at=self.now)

    def restore_step(self) -> None:
        """Taking back that a step of the text being written anew ends."""
        plan = self.world.plan(self.task.number)
        if plan is None:
            raise Nothing
        step_ends.restore_step(plan_id=plan.pk, based_on=plan.version, key=2, by=self.lead, at=self.now)


WEIGHTS = {
    "save": 3, "file": 9, "withdraw": 4, "give_back": 5, "enter": 4, "step": 4, "complete": 2, "reopen": 4, "extend": 2,
    "close": 1, "reopen_round": 4, "change": 2, "restore_step": 1,
}  # fmt: skip
