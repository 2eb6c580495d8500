"""进展报送: saved, filed, entered from paper, withdrawn, returned. What is filed is frozen in an `Entry`."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies, steps_in_time
from tasks.actions.drafts import EDITING_SESSION
from tasks.actions.leading import writes_as_lead
from tasks.actions.locking import locked_programme, locked_round, locked_task, locked_tasks
from tasks.enums import ProgressAction
from tasks.models import (
    Attachment,
    Comment,
    Entry,
    Evidence,
    IncomingLetter,
    Progress,
    ProgressEvent,
    Round,
    StepReport,
    Task,
)
from tasks.rules import progress_checks, typed
from tasks.rules.crosschecks import Finding
from tasks.rules.progress_life import PROGRESS
from tasks.rules.statement import Statement, StepStatement
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

_NOTHING_TO_MEND = "尚未填写核对意见，请先在有关内容上添加意见，或写明需要修改之处，再退回修改"
_CHANGED = "本项进展刚刚有变化，未办理。请查看最新情况，核对后再办理"


class StaleProgress(Refusal):
    """Somebody else wrote in between. `current` is what stands."""

    def __init__(self, current: Progress | None):
        super().__init__(_CHANGED, Kind.OUT_OF_DATE)
        self.current = current


class EntryNotReady(Refusal):
    """It cannot be filed as it stands; `findings` lists everything at once."""

    def __init__(self, findings: list[Finding]):
        super().__init__("本项进展尚不能报送，请补正后再报送", Kind.WRONG_INPUT)
        self.findings = findings


@transaction.atomic
def save(
    *, task: Task, round: Round, based_on: int, said: Statement, by: Membership, at: datetime
) -> Progress:
    """Write the working copy as typed. `based_on` is the version the form was drawn from, 0 where there was none.

    Raises StaleProgress; a save that changes nothing writes nothing.
    """
    progress = _for_writing(task, round, based_on, by, at)
    written = said.trimmed().read(year=round.covers_until.year)
    if progress.version and progress.said() == written:
        return progress
    if not _is_same_session(progress, by, at):
        audit.record(action="progress.save", by=by, subject=_subject(progress))
    progress.content = written.to_json()
    _touch(progress, by=by, at=at)
    progress.save()
    return progress


@transaction.atomic
def save_together(
    *, round: Round, said: dict[Task, tuple[int, Statement]], by: Membership, at: datetime
) -> None:
    """What an office filled in outside and read in at once, of each task with the version it was laid beside: all of it, or
    nothing. What one is refused for is said in its name.
    """
    for task in sorted(said, key=lambda task: task.pk):
        based_on, written = said[task]
        try:
            save(task=task, round=round, based_on=based_on, said=written, by=by, at=at)
        except Refusal as refusal:
            raise _named(refusal, task, "各项均未读入") from None
    numbers = "、".join(str(number) for number in sorted(task.number for task in said))
    audit.record(action="progress.read_in", by=by, subject=round.programme.in_log(round, f"第{numbers}项"))


def _named(refusal: Refusal, task: Task, then: str) -> Refusal:
    """Of several at once: of which it is, and what becomes of all."""
    return refusal if refusal.field else Refusal(f"{task}：{refusal.words}；{then}", refusal.kind)


def _for_writing(task: Task, round: Round, based_on: int, by: Membership, at: datetime) -> Progress:
    task = locked_task(task.pk)
    # Asked first of the task alone: who has no part in it must not learn that it changed.
    policies.may_report(by, task, round, today=at.date())
    progress = _progress(task, round)
    if based_on != (progress.version if progress else 0):
        raise StaleProgress(progress)
    policies.may_report(by, task, round, progress, today=at.date())
    if progress is None:
        progress = Progress(task=task, round=round, updated_at=at, updated_by=by)
    return progress


def _progress(task: Task, round: Round) -> Progress | None:
    """Behind the lock of its task."""
    found = Progress.objects.select_related("entry").filter(task=task, round=round).first()
    if found is not None:
        found.task, found.round = task, round
    return found


def _is_same_session(progress: Progress, by: Membership, at: datetime) -> bool:
    return (
        progress.version > 0
        and progress.updated_by_id == by.pk
        and progress.updated_at >= at - EDITING_SESSION
    )


def _touch(progress: Progress, *, by: Membership, at: datetime) -> None:
    progress.version += 1
    progress.begun_at = progress.begun_at or at
    progress.updated_at, progress.updated_by = at, by


def _subject(progress: Progress) -> str:
    return progress.task.programme.in_log(progress)


@transaction.atomic
def attach(
    *, progress_id: int, file: Attachment, step_key: int | None, by: Membership, at: datetime
) -> Evidence:
    """佐证材料 of what is said of the task, or of one step."""
    progress = locked_progress(progress_id)
    policies.may_report(by, progress.task, progress.round, progress, today=at.date())
    _touch(progress, by=by, at=at)
    progress.save()
    return Evidence.objects.create(progress=progress, file=file, step_key=step_key)


@transaction.atomic
def detach(*, evidence: Evidence, by: Membership, at: datetime) -> None:
    """Out of the working copy; what was filed with it keeps it."""
    progress = locked_progress(evidence.progress_id)
    policies.may_report(by, progress.task, progress.round, progress, today=at.date())
    progress.evidence.filter(pk=evidence.pk, removed_at=None).update(removed_at=at)
    _touch(progress, by=by, at=at)
    progress.save()


def locked_progress(progress_id: int, based_on: int | None = None) -> Progress:
    """As it stands, behind the lock of its task and its round. Raises StaleProgress where that is not `based_on`."""
    task_id, round_id = Progress.objects.values_list("task", "round").get(pk=progress_id)
    progress = _progress(locked_task(task_id), locked_round(round_id))
    if based_on not in (None, progress.version):
        raise StaleProgress(progress)
    return progress


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
        raise _named(refusal, task, "各项均未报送") from None


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
    progress = _progress(task, round)
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
    _touch(progress, by=by, at=at)
    progress.save()
    _record(progress, action, by=by, at=at, entry=entry)


def _earliest_receipt(progress: Progress) -> datetime | None:
    stand = progress.entries.filter(withdrawn_at=None)
    return min(stand.values_list("counts_from", flat=True), default=None)


def _record(progress: Progress, action: ProgressAction, *, by, at, entry, note: str = "") -> None:
    """The event of a transition just written to `progress`, and its row in the audit log."""
    audit.record(action=f"progress.{action}", by=by, subject=f"{_subject(progress)} {entry.number}")
    ProgressEvent.objects.create(
        progress=progress,
        action=action,
        status=progress.status,
        at=at,
        by=by,
        entry=entry,
        first_filed_at=progress.first_filed_at,
        refile_by=progress.refile_by,
        note=note,
    )


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
    _touch(progress, by=by, at=at)
    progress.save()
    _record(progress, ProgressAction.WITHDRAW, by=by, at=at, entry=withdrawn)
    return progress


@transaction.atomic
def send_back(
    *, progress_id: int, based_on: int, refile_by: date, note: str, by: Membership, at: datetime
) -> Progress:
    """退回修改 with the comments that were made, or what is to be mended in words, and until when."""
    progress = locked_progress(progress_id, based_on)
    policies.check_progress(by, ProgressAction.RETURN, progress, today=at.date())
    # Of an entry before too, which gave way to this one while it was being commented on.
    waiting = Comment.objects.filter(entry__progress=progress, sent_at=None)
    if not (note or waiting.exists()):
        raise Refusal(_NOTHING_TO_MEND, Kind.WRONG_INPUT, "note")
    years = progress.task.programme.known_years(at.date())
    typed.in_known_years(refile_by, years, label="重新报送时限", field="refile_by")
    typed.refile_by(refile_by, at.date())
    waiting.update(sent_at=at)
    progress.status = PROGRESS.after(progress.status, ProgressAction.RETURN)
    progress.refile_by = refile_by
    _touch_only(progress)
    _record(progress, ProgressAction.RETURN, by=by, at=at, entry=progress.entry, note=note)
    return progress


def _touch_only(progress: Progress) -> None:
    """Whoever saved the text last stays named beside it: returning writes none of it."""
    progress.version += 1
    progress.save()


@transaction.atomic
def verify(*, entry: Entry, by: Membership, at: datetime) -> Entry:
    """复核一致 of what was entered on behalf, by a second person or by its lead."""
    entry = _entered(entry)
    policies.may_verify_entry(by, entry)
    entry.verified_at, entry.verified_by = at, by
    entry.save(update_fields=["verified_at", "verified_by"])
    audit.record(action="progress.verify", by=by, subject=f"{_subject(entry.progress)} {entry.number}")
    return entry


@transaction.atomic
def dispute(*, entry: Entry, words: str, by: Membership, at: datetime) -> Entry:
    """不一致: its lead says where what was entered on behalf is not what it sent. Nothing waits for it."""
    entry = _entered(entry)
    policies.may_dispute_entry(by, entry)
    typed.dispute(words)
    entry.disputed_at, entry.disputed_by, entry.dispute = at, by, words
    entry.save(update_fields=["disputed_at", "disputed_by", "dispute"])
    audit.record(action="progress.dispute", by=by, subject=f"{_subject(entry.progress)} {entry.number}")
    return entry


def _entered(entry: Entry) -> Entry:
    """As it stands behind the lock of its task."""
    progress = locked_progress(entry.progress_id)
    entry = progress.entries.select_related("by", "letter").get(pk=entry.pk)
    entry.progress = progress
    return entry
