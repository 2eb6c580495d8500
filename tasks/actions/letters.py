"""来文登记, checking what was entered from a letter, and the stamped originals."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies
from tasks.actions.filing import earliest_receipt
from tasks.actions.leading import writes_as_lead
from tasks.actions.locking import locked, locked_task, locked_tasks
from tasks.enums import Channel
from tasks.models import (
    Arrival,
    Attachment,
    Filing,
    IncomingLetter,
    Plan,
    Programme,
    ProgressArrival,
    Round,
    Task,
)
from tasks.rules import typed
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def register_letter(
    *,
    programme: Programme,
    unit: Unit,
    tasks: list[Task],
    received_at: datetime,
    channel: str,
    by: Membership,
    at: datetime,
    number: str = "",
    dated_on: date | None = None,
    scan: Attachment | None = None,
    note: str = "",
    round: Round | None = None,
) -> IncomingLetter:
    """Register one letter with the tasks whose plans it carries, or whose progress in a `round`; all of them led by the
    unit that wrote, now or then.

    Where a plan is filed already, it counts as filed when the letter came if that was earlier; its content stays.
    Progress counts once it is entered.
    """
    policies.may_receive(by, programme)
    typed.not_after_now(received_at, at, label="收到时间", field="received_on")
    years, received_on = programme.known_years(at.date()), timezone.localdate(received_at)
    typed.in_known_years(received_on, years, label="收到日期", field="received_on")
    typed.happened(dated_on, years, at.date(), label="来文日期", field="dated_on")
    typed.received_after_dated(received_on, dated_on)
    if channel not in Channel:
        labels = "、".join(Channel.labels)
        raise Refusal(f"没有“{channel}”这种来文渠道，请从{labels}中选择", Kind.WRONG_INPUT, "channel")
    tasks = locked_tasks(tasks)
    strangers = [
        task
        for task in tasks
        if task.programme_id != programme.pk or not writes_as_lead(unit, task, received_on)
    ]
    if strangers:
        numbers = "、".join(str(task.number) for task in strangers)
        words = f"第{numbers}项的牵头单位不是{unit.short_name}，收到来文时也不是，请重新选择任务"
        raise Refusal(words, Kind.WRONG_INPUT, "tasks")
    letter = IncomingLetter.objects.create(
        programme=programme,
        unit=unit,
        number=number,
        dated_on=dated_on,
        received_at=received_at,
        channel=channel,
        scan=scan,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    if round is None:
        letter.tasks.set(tasks, through_defaults={"recorded_at": at})
        _count(tasks)
    else:
        _bring_progress(letter, round, tasks, at)
    audit.record(action="letter.register", by=by, subject=programme.in_log(letter))
    return letter


def _bring_progress(letter: IncomingLetter, round: Round, tasks: list[Task], at: datetime) -> None:
    if round.programme_id != letter.programme_id:
        raise Refusal("所选报送期不属于本专项工作，请重新选择", Kind.WRONG_INPUT, "round")
    if not round.is_open_on(at.date()):
        raise Refusal("本期尚未开始报送，不能登记所报进展", Kind.NOT_NOW)
    ProgressArrival.objects.bulk_create(
        ProgressArrival(letter=letter, round=round, task=task, recorded_at=at) for task in tasks
    )


@transaction.atomic
def withdraw_progress_arrival(*, arrival_id: int, by: Membership, at: datetime) -> ProgressArrival:
    """注销: the letter did not tell of this task, or of another round."""
    task = locked_task(ProgressArrival.objects.values_list("task", flat=True).get(pk=arrival_id))
    arrival = (
        ProgressArrival.objects.with_entering().select_related("letter__unit", "round").get(pk=arrival_id)
    )
    arrival.task = task
    policies.may_withdraw_progress_arrival(by, arrival)
    arrival.withdrawn_at, arrival.withdrawn_by = at, by
    arrival.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(action="letter.withdraw", by=by, subject=task.programme.in_log(arrival))
    return arrival


@transaction.atomic
def withdraw_arrival(*, arrival_id: int, by: Membership, at: datetime) -> Arrival:
    """注销: the letter did not bring this plan, or not then. From now on it does not count."""
    task = locked_task(Arrival.objects.values_list("task", flat=True).get(pk=arrival_id))
    arrival = Arrival.objects.with_entering().select_related("letter__unit").get(pk=arrival_id)
    arrival.task = task
    policies.may_withdraw_arrival(by, arrival)
    arrival.withdrawn_at, arrival.withdrawn_by = at, by
    arrival.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _count([task])
    audit.record(action="letter.withdraw", by=by, subject=task.programme.in_log(arrival))
    return arrival


def _count(tasks: list[Task]) -> None:
    """When each of these plans came first, of those that are filed."""
    for plan in Plan.objects.filter(task__in=tasks, in_force__isnull=False):
        plan.first_filed_at = earliest_receipt(plan)
        plan.save(update_fields=["first_filed_at"])


@transaction.atomic
def verify(*, filing_id: int, by: Membership, at: datetime) -> Filing:
    """复核一致: a second person has compared what was entered with the paper."""
    filing = _locked_filing(filing_id)
    policies.may_verify(by, filing)
    filing.verified_at, filing.verified_by = at, by
    filing.save(update_fields=["verified_at", "verified_by"])
    audit.record(action="filing.verify", by=by, subject=filing.number)
    return filing


@transaction.atomic
def receive_stamped(*, filing_id: int, received_on: date, by: Membership, at: datetime) -> Filing:
    """盖章件收到: noted once for a filing."""
    filing = _locked_filing(filing_id)
    policies.may_receive_stamped(by, filing)
    years = filing.plan.task.programme.known_years(at.date())
    typed.happened(received_on, years, at.date(), label="盖章件收到日期", field="received_on")
    typed.stamped_after_made(received_on, filing.made_on)
    filing.stamped_received_on, filing.stamped_recorded_at = received_on, at
    filing.save(update_fields=["stamped_received_on", "stamped_recorded_at"])
    audit.record(action="filing.stamped", by=by, subject=filing.number)
    return filing


def _locked_filing(pk: int) -> Filing:
    """With its plan and task, as they stand."""
    plan = locked(pk=Filing.objects.values_list("plan", flat=True).get(pk=pk))
    filing = Filing.objects.get(pk=pk)
    filing.plan = plan
    return filing
