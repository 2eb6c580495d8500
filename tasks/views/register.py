"""任务分解: the printed table with search and filters; one page per task, unit and area."""

from functools import lru_cache

from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.register import RegisterFilterForm
from tasks.ledger import current
from tasks.models import Plan, Responsibility, Task, TaskGroup
from tasks.querysets import units_named_in
from tasks.requests import programme_or_404
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
    every = Task.objects.visible_to(request.membership).filter(programme=found)
    form, filters = _filter_form(request, found)
    matching = every.matching(**filters, today=today)
    pages = Paginator(current.register_rows(matching), PAGE_SIZE)
    pages.count = matching.count()  # counted without what the rows are joined with
    page = pages.get_page(request.GET.get("page"))
    areas = current.areas(page.object_list, today, request.membership.unit_id)
    context = {
        "programme": found,
        "form": form,
        "drawn_fields": "" if form else _drawn_fields(*_choices(found)),
        "filtered": bool(filters),
        "page_obj": page,
        "areas": [_drawn_area(found.slug, area) for area in areas],
        "total": every.count() if filters else pages.count,
        "query": request.GET.urlencode(),
        "may_oversee": policies.allowed(policies.may_oversee, request.membership, found),
    }
    return render(request, "tasks/task_list.html", context)


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
    groups = programme.groups.order_by("number").values_list("number", "name")
    units = units_named_in(programme).values_list("slug", "short_name")
    return tuple((number, f"{number} {name}") for number, name in groups), tuple(units)


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
    by, today = request.membership, clock.today()
    task = _task_with_plan(request, programme, number)
    shown = current.line(task, today)
    seen = shown.plan and Plan.objects.visible_to(by).filter(pk=shown.plan.pk).exists()
    plan = shown.plan if seen else None
    context = {
        "programme": task.programme,
        "task": task,
        "line": shown,
        "plan": plan,
        "paragraph": _marked(task.group.body, task.body_sentence),
        "entries": _with_resolutions(task.responsibilities.all()),
        "designations": _designations(task),
        "events": _events(plan) if plan else [],
        "before": task.before,
        "after": task.after,
        "leads": task.lead_id is not None and task.lead_id == by.unit_id,
        "may_begin": shown.plan is None and policies.allowed(policies.may_write, by, task),
        "may_write": plan is not None and policies.allowed(policies.may_write, by, task, plan),
        "may_receive": policies.allowed(policies.may_receive, by, task.programme),
        "may_decide": policies.allowed(policies.may_record_decision, by, task.programme),
    }
    return render(request, "tasks/task_detail.html", context)


# What the page shows. Django writes its queries column by column, which for the rest of the tables took longer
# than the database takes to answer.
_SHOWN_OF_TASK = (
    "number", "content", "body_sentence", "reading_note", "own_deadline",
    "group__number", "group__name", "group__body", "group__responsible_line",
    "lead__short_name",
    "plan__task", "plan__status", "plan__begun_at", "plan__first_filed_at", "plan__refile_by",
    "plan__check_started_at", "plan__filing", "plan__office__name", "plan__office__unit",
    "programme__code", "programme__short_name", "programme__document_number", "programme__plan_deadline",
    "programme__contact_name", "programme__contact_phone", "programme__contact_fax",
    "programme__leadership_unit", "programme__receiving_office__name",
    "programme__receiving_office__unit__short_name",
)  # fmt: skip
_SHOWN_OF_ENTRY = ("task", "position", "wording", "unit__slug", "unit__short_name")
_SHOWN_OF_EVENT = (
    "plan", "action", "at", "refile_by", "note", "filing__round",
    "by__user__full_name", "by__unit__short_name", "by__office__name", "by__office__unit__short_name",
)  # fmt: skip


def _task_with_plan(request, programme: str, number: int) -> Task:
    """The task with its plan and, as `before` and `after`, the numbers next to it in the register."""
    tasks = Task.objects.visible_to(request.membership)
    others = Task.objects.filter(programme=OuterRef("programme")).values("number")
    entries = Responsibility.objects.select_related("unit").order_by("position")
    found = (
        tasks.select_related("group", "lead", "plan__office", "programme__receiving_office__unit")
        .prefetch_related(Prefetch("responsibilities", entries.only(*_SHOWN_OF_ENTRY)))
        .only(*_SHOWN_OF_TASK)
        .annotate(
            before=Subquery(others.filter(number__lt=OuterRef("number")).order_by("-number")[:1]),
            after=Subquery(others.filter(number__gt=OuterRef("number")).order_by("number")[:1]),
        )
    )
    task = get_object_or_404(found, programme__code=programme.upper(), number=number)
    request.programme = task.programme
    return task


def _events(plan: Plan):
    events = plan.events.select_related("by__user", "by__unit", "by__office__unit", "filing")
    return events.only(*_SHOWN_OF_EVENT)


def _with_resolutions(entries):
    """The entries with what their wording was resolved into; only wording can be."""
    wordings = [entry for entry in entries if entry.wording]
    if wordings:
        prefetch_related_objects(wordings, "resolutions__units")
    return entries


def _designations(task: Task):
    """None is asked for where the task has no deadline of its own, which comes with every designation."""
    if task.own_deadline is None:
        return ()
    return task.designations.select_related("unit", "recorded_by__user")


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
