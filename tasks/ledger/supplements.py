"""补报: what came of rounds that were reported already, for the next report."""

from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localdate

from tasks.models import Entry, Programme, Report
from tasks.querysets.standing import end_of


class _Told(NamedTuple):
    """A final report: `cut` is the moment up to which it tells, `taken` when its draft was taken."""

    round: int | None
    cut: datetime
    taken: datetime
    final_at: datetime


def supplements(programme: Programme, *, of: Report, before: datetime) -> list[dict]:
    """What `of` adds to reports before: what was filed in other rounds with a final report after that and every later
    one was taken, and stood before `before`; as plain values. What it corrects tells nothing any more.
    """
    told = _told(programme, of)
    rounds = {each.round for each in told if each.round} - {of.round_id}
    since = {pk: _told_until(pk, told) for pk in rounds}
    came = Entry.objects.filter(progress__round__in=rounds).known_at(before)
    came = came.select_related("progress__round", "progress__task", "lead").order_by("pk")
    if since:
        came = came.filter(recorded_at__gte=min(since.values()))
    newest = {
        entry.progress_id: entry for entry in came if entry.recorded_at >= since[entry.progress.round_id]
    }
    return sorted(map(_row, newest.values()), key=lambda row: (row["round_number"], row["number"]))


def _told(programme: Programme, of: Report) -> list[_Told]:
    corrected, last = set(), of
    while last := last.corrects:
        corrected.add(last.pk)
    final = Report.objects.filter(programme=programme, final_draft__isnull=False).exclude(pk__in=corrected)
    rows = final.values_list("round", "as_of", "final_draft__taken_at", "final_at")
    return [_Told(round, min(taken, end_of(as_of)), taken, at) for round, as_of, taken, at in rows]


def _told_until(round: int, told: list[_Told]) -> datetime:
    """Up to when its own report tells of a round, and those that were taken once that was final."""
    own = [each for each in told if each.round == round]
    first = min(each.final_at for each in own)
    return max(each.cut for each in (*own, *(each for each in told if each.taken >= first)))


def _row(entry: Entry) -> dict:
    said = entry.said()
    return {
        "number": entry.progress.task.number,
        "lead": entry.lead.short_name,
        "round": entry.progress.round.name,
        "round_number": entry.progress.round.number,
        "filed_on": localdate(entry.counts_from).isoformat(),
        "outlook": said.outlook,
        "done_text": said.done_text,
    }
