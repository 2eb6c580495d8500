"""Filing a plan, entering one from paper, and withdrawing: each in one transaction (design §3)."""

from copy import copy
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tasks import policies
from tasks.actions import times
from tasks.actions.drafts import keyed, note_author, save_rows, touch
from tasks.actions.leading import writes_as_lead
from tasks.actions.locking import begin, locked, locked_programme, locked_task
from tasks.crosschecked import findings, participating, units_added
from tasks.enums import Action, PlanStatus, StepEnding
from tasks.models import (
    Attachment,
    ContactChange,
    Filing,
    IncomingLetter,
    Plan,
    PlanEvent,
    Task,
)
from tasks.querysets.receipts import first_receipt
from tasks.rules import contact_changes, crosschecks, typed, workflow
from tasks.rules.office_names import office_named
from tasks.rules.sheet import Sheet
from tasks.rules.step_ends import StepEnd, unexplained
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


class NotReady(Refusal):
    """The plan cannot be filed as it stands; `findings` lists everything at once."""

    def __init__(self, findings: list[crosschecks.Finding]):
        super().__init__("实施方案尚不能报送，请补正后再报送", Kind.WRONG_INPUT)
        self.findings = findings


@transaction.atomic
def file_plan(
    *,
    plan_id: int,
    based_on: int,
    by: Membership,
    at: datetime,
    signed_by: str = "",
    signed_on: date | None = None,
    stamped_scan: Attachment | None = None,
) -> Filing:
    """报送, or the corrected filing of a plan entered on behalf. Raises NotReady with what is in its way."""
    plan = locked(pk=plan_id, based_on=based_on)
    action = policies.filing_action(plan)
    policies.check(by, action, plan, today=at.date())
    policies.may_write(by, plan.task, plan)
    years = plan.task.programme.known_years(at.date())
    typed.happened(signed_on, years, at.date(), label="签字日期", field="signed_on")
    plan = Plan.objects.with_sheet().get(pk=plan.pk)
    read = _read_again(plan)
    found = findings(plan)
    if any(finding.blocks for finding in found):
        raise NotReady(found)
    filing = _freeze(
        plan, plan.task, plan.task.completed(read), units_added(plan), by=by, at=at, counts_from=at,
        step_ends=plan.ends(), warnings=[finding.message for finding in found],
        signed_by=signed_by, signed_on=signed_on, stamped_scan=stamped_scan,
    )  # fmt: skip
    _note_filed(plan, filing, action, by=by, at=at)
    return filing


def _read_again(plan: Plan) -> Sheet:
    """The working copy with its times as they are read today: it may have been saved when fewer were understood."""
    saved = plan.typed()
    read = plan.task.read(saved)
    if read != saved:
        save_rows(plan, read)
    return read


@transaction.atomic
def enter_on_behalf(
    *, task: Task, letter: IncomingLetter, based_on: int, sheet: Sheet, by: Membership, at: datetime
) -> Filing:
    """代录 from a letter: records the paper as it is and counts from the day the letter was received.

    A draft the lead unit has begun stays as it is, and so does its text of what it filed itself and waits for its
    checkers; otherwise the lead finds the paper's content.
    """
    task = locked_task(task.pk)
    policies.may_receive(by, task.programme)
    if (
        not letter.arrivals.filter(task=task, withdrawn_at=None).exists()
        or letter.programme_id != task.programme_id
    ):
        raise Refusal("该来文未附本项实施方案，请先在来文登记中补充", Kind.NOT_NOW)
    if not writes_as_lead(letter.unit, task, timezone.localdate(letter.received_at)):
        raise Refusal("来文单位不是本项牵头单位，收到来文时也不是，不能据此代录", Kind.NOT_NOW)
    plan = begin(task, based_on=based_on, by=by, at=at)
    policies.check(by, Action.ENTER, plan, today=at.date())
    policies.may_enter_from(letter.arrivals.with_entering().get(task=task), plan)
    # Registered before letters counted by themselves:
    letter.arrivals.filter(task=task, recorded_at=None).update(recorded_at=at)
    sheet = keyed(plan, sheet)
    if not _was_begun_by_the_lead(plan):
        save_rows(plan, sheet)
    added = _units_among(sheet.participants)
    written_as = _led_by(letter.unit, task)
    filing = _freeze(
        plan, written_as, written_as.completed(sheet), added, by=by, at=at, counts_from=letter.received_at,
        letter=letter, step_ends=_ends_on_paper(plan, sheet),
    )  # fmt: skip
    _note_filed(plan, filing, Action.ENTER, by=by, at=at)
    return filing


def _led_by(unit: Unit, task: Task) -> Task:
    """The task as the unit that wrote has it, which may have been its lead before the present one."""
    if task.lead_id == unit.pk:
        return task
    then = copy(task)
    then.lead = unit
    return then


def _was_begun_by_the_lead(plan: Plan) -> bool:
    """Whether the working copy holds anything of the lead's that is not filed: it is then nobody else's to touch."""
    working = Plan.objects.with_sheet().get(pk=plan.pk)
    last = working.filing or working.in_force
    if last is None:
        return plan.authors.exists()
    if working.status == PlanStatus.FILED and not working.filing.on_behalf:
        return True
    return working.sheet() != contact_changes.holding(last.sheet(), ContactChange.objects.on(last))


def _ends_on_paper(plan: Plan, sheet: Sheet) -> list[StepEnd]:
    """Steps in force that the paper of a revision does not have, on which it says nothing more."""
    if not plan.revising:
        return []
    gone = unexplained(plan.in_force.keyed_sheet(), sheet, ())
    return [StepEnd(step.key, StepEnding.CANCELLED, (), "来文未列本步骤") for step in gone]


def _units_among(names: tuple[str, ...]) -> list[Unit]:
    units = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=names)}
    return [units[name] for name in names if name in units]


def _freeze(
    plan: Plan, task: Task, sheet: Sheet, added: list[Unit], *, by, at, counts_from, step_ends, **registry
) -> Filing:
    """`task` as who files it leads it."""
    programme = locked_programme(plan.task.programme_id)
    last = Filing.objects.filter(plan__task__programme=programme).aggregate(last=Max("sequence"))["last"] or 0
    nth = plan.filings.count() + 1
    filing = Filing.objects.create(
        plan=plan,
        nth=nth,
        number=f"{programme.code}-{plan.task.number:02d}-{nth}",
        sequence=last + 1,
        content=sheet.to_json(),
        step_ends=[end.to_json() for end in step_ends],
        unit_names=_names_in_force(task, added, counts_from.date()),
        recorded_at=at,
        counts_from=counts_from,
        by=by,
        lead_id=task.lead_id,
        office_id=plan.office_id,
        named_office_id=_named_office(plan, sheet.responsible_office),
        **registry,
    )
    filing.added_units.set(added)
    return filing


def _named_office(plan: Plan, written: str) -> int | None:
    """Which office of the lead is written as 责任处室: by its names, or as a checker answered before."""
    lead = plan.task.lead
    offices = {
        pk: (name, *aliases) for pk, name, aliases in lead.offices.values_list("pk", "name", "aliases")
    }
    certain = office_named(written, offices, (lead.short_name, lead.full_name, *lead.aliases))
    if certain or not written:
        return certain
    answer = plan.office_answers.filter(written=written).last()
    return answer.office_id if answer and answer.is_meant else None


def _names_in_force(task: Task, added: list[Unit], day: date) -> dict[str, str]:
    units = [task.lead, *participating(task, added)]
    return {unit.short_name: unit.full_name_on(day) for unit in units}


def _note_filed(plan: Plan, filing: Filing, action: Action, *, by: Membership, at: datetime) -> None:
    plan.status = workflow.PLAN.after(plan.status, action)
    plan.in_force = plan.in_force if plan.revising else filing  # of a revision once it is accepted
    plan.filing = filing
    plan.first_filed_at = earliest_receipt(plan)
    plan.check_started_at = plan.refile_by = None
    touch(plan, by=by, at=at)
    plan.save()
    times.ask(plan, filing)
    note_author(plan, by=by, at=at)
    record_event(plan, action, by=by, at=at, filing=filing)


def earliest_receipt(plan: Plan) -> datetime:
    """When a plan came first, of which something is filed: what is said of today once it is saved."""
    task = Task.objects.filter(pk=plan.task_id)
    return task.annotate(first=first_receipt(task)).values_list("first", flat=True).get()


def record_event(plan: Plan, action: Action, *, by, at, filing=None, refile_by=None, note="") -> PlanEvent:
    """The event of a transition just written to `plan`, and its row in the audit log."""
    programme = plan.task.programme
    subject = programme.in_log(plan, filing.number) if filing else programme.in_log(plan)
    audit.record(action=f"plan.{action}", by=by, subject=subject)
    return PlanEvent.objects.create(
        plan=plan,
        action=action,
        status=plan.status,
        at=at,
        by=by,
        filing=filing,
        in_force=plan.in_force if plan.revising else None,
        refile_by=refile_by,
        note=note,
    )


@transaction.atomic
def withdraw(*, plan_id: int, based_on: int, by: Membership, at: datetime) -> Plan:
    """撤回 before checking starts, of what was filed last. A plan is withdrawn before its deadline, and is then not filed
    at all; a revision at any time, and what is in force stays so. Where only the lead's correction of what was entered on
    behalf is taken back, that holds again.
    """
    plan = locked(pk=plan_id, based_on=based_on)
    action = policies.withdrawing_action(plan)
    policies.check(by, action, plan, today=at.date())
    withdrawn = plan.filing
    revising = plan.revising
    plan.filings.filter(pk=withdrawn.pk).update(withdrawn_at=at)
    plan.status = workflow.PLAN.after(plan.status, action)
    plan.filing = plan.filings_of_text().last()
    if not revising:
        plan.in_force = plan.filing
        plan.first_filed_at = plan.filing and earliest_receipt(plan)
    touch(plan, by=by, at=at)
    plan.save()
    record_event(plan, action, by=by, at=at, filing=plan.filing or withdrawn)
    return plan
