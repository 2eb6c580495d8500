"""More of everything that a page can list, around every plan of a scene: rows, not new kinds of rows."""

from datetime import date
from itertools import count

from tasks.enums import Action, PlanStatus
from tasks.models import (
    Attachment,
    Comment,
    Consultation,
    ContactNote,
    Coordination,
    CoordinationEvent,
    Designation,
    Filing,
    IncomingLetter,
    Opinion,
    Plan,
    PlanAuthor,
    PlanEvent,
    PlanParticipant,
    PlanReading,
    PlanStep,
    Responsibility,
    Task,
    TaskGroup,
    TimeDecision,
    WordingResolution,
)
from tests.access.scene import STATES, Scene
from tests.factories import (
    client_for,
    make_account,
    make_office,
    make_programme,
    make_task,
    make_unit,
    make_user,
)
from tests.story import at
from units import audit
from units.models import Unit, UnitName
from units.roles import Role

ROWS = 3
_numbers = count(100)


def grow(scene: Scene) -> None:
    """ROWS more of each kind; done again, as many again."""
    units = [make_unit() for _ in range(ROWS)]
    plans = list(Plan.objects.filter(task__programme=scene.programme, task__number__in=STATES.values()))
    _accounts(scene, units)
    _register(scene, units)
    _coordination(scene, units)
    _times(scene)
    for plan in plans:
        _around(scene, plan, units)
    for one in range(ROWS):
        make_programme(f"P{next(_numbers)}")
        _sessions(scene)
        audit.record(action="plan.save", user=make_account(f"grown-{next(_numbers)}"), subject=f"{one}")


def _accounts(scene: Scene, units: list[Unit]) -> None:
    """More people in every unit, more offices, and more memberships for those who look at the pages."""
    for unit in [scene.lead, scene.participant, *units]:
        make_office(unit)
        make_user(Role.LIAISON, unit)
        make_user(Role.OFFICER, unit)
        UnitName.objects.create(unit=unit, full_name=f"旧名{next(_numbers)}", until=date(2014, 1, 1))
    for member in scene.members.values():
        if member.role not in (Role.ADMINISTRATOR, Role.AUDITOR):
            make_user(Role.LIAISON, units[0], user=member.user)


def _sessions(scene: Scene) -> None:
    for member in scene.members.values():
        client_for(member)


def _register(scene: Scene, units: list[Unit]) -> None:
    """More areas, and in each more tasks: with a new lead and without one, with a filed plan, a draft, a letter."""
    for unit in units:
        group = TaskGroup.objects.create(
            programme=scene.programme, number=next(_numbers), name="更多工作任务"
        )
        for lead in (unit, scene.lead):
            for group_of_task in (group, scene.programme.groups.get(number=1)):
                _task_with_plan(
                    scene, lead, group_of_task, [scene.participant, scene.consulted, "等有关区县"]
                )
        make_task(scene.programme, next(_numbers), lead=None, participants=["有关部门"], group=group)
        make_task(scene.programme, next(_numbers), lead=unit, participants=[scene.lead], group=group)
        _note(scene, unit, None)
        _note(scene, scene.lead, scene.task("none"))
    for entry in Responsibility.objects.filter(task__programme=scene.programme, unit=None):
        resolution = WordingResolution.objects.create(responsibility=entry, **_decided(scene))
        resolution.units.set(units)
    for task in Task.objects.filter(programme=scene.programme, lead=None):
        Designation.objects.create(
            task=task, unit=units[0], plan_deadline=date(2015, 4, 30), **_decided(scene)
        )


def _coordination(scene: Scene, units: list[Unit]) -> None:
    """More problems of the tasks that have one, by lead and participating units, each passed on to more units."""
    for found in Coordination.objects.filter(
        pk__in=[scene.coordination(state).pk for state in ("none", "draft")]
    ):
        for unit in units:
            _passed_on(scene, found, [scene.participant, scene.consulted, unit])
    for state in ("accepted", "no_lead"):
        for raised_by in (scene.members["liaison"], scene.members["participant"]):
            made = Coordination.objects.create(
                task=scene.task(state), unit=raised_by.unit, led=False, what="经费渠道未定", asked_of="市财政局",
                wanted_by=date(2015, 4, 20), raised_at=at(20), raised_by=raised_by,
            )  # fmt: skip
            _passed_on(scene, made, [scene.lead, scene.consulted])


def _passed_on(scene: Scene, found: Coordination, units: list[Unit]) -> None:
    event = CoordinationEvent.objects.create(
        coordination=found, action="pass_on", status="passed_on", at=at(30), by=scene.members["leadership"],
        dated_on=date(2015, 3, 30), basis="会议纪要", answer_by=date(2015, 4, 10),
    )  # fmt: skip
    event.units.set(units)


def _times(scene: Scene) -> None:
    """More times that the filed revision moves later, decided and not, and steps that it ends."""
    plan = scene.plan("revision_filed")
    for n in range(ROWS):
        for key, ending in ((0, ""), (1, ""), (2, "cancelled")):
            change = scene.time_change("revision_filed")
            change.pk, change.key, change.ending = None, key, ending
            change.save(force_insert=True)
            change.filings.add(plan.filing)
            if key == 0 and n:
                decided = {"outcome": "in_full", "decided_by": "group"} | _decided(scene)
                TimeDecision.objects.create(change=change, **decided)


def _decided(scene: Scene) -> dict:
    by = scene.members["checker"]
    return {"basis": "minutes", "dated_on": date(2015, 3, 20), "recorded_at": at(21), "recorded_by": by}


def _note(scene: Scene, unit: Unit, task: Task | None) -> None:
    ContactNote.objects.create(
        programme=scene.programme,
        unit=unit,
        task=task,
        contacted_at=at(30),
        spoke_with="周某",
        said="周五前报送",
        recorded_at=at(30),
        recorded_by=make_user(Role.CHECKER, office=scene.programme.receiving_office),
    )


def _task_with_plan(scene: Scene, lead: Unit, group: TaskGroup, participants: list) -> None:
    task = make_task(scene.programme, next(_numbers), lead=lead, participants=participants, group=group)
    by = make_user(Role.LIAISON, lead)
    plan = Plan.objects.create(
        task=task, begun_at=at(20), updated_at=at(20), updated_by=by, office=make_office(lead)
    )
    _around(scene, plan, [lead])
    if task.number % 2:
        _put_in_force(plan, _filing(scene, plan))
    scene.letter.tasks.add(task, through_defaults={"recorded_at": at(24)})


def _put_in_force(plan: Plan, filing: Filing) -> None:
    Filing.objects.filter(pk=filing.pk).update(withdrawn_at=None)
    plan.filing = plan.in_force = filing
    plan.status, plan.first_filed_at = PlanStatus.FILED, filing.counts_from
    plan.save()
    PlanEvent.objects.create(
        plan=plan, action=Action.FILE, status=PlanStatus.FILED, at=at(25), by=plan.updated_by, filing=filing
    )


def _around(scene: Scene, plan: Plan, units: list[Unit]) -> None:
    """Steps, participants, authors, filings, events, comments and consultations of one plan."""
    first = plan.steps.count() + 1
    for position, unit in enumerate(units, first):
        PlanStep.objects.create(
            plan=plan, position=position, key=100 + position, text="再办一步", due_text="2015年5月", unit=unit
        )
    first = plan.participants.count() + 1
    for position, unit in enumerate(units, first):
        PlanParticipant.objects.create(plan=plan, position=position, unit=unit)
        _consult(plan, unit)
    PlanAuthor.objects.create(plan=plan, user=make_account(), last_saved_at=at(20))
    for _ in units:
        filing = _filing(scene, plan)
        by = make_user(Role.CHECKER, office=scene.programme.receiving_office)
        PlanEvent.objects.create(
            plan=plan, action=Action.WITHDRAW, status=plan.status, at=at(26), by=by, filing=filing
        )
    if plan.in_force:
        # So that a page is not opened for the first time while its queries are counted.
        for reader in (scene.members["participant"], scene.members["consulted"]):
            PlanReading.objects.get_or_create(
                filing=plan.in_force, unit=reader.unit, defaults={"at": at(28), "by": reader}
            )
        for unit in [scene.participant, *units]:
            Opinion.objects.create(
                filing=plan.in_force,
                step_key=1,
                step=1,
                unit=unit,
                text="建议提前",
                at=at(28),
                by=make_user(Role.LIAISON, unit),
            )
    if plan.filing:
        for sent in (at(27), None):
            _comment(scene, plan.filing, sent)


def _consult(plan: Plan, unit: Unit) -> None:
    """A question that waited until the same unit was asked again and answered, and one more that still waits."""
    for day in (19, 22):
        Consultation.objects.create(
            plan=plan,
            unit=unit,
            content=plan.sheet().to_json(),
            asked_at=at(day),
            asked_by=plan.updated_by,
        )
    Consultation.objects.create(
        plan=plan,
        unit=unit,
        content=plan.sheet().to_json(),
        asked_at=at(20),
        asked_by=plan.updated_by,
        answer="opinion",
        opinion="建议提前",
        answered_on=date(2015, 3, 21),
        answered_at=at(21),
        answered_by=make_user(Role.LIAISON, unit),
    )


def _filing(scene: Scene, plan: Plan) -> Filing:
    """A withdrawn one, from a letter of its own with a scan."""
    number = next(_numbers)
    return Filing.objects.create(
        plan=plan,
        nth=number,
        number=f"{scene.programme.code}-{plan.task_id}-{number}",
        sequence=number,
        content=plan.sheet().to_json(),
        recorded_at=at(25),
        counts_from=at(25),
        by=make_user(Role.CHECKER, office=scene.programme.receiving_office),
        letter=_letter(scene, plan),
        stamped_scan=_scan(scene),
        withdrawn_at=at(26),
    )


def _letter(scene: Scene, plan: Plan) -> IncomingLetter:
    letter = IncomingLetter.objects.create(
        programme=scene.programme,
        unit=plan.task.lead,
        received_at=at(24),
        channel="fax",
        scan=_scan(scene),
        recorded_at=at(24),
        recorded_by=make_user(Role.CHECKER, office=scene.programme.receiving_office),
    )
    letter.tasks.add(plan.task, through_defaults={"recorded_at": at(24)})
    return letter


def _scan(scene: Scene) -> Attachment:
    return Attachment.objects.create(
        programme=scene.programme,
        path=f"grown/{next(_numbers)}",
        name="来文.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_at=at(24),
        uploaded_by=scene.members["clerk"],
    )


def _comment(scene: Scene, filing: Filing, sent_at) -> None:
    Comment.objects.create(
        filing=filing,
        field="steps",
        step_key=filing.keys[0],
        text="时限偏晚",
        at=at(26),
        by=make_user(Role.CHECKER, office=scene.programme.receiving_office),
        sent_at=sent_at,
    )
