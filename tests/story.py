"""The cast of most tests: one task, everybody who has to do with it, and its plan brought to a stage.

The demonstration date of the tests is 2015-04-01; what happened before happens on the days given here.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.test import Client
from django.utils import timezone

from tasks.actions import attachments, checking, comments, contacts, drafts, filing, letters, revising
from tasks.models import Comment, ContactNote, Filing, IncomingLetter, Plan, Programme, Task
from tasks.rules.sheet import Sheet, written
from tests.copied import copied
from tests.factories import client_for, make_office, make_programme, make_task, make_unit, make_user
from units.models import Membership, Unit
from units.roles import Role
from zgc_tasks.common import uploads

SOUND = written(
    supervising_leader="副主任 张某",
    responsible_office="科研处",
    contact_name="李某",
    contact_phone="010-00000002",
    start="2015年3月",
    finish="2017年12月",
    steps=(
        ("印发建设计划实施细则", "2015年4月底前"),
        ("组织高校申报、专家论证", "2015年5—6月"),
    ),
)


REASON = "牵头处室职责调整"


def at(day: int, hour: int = 10, *, month: int = 3) -> datetime:
    """A moment of spring 2015 in Beijing; March unless another month is named."""
    return datetime(2015, month, day, hour, tzinfo=timezone.get_default_timezone())


@dataclass
class Story:
    programme: Programme
    task: Task
    lead: Unit
    participant: Unit
    liaison: Membership
    officer: Membership
    other_unit: Membership
    checker: Membership
    second_checker: Membership
    leadership: Membership
    outsider: Membership

    @property
    def plan(self) -> Plan:
        """As the database has it now."""
        return Plan.objects.get(task=self.task)

    def browser(self, who: str) -> Client:
        return client_for(getattr(self, who))

    def draft(self, sheet: Sheet = SOUND) -> Plan:
        plan = Plan.objects.filter(task=self.task).first()
        version = plan.version if plan else 0
        return drafts.save_draft(task=self.task, based_on=version, sheet=sheet, by=self.liaison, at=at(20))

    def file(self, when: datetime | None = None) -> Plan:
        if not Plan.objects.filter(task=self.task).exists():
            self.draft()
        plan = self.plan
        filing.file_plan(plan_id=plan.pk, based_on=plan.version, by=self.liaison, at=when or at(25))
        return self.plan

    def start_check(self, when: datetime | None = None) -> Plan:
        plan = self.plan
        checking.start_check(plan_id=plan.pk, based_on=plan.version, by=self.checker, at=when or at(26))
        return self.plan

    def comment(self, text: str = "时限偏晚", field: str = "steps", step: int | None = 2) -> Comment:
        return comments.on_plan(
            plan_id=self.plan.pk, field=field, step=step, text=text, by=self.checker, at=at(26, 11)
        )

    def send_back(self, refile_by: date = date(2015, 4, 2)) -> Plan:
        """From a filed plan to a returned one with one comment."""
        self.start_check()
        self.comment()
        return self.return_now(at(26, 15), refile_by)

    def return_now(self, when: datetime, refile_by: date = date(2015, 4, 2)) -> Plan:
        """退回修改 with the comments that are there."""
        plan = self.plan
        checking.return_plan(
            plan_id=plan.pk, based_on=plan.version, refile_by=refile_by, by=self.checker, at=when
        )
        return self.plan

    def letter(
        self, *, tasks: list[Task] | None = None, received_at: datetime, recorded_at: datetime | None = None
    ) -> IncomingLetter:
        """A letter of the lead with its scan, carrying the plan of the task unless others are named."""
        scan = uploads.Scan(b"%PDF-1.4 test", "来文.pdf", "application/pdf", ".pdf")
        recorded = recorded_at or received_at
        with attachments.kept(scan=scan, programme=self.programme, by=self.checker, at=recorded) as kept:
            return letters.register_letter(
                programme=self.programme,
                unit=self.lead,
                tasks=tasks or [self.task],
                received_at=received_at,
                channel="fax",
                number="京教人〔2015〕1号",
                dated_on=received_at.date(),
                scan=kept,
                by=self.checker,
                at=recorded,
            )

    def enter(self, letter: IncomingLetter, sheet: Sheet = SOUND, *, when: datetime | None = None) -> Filing:
        """代录 by the checker, at the moment the letter came unless another is named."""
        plan = Plan.objects.filter(task=self.task).first()
        return filing.enter_on_behalf(
            task=self.task,
            letter=letter,
            based_on=plan.version if plan else 0,
            sheet=sheet,
            by=self.checker,
            at=when or letter.received_at,
        )

    def verify(self, when: datetime | None = None) -> Filing:
        """复核一致 by the second checker."""
        return letters.verify(filing_id=self.plan.filing_id, by=self.second_checker, at=when or at(26, 16))

    def note(self, *, when: datetime, said: str = "预计周五报送", unit: Unit | None = None) -> ContactNote:
        """联系记录 with the lead unless another unit is named."""
        return contacts.note_contact(
            programme=self.programme,
            unit=unit or self.lead,
            contacted_at=when,
            spoke_with="周某",
            said=said,
            by=self.checker,
            at=when,
        )

    def as_task(self, task: Task) -> "Story":
        """The same cast around another task, whose lead's liaison acts."""
        liaison = Membership.objects.get(unit=task.lead, role=Role.LIAISON)
        return replace(self, task=task, lead=task.lead, liaison=liaison)

    def accept(self, when: datetime | None = None) -> Plan:
        if self.plan.check_started_at is None:
            self.start_check(when)
        plan = self.plan
        checking.accept(plan_id=plan.pk, based_on=plan.version, by=self.checker, at=when or at(27))
        return self.plan

    def take_back(self, *, when: datetime) -> Plan:
        """撤回核收"""
        plan = self.plan
        checking.take_back(
            plan_id=plan.pk, based_on=plan.version, reason="核收有误", by=self.checker, at=when
        )
        return self.plan

    def revise(self, sheet: Sheet | None = None, *, when: datetime | None = None) -> Plan:
        """修订 of the accepted plan, with another text where one is given."""
        plan, when = self.plan, when or at(28)
        revising.revise(plan_id=plan.pk, based_on=plan.version, reason=REASON, by=self.liaison, at=when)
        if sheet:
            version = self.plan.version
            drafts.save_draft(task=self.task, based_on=version, sheet=sheet, by=self.liaison, at=when)
        return self.plan

    def give_up(self, *, when: datetime | None = None) -> Plan:
        plan = self.plan
        revising.give_up(plan_id=plan.pk, based_on=plan.version, by=self.liaison, at=when or at(30))
        return self.plan


@copied
def begin(*, number: int = 14, plan_deadline: date = date(2015, 4, 3)) -> Story:
    """The cast without a plan yet."""
    receiving = make_office(make_unit("中关村管委会"), "人力资源处")
    programme = make_programme(receiving_office=receiving, plan_deadline=plan_deadline)
    lead, participant, stranger = make_unit("市教委"), make_unit("市科委"), make_unit("市民政局")
    task = make_task(programme, number, lead=lead, participants=[participant])
    return Story(
        programme=programme,
        task=task,
        lead=lead,
        participant=participant,
        liaison=make_user(Role.LIAISON, lead),
        officer=make_user(Role.OFFICER, lead),
        other_unit=make_user(Role.LIAISON, participant),
        checker=make_user(Role.CHECKER, office=receiving),
        second_checker=make_user(Role.CHECKER, office=receiving),
        leadership=make_user(Role.LEADERSHIP, programme.leadership_unit),
        outsider=make_user(Role.LIAISON, stranger),
    )
