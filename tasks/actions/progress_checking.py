"""进展报送 with the receiving office: returned; what was entered on behalf verified, or disputed by its lead."""

from datetime import date, datetime

from django.db import transaction

from tasks import policies
from tasks.actions.progress_written import locked_progress, record, subject
from tasks.enums import ProgressAction
from tasks.models import Comment, Entry, Progress
from tasks.rules import typed
from tasks.rules.progress_life import PROGRESS
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

_NOTHING_TO_MEND = "尚未填写核对意见，请先在有关内容上添加意见，或写明需要修改之处，再退回修改"


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
    record(progress, ProgressAction.RETURN, by=by, at=at, entry=progress.entry, note=note)
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
    audit.record(action="progress.verify", by=by, subject=f"{subject(entry.progress)} {entry.number}")
    return entry


@transaction.atomic
def dispute(*, entry: Entry, words: str, by: Membership, at: datetime) -> Entry:
    """不一致: its lead says where what was entered on behalf is not what it sent. Nothing waits for it."""
    entry = _entered(entry)
    policies.may_dispute_entry(by, entry)
    typed.dispute(words)
    entry.disputed_at, entry.disputed_by, entry.dispute = at, by, words
    entry.save(update_fields=["disputed_at", "disputed_by", "dispute"])
    audit.record(action="progress.dispute", by=by, subject=f"{subject(entry.progress)} {entry.number}")
    return entry


def _entered(entry: Entry) -> Entry:
    """As it stands behind the lock of its task."""
    progress = locked_progress(entry.progress_id)
    entry = progress.entries.select_related("by", "letter").get(pk=entry.pk)
    entry.progress = progress
    return entry
