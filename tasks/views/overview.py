"""总体情况: the figures, the areas as bars of states, and the units with what is still missing."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.ledger import day_asked, errors_of
from tasks.pages import overview as page
from tasks.requests import programme_or_404
from zgc_tasks.common import clock


@require_GET
def overview(request, programme: str):
    found, today = programme_or_404(request, programme), clock.today()
    policies.may_oversee(request.membership, found)
    day, form = day_asked(request.GET, today)
    built = page.build(found, day, today=today, asked=request.GET)
    context = {"programme": found, "form": form, "errors": errors_of(form), "page": built}
    return render(request, "tasks/overview.html", context)
