"""任务分解: the printed table with search and filters, and the pages of a unit and of an area."""

from datetime import date

from django.http import QueryDict

from tasks import policies
from tasks.forms.register import RegisterFilterForm
from tasks.models import Programme, Task, TaskGroup, units_named_in
from tasks.pages.task_rows import Reader, areas, paged_tasks, tasks_of
from units.models import Membership, Unit


def task_list(programme: Programme, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """The whole register in printed order, or what the filters in the address leave of it."""
    whole = tasks_of(programme)
    units = units_named_in(programme)
    groups = programme.groups.order_by("number").values_list("number", "name")
    form = RegisterFilterForm(asked, groups=groups, units=units)
    filters = form.chosen()
    found = whole.matching(**filters, today=today) if filters else whole
    reader = _reader(programme, by)
    page = paged_tasks(found, asked, programme, reader, today=today)
    return {
        "programme": programme,
        "form": form,
        "filtered": bool(filters),
        "page": page,
        "areas": areas(page, programme),
        "total": whole.count() if filters else page.total,
        "query": asked.urlencode(),
        "may_oversee": reader.oversees,
    }


def _reader(programme: Programme, by: Membership) -> Reader:
    return Reader(by.unit_id, policies.allowed(policies.may_oversee, by, programme))


def unit_detail(programme: Programme, unit: Unit, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """What a unit leads and what it takes part in."""
    tasks, reader = tasks_of(programme), _reader(programme, by)
    return {
        "programme": programme,
        "unit": unit,
        "oversees": reader.oversees,
        "led": paged_tasks(tasks.led_by(unit.pk), asked, programme, reader, today=today, key="led"),
        "joined": paged_tasks(tasks.joined_by(unit.pk), asked, programme, reader, today=today, key="joined"),
    }


def group_detail(
    programme: Programme, group: TaskGroup, by: Membership, asked: QueryDict, *, today: date
) -> dict:
    """One area: its paragraph of the body, the 落实单位 line as printed, and its tasks."""
    numbers, reader = programme.groups.values_list("number", flat=True), _reader(programme, by)
    return {
        "oversees": reader.oversees,
        "programme": programme,
        "group": group,
        "page": paged_tasks(Task.objects.filter(group=group), asked, programme, reader, today=today),
        "before": numbers.filter(number__lt=group.number).order_by("-number").first(),
        "after": numbers.filter(number__gt=group.number).order_by("number").first(),
    }
