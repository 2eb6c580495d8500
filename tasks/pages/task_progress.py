"""进展 on the page of a task: what was reported round by round, what the lead says of it, and 办结."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tasks import policies
from tasks.models import Completion, Entry, Programme, Task
from tasks.pages import marks
from tasks.pages.comments import counted_in_rounds
from tasks.pages.completions import in_words
from tasks.pages.marks import Mark
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged


class InRound(NamedTuple):
    """What was reported in a round and stands; `outlook` is None for peers, `comments` are how many its checkers sent with
    a return and how many are answered, for who may read them.
    """

    round: str
    address: str
    day: date
    outlook: Mark | None
    unchanged: bool
    comments: str


class LastTold(NamedTuple):
    """What the lead said last: its text, and for who may see that why it is behind."""

    round: str
    text: str
    outlook_reason: str


class InRounds(NamedTuple):
    """The rounds of a page, the newest first; `told` of the newest of all."""

    rows: Paged
    told: LastTold | None


ROUNDS_SHOWN = 12  # a year by month; those before are on the next pages
PAGE = "rounds"  # by which the address names one


def in_rounds(programme: Programme, task: Task, by: Membership, asked: QueryDict) -> InRounds:
    """The rounds in which something stands: two queries, another where they are many, and one for their comments."""
    lines = partial(_lines, programme, task, by)
    newest = _NEWEST.first(by, task=task.pk)
    return InRounds(
        rows=paged(_STANDING(by, task=task.pk), asked, key=PAGE, rows=lines),
        told=_told(newest, _judged(by, task, newest)) if newest else None,
    )


def _standing(by: Membership, task: int) -> QuerySet:
    """With the name and number of the round."""
    found = Entry.objects.visible_to(by).filter(progress__task=task, pk=F("progress__entry"))
    named = found.annotate(round_name=F("progress__round__name"), round_number=F("progress__round__number"))
    return named.order_by("-progress__round__covers_until")


_STANDING = Listed(
    lambda by, task: _standing(by, task).only("lead", "counts_from", "outlook", "unchanged", "progress"),
    PreparedFor,
    size=ROUNDS_SHOWN,
)
_NEWEST = PreparedFor(lambda by, task: _standing(by, task).only("lead", "content")[:1])


def _told(entry: Entry, judged: bool) -> LastTold:
    said = entry.said()
    return LastTold(entry.round_name, said.done_text, said.outlook_reason if judged else "")


def _judged(by: Membership, task: Task, entry: Entry) -> bool:
    return policies.allowed(policies.may_see_outlook, by, task, entry)


def _lines(programme: Programme, task: Task, by: Membership, found: Iterable[Entry]) -> list[InRound]:
    entries, rounds = list(found), reverse("round-list", args=[programme.slug])
    reads = policies.allowed(policies.may_read_comments_in_round, by, task)
    said = counted_in_rounds([entry.progress_id for entry in entries]) if reads else {}
    return [
        _in_round(entry, _judged(by, task, entry), rounds, task.number, said.get(entry.progress_id, ""))
        for entry in entries
    ]


def _in_round(entry: Entry, judged: bool, rounds: str, number: int, comments: str) -> InRound:
    return InRound(
        round=entry.round_name,
        address=f"{rounds}{entry.round_number}/tasks/{number}/",
        day=timezone.localdate(entry.counts_from),
        outlook=marks.of_outlook(entry.outlook) if judged else None,
        unchanged=judged and entry.unchanged,
        comments=comments,
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
