"""总体情况: the figures, the areas as bars of states, and the units with what is still missing."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.ledger import day_asked, errors_of
from tasks.models import Programme
from tasks.pages import goals
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
