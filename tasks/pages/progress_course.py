"""What happened to the progress of one task in a round, in the order in which it was written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from tasks import policies
from tasks.enums import ProgressAction
from tasks.models import Comment, Entry, Progress, ProgressEvent, Task
from tasks.pages.comments import CommentPaper, paper_in_round
from units.models import Membership
from zgc_tasks.common.prepared import Prepared


class Happened(NamedTuple):
    at: datetime
    by: str
    action: str
    entry: str
    refile_by: date | None
    note: str
    papers: tuple[CommentPaper, ...] = ()


def events_of(
    progress: Progress, by: Membership, entries: list[Entry], comments: list[Comment]
) -> list[Happened]:
    """Of the entries that the reader may see, and how many of the comments that they may see went with a return."""
    sent = Counter(comment.sent_at for comment in comments)
    reads_comments = policies.allowed(policies.may_read_comments_in_round, by, progress.task)
    moves = [
        Happened(
            at=event.at,
            by=_who(event.by),
            action=ProgressAction(event.action).label,
            entry=str(event.entry),
            refile_by=event.refile_by,
            note=_returned_with(sent[event.at] if event.action == ProgressAction.RETURN else 0, event.note),
            papers=_papers(progress, event) if reads_comments else (),
        )
        for event in _EVENTS(entries=[entry.pk for entry in entries])
    ]
    for each in _compared(entries, by, progress.task):
        place = next((n for n in range(len(moves), 0, -1) if moves[n - 1].at <= each.at), 0)
        moves.insert(place, each)
    return moves


_EVENTS = Prepared(
    lambda entries: (
        ProgressEvent.objects.filter(entry__pk__in=entries)
        .select_related("entry", "by__user", "by__unit", "by__office__unit")
        .defer("entry__content")
        .order_by("pk")
    )
)


def _papers(progress: Progress, event: ProgressEvent) -> tuple[CommentPaper, ...]:
    if event.action != ProgressAction.RETURN:
        return ()
    return (paper_in_round(progress.round, progress.task.number, event.entry.nth),)


def _compared(entries: Iterable[Entry], by: Membership, task: Task) -> Iterator[Happened]:
    """What came of comparing what was entered on behalf; where its lead finds it wrong is not for peers."""
    for entry in entries:
        if entry.disputed_at and policies.allowed(policies.may_see_outlook, by, task, entry):
            yield Happened(
                entry.disputed_at, _who(entry.disputed_by), "提出代录不一致", str(entry), None, entry.dispute
            )
        if entry.verified_at:
            yield Happened(entry.verified_at, _who(entry.verified_by), "复核一致", str(entry), None, "")


def _returned_with(comments: int, note: str) -> str:
    return "\n".join(filter(None, (f"核对意见 {comments} 条" if comments else "", note)))


def _who(by: Membership) -> str:
    return f"{by.office or by.unit} {by.user}"
