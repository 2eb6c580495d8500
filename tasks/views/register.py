"""任务分解: the printed table with search and filters; one page per task, unit and area."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks.pages import register, task_page
from tasks.requests import group_or_404, programme_or_404, unit_or_404
from zgc_tasks.common import clock


@require_GET
def task_list(request, programme: str):
    """The whole register in printed order, or what the filters in the address leave of it."""
    found = programme_or_404(request, programme)
    page = register.task_list(found, request.membership, request.GET, today=clock.today())
    return render(request, "tasks/task_list.html", page)


@require_GET
def task_detail(request, programme: str, number: int):
    """One task: content, units, its sentence in the body, standing, decisions, history and neighbours."""
    found = programme_or_404(request, programme)
    page = task_page.page_of(found, number, request.membership, today=clock.today())
    if page is None:
        raise Http404
    return render(request, "tasks/task_detail.html", {"page": page})


@require_GET
def unit_detail(request, programme: str, slug: str):
    """What a unit leads and what it takes part in."""
    found = programme_or_404(request, programme)
    page = register.unit_detail(found, unit_or_404(slug), request.GET, today=clock.today())
    return render(request, "tasks/unit_detail.html", page)


@require_GET
def group_detail(request, programme: str, number: int):
    """One area: its paragraph of the body, the 落实单位 line as printed, and its tasks."""
    found = programme_or_404(request, programme)
    page = register.group_detail(found, group_or_404(found, number), request.GET, today=clock.today())
    return render(request, "tasks/group_detail.html", page)
