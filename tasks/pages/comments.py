"""核对意见 as they are read: under the filing they were made on, at the step of that time."""

from collections.abc import Sequence

from django.db.models import QuerySet

from tasks.models import Comment, Filing, Plan
from tasks.pages.filings import with_keys
from zgc_tasks.common.prepared import Prepared


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


def returned_in(comments: Sequence[Comment]) -> list[Filing]:
    """The filings that were returned with them, the newest first."""
    return list(dict.fromkeys(comment.filing for comment in comments if comment.sent_at))
