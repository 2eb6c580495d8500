"""进展报送 being written: saved, and the files beside it."""

from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.drafts import EDITING_SESSION
from tasks.actions.locking import locked_task
from tasks.actions.progress_written import StaleProgress, locked_progress, named, progress_in, subject, touch
from tasks.models import Attachment, Evidence, Progress, Round, Task
from tasks.rules.statement import Statement
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Refusal


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
        audit.record(action="progress.save", by=by, subject=subject(progress))
    progress.content = written.to_json()
    touch(progress, by=by, at=at)
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
            raise named(refusal, task, "各项均未读入") from None
    numbers = "、".join(str(number) for number in sorted(task.number for task in said))
    audit.record(action="progress.read_in", by=by, subject=round.programme.in_log(round, f"第{numbers}项"))


def _for_writing(task: Task, round: Round, based_on: int, by: Membership, at: datetime) -> Progress:
    task = locked_task(task.pk)
    # Asked first of the task alone: who has no part in it must not learn that it changed.
    policies.may_report(by, task, round, today=at.date())
    progress = progress_in(task, round)
    if based_on != (progress.version if progress else 0):
        raise StaleProgress(progress)
    policies.may_report(by, task, round, progress, today=at.date())
    if progress is None:
        progress = Progress(task=task, round=round, updated_at=at, updated_by=by)
    return progress


def _is_same_session(progress: Progress, by: Membership, at: datetime) -> bool:
    return (
        progress.version > 0
        and progress.updated_by_id == by.pk
        and progress.updated_at >= at - EDITING_SESSION
    )


@transaction.atomic
def attach(
    *, progress_id: int, file: Attachment, step_key: int | None, by: Membership, at: datetime
) -> Evidence:
    """佐证材料 of what is said of the task, or of one step."""
    progress = locked_progress(progress_id)
    policies.may_report(by, progress.task, progress.round, progress, today=at.date())
    touch(progress, by=by, at=at)
    progress.save()
    return Evidence.objects.create(progress=progress, file=file, step_key=step_key)


@transaction.atomic
def detach(*, evidence: Evidence, by: Membership, at: datetime) -> None:
    """Out of the working copy, where it still is in it; what was filed with it keeps it."""
    progress = locked_progress(evidence.progress_id)
    policies.may_report(by, progress.task, progress.round, progress, today=at.date())
    if progress.evidence.filter(pk=evidence.pk, removed_at=None).update(removed_at=at):
        touch(progress, by=by, at=at)
        progress.save()
