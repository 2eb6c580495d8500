"""What others say of a plan: 征求意见, 意见 of participating units, 核对意见."""

from django.shortcuts import get_object_or_404

from tasks.models import Comment, Consultation, Opinion, Plan, Programme
from tasks.requests.missing import or_404
from units.prepared import PreparedFor

_CONSULTATION = PreparedFor(
    lambda by, programme, pk: (
        Consultation.objects.visible_to(by)
        .filter(pk=pk, plan__task__programme=programme)
        .with_settling()
        .select_related(
            "unit",
            "plan__task__lead",
            "plan__filing",
            "plan__in_force",
            "asked_by__user",
            "answered_by__user",
        )
        .defer("plan__filing__content", "plan__in_force__content")
    )
)


def consultation_or_404(request, programme: Programme, pk: int) -> Consultation:
    """A question the acting membership may see, with what settled it."""
    found = or_404(_CONSULTATION.first(request.membership, programme=programme.pk, pk=pk))
    found.plan.task.programme = programme
    return found


def opinion_or_404(request, plan: Plan, pk: int) -> Opinion:
    """What a participating unit noted of the plan, for who may see it."""
    seen = Opinion.objects.visible_to(request.membership).select_related("filing__plan")
    opinion = get_object_or_404(seen, pk=pk, filing__plan=plan)
    opinion.filing.plan = plan
    return opinion


def comment_or_404(plan: Plan, pk: int) -> Comment:
    """A comment that was sent to the lead of the plan."""
    return get_object_or_404(_sent().filter(filing__plan=plan), pk=pk)


def comments_beside(comment: Comment):
    """All that were sent with a comment, itself included."""
    return _sent().filter(filing=comment.filing).order_by("pk")


def _sent():
    return Comment.objects.filter(sent_at__isnull=False).select_related("filing__plan__task")
