"""任务分解: the printed table with search and filters; one page per task, unit and area."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.register import RegisterFilterForm
from tasks.ledger import current
from tasks.models import Plan, Task, TaskGroup
from tasks.querysets import units_named_in
from tasks.requests import programme_or_404, task_or_404
from units.models import Unit
from zgc_tasks.common import clock

PAGE_SIZE = 50


def _tasks(request, programme):
    """Tasks of the programme with what a line of the register shows."""
    tasks = Task.objects.visible_to(request.membership).filter(programme=programme)
    return tasks.with_register().select_related("plan").order_by("group__number", "number")


@require_GET
def task_list(request, programme: str):
    """The whole register in printed order, or what the filters in the address leave of it."""
    found, today = programme_or_404(request, programme), clock.today()
    form = RegisterFilterForm(
        request.GET,
        groups=found.groups.order_by("number"),
        units=units_named_in(found),
    )
    filters = form.chosen() if form.is_valid() else {}
    every = Task.objects.visible_to(request.membership).filter(programme=found)
    matching = _tasks(request, found).matching(**filters, today=today)
    page = Paginator(matching, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "programme": found,
        "form": form,
        "filtered": bool(filters),
        "page_obj": page,
        "areas": current.areas(list(page.object_list), today),
        "total": every.count() if filters else page.paginator.count,
        "query": request.GET.urlencode(),
        "own_unit": request.membership.unit_id,
        "may_oversee": policies.allowed(policies.may_oversee, request.membership, found),
    }
    return render(request, "tasks/task_list.html", context)


@require_GET
def task_detail(request, programme: str, number: int):
    """One task: content, units, its sentence in the body, standing, decisions, history and neighbours."""
    task = task_or_404(request, programme, number)
    by, today = request.membership, clock.today()
    plan = Plan.objects.visible_to(by).filter(task=task).select_related("filing", "office").first()
    shown = current.line(Task.objects.select_related("plan", "programme").get(pk=task.pk), today)
    before, after = _neighbours(task)
    context = {
        "programme": task.programme,
        "task": task,
        "line": shown,
        "plan": plan,
        "paragraph": _marked(task.group.body, task.body_sentence),
        "entries": task.responsibilities.prefetch_related("resolutions__units").select_related("unit"),
        "designations": task.designations.select_related("unit", "recorded_by__user"),
        "events": plan.events.select_related("by__user", "by__unit", "by__office__unit", "filing")
        if plan
        else [],
        "before": before,
        "after": after,
        "leads": task.lead_id is not None and task.lead_id == by.unit_id,
        "may_begin": shown.plan is None and policies.allowed(policies.may_write, by, task),
        "may_write": plan is not None and policies.allowed(policies.may_write, by, task, plan),
        "may_receive": policies.allowed(policies.may_receive, by, task.programme),
        "may_decide": policies.allowed(policies.may_record_decision, by, task.programme),
    }
    return render(request, "tasks/task_detail.html", context)


def _neighbours(task: Task) -> tuple[int | None, int | None]:
    """The numbers before and after in the register."""
    numbers = Task.objects.filter(programme=task.programme_id).values_list("number", flat=True)
    before = numbers.filter(number__lt=task.number).order_by("-number").first()
    after = numbers.filter(number__gt=task.number).order_by("number").first()
    return before, after


def _marked(body: str, sentence: str) -> tuple[str, str, str]:
    """The paragraph cut into what stands before, the sentence itself, and what stands after."""
    if not sentence or sentence not in body:
        return body, "", ""
    return body.partition(sentence)


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
