"""总体情况: how plans were filed, how far tasks are, and the rows behind each figure."""

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
    today = clock.today()
    policies.may_oversee(request.membership, programme)
    courses.bring_up_to_date(programme, today=today)
    built = overview_progress.build(programme, request.GET, today=today)
    return render(request, "tasks/overview_progress.html", {"programme": programme, "page": built})


@require_GET
def tasks(request, programme: Programme):
    today = clock.today()
    policies.may_oversee(request.membership, programme)
    courses.bring_up_to_date(programme, today=today)
    built = overview_progress.tasks_page(programme, request.GET, today=today)
    return render(request, "tasks/overview_tasks.html", {"programme": programme, "page": built})


@require_GET
def compare(request, programme: Programme):
    today = clock.today()
    policies.may_oversee(request.membership, programme)
    built = overview_compare.build(programme, request.GET, today=today)
    return render(request, "tasks/overview_compare.html", {"programme": programme, "page": built})


@require_GET
def steps(request, programme: Programme):
    today = clock.today()
    policies.may_oversee(request.membership, programme)
    courses.bring_up_to_date(programme, today=today)
    built = overview_steps.build(programme, request.GET, today=today)
    return render(request, "tasks/overview_steps.html", {"programme": programme, "page": built})


@require_GET
def light_rules(request, programme: Programme):
    """For everybody: units see no lights, and may know by what they are judged."""
    context = {"programme": programme, "page": light_rules_page.build(programme)}
    return render(request, "tasks/light_rules.html", context)
