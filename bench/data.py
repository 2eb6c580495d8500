"""What the benchmark measures on: the real register with most plans filed, and two generated ones beside it.

The registers and the plans of the real one are written by the application's own actions; of the generated
thousands the rows are made alike in bulk. Names and telephone numbers are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

REAL, LARGE, DRAFTS = "gjrc", "large", "drafts"  # programmes, by their slugs
REAL_TASKS, LARGE_TASKS, AREA_SIZE = 38, 3_800, 38
FILED, BEGUN = 27, 5  # of the real register at first; the rest is not begun
SAVED_TASKS = 16  # the first of DRAFTS are saved again and again, by hand or by itself; the others are filed

CHECKER, WRITER, PASSWORD = "bench-checker", "bench-writer", "bench-mima-2015"
STEPS = (
    ("印发建设计划实施细则，明确申报条件和支持方式", "2015年4月底前"),
    ("组织高校申报，开展专家论证和实地考察", "2015年5—6月"),
    ("首批项目启动，建立年度考核机制", "2015年9月底前"),
)
_LINES = {
    "supervising_leader": "副主任 张某",
    "responsible_office": "科研处",
    "contact_name": "李某",
    "contact_phone": "010-00000002",
    "start": "2015年3月",
    "finish": "2017年12月",
}


def typed(*, first_step: str) -> list[tuple[str, str]]:
    """The fields of the plan form as a browser posts them, with another text of the first step."""
    fields = list(_LINES.items())
    for position, (text, due) in enumerate(STEPS):
        fields += [("step_text", text if position else first_step), ("step_due", due), ("step_unit", "")]
    return fields


@dataclass
class Filled:
    """`drafts` are the numbers of the tasks in DRAFTS."""

    drafts: list[int]
    _people: "_People"

    def file_the_rest(self) -> None:
        """Every plan of the real register is filed, also of the tasks that named no lead."""
        self._people.designate_leads()
        for task in self._people.tasks(REAL).filter(plan__filing=None):
            self._people.file(task)


def fill(*, to_file: int) -> Filled:
    """Fill an empty database; DRAFTS gets `to_file` drafts beside those that are saved."""
    from django.db import transaction

    from tasks.actions.register import load_register

    drafts = list(range(1, SAVED_TASKS + to_file + 1))
    with transaction.atomic():
        load_register(register=_register(len(drafts)))
        people = _People()
        tasks = people.tasks(REAL).exclude(lead=None)
        for task in tasks[:FILED]:
            people.file(task)
        for task in tasks[FILED : FILED + BEGUN]:
            people.begin(task)
        people.begin_all(people.tasks(LARGE))
        people.file_all(people.tasks(LARGE))
        people.begin_all(people.tasks(DRAFTS))
    return Filled(drafts, people)


def _register(drafts: int):
    """The register that ships, and the two generated ones with its units and texts."""
    from dataclasses import replace

    from django.conf import settings

    from tasks.register_files import read_register

    real = read_register(settings.BASE_DIR / "fixtures")
    model = real.programmes[0]
    large = _generated(model, LARGE, LARGE_TASKS)
    return replace(real, programmes=(model, large, _generated(model, DRAFTS, drafts, one_lead=True)))


def _generated(model, slug: str, count: int, *, one_lead: bool = False):
    """A programme of `count` tasks with the areas, texts and units of `model` over and over."""
    from dataclasses import replace

    from tasks.register_data import GroupData, ProgrammeRegister, ResponsibilityData, TaskData
    from tasks.register_entry import Entry

    entry = Entry(Path("bench"), slug, {})
    areas = range(1, -(-count // AREA_SIZE) + 1)
    units = sorted({part.unit for task in model.tasks for part in task.responsibilities if part.unit})

    def responsible(number: int) -> Iterator[ResponsibilityData]:
        start = 0 if one_lead else number
        for step in range(3):
            yield ResponsibilityData(unit=units[(start + step) % len(units)])

    return ProgrammeRegister(
        programme=replace(
            model.programme, code=slug.upper(), short_name=f"{slug}专项", title=f"{slug}专项工作"
        ),
        groups=tuple(
            GroupData(
                entry, n, f"第{n}项工作任务", model.groups[0].body, model.groups[0].responsible_line, (), ()
            )
            for n in areas
        ),
        tasks=tuple(
            TaskData(
                entry=entry,
                number=n,
                group=(n - 1) // AREA_SIZE + 1,
                printed_group=None,
                content=model.tasks[n % len(model.tasks)].content,
                responsibilities=tuple(responsible(n)),
                body_sentence="",
                reading_note="",
            )
            for n in range(1, count + 1)
        ),
    )


class _People:
    """A liaison for every unit and a checker, and what they do with plans."""

    def __init__(self):
        from tasks.actions.drafts import PlanInput, StepInput
        from tasks.models import Programme
        from units.models import Membership, Unit, User
        from units.roles import Role

        office = Programme.objects.get(code=REAL.upper()).receiving_office
        checker = User.objects.create_user(CHECKER, "张某", PASSWORD)
        self.checker = Membership.objects.create(
            user=checker, role=Role.CHECKER, unit=office.unit, office=office
        )
        writing = User.objects.create_user("bench-units", "李某")
        self.liaisons = {
            unit.pk: Membership.objects.create(user=writing, role=Role.LIAISON, unit=unit)
            for unit in Unit.objects.all()
        }
        lead = self.tasks(DRAFTS).first().lead
        writer = User.objects.create_user(WRITER, "王某", PASSWORD)
        Membership.objects.create(user=writer, role=Role.LIAISON, unit=lead)
        self.plan = PlanInput(**_LINES, steps=tuple(StepInput(text, due) for text, due in STEPS))

    def tasks(self, slug: str):
        from tasks.models import Task

        return Task.objects.filter(programme__code=slug.upper()).select_related("programme", "lead")

    def begin(self, task):
        from tasks.actions.drafts import save_draft

        return save_draft(
            task=task, based_on=0, data=self.plan, by=self.liaisons[task.lead_id], at=_march(20)
        )

    def file(self, task) -> None:
        from tasks.actions.filing import file_plan
        from tasks.models import Plan

        plan = Plan.objects.filter(task=task).first() or self.begin(task)
        file_plan(plan_id=plan.pk, based_on=plan.version, by=self.liaisons[task.lead_id], at=_march(25))

    def begin_all(self, tasks) -> None:
        """Drafts as `begin` makes them, in bulk."""
        from tasks.models import Plan, PlanAuthor, PlanStep
        from tasks.rules import periods

        start, finish, dues = periods.read_plan(self.plan.start, self.plan.finish, [due for _, due in STEPS])
        times = {
            "start_text": start.text, "start_first": start.first, "start_last": start.last,
            "finish_text": finish.text, "finish_first": finish.first, "finish_last": finish.last,
        }  # fmt: skip
        lines = {name: text for name, text in _LINES.items() if name not in ("start", "finish")}
        at = _march(20)
        saved = {"version": 1, "begun_at": at, "updated_at": at}
        plans = Plan.objects.bulk_create(
            Plan(task=task, updated_by=self.liaisons[task.lead_id], **lines, **times, **saved)
            for task in tasks
        )
        PlanStep.objects.bulk_create(
            PlanStep(
                plan=plan, position=n, text=text, due_text=due.text, due_first=due.first, due_last=due.last
            )
            for plan in plans
            for n, ((text, _), due) in enumerate(zip(STEPS, dues, strict=True), start=1)
        )
        PlanAuthor.objects.bulk_create(
            PlanAuthor(plan=plan, user=plan.updated_by.user, last_saved_at=at) for plan in plans
        )

    def file_all(self, tasks) -> None:
        """Filings of the drafts of `tasks` as `file` makes them, in bulk."""
        from tasks.enums import Action, PlanStatus
        from tasks.models import Filing, Plan, PlanEvent

        at = _march(25)
        plans = list(Plan.objects.filter(task__in=tasks.values("pk")).with_content())
        code = plans[0].task.programme.code
        filings = Filing.objects.bulk_create(
            Filing(
                plan=plan, nth=1, number=f"{code}-{plan.task.number:02d}-1", sequence=sequence,
                content=plan.content().to_json(), recorded_at=at, counts_from=at, by_id=plan.updated_by_id,
            )
            for sequence, plan in enumerate(plans, start=1)
        )  # fmt: skip
        PlanEvent.objects.bulk_create(
            PlanEvent(
                plan=one.plan, filing=one, action=Action.FILE, status=PlanStatus.FILED, at=at, by_id=one.by_id
            )
            for one in filings
        )
        for one in filings:
            one.plan.status, one.plan.filing, one.plan.first_filed_at = PlanStatus.FILED, one, at
        Plan.objects.bulk_update((one.plan for one in filings), ["status", "filing", "first_filed_at"], 500)

    def designate_leads(self) -> None:
        from tasks.actions.decisions import designate
        from tasks.enums import Basis

        unit = self.checker.unit
        for task in self.tasks(REAL).filter(lead=None):
            designate(
                task=task,
                unit=unit,
                plan_deadline=date(2015, 4, 3),
                basis=Basis.values[0],
                basis_number="",
                dated_on=date(2015, 3, 20),
                by=self.checker,
                at=_march(20),
            )


def _march(day: int) -> datetime:
    from django.utils import timezone

    return datetime(2015, 3, day, 10, tzinfo=timezone.get_default_timezone())
