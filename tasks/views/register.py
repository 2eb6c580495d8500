"""任务分解: the printed table with search and filters; one page per task, unit and area."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import reading
from tasks.actions import courses
from tasks.models import Programme
from tasks.pages import register, task_page
from tasks.pages.judged import Reader, asks_how_tasks_go
from tasks.requests import group_or_404, unit_or_404
from zgc_tasks.common import clock


def _today(request, programme: Programme) -> date:
    """Today, up to which it is brought what lists tell of how far tasks are."""
    today = clock.today()
    if Reader.of(request.membership, programme).oversees or asks_how_tasks_go(request.GET):
        courses.bring_up_to_date(programme, today=today)
    return today


@require_GET
def task_list(request, programme: Programme):
    """The whole register in printed order, or what the filters in the address leave of it."""
    page = register.task_list(programme, request.membership, request.GET, today=_today(request, programme))
    return render(request, "tasks/task_list.html", page)


@require_GET
def task_detail(request, programme: Programme, number: int):
    """One task: content, units, its sentence in the body, standing, decisions, history and neighbours."""
    by = request.membership
    page = task_page.page_of(programme, number, by, request.GET, today=clock.today())
    if page is None:
        raise Http404
    reading.note_numbers(request, page.contacts.phones, programme.in_log(f"第{number}项"))
    return render(request, "tasks/task_detail.html", {"page": page})


@require_GET
def unit_detail(request, programme: Programme, slug: str):
    """What a unit leads and what it takes part in."""
    page = register.unit_detail(
        programme, unit_or_404(slug), request.membership, request.GET, today=_today(request, programme)
    )
    return render(request, "tasks/unit_detail.html", page)


@require_GET
def group_detail(request, programme: Programme, number: int):
    """One area: its paragraph of the body, the 落实单位 line as printed, and its tasks."""
    page = register.group_detail(
        programme,
        group_or_404(programme, number),
        request.membership,
        request.GET,
        today=_today(request, programme),
    )
    return render(request, "tasks/group_detail.html", page)
