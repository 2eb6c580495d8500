"""What others say of a plan: 征求意见, 意见 of participating units, 核对意见."""

from django.shortcuts import get_object_or_404

from tasks.models import Comment, Consultation, Opinion, Plan, Programme


def consultation_or_404(request, programme: Programme, pk: int) -> Consultation:
    """A question the acting membership may see, with what settled it."""
    seen = Consultation.objects.visible_to(request.membership).with_settling()
    consultations = seen.select_related(
        "unit", "plan__task__lead", "plan__task__programme", "asked_by__user", "answered_by__user"
    )
    return get_object_or_404(consultations, pk=pk, plan__task__programme=programme)


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
