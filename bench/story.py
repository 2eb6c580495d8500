"""What became of the 38 plans of the real register: every state, by the application's own actions.

Names and telephone numbers are invented.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from bench.people import COMMITTEE, OFFICE, RECEIVING, TAKING_PART
from bench.sheet import LINES, STEPS
from tasks.actions.assigning import assign
from tasks.actions.checking import accept, return_plan, start_check
from tasks.actions.comments import on_plan, on_progress
from tasks.actions.consultation import answer, ask
from tasks.actions.contacts import note_contact
from tasks.actions.coordination import handle, raise_it
from tasks.actions.decisions import designate
from tasks.actions.drafts import save_draft
from tasks.actions.filing import enter_on_behalf, file_plan, withdraw
from tasks.actions.goals import record_reading
from tasks.actions.letters import register_letter
from tasks.actions.progress import save
from tasks.actions.progress_checking import send_back
from tasks.actions.progress_filing import file_progress
from tasks.actions.reports import begin
from tasks.actions.revising import revise
from tasks.actions.rounds import open_rounds
from tasks.actions.step_reports import report_step
from tasks.actions.times import give_reason
from tasks.enums import CoordinationAction, Outlook, RoundCycle, StepProgress
from tasks.forms.plan_cleaning import MAX_STEP_TEXT
from tasks.models import Plan, Programme, Progress, Round
from tasks.models.plan import MAX_STEPS
from tasks.reported import tasks_of
from tasks.rules.periods import read
from tasks.rules.round_terms import series
from tasks.rules.sheet import Sheet, written
from tasks.rules.statement import Statement
from tasks.rules.step_texts import MAX_STEPS_TEXT
from units.models import Membership, Office, Unit

# The tasks by what became of their plans; the list of pages names some of them by number. The rest is not begun.
ACCEPTED = (1, 2, 7, 13, 15, 22, 26, 28, 33, 35)
ACCEPTED_LATER = (3, 19)  # after a return
REFILED = (20, 36)
RETURNED = (12, 17)
CHECKING = (18, 21, 29)
FILED = (4, 6, 8, 16, 27, 30, 32)
LATE = (23, 31)
WITHDRAWN = (37,)
DRAFTS = (5, 14)
ASKED = 10  # a draft of OFFICE, about which TAKING_PART was asked
OWN = 9  # carried out by the receiving office, so that another office checks it
ASSIGNED = 34  # a draft as long as one may be
ON_PAPER, STILL_ON_PAPER = 24, 25
REVISED, ASKING_FOR_TIME = 22, 13  # accepted first: a revision being written, one filed with a later 完成时间
MOVED, LATER = 3, "2018年12月"  # the step of REVISED that is to be done later
TOLD = 11  # of whose progress a call told
GIVEN_BACK, COMMENTED = REFILED  # in the first round: returned with comments, and with comments that wait
RECURRING = (36, 19)  # have a step, the last, that comes again every year
SAID_DONE = 19  # accepted; that step was done in 2015
ROUNDS = 34


def moment(day: int, *, month: int = 3, hour: int = 10) -> datetime:
    return datetime(2015, month, day, hour, tzinfo=timezone.get_default_timezone())


@dataclass
class Story:
    """Who acts: the liaison of whichever unit leads, and two of the receiving office."""

    programme: object
    checker: object
    clerk: object

    @classmethod
    def of_the_real_register(cls) -> "Story":
        programme = Programme.objects.get(code="GJRC")
        programme.stand_in_office = Office.objects.get(unit__short_name=COMMITTEE, name="办公室")
        programme.save()
        checkers = Membership.objects.filter(office=programme.receiving_office).order_by("pk")
        checker, clerk = checkers.select_related("user", "unit", "office")[:2]
        return cls(programme, checker, clerk)

    def play(self) -> dict[str, int]:
        """All of it; the keys of what the list of pages names by its key."""
        asked, answered = self._ask(), self._ask_and_answer()
        for number in (
            *DRAFTS,
            *WITHDRAWN,
            *FILED,
            *CHECKING,
            *ACCEPTED,
            *RETURNED,
            *ACCEPTED_LATER,
            *REFILED,
        ):
            self.draft(number)
        for number in (*WITHDRAWN, *FILED, *CHECKING, *ACCEPTED, *RETURNED, *ACCEPTED_LATER, *REFILED):
            self.file(number, moment(25))
        for number in (*CHECKING, *ACCEPTED, *RETURNED, *ACCEPTED_LATER, *REFILED):
            self.start(number, moment(26))
        for number in (*RETURNED, *ACCEPTED_LATER, *REFILED):
            self.give_back(number, moment(27))
        for number in (*ACCEPTED_LATER, *REFILED):
            self.draft(number, moment(30), changed=True)
            self.file(number, moment(31))
        for number in (*ACCEPTED, *ACCEPTED_LATER):
            self.accept(number)
        for number in LATE:
            self.draft(number)
            self.file(number, moment(7, month=4))
        self._withdraw()
        self._own_office()
        self._assign(ASSIGNED, OFFICE)
        self._write_at_length()
        self._report()
        self._revise()
        self._say_done()
        return {
            "consultation": asked,
            "answered": answered,
            "call": self._rounds(),
            "time": self._ask_for_time(),
            "letter": self._paper(),
            "coordination": self._coordinate(),
            "reading": self._count_goal(),
        }

    def _report(self) -> None:
        """Of a day: rows of all tasks, frozen."""
        at = moment(7, month=4)
        begin(programme=self.programme, round=None, as_of=at.date(), corrects=None, by=self.checker, at=at)

    def _count_goal(self) -> int:
        at, goal = moment(31), self.programme.goals.get(number=2)
        made = record_reading(
            goal=goal, value=3800, counted_on=at.date(), source="统计", by=self.checker, at=at
        )
        return made.pk

    def file_all(self) -> None:
        """Instead: every plan filed, also of the task that named no lead."""
        for task in self.programme.tasks.filter(lead=None):
            designate(
                task=task, unit=self.checker.unit, plan_deadline=date(2015, 4, 3), basis="minutes",
                basis_number="", dated_on=date(2015, 3, 18), by=self.checker, at=moment(18),
            )  # fmt: skip
        for number in self.programme.tasks.values_list("number", flat=True):
            self.draft(number)
            self.file(number, moment(25))

    def file_longest(self, number: int, steps: int) -> None:
        """A plan as long as any may be, in so many steps; given back, every step reworded, and filed again."""
        for words, at in (
            ("印发第{}号细则并组织申报，", moment(25)),
            ("印发第{}号办法并组织申报，", moment(30)),
        ):
            self._write(number, longest_sheet(words, steps), at)
            self.file(number, at)
            if not self._plan(number).filings.filter(nth=2).exists():
                self.start(number, moment(26))
                self.give_back(number, moment(27))

    def draft(self, number: int, at: datetime | None = None, *, changed: bool = False) -> None:
        """Six steps; `changed` moves one, leaves one out and rewrites another."""
        self._write(number, sheet(changed=changed, recurring=number in RECURRING), at or moment(20))

    def _write(self, number: int, sheet: Sheet, at: datetime) -> None:
        task, plan = self._task(number), self._plan(number)
        save_draft(task=task, based_on=plan.version if plan else 0, sheet=sheet, by=self._lead(task), at=at)

    def _write_at_length(self) -> None:
        steps = [STEPS[number % len(STEPS)] for number in range(MAX_STEPS)]
        self._write(ASSIGNED, written(**LINES, steps=steps), moment(20))

    def file(self, number: int, at: datetime) -> None:
        self._act(file_plan, number, at, self._lead(self._task(number)))

    def start(self, number: int, at: datetime) -> None:
        self._act(start_check, number, at, self.checker)

    def give_back(self, number: int, at: datetime) -> None:
        plan = self._plan(number)
        for step in (2, 4):
            on_plan(
                plan_id=plan.pk, field="steps", step=step, text="时限偏晚，请核对", by=self.checker, at=at
            )
        self._act(return_plan, number, at, self.checker, refile_by=date(2015, 4, 8))

    def accept(self, number: int) -> None:
        if self._plan(number).check_started_at is None:
            self.start(number, moment(1, month=4))
        self._act(accept, number, moment(2, month=4), self.checker)

    def _ask(self) -> int:
        self._assign(ASKED, OFFICE)
        return self._consult(ASKED, TAKING_PART, "石景山区")

    def _ask_and_answer(self) -> int:
        asked = self._consult(REFILED[1], TAKING_PART)
        by = self._liaison(self._unit(TAKING_PART))
        answer(
            consultation_id=asked,
            answer="opinion",
            opinion="建议将完成时间放宽至2017年",
            by=by,
            at=moment(22),
        )
        return asked

    def _consult(self, number: int, *names: str) -> int:
        """A draft shown to units; the key of the first one's question."""
        self.draft(number)
        units, lead = [self._unit(name) for name in names], self._lead(self._task(number))
        return self._act(ask, number, moment(21), lead, units=units, message="请于3月底前反馈")[0].pk

    def _withdraw(self) -> None:
        for number in WITHDRAWN:
            self._act(withdraw, number, moment(27), self._lead(self._task(number)))

    def _own_office(self) -> None:
        self._assign(OWN, RECEIVING)
        self.draft(OWN)
        self.file(OWN, moment(25))
        self.start(OWN, moment(26))

    def _assign(self, number: int, office: str) -> None:
        task = self._task(number)
        to = Office.objects.get(unit=task.lead, name=office)
        assign(task=task, office=to, based_on_office=None, by=self._lead(task), at=moment(19))

    def _paper(self) -> int:
        """A letter with two plans, of which one is entered; letters and notes of others beside it."""
        tasks = [self._task(ON_PAPER), self._task(STILL_ON_PAPER)]
        letter = self._letter(tasks)
        enter_on_behalf(task=tasks[0], letter=letter, based_on=0, sheet=sheet(), by=self.clerk, at=moment(30))
        for number in (11, *LATE):
            self._letter([self._task(number)])
        for number in (11, 23, 30, 31):
            note_contact(
                programme=self.programme, unit=self._task(number).lead, contacted_at=moment(28),
                spoke_with="李某", said="方案已拟好，正送分管领导签字", by=self.checker, at=moment(28, hour=11),
            )  # fmt: skip
        return letter.pk

    def _revise(self) -> None:
        """A draft, in which a step is to be done later."""
        plan = self._begin_revision(REVISED, moment(2, month=4, hour=15))
        steps = [replace(step, due=read(LATER)) if step.key == MOVED else step for step in plan.typed().steps]
        self._save(plan, replace(plan.typed(), steps=tuple(steps)), moment(2, month=4, hour=16))

    def _say_done(self) -> None:
        """What recurs, in a year that is gone by when the pages are asked for."""
        task, at = self._task(SAID_DONE), moment(7, month=4)
        key = self._plan(SAID_DONE).steps.latest("position").key
        report_step(
            task=task,
            key=key,
            state=StepProgress.DONE,
            done_on=at.date(),
            word="",
            by=self._lead(task),
            at=at,
        )

    def _ask_for_time(self) -> int:
        """A revision filed with a later 完成时间; the key of what waits for its decision."""
        at = moment(3, month=4)
        plan = self._begin_revision(ASKING_FOR_TIME, at)
        self._save(plan, replace(plan.typed(), finish=read(LATER)), at + timedelta(hours=1))
        lead = self._lead(plan.task)
        self._act(give_reason, ASKING_FOR_TIME, at + timedelta(hours=1), lead, key=0, reason="场地未落实")
        self.file(ASKING_FOR_TIME, at + timedelta(hours=2))
        return self._plan(ASKING_FOR_TIME).time_changes.get().pk

    def _begin_revision(self, number: int, at: datetime) -> Plan:
        begun = self._act(revise, number, at, self._lead(self._task(number)), reason="场地未落实")
        return Plan.objects.with_sheet().get(pk=begun.pk)

    def _save(self, plan: Plan, sheet: Sheet, at: datetime) -> None:
        task = self._task(plan.task.number)
        save_draft(task=task, based_on=plan.version, sheet=sheet, by=self._lead(task), at=at)

    def _rounds(self) -> int:
        """Three years of them by month; of the first, what some leads reported and a letter that tells of another."""
        february, *_ = open_rounds(
            programme=self.programme, terms=series(RoundCycle.MONTH, date(2015, 2, 1), ROUNDS), tasks=[],
            by=self.checker, at=moment(1),
        )  # fmt: skip
        self._report_in(february, moment(28))
        self._comment_in(february, moment(29))
        return self._letter([self._task(TOLD)], round=february).pk

    def report(self) -> None:
        """What the same leads reported in every later round, each at its due day."""
        for round in self.programme.rounds.exclude(number=1).select_related("programme"):
            self._report_in(round, timezone.make_aware(datetime.combine(round.due_on, time(10))))

    def _report_in(self, round: Round, at: datetime) -> None:
        said = Statement(done_text=f"{round.name}：细则已印发。", outlook=Outlook.ON_COURSE)
        for number in (*ACCEPTED, *REFILED):
            task = self._task(number)
            row = save(task=task, round=round, based_on=0, said=said, by=self._lead(task), at=at)
            file_progress(progress_id=row.pk, based_on=row.version, by=self._lead(task), at=at)

    def _comment_in(self, round: Round, at: datetime) -> None:
        for number in (GIVEN_BACK, COMMENTED):
            row = Progress.objects.select_related("entry").get(round=round, task__number=number)
            for field in ("done_text", "next_text"):
                on_progress(
                    progress_id=row.pk, nth=row.entry.nth, field=field, step=None,
                    text="请写明已收齐多少份", by=self.checker, at=at,
                )  # fmt: skip
            if number == GIVEN_BACK:
                send_back(
                    progress_id=row.pk, based_on=row.version, refile_by=date(2015, 4, 8), note="",
                    by=self.checker, at=at,
                )  # fmt: skip

    def begin_rounds(self, unit: str) -> dict[int, dict[int, int]]:
        """Every row of a unit begun, in each round but the first; the version of each by round and task."""
        by, at = self._liaison(self._unit(unit)), timezone.now()
        said = Statement(done_text="第一批申报材料已经收齐。", outlook=Outlook.ON_COURSE)
        return {
            round.number: {
                task.number: save(task=task, round=round, based_on=0, said=said, by=by, at=at).version
                for task in tasks_of(by, round, today=at.date())
            }
            for round in self.programme.rounds.exclude(number=1).select_related("programme")
        }

    def _coordinate(self) -> int:
        """Problems of some tasks; that of ASKED is passed on."""
        for number in (2, 7, 13, 15, 22):
            self._raise(number)
        found, unit = self._raise(ASKED), self._unit(TAKING_PART)
        office = Membership.objects.filter(role="leadership", unit=self.programme.leadership_unit).earliest(
            "pk"
        )
        handle(
            coordination_id=found.pk, based_on=1, action=CoordinationAction.PASS_ON, dated_on=date(2015, 3, 31),
            basis="会议纪要第1期", units=[unit], answer_by=date(2015, 4, 10), by=office, at=moment(31),
        )  # fmt: skip
        return found.pk

    def _raise(self, number: int):
        task = self._task(number)
        return raise_it(
            task=task, what="所需经费的渠道尚未确定", asked_of="市财政局", wanted_by=date(2015, 4, 20),
            by=self._lead(task), at=moment(30),
        )  # fmt: skip

    def _letter(self, tasks: list, **of):
        return register_letter(
            programme=self.programme, unit=tasks[0].lead, tasks=tasks, received_at=moment(28), channel="fax",
            number="演示函〔2015〕1号", dated_on=date(2015, 3, 27), by=self.clerk, at=moment(29), **of,
        )  # fmt: skip

    def _act(self, action, number: int, at: datetime, by, **details):
        plan = self._plan(number)
        at += timedelta(minutes=number)
        return action(plan_id=plan.pk, based_on=plan.version, by=by, at=at, **details)

    def _task(self, number: int):
        return self.programme.tasks.select_related("programme", "lead").get(number=number)

    def _plan(self, number: int):
        return Plan.objects.filter(task__programme=self.programme, task__number=number).first()

    def _lead(self, task):
        return self._liaison(task.lead)

    @staticmethod
    def _liaison(unit):
        liaisons = Membership.objects.select_related("user", "unit", "office").filter(role="liaison")
        return liaisons.filter(unit=unit).earliest("pk")

    @staticmethod
    def _unit(name: str):
        return Unit.objects.get(short_name=name)


def sheet(*, changed: bool = False, recurring: bool = False) -> Sheet:
    """What somebody typed into the form."""
    steps = list(STEPS)
    if changed:
        steps = [steps[1], steps[0], *steps[3:5], ("总结验收，报领导小组办公室", steps[5][1])]
    if recurring:
        steps.append(("发布年度工作报告", "每年12月底前"))
    return written(**LINES, steps=steps)


def longest_sheet(words: str, steps: int) -> Sheet:
    """`words` over and over, with a number each time."""
    whole = "".join(words.format(n) for n in range(MAX_STEP_TEXT))
    each = MAX_STEPS_TEXT // steps
    return written(**LINES, steps=[(f"{n}、{whole}"[:each], "2015年底前") for n in range(steps)])
