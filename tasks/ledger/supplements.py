"""补报: what came of rounds that were reported already, for the next report."""

from datetime import datetime

from django.utils.timezone import localdate

from tasks.models import Entry, Programme, Report, Round
from tasks.querysets.standing import end_of


def supplements(programme: Programme, *, but: Round | None, before: datetime) -> list[dict]:
    """What was filed in rounds with a final report, `but` the one that is reported now, after the last of all final
    reports was taken, and stood before `before`; as plain values.
    """
    final = Report.objects.filter(programme=programme, final_draft__isnull=False)
    told = list(final.values_list("round", "as_of", "final_draft__taken_at"))
    rounds = {pk for pk, _, _ in told if pk} - {but and but.pk}
    if not rounds:
        return []
    since = max(min(taken, end_of(as_of)) for _, as_of, taken in told)
    came = Entry.objects.filter(progress__round__in=rounds, recorded_at__gte=since).known_at(before)
    came = came.select_related("progress__round", "progress__task", "lead").order_by("pk")
    newest = {entry.progress_id: entry for entry in came}
    return sorted(map(_row, newest.values()), key=lambda row: (row["round_number"], row["number"]))


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
