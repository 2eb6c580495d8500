"""进展报送 filed, entered from paper, withdrawn. What is filed is frozen in an `Entry`."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies, steps_in_time
from tasks.actions.leading import writes_as_lead
from tasks.actions.locking import locked_programme, locked_round, locked_task, locked_tasks
from tasks.actions.progress_written import StaleProgress, locked_progress, named, progress_in, record, touch
from tasks.enums import ProgressAction
from tasks.models import Entry, IncomingLetter, Progress, Round, StepReport, Task
from tasks.rules import progress_checks, typed
from tasks.rules.crosschecks import Finding
from tasks.rules.progress_life import PROGRESS
from tasks.rules.statement import Statement, StepStatement
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal


class EntryNotReady(Refusal):
    """It cannot be filed as it stands; `findings` lists everything at once."""

    def __init__(self, findings: list[Finding]):
        super().__init__("本项进展尚不能报送，请补正后再报送", Kind.WRONG_INPUT)
        self.findings = findings


@transaction.atomic
def file_progress(
    *,
    progress_id: int,
    based_on: int,
    by: Membership,
    at: datetime,
    signed_by: str = "",
    signed_on: date | None = None,
) -> Entry:
    """报送, or the corrected filing of what was entered on behalf. Raises NotReady with what is in its way."""
    progress = locked_progress(progress_id, based_on)
    action = policies.progress_filing_action(progress)
    if action == ProgressAction.CORRECT:
        locked_programme(progress.round.programme_id)
    policies.check_progress(by, action, progress, today=at.date())
    policies.may_report(by, progress.task, progress.round, progress, today=at.date())
    years = progress.task.programme.known_years(at.date())
    typed.happened(signed_on, years, at.date(), label="签字日期", field="signed_on")
    said = progress.said().read(year=progress.round.covers_until.year)
    found = findings(progress, said, today=at.date())
    if progress_checks.blocking(found):
        raise EntryNotReady(found)
    entry = _freeze(progress, said, by=by, at=at, counts_from=at, signed_by=signed_by, signed_on=signed_on)
    entry.evidence.set(progress.evidence.filter(removed_at=None))
    _note_filed(progress, entry, action, by=by, at=at)
    return entry


@transaction.atomic
def file_together(
    *,
    based_on: dict[int, int],
    by: Membership,
    at: datetime,
    signed_by: str = "",
    signed_on: date | None = None,
) -> list[Entry]:
    """整体报送: all of them, or none (decision 0054). `based_on` has the version of each by its key; their tasks are locked
    before their round. What one is refused for is said in its name.
    """
    locked_tasks(list(Task.objects.filter(progress__in=based_on)))
    return [
        _file_named(pk, based_on[pk], by=by, at=at, signed_by=signed_by, signed_on=signed_on)
        for pk in sorted(based_on)
    ]


def _file_named(progress_id: int, version: int, **more) -> Entry:
    try:
        return file_progress(progress_id=progress_id, based_on=version, **more)
    except Refusal as refusal:
        task = Progress.objects.select_related("task").get(pk=progress_id).task
        raise named(refusal, task, "各项均未报送") from None


@transaction.atomic
def enter_on_behalf(
    *,
    task: Task,
    round: Round,
    letter: IncomingLetter,
    based_on: int,
    said: Statement,
    by: Membership,
    at: datetime,
) -> Entry:
    """代录 from a letter, a fax or a call: records what it says as it is, and counts from when that was received.

    What the lead has begun to write stays as it is; where it has written nothing, it finds what was entered.
    """
    task, round = locked_task(task.pk), locked_round(round.pk)
    policies.may_receive(by, task.programme)
    if letter.programme_id != task.programme_id:
        raise Refusal("该来文不属于本专项工作，不能据此代录进展", Kind.NOT_NOW)
    if not writes_as_lead(letter.unit, task, timezone.localdate(letter.received_at)):
        raise Refusal("来文单位不是本项牵头单位，收到来文时也不是，不能据此代录进展", Kind.NOT_NOW)
    progress = progress_in(task, round)
    if based_on != (progress.version if progress else 0):
        raise StaleProgress(progress)
    if progress is None:
        progress = Progress.objects.create(task=task, round=round, updated_at=at, updated_by=by)
    policies.check_progress(by, ProgressAction.ENTER, progress, today=at.date())
    policies.may_refile_from(letter, progress)
    written = said.trimmed().read(year=round.covers_until.year)
    if progress.begun_at is None or (progress.entry and progress.said() == progress.entry.said()):
        progress.content = written.to_json()
    entry = _freeze(progress, written, by=by, at=at, counts_from=letter.received_at, letter=letter)
    _note_filed(progress, entry, ProgressAction.ENTER, by=by, at=at)
    return entry


def findings(progress: Progress, said: Statement, *, today: date, on_behalf: bool = False) -> list[Finding]:
    """What is found in it as it stands, beside the steps of its plan and what was filed in the round before."""
    before = filed_before(progress.task, progress.round)
    return progress_checks.check(
        said,
        steps=steps_in_time.to_report(progress.task, today=today, year=progress.round.covers_until.year),
        before=before and before.said(),
        today=today,
        on_behalf=on_behalf,
    )


def filed_before(task: Task, round: Round) -> Entry | None:
    """What was filed of the task in the newest round before this one in which anything was."""
    earlier = Entry.objects.standing().filter(
        progress__task=task, progress__round__covers_until__lt=round.covers_until
    )
    return earlier.order_by("-progress__round__covers_until", "-nth").first()


def _freeze(progress: Progress, said: Statement, *, by, at, counts_from, **registry) -> Entry:
    task, nth = progress.task, progress.entries.count() + 1
    plan = getattr(task, "plan", None)
    entry = Entry.objects.create(
        progress=progress,
        nth=nth,
        number=f"{task.programme.code}-JZ{progress.round.number:02d}-{task.number:02d}-{nth}",
        content=said.to_json(),
        outlook=said.outlook,
        unchanged=said.unchanged,
        steps_of=steps_in_time.filing_reported(task),
        recorded_at=at,
        counts_from=counts_from,
        by=by,
        lead_id=task.lead_id,
        office_id=plan.office_id if plan else None,
        **registry,
    )
    _report_steps(entry, task, said)
    return entry


def _report_steps(entry: Entry, task: Task, said: Statement) -> None:
    steps = [step for step in said.steps if step.state]
    _take_back(entry, [step.key for step in steps])
    recurring = steps_in_time.recurring(task) if steps else set()
    StepReport.objects.bulk_create(
        StepReport(
            task=task,
            key=step.key,
            state=step.state,
            **_days(step, entry, step.key in recurring),
            word=step.word,
            entry=entry,
            recorded_at=entry.recorded_at,
            recorded_by=entry.by,
        )
        for step in steps
    )


def _take_back(entry: Entry, keys: list[int]) -> None:
    """What was said of the same steps when this was filed before: of what recurs it may have been another year."""
    before = StepReport.objects.filter(entry__progress=entry.progress, key__in=keys, withdrawn_at=None)
    before.update(withdrawn_at=entry.recorded_at)


def _days(step: StepStatement, entry: Entry, recurs: bool) -> dict:
    """The day it was done, None too for a day still to come, which paper may say: then it was done by when that was
    entered. What recurs is told of the year of that day, or of that in which the round ended or it came, if it came before.
    """
    done = step.done_on.last if step.is_done else None
    done = done if done and done <= timezone.localdate(entry.recorded_at) else None
    if not recurs:
        return {"done_on": done}
    by = done or min(entry.progress.round.covers_until, timezone.localdate(entry.counts_from))
    return {"done_on": by if step.is_done else None, "year": by.year}


def _note_filed(progress: Progress, entry: Entry, action: ProgressAction, *, by, at) -> None:
    progress.status = PROGRESS.after(progress.status, action)
    progress.entry, progress.refile_by = entry, None
    progress.first_filed_at = _earliest_receipt(progress)
    touch(progress, by=by, at=at)
    progress.save()
    record(progress, action, by=by, at=at, entry=entry)


def _earliest_receipt(progress: Progress) -> datetime | None:
    stand = progress.entries.filter(withdrawn_at=None)
    return min(stand.values_list("counts_from", flat=True), default=None)


@transaction.atomic
def withdraw(*, progress_id: int, based_on: int, by: Membership, at: datetime) -> Progress:
    """撤回 until the due day, while nothing was put together of it: it is then not filed."""
    progress = locked_progress(progress_id, based_on)
    locked_programme(progress.round.programme_id)
    policies.check_progress(by, ProgressAction.WITHDRAW, progress, today=at.date())
    withdrawn = progress.entry
    progress.entries.filter(pk=withdrawn.pk).update(withdrawn_at=at)
    withdrawn.step_reports.update(withdrawn_at=at)
    progress.status = PROGRESS.after(progress.status, ProgressAction.WITHDRAW)
    progress.entry = progress.first_filed_at = None
    touch(progress, by=by, at=at)
    progress.save()
    record(progress, ProgressAction.WITHDRAW, by=by, at=at, entry=withdrawn)
    return progress
