"""The programme, area, unit or task that an address names."""

from collections.abc import Iterable

from django.http import Http404
from django.shortcuts import get_object_or_404

from tasks.models import UNIT_NAMED, Programme, Task, TaskGroup
from tasks.requests.missing import or_404
from units.models import Office, Unit
from units.prepared import PreparedFor

_PROGRAMME = PreparedFor(
    lambda by, code: (
        Programme.objects.visible_to(by)
        .with_others(by)
        .filter(code=code)
        .select_related("receiving_office__unit")
    )
)


def programme_seen(by, slug: str) -> Programme | None:
    """The programme of an address, with the office that receives it, and whether its reader has work in others too."""
    return _PROGRAMME.first(by, code=slug.upper())


def programme_to_start_with(by) -> Programme | None:
    """Where the acting membership has its work."""
    return Programme.objects.visible_to(by).start_of(by)


def group_or_404(programme: Programme, number: int) -> TaskGroup:
    return get_object_or_404(TaskGroup, programme=programme, number=number)


def unit_or_404(slug: str) -> Unit:
    """Any unit, with the names it bore."""
    return get_object_or_404(Unit.objects.prefetch_related("names"), slug=slug)


_TASK_OF_REGISTER = PreparedFor(
    lambda by, programme, number: (
        Task.objects.visible_to(by)
        .filter(programme=programme, number=number)
        .select_related("group", "printed_group", "lead")
    )
)


def named_unit_or_404(programme: Programme, slug: str) -> Unit:
    """A unit that the programme names."""
    return or_404(UNIT_NAMED.first(programme=programme.pk, slug=slug))


def task_or_404(request, programme: Programme, number: int) -> Task:
    """A task of the register with area and lead."""
    task = or_404(_TASK_OF_REGISTER.first(request.membership, programme=programme.pk, number=number))
    task.programme = programme
    return task


def tasks_numbered(request, programme: Programme, numbers: Iterable[int]) -> list[Task]:
    """Those of the register that have these numbers."""
    seen = Task.objects.visible_to(request.membership).filter(programme=programme, number__in=set(numbers))
    return list(seen.order_by("number"))


def own_office_or_404(request) -> Office:
    """The office that a form names, one of the person's own."""
    own = Office.objects.filter(memberships__user=request.user, memberships__is_active=True)
    for office in own.select_related("unit").distinct():
        if str(office.pk) == request.POST.get("office"):
            return office
    raise Http404
