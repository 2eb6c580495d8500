"""A programme with people in every role, and each business act as one call on a given day."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tasks.actions import (
    assigning,
    checking,
    comments,
    contact_changes,
    coordination,
    decisions,
    drafts,
    filing,
    former,
    letters,
    revising,
    step_ends,
    times,
)
from tasks.enums import CoordinationAction, CoordinationStatus, PlanStatus
from tasks.models import Coordination, Plan, Programme, Responsibility, Task, TaskGroup, TimeChange
from tasks.rules.periods import read
from tasks.rules.sheet import PEOPLE, Sheet, written
from tests.copied import copied
from tests.factories import make_office, make_programme, make_task, make_unit, make_user
from units.models import Membership, Unit
from units.roles import Role

BEIJING = ZoneInfo("Asia/Shanghai")
COMPLETE = written(
    supervising_leader="副主任 张某",
    responsible_office="人才处",
    contact_name="李某",
    contact_phone="010-00000002",
    start="2015年3月",
    finish="2017年12月",
    steps=(("印发实施细则", "2015年4月底前"), ("组织专家论证", "2015年5—6月")),
)


def at(day: date, clock: time = time(10)) -> datetime:
    return datetime.combine(day, clock, tzinfo=BEIJING)


class Nothing(Exception):
    """There is nothing yet that could be acted on: no plan, no filing, no lead."""


@dataclass
class World:
    """Tasks 1 (市甲局 leads, 市乙局 and 等有关区县 take part), 2 (市乙局) and 3 (nobody yet)."""

    programme: Programme
    a: Unit
    b: Unit
    liaisons: dict[int, Membership]
    checker: Membership
    second_checker: Membership
    leadership: Membership
    tasks: dict[int, Task] = field(default_factory=dict)

    @property
    def programme_now(self) -> Programme:
        return Programme.objects.get(pk=self.programme.pk)

    def plan(self, number: int) -> Plan | None:
        return Plan.objects.filter(task__number=number, task__programme=self.programme).first()

    def version(self, number: int) -> int:
        plan = self.plan(number)
        return plan.version if plan else 0

    def lead(self, number: int) -> Membership:
        lead_id = Task.objects.get(pk=self.tasks[number].pk).lead_id
        if lead_id is None:
            raise Nothing
        return self.liaisons[lead_id]

    def save(self, number: int, moment: datetime, sheet: Sheet = COMPLETE) -> Plan:
        task = Task.objects.select_related("lead", "programme").get(pk=self.tasks[number].pk)
        return drafts.save_draft(
            task=task, based_on=self.version(number), sheet=sheet, by=self.lead(number), at=moment
        )

    def assign(self, number: int, moment: datetime):
        by = self.lead(number)
        task, plan = Task.objects.get(pk=self.tasks[number].pk), self.plan(number)
        seen = plan and plan.office_id
        assigning.assign(task=task, office=make_office(by.unit), based_on_office=seen, by=by, at=moment)

    def change_contacts(self, number: int, moment: datetime):
        """Another contact for what is filed."""
        plan = self._existing(number)
        if plan.in_force is None:
            raise Nothing
        people = {field.name: getattr(COMPLETE, field.name) for field in PEOPLE}
        people["contact_name"] = f"{moment:%d}日联系人"
        return self._act(
            contact_changes.change_contacts, number, moment, self.lead(number), people=people,
            since=moment.date(), basis="", moves=None, office=None,
        )  # fmt: skip

    def file(self, number: int, moment: datetime, sheet: Sheet = COMPLETE):
        self.save(number, moment, sheet)
        return self._act(filing.file_plan, number, moment, self.lead(number))

    def file_as_written(self, number: int, moment: datetime):
        return self._act(filing.file_plan, number, moment, self.lead(number))

    def correct(self, number: int, moment: datetime):
        """更正报送: the lead's own text in place of what was entered on behalf, with a unit the register lacks."""
        plan = self._existing(number)
        if plan.status != PlanStatus.FILED or not plan.filing.on_behalf:
            raise Nothing
        added = make_unit().short_name
        return self.file(number, moment, replace(COMPLETE, contact_name="王某", participants=(added,)))

    def withdraw(self, number: int, moment: datetime):
        return self._act(filing.withdraw, number, moment, self.lead(number))

    def give_back(self, number: int, moment: datetime, days: int = 5):
        """开始核对, one comment, 退回修改."""
        self._start(number, moment)
        plan = self._existing(number)
        comments.on_plan(
            plan_id=plan.pk, field="finish", step=None, text="请核对", by=self.checker, at=moment
        )
        refile_by = moment.date() + timedelta(days=days)
        return self._act(checking.return_plan, number, moment, self.checker, refile_by=refile_by)

    def start(self, number: int, moment: datetime):
        """开始核对, and nothing more."""
        return self._act(checking.start_check, number, moment, self.checker)

    def accept(self, number: int, moment: datetime):
        """By the second checker, who first compares what the other one entered with the paper."""
        self._start(number, moment)
        filing = self._existing(number).filing
        if filing and filing.on_behalf and not filing.verified_at:
            letters.verify(filing_id=filing.pk, by=self.second_checker, at=moment)
        return self._act(checking.accept, number, moment, self.second_checker)

    def revise(self, number: int, moment: datetime):
        """修订, and another text with a unit that what is in force does not name."""
        self._act(revising.revise, number, moment, self.lead(number), reason="单位职责调整")
        changed = replace(COMPLETE, contact_name="赵某", participants=(make_unit().short_name,))
        return self.save(number, moment, changed)

    def move_times(self, number: int, moment: datetime):
        """Of a text being written anew: 完成时间 a year or two later, a step to autumn; each with its reason."""
        plan = self._existing(number)
        if not plan.revising:
            raise Nothing
        year = 2018 + moment.day % 2
        step = replace(COMPLETE.steps[1], due=read("2015年10月"))
        later = replace(COMPLETE, finish=read(f"{year}年12月"), steps=(COMPLETE.steps[0], step))
        self.save(number, moment, later)
        by = self.lead(number)
        for key in {0, 2} & {0, *plan.in_force.keys}:
            self._act(times.give_reason, number, moment, by, key=key, reason="场地未落实")

    def decide_time(self, number: int, moment: datetime, outcome: str):
        """What was decided of the later 完成时间 that waits."""
        change = TimeChange.objects.waiting().filter(plan__task=self.tasks[number]).last()
        if change is None:
            raise Nothing
        granted = date(2018, 6, 30) if outcome == "in_part" else None
        return times.decide(
            change=change, outcome=outcome, granted_last=granted, decided_by="group", basis="minutes",
            basis_number="第1期", dated_on=moment.date(), by=self.checker, at=moment,
        )  # fmt: skip

    def cancel_step(self, number: int, moment: datetime):
        """取消 of the second step of a text being written anew."""
        by = self.lead(number)
        return self._act(
            step_ends.end_step, number, moment, by, key=2, ending="cancelled", into=[], reason="任务调整"
        )

    def take_back(self, number: int, moment: datetime):
        """撤回核收"""
        return self._act(checking.take_back, number, moment, self.checker, reason="核收有误")

    def give_up(self, number: int, moment: datetime):
        return self._act(revising.give_up, number, moment, self.lead(number))

    def enter(self, number: int, moment: datetime, received: datetime):
        """Register a letter received earlier and enter its plan on behalf."""
        letter = self.letter(number, moment, received)
        task = letter.tasks.select_related("lead", "programme").get()
        return filing.enter_on_behalf(
            task=task,
            letter=letter,
            based_on=self.version(number),
            sheet=COMPLETE,
            by=self.checker,
            at=moment,
        )

    def letter(self, number: int, moment: datetime, received: datetime):
        """Register a letter received earlier, and nothing more."""
        task = Task.objects.select_related("lead", "programme").get(pk=self.tasks[number].pk)
        if task.lead is None:
            raise Nothing
        return letters.register_letter(
            programme=self.programme, unit=task.lead, tasks=[task], received_at=received,
            channel="fax", by=self.checker, at=moment,
        )  # fmt: skip

    def strike(self, number: int, moment: datetime):
        """注销 of the newest letter registered with the task."""
        arrival = self.tasks[number].arrivals.filter(withdrawn_at=None).order_by("pk").last()
        if arrival is None:
            raise Nothing
        return letters.withdraw_arrival(arrival_id=arrival.pk, by=self.checker, at=moment)

    def stamp(self, number: int, moment: datetime):
        plan = self._existing(number)
        if plan.filing_id is None:
            raise Nothing
        return letters.receive_stamped(
            filing_id=plan.filing_id, received_on=moment.date(), by=self.checker, at=moment
        )

    def designate(self, moment: datetime, unit: Unit, days: int = 10, number: int = 3):
        """Of what is filed the deadline stays."""
        plan = self.plan(number)
        deadline = None if plan and plan.first_filed_at else moment.date() + timedelta(days=days)
        return decisions.designate(
            task=self.tasks[number], unit=unit, plan_deadline=deadline,
            basis="minutes", basis_number="第1期", dated_on=moment.date(), by=self.checker, at=moment,
        )  # fmt: skip

    def resolve(self, moment: datetime, units: list[Unit], task: Task | None = None):
        entry = Responsibility.objects.get(task=task or self.tasks[1], unit=None)
        return decisions.resolve_wording(
            responsibility=entry, units=units, basis="letter", basis_number="",
            dated_on=moment.date(), by=self.checker, at=moment,
        )  # fmt: skip

    def rename(self, unit: Unit, moment: datetime):
        """A new full name from the day on; the one before is kept with its last day."""
        unit = Unit.objects.get(pk=unit.pk)
        before, yesterday = unit.names.order_by("-until").first(), moment.date() - timedelta(days=1)
        since = before and before.until + timedelta(days=1)
        if since and since > yesterday:
            raise Nothing  # it has its name since today
        unit.names.create(full_name=unit.full_name, since=since, until=yesterday)
        unit.full_name = f"北京市{unit.short_name}（{moment:%-m月%-d日}更名）"
        unit.save()

    def reword(self, number: int, moment: datetime):
        """Another content, and the areas exchanged, as a register file would have it."""
        task = Task.objects.get(pk=self.tasks[number].pk)
        former.keep(task, at=moment)
        task.content = f"第{number}项具体内容（{moment:%-m月%-d日%H时}改）。"
        task.group = self.programme.groups.exclude(pk=task.group_id).first()
        task.printed_group = None if task.printed_group_id else task.group
        task.save()

    def list_units(self, number: int, moment: datetime):
        """One more responsible unit at the end; who leads stays."""
        former.keep(self.tasks[number], at=moment)
        last = self.tasks[number].responsibilities.last().position
        Responsibility.objects.create(task=self.tasks[number], position=last + 1, unit=make_unit())

    def rename_area(self, moment: datetime):
        group = self.programme.groups.first()
        former.keep(group, at=moment)
        group.name = f"{moment:%-m月%-d日%H时}改名的工作任务"
        group.save()

    def edit_programme(self, moment: datetime, days: int):
        """Title, number and the deadline of all, as in 系统管理 before anybody begins."""
        former.keep(self.programme, at=moment)
        programme = Programme.objects.get(pk=self.programme.pk)
        programme.title = f"专项工作（{moment:%-m月%-d日%H时}改）"
        programme.document_number = f"京人才发〔2015〕{moment:%-m%d%H}号"
        programme.plan_deadline += timedelta(days=days)
        programme.save()

    def move_on(self, moment: datetime):
        """The liaison of 市甲局 leaves; somebody else acts from now on."""
        leaving = self.liaisons[self.a.pk]
        Membership.objects.filter(pk=leaving.pk).update(is_active=False)
        self.liaisons[self.a.pk] = make_user(Role.LIAISON, self.a)

    def put_problem(self, number: int, moment: datetime) -> Coordination:
        """提请协调 by the lead."""
        return coordination.raise_it(
            task=self.tasks[number], what="经费渠道未定", asked_of="市财政局",
            wanted_by=moment.date() + timedelta(days=3), by=self.lead(number), at=moment,
        )  # fmt: skip

    def go_on_with_problem(self, number: int, moment: datetime):
        """The next step of the oldest that is open: the leading group's office answers, the lead says it is settled."""
        found = self.tasks[number].coordinations.exclude(status=CoordinationStatus.SETTLED).first()
        if found is None:
            raise Nothing
        about = {"coordination_id": found.pk, "based_on": found.version, "note": "已协调", "at": moment}
        if found.status == CoordinationStatus.ANSWERED:
            return coordination.settle(**about, by=self.lead(number))
        return coordination.handle(
            **about, action=CoordinationAction.ANSWER, dated_on=moment.date(), basis="会议纪要", by=self.leadership
        )  # fmt: skip

    def _start(self, number: int, moment: datetime) -> None:
        if self._existing(number).check_started_at is None:
            self.start(number, moment)

    def _existing(self, number: int) -> Plan:
        plan = self.plan(number)
        if plan is None:
            raise Nothing
        return plan

    def _act(self, action, number: int, moment: datetime, by: Membership, **details):
        plan = self._existing(number)
        return action(plan_id=plan.pk, based_on=plan.version, by=by, at=moment, **details)


@copied
def make_world(code: str = "GJRC") -> World:
    """A world of its own; a second one in the same test needs another `code`, which its units' names carry."""
    mark = "" if code == "GJRC" else code
    a = make_unit(f"市甲局{mark}", slug=f"jia{mark}".lower())
    b = make_unit(f"市乙局{mark}", slug=f"yi{mark}".lower())
    office = make_office(make_unit(f"接收单位{mark}"), "人力资源处")
    programme = make_programme(code, receiving_office=office)
    liaisons = {unit.pk: make_user(Role.LIAISON, unit) for unit in (a, b)}
    TaskGroup.objects.create(programme=programme, number=2, name="第二项工作任务")
    checkers = (make_user(Role.CHECKER, office.unit, office) for _ in range(2))
    leadership = make_user(Role.LEADERSHIP, programme.leadership_unit)
    world = World(programme, a, b, liaisons, *checkers, leadership)
    world.tasks[1] = make_task(programme, 1, lead=a, participants=[b, "等有关区县"])
    world.tasks[2] = make_task(programme, 2, lead=b)
    world.tasks[3] = make_task(programme, 3, participants=["相关成员单位"])
    return world
