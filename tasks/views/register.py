"""任务分解: the printed table with search and filters; one page per task, unit and area."""

from functools import lru_cache

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.register import RegisterFilterForm
from tasks.ledger import current
from tasks.models import Task, TaskGroup
from tasks.pages import task_page
from tasks.querysets import units_named_in
from tasks.requests import programme_or_404
from units.models import Unit
from zgc_tasks.common import clock
from zgc_tasks.common.paging import paged
from zgc_tasks.common.prepared import Prepared


def _tasks(request, programme):
    """Tasks of the programme with what a line of the register shows."""
    tasks = Task.objects.visible_to(request.membership).filter(programme=programme)
    return tasks.with_register().select_related("plan").order_by("group__number", "number")


@require_GET
def task_list(request, programme: str):
    """The whole register in printed order, or what the filters in the address leave of it."""
    found, today = programme_or_404(request, programme), clock.today()
    whole = current.WholeRegister(found, request.membership)
    form, filters = _filter_form(request, found)
    page = paged(_matching(found, request.membership, filters, today) if filters else whole, request.GET)
    areas = current.areas(page, today, request.membership.unit_id)
    context = {
        "programme": found,
        "form": form,
        "drawn_fields": "" if form else _drawn_fields(*_choices(found)),
        "filtered": bool(filters),
        "page": page,
        "areas": [_drawn_area(found.slug, area) for area in areas],
        "total": whole.count() if filters else page.total,
        "query": request.GET.urlencode(),
        "may_oversee": policies.allowed(policies.may_oversee, request.membership, found),
    }
    return render(request, "tasks/task_list.html", context)


def _matching(programme, by, filters: dict, today):
    tasks = Task.objects.visible_to(by).filter(programme=programme)
    return current.register_rows(tasks.matching(**filters, today=today))


def _filter_form(request, programme) -> tuple[RegisterFilterForm | None, dict]:
    """The form and the filters chosen in it; None where the address has none of its fields."""
    if not request.GET.keys() & RegisterFilterForm.base_fields.keys():
        return None, {}
    form = RegisterFilterForm(
        request.GET, groups=programme.groups.order_by("number"), units=units_named_in(programme)
    )
    return form, form.chosen() if form.is_valid() else {}


def _choices(programme) -> tuple[tuple[tuple, ...], tuple[tuple, ...]]:
    """What the filter form offers: areas and units, each (value, name)."""
    groups = _GROUPS(programme=programme.pk)
    units = _UNITS(programme=programme.pk)
    return tuple((number, f"{number} {name}") for number, name in groups), tuple(units)


_GROUPS = Prepared(
    lambda programme: (
        TaskGroup.objects.filter(programme=programme).order_by("number").values_list("number", "name")
    )
)
_UNITS = Prepared(lambda programme: units_named_in(programme).values_list("slug", "short_name"))


# Drawing is most of the work of this page. Both functions depend on nothing but their arguments, which hold all
# that is shown, so what they drew before can never be out of date (decision 0019).


@lru_cache(maxsize=32)
def _drawn_fields(groups: tuple, units: tuple) -> SafeString:
    """The fields of the filter form without anything chosen."""
    form = RegisterFilterForm(groups=TaskGroup.objects.none(), units=Unit.objects.none())
    for name, choices in (("group", groups), ("unit", units)):
        form.fields[name].widget.choices = [("", form.fields[name].empty_label), *choices]
    return render_to_string("tasks/_register_fields.html", {"form": form})


@lru_cache(maxsize=512)
def _drawn_area(slug: str, area: current.Area) -> SafeString:
    return render_to_string("tasks/_register_area.html", {"slug": slug, "area": area})


@require_GET
def task_detail(request, programme: str, number: int):
    """One task: content, units, its sentence in the body, standing, decisions, history and neighbours."""
    by, task = request.membership, task_page.task_with_plan(request.membership, programme, number)
    if task is None:
        raise Http404
    request.programme = task.programme  # the frame of the page reads it
    page = task_page.page_of(task, by, current.line(task, clock.today()))
    return render(request, "tasks/task_detail.html", {"task": task, "page": page, "drawn": _drawn_page(page)})


@lru_cache(maxsize=512)
def _drawn_page(page: task_page.TaskPage) -> dict[str, SafeString]:
    parts = ("head", "body")
    return {part: render_to_string(f"tasks/_task_{part}.html", {"page": page}) for part in parts}


@require_GET
def unit_detail(request, programme: str, slug: str):
    """What a unit leads and what it takes part in."""
    found, today = programme_or_404(request, programme), clock.today()
    unit = get_object_or_404(Unit.objects.prefetch_related("names"), slug=slug)
    tasks = _tasks(request, found)
    context = {
        "programme": found,
        "unit": unit,
        "led": [current.line(task, today) for task in tasks.led_by(unit)],
        "joined": [current.line(task, today) for task in tasks.joined_by(unit)],
    }
    return render(request, "tasks/unit_detail.html", context)


@require_GET
def group_detail(request, programme: str, number: int):
    """One area: its paragraph of the body, the 落实单位 line as printed, and its tasks."""
    found, today = programme_or_404(request, programme), clock.today()
    group = get_object_or_404(TaskGroup, programme=found, number=number)
    lines = [current.line(task, today) for task in _tasks(request, found).filter(group=group)]
    numbers = found.groups.values_list("number", flat=True)
    context = {
        "programme": found,
        "group": group,
        "lines": lines,
        "before": numbers.filter(number__lt=number).order_by("-number").first(),
        "after": numbers.filter(number__gt=number).order_by("number").first(),
    }
    return render(request, "tasks/group_detail.html", context)
