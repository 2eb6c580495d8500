"""总体情况: how plans were filed, how far tasks are, and the rows behind each figure."""

from collections.abc import Callable

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.actions import courses
from tasks.forms.ledger import day_asked, errors_of
from tasks.models import Programme
from tasks.pages import goals, overview_compare, overview_progress, overview_steps
from tasks.pages import light_rules as light_rules_page
from tasks.pages import overview as page
from zgc_tasks.common import clock


@require_GET
def overview(request, programme: Programme):
    today = clock.today()
    policies.may_oversee(request.membership, programme)
    day, form = day_asked(request.GET, today, programme.known_years(today))
    built = page.build(programme, day, today=today, asked=request.GET)
    context = {"programme": programme, "form": form, "errors": errors_of(form), "page": built}
    context["goals"] = goals.goal_list(programme, day)
    return render(request, "tasks/overview.html", context)


@require_GET
def progress(request, programme: Programme):
    return _shown(request, programme, overview_progress.build, "overview_progress")


@require_GET
def tasks(request, programme: Programme):
    return _shown(request, programme, overview_progress.tasks_page, "overview_tasks")


@require_GET
def steps(request, programme: Programme):
    return _shown(request, programme, overview_steps.build, "overview_steps")


@require_GET
def compare(request, programme: Programme):
    return _shown(request, programme, overview_compare.build, "overview_compare", kept=False)


def _shown(request, programme: Programme, build: Callable, template: str, *, kept: bool = True):
    """`kept`: it shows what is kept of how far tasks are, which is brought up to date before."""
    today = clock.today()
    policies.may_oversee(request.membership, programme)
    if kept:
        courses.bring_up_to_date(programme, today=today)
    built = build(programme, request.GET, today=today)
    return render(request, f"tasks/{template}.html", {"programme": programme, "page": built})


@require_GET
def light_rules(request, programme: Programme):
    """For everybody: units see no lights, and may know by what they are judged."""
    context = {"programme": programme, "page": light_rules_page.build(programme)}
    return render(request, "tasks/light_rules.html", context)
