"""核对意见 as they are read: under what they were made on, at the step of that time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from tasks import policies
from tasks.enums import ProgressAction
from tasks.models import Comment, Entry, Filing, Plan, Progress, ProgressEvent, Round
from tasks.pages.filings import with_keys
from tasks.rules.statement import PLACES
from units.models import Membership
from zgc_tasks.common.prepared import Prepared

NOTED = "意见已记下，退回修改时一并发给牵头单位"


class Waiting(NamedTuple):
    """One that was not sent yet; `removing` is where its own author takes it back, "" for everybody else."""

    place: str
    by: str
    at: datetime
    text: str
    removing: str


class CommentPaper(NamedTuple):
    """退回修改意见单 of one return: `on` what was returned, "" where it stands beside that."""

    on: str
    pdf: str
    xlsx: str


def comments_of(plan: Plan) -> QuerySet:
    return Comment.objects.filter(filing__plan=plan)


_COMMENTS = Prepared(
    lambda plan: (
        Comment.objects.filter(filing__plan=plan)
        .select_related("by__user", "answered_by__user")
        .order_by("-filing__nth", "pk")
    )
)


def comments_on(plan: Plan, filings: Sequence[Filing]) -> list[Comment]:
    """All comments on a plan, those on the newest of its `filings` first, each with its filing.

    One query, and one more where there are filings of before."""
    by_pk = {filing.pk: filing for filing in filings}
    comments = _COMMENTS(plan=plan.pk)
    for comment in comments:
        comment.filing = by_pk[comment.filing_id]
    with_keys([comment.filing for comment in comments if comment.step_key])
    return comments


def sent_with(filing: Filing) -> list[Comment]:
    """Those with which a filing was returned, in the order they were made."""
    sent = filing.comments.filter(sent_at__isnull=False).select_related("by__user", "answered_by__user")
    comments = list(sent.order_by("pk"))
    with_keys([filing])
    for comment in comments:
        comment.filing = filing
    return comments


def papers_of_plan(plan: Plan, comments: Sequence[Comment]) -> list[CommentPaper]:
    """Of the filings that were returned with them, the newest first."""
    names = [plan.task.programme.slug, plan.task.number]
    returned = dict.fromkeys(comment.filing for comment in comments if comment.sent_at)
    return [_paper("comment-list", [*names, filing.nth], str(filing)) for filing in returned]


def paper_in_round(round: Round, number: int, nth: int) -> CommentPaper:
    """Of the `nth` filing of a task in a round, which was returned."""
    return _paper("progress-comment-list", [round.programme.slug, round.number, number, nth])


def _paper(route: str, names: list, on: str = "") -> CommentPaper:
    pdf, xlsx = (reverse(route, args=[*names, kind]) for kind in ("pdf", "xlsx"))
    return CommentPaper(on, pdf, xlsx)


def waiting_on_plan(plan: Plan, comments: Iterable[Comment], by: Membership) -> list[Waiting]:
    """Those of `comments` that were not sent."""
    names = [plan.task.programme.slug, plan.task.number]
    return _waiting(comments, plan, by, "comment-remove", names)


def _waiting(
    comments: Iterable[Comment], work: Plan | Progress, by: Membership, route: str, names: list
) -> list[Waiting]:
    may = policies.allowed(policies.may_comment, by, work)
    return [
        Waiting(
            place=comment.place,
            by=str(comment.by.user),
            at=comment.at,
            text=comment.text,
            removing=reverse(route, args=[*names, comment.pk])
            if may and comment.by.user_id == by.user_id
            else "",
        )
        for comment in comments
        if comment.sent_at is None
    ]


# --- on what is reported in a round --------------------------------------------------------------------------


class EntryPlace(NamedTuple):
    """A place of an entry: how many comments wait there, and those sent with a return of it or of one before."""

    place: str
    label: str
    comments: int
    sent: tuple[Comment, ...]


def of_progress(progress: Progress) -> QuerySet:
    return Comment.objects.filter(entry__progress=progress)


def seen_of_progress(progress: Progress, entries: Sequence[Entry], by: Membership) -> list[Comment]:
    """Those on its `entries` that a reader may see, as they were made: its checkers all, its lead what was sent."""
    if not policies.allowed(policies.may_read_comments_in_round, by, progress.task):
        return []
    checks = policies.allowed(policies.may_receive, by, progress.task.programme)
    by_pk = {entry.pk: entry for entry in entries}
    comments = [
        comment for comment in _ON_PROGRESS(progress=progress.pk) if checks or comment.sent_at is not None
    ]
    for comment in comments:
        comment.entry = by_pk[comment.entry_id]
    return comments


_ON_PROGRESS = Prepared(
    lambda progress: (
        Comment.objects.filter(entry__progress=progress)
        .select_related("by__user", "answered_by__user")
        .order_by("pk")
    )
)


def waiting_on_progress(progress: Progress, comments: Iterable[Comment], by: Membership) -> list[Waiting]:
    """Those of `comments` that were not sent; one on an entry before, which gave way to another meanwhile, says so."""
    round, task = progress.round, progress.task
    names = [round.programme.slug, round.number, task.number]
    found = _waiting(comments, progress, by, "progress-comment-remove", names)
    made_on = [comment.entry for comment in comments if comment.sent_at is None]
    return [
        one if entry.pk == progress.entry_id else one._replace(place=f"{entry} · {one.place}")
        for one, entry in zip(found, made_on, strict=True)
    ]


def choices(entry: Entry) -> list[tuple[str, str]]:
    """Where a comment may be pinned: a text or another part, each step by its number, or the whole."""
    return [(name, label) for name, label, _, _ in _places(entry)]


def places_in(entry: Entry, comments: Iterable[Comment]) -> dict[str, EntryPlace]:
    """All places of an entry by their names, with the `comments` there; those on a step that it does not report any more
    stand with the steps as a whole.
    """
    there = {(field, key) for _, _, field, key in _places(entry)}
    pinned: dict[tuple, list[Comment]] = {spot: [] for spot in there}
    for comment in comments:
        if comment.entry.nth <= entry.nth:
            spot = comment.field, comment.step_key
            pinned[spot if spot in there else ("steps", None)].append(comment)
    return {
        name: EntryPlace(
            place=name,
            label=label,
            comments=sum(one.sent_at is None and one.entry_id == entry.pk for one in pinned[field, key]),
            sent=tuple(one for one in pinned[field, key] if one.sent_at is not None),
        )
        for name, label, field, key in _places(entry)
    }


def _places(entry: Entry) -> list[tuple[str, str, str, int | None]]:
    """Of each its name, its label, and by which field and key of a step comments are pinned to it."""
    found = []
    for field, label in PLACES.items():
        found.append((field, label, field, None))
        if field == "steps":
            found += [
                (f"step-{number}", f"第{number}步", "steps", key)
                for number, key in enumerate(entry.keys, start=1)
            ]
    return found


def sent_back(entry: Entry, at: datetime) -> list[tuple[str, Comment]]:
    """The comments with which it was returned then, each with its place; one on an entry before says so."""
    sent = Comment.objects.filter(entry__progress=entry.progress, sent_at=at).select_related(
        "entry__steps_of", "by__user", "answered_by__user"
    )
    comments = list(sent.order_by("pk"))
    with_keys([comment.entry.steps_of for comment in comments if comment.step_key])
    return [
        (comment.place if comment.entry_id == entry.pk else f"{comment.entry} · {comment.place}", comment)
        for comment in comments
    ]


def counted_in_rounds(rows: list[int]) -> dict[int, str]:
    """Of each 进展 with these keys of which anything was sent: how much, and how much of it is answered."""
    return {
        progress: f"核对意见 {sent} 条，已答复 {answered} 条"
        for progress, sent, answered in _COUNTED(rows=rows)
    }


def _counted(rows) -> QuerySet:
    sent = Comment.objects.filter(entry__progress__pk__in=rows, sent_at__isnull=False).order_by()
    counted = sent.values("entry__progress").annotate(
        sent=Count("pk"), answered=Count("pk", filter=~Q(answer=""))
    )
    return counted.values_list("entry__progress", "sent", "answered")


_COUNTED = Prepared(_counted)


def sent_with_returns(rows: Iterable[int]) -> list[Comment]:
    """Of each 进展 with these keys what was sent with its last return, in the order in which it was made."""
    comments = _WITH_LAST_RETURN(rows=list(rows))
    with_keys([comment.entry.steps_of for comment in comments if comment.step_key])
    return comments


def _with_last_return(rows) -> QuerySet:
    returns = ProgressEvent.objects.filter(
        progress=OuterRef("entry__progress"), action=ProgressAction.RETURN
    ).order_by("-pk")
    sent = Comment.objects.filter(entry__progress__pk__in=rows, sent_at=Subquery(returns.values("at")[:1]))
    return sent.select_related("entry__steps_of").defer("entry__content").order_by("pk")


_WITH_LAST_RETURN = Prepared(_with_last_return)
