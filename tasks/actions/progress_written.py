"""What every write of 进展报送 begins and ends with: the row behind its locks, the version, the event, the audit row."""

from datetime import datetime

from tasks.actions.locking import locked_round, locked_task
from tasks.enums import ProgressAction
from tasks.models import Progress, ProgressEvent, Round, Task
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

_CHANGED = "本项进展刚刚有变化，未办理。请查看最新情况，核对后再办理"


class StaleProgress(Refusal):
    """Somebody else wrote in between. `current` is what stands."""

    def __init__(self, current: Progress | None):
        super().__init__(_CHANGED, Kind.OUT_OF_DATE)
        self.current = current


def progress_in(task: Task, round: Round) -> Progress | None:
    """Behind the lock of its task."""
    found = Progress.objects.select_related("entry").filter(task=task, round=round).first()
    if found is not None:
        found.task, found.round = task, round
    return found


def locked_progress(progress_id: int, based_on: int | None = None) -> Progress:
    """As it stands, behind the lock of its task and its round. Raises StaleProgress where that is not `based_on`."""
    task_id, round_id = Progress.objects.values_list("task", "round").get(pk=progress_id)
    progress = progress_in(locked_task(task_id), locked_round(round_id))
    if based_on not in (None, progress.version):
        raise StaleProgress(progress)
    return progress


def touch(progress: Progress, *, by: Membership, at: datetime) -> None:
    progress.version += 1
    progress.begun_at = progress.begun_at or at
    progress.updated_at, progress.updated_by = at, by


def subject(progress: Progress) -> str:
    return progress.task.programme.in_log(progress)


def record(progress: Progress, action: ProgressAction, *, by, at, entry, note: str = "") -> None:
    """The event of a transition just written to `progress`, and its row in the audit log."""
    audit.record(action=f"progress.{action}", by=by, subject=f"{subject(progress)} {entry.number}")
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


def named(refusal: Refusal, task: Task, then: str) -> Refusal:
    """Of several at once: of which it is, and what becomes of all."""
    return refusal if refusal.field else Refusal(f"{task}：{refusal.words}；{then}", refusal.kind)
