"""Problems that were raised."""

from tasks.models import Coordination, Programme
from tasks.requests.missing import or_404
from units.prepared import PreparedFor

_COORDINATION = PreparedFor(
    lambda by, programme, pk: (
        Coordination.objects.visible_to(by)
        .filter(pk=pk, task__programme=programme)
        .select_related("task__lead", "unit", "raised_by__user")
    )
)


def coordination_or_404(request, programme: Programme, pk: int) -> Coordination:
    """A problem the acting membership may see, with its task and who raised it."""
    coordination = or_404(_COORDINATION.first(request.membership, programme=programme.pk, pk=pk))
    coordination.task.programme = programme
    return coordination
