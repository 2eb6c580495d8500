"""进展 on the page of a task: what was reported in the newest rounds, and 办结."""

from datetime import date
from typing import NamedTuple

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from tasks import policies
from tasks.models import Completion, Entry, Programme, Task
from tasks.pages import marks
from tasks.pages.completions import in_words
from tasks.pages.marks import Mark
from units.models import Membership


class InRound(NamedTuple):
    """What was reported in a round and stands; `outlook` is None for peers."""

    round: str
    address: str
    day: date
    outlook: Mark | None
    unchanged: bool


ROUNDS_SHOWN = 12  # a year by month; those before are reached from page to page


def in_rounds(programme: Programme, task: Task, by: Membership) -> tuple[InRound, ...]:
    """The newest rounds in which something stands."""
    entries = Entry.objects.visible_to(by).filter(progress__task=task.pk, pk=F("progress__entry"))
    shown = (
        entries.select_related("progress__round").defer("content").order_by("-progress__round__covers_until")
    )
    rounds = reverse("round-list", args=[programme.slug])
    return tuple(
        _in_round(entry, policies.allowed(policies.may_see_outlook, by, task, entry), rounds, task.number)
        for entry in shown[:ROUNDS_SHOWN]
    )


def _in_round(entry: Entry, judged: bool, rounds: str, number: int) -> InRound:
    round = entry.progress.round
    return InRound(
        round=round.name,
        address=f"{rounds}{round.number}/tasks/{number}/",
        day=timezone.localdate(entry.counts_from),
        outlook=marks.of_outlook(entry.outlook) if judged else None,
        unchanged=judged and entry.unchanged,
    )


def completion(programme: Programme, task: Task, by: Membership) -> dict[str, str]:
    """办结 (`task.ended`, whether there is one) in words, and where it is confirmed or taken back by who may."""
    made = Completion.objects.standing().get(task=task.pk) if task.ended else None
    may = policies.allowed(policies.may_complete, by, programme)
    route = "task-reopen" if made else "task-complete"
    address = reverse(route, args=[programme.slug, task.number]) if may else ""
    return {
        "completion": in_words(made) if made else "",
        "completing": "" if made else address,
        "reopening": address if made else "",
    }
