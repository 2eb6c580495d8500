"""任务分解: the printed table with search and filters, and the pages of a unit and of an area."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from tasks.counted import counted_of
from tasks.forms.ledger import JudgedForm, errors_of
from tasks.forms.register import RegisterFilterForm
from tasks.models import AREAS, UNITS_NAMED, Programme, Task, TaskGroup
from tasks.pages.judged import Reader, chosen
from tasks.pages.task_rows import areas, listed, paged_tasks, tasks_of
from tasks.querysets.register import is_in_words
from tasks.rules import sought
from units.models import Membership, Unit
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Begun, Paged
from zgc_tasks.common.prepared import Argument

_WHOLE = Listed(lambda programme: listed(tasks_of(programme)))
_SAYING = Listed(lambda programme, words: listed(tasks_of(programme).saying(words)))
_LED = Listed(lambda programme, unit: listed(_led(tasks_of(programme), programme, unit)))
_JOINED = Listed(lambda programme, unit: listed(tasks_of(programme).joined_by(unit)))
_OF_AREA = Listed(lambda group: listed(Task.objects.filter(group=group)))


def task_list(programme: Programme, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """The whole register in printed order, or what the filters in the address leave of it."""
    units = UNITS_NAMED(programme=programme.pk)
    groups = AREAS(programme=programme.pk)
    reader = Reader.of(by, programme)
    form = RegisterFilterForm(asked, groups=groups, units=units, judged=reader.filters)
    filters = form.chosen()
    whole = _WHOLE(programme=programme.pk)
    total = counted_of(programme.pk, "tasks", whole)
    refused = "q" in form.errors  # what is not looked for is not found either
    if refused:
        found, left = Task.objects.none(), 0
    elif not filters:
        found, left = whole, total
    elif filters.keys() == {"q"} and is_in_words(filters["q"]):
        [words] = sought.words(filters["q"])
        found = _SAYING(programme=programme.pk, words=words)
        left = counted_of(programme.pk, ("tasks", filters["q"]), found)
    else:
        of_register = {name: value for name, value in filters.items() if name not in JudgedForm.base_fields}
        tasks = tasks_of(programme).matching(**of_register, today=today)
        found = listed(chosen(tasks, programme, form.judgement, reader, day=today, today=today))
        left = None
    page = paged_tasks(found, asked, programme, reader, today=today, total=left)
    return {
        "programme": programme,
        "form": form,
        "filtered": bool(filters) or refused,
        "refused": refused,
        "errors": errors_of(form),
        "page": page,
        "areas": areas(page, programme),
        "total": total,
        "query": asked.urlencode(),
        "may_oversee": reader.oversees,
    }


def unit_detail(programme: Programme, unit: Unit, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """What a unit leads and what it takes part in."""
    reader = Reader.of(by, programme)
    form = JudgedForm(asked, judged=reader.filters)
    filtered, of_unit = form.judgement.judges, {"programme": programme.pk, "unit": unit.pk}
    if filtered:
        tasks = chosen(tasks_of(programme), programme, form.judgement, reader, day=today, today=today)
        led, joined = listed(_led(tasks, programme.pk, unit.pk)), listed(tasks.joined_by(unit.pk))
    else:
        led, joined = _LED(**of_unit), _JOINED(**of_unit)

    def page(found: QuerySet | Begun, part: str) -> Paged:
        total = None if filtered else counted_of(programme.pk, (part, unit.pk), found)
        return paged_tasks(found, asked, programme, reader, today=today, key=part, total=total)

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
        "led": page(led, "led"),
        "joined": page(joined, "joined"),
    }


def _led(tasks, programme: int | Argument, unit: int | Argument):
    """By the programme itself, for which there is an index of what a unit leads."""
    return tasks.filter(programme=programme).led_by(unit)


def group_detail(
    programme: Programme, group: TaskGroup, by: Membership, asked: QueryDict, *, today: date
) -> dict:
    """One area: its paragraph of the body, the 落实单位 line as printed, and its tasks."""
    numbers, reader = programme.groups.values_list("number", flat=True), Reader.of(by, programme)
    return {
        "oversees": reader.oversees,
        "programme": programme,
        "group": group,
        "page": paged_tasks(_OF_AREA(group=group.pk), asked, programme, reader, today=today),
        "before": numbers.filter(number__lt=group.number).order_by("-number").first(),
        "after": numbers.filter(number__gt=group.number).order_by("number").first(),
    }
