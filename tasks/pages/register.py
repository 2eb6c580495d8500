"""任务分解: the printed table with search and filters, and the pages of a unit and of an area."""

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from tasks.counted import counted
from tasks.forms.ledger import JudgedForm
from tasks.forms.register import RegisterFilterForm
from tasks.models import AREAS, UNITS_NAMED, Programme, Task, TaskGroup
from tasks.pages.judged import Reader, chosen
from tasks.pages.task_rows import areas, paged_tasks, tasks_of
from units.models import Membership, Unit


def task_list(programme: Programme, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """The whole register in printed order, or what the filters in the address leave of it."""
    whole = tasks_of(programme)
    units = UNITS_NAMED(programme=programme.pk)
    groups = AREAS(programme=programme.pk)
    reader = Reader.of(by, programme)
    form = RegisterFilterForm(asked, groups=groups, units=units, judged=reader.filters)
    filters = form.chosen()
    of_register = {name: value for name, value in filters.items() if name not in JudgedForm.base_fields}
    found = whole.matching(**of_register, today=today) if of_register else whole
    found = chosen(found, programme, form.judgement, reader, day=today, today=today)
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


def unit_detail(programme: Programme, unit: Unit, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """What a unit leads and what it takes part in."""
    tasks, reader = tasks_of(programme), Reader.of(by, programme)
    form = JudgedForm(asked, judged=reader.filters)
    filtered = form.judgement.judges
    tasks = chosen(tasks, programme, form.judgement, reader, day=today, today=today)
    led = tasks.filter(programme=programme).led_by(unit.pk)  # for which there is an index
    joined = tasks.joined_by(unit.pk)
    joined_total = None if filtered else counted(programme.pk, ("joined", unit.pk), joined.count)
    return {
        "form": form,
        "filtered": filtered,
        "nothing": "没有符合条件的任务。" if filtered else "",
        "query": urlencode(
            {"unit": unit.slug, **{name: asked[name] for name in form.fields if name in asked}}
        ),
        "may_oversee": reader.oversees,
        "programme": programme,
        "unit": unit,
        "oversees": reader.oversees,
        "led": paged_tasks(led, asked, programme, reader, today=today, key="led"),
        "joined": paged_tasks(
            joined, asked, programme, reader, today=today, key="joined", total=joined_total
        ),
    }


def group_detail(
    programme: Programme, group: TaskGroup, by: Membership, asked: QueryDict, *, today: date
) -> dict:
    """One area: its paragraph of the body, the 落实单位 line as printed, and its tasks."""
    numbers, reader = programme.groups.values_list("number", flat=True), Reader.of(by, programme)
    return {
        "oversees": reader.oversees,
        "programme": programme,
        "group": group,
        "page": paged_tasks(Task.objects.filter(group=group), asked, programme, reader, today=today),
        "before": numbers.filter(number__lt=group.number).order_by("-number").first(),
        "after": numbers.filter(number__gt=group.number).order_by("number").first(),
    }
