"""Letters, what they carry, and scans."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from tasks.models import Arrival, Attachment, IncomingLetter, Programme, ProgressArrival
from tasks.requests.missing import or_404
from tasks.requests.register import task_or_404
from units.prepared import PreparedFor
from zgc_tasks.common.prepared import Prepared


def letter_or_404(request, programme: Programme, pk: int) -> IncomingLetter:
    letter = or_404(_LETTER.first(request.membership, programme=programme.pk, pk=pk))
    letter.programme = programme
    return letter


_LETTER = PreparedFor(
    lambda by, programme, pk: (
        IncomingLetter.objects.visible_to(by)
        .filter(pk=pk, programme=programme)
        .select_related("unit", "scan", "recorded_by__user")
    )
)


def arrival_to_enter(request, programme: Programme, pk: int, number: int) -> Arrival:
    """A letter of the receiving office with one of the tasks it carries, and whether that was entered from it."""
    letter = letter_or_404(request, programme, pk)
    task = task_or_404(request, programme, number)
    arrival = _ARRIVAL.first(letter=letter.pk, task=task.pk)
    if arrival is None:
        raise Http404("该来文未附本项实施方案")
    arrival.letter, arrival.task = letter, task
    return arrival


_ARRIVAL = Prepared(
    lambda letter, task: Arrival.objects.filter(letter=letter, task=task, withdrawn_at=None).with_entering()
)


def progress_arrival_or_404(
    request, programme: Programme, pk: int, round: int, number: int
) -> ProgressArrival:
    """One of the tasks of whose progress in a round a letter tells."""
    letter = letter_or_404(request, programme, pk)
    arrival = or_404(_PROGRESS_ARRIVAL.first(letter=letter.pk, round=round, number=number))
    arrival.letter, arrival.task.programme, arrival.round.programme = letter, programme, programme
    return arrival


_PROGRESS_ARRIVAL = Prepared(
    lambda letter, round, number: (
        ProgressArrival.objects.filter(letter=letter, round__number=round, task__number=number)
        .with_entering()
        .select_related("round", "task__lead", "task__plan__in_force")
    )
)


def arrival_or_404(request, programme: Programme, pk: int, number: int) -> Arrival:
    """One of the tasks that a letter was registered with."""
    letter = letter_or_404(request, programme, pk)
    return get_object_or_404(letter.arrivals, task__number=number)


def attachment_or_404(request, programme: Programme, pk: int) -> Attachment:
    """A scan of a plan or letter the acting membership may see."""
    scans = Attachment.objects.visible_to(request.membership).distinct()
    return get_object_or_404(scans, pk=pk, programme=programme)
