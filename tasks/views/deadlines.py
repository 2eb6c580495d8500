"""时限检查: where tasks stand as of a day, each with the sentence that says why."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.pages import deadlines as page
from tasks.requests import programme_or_404
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock


@require_GET
def deadlines(request, programme: str):
    """All rows for those who oversee the programme; for a unit those it leads or takes part in."""
    found, by = programme_or_404(request, programme), request.membership
    oversees = policies.allowed(policies.may_oversee, by, found)
    own = None if oversees else by.unit
    built = page.build(found, request.GET, today=clock.today(), own=own)
    context = {
        "programme": found,
        "deadlines": built,
        "asked": built.asked,
        "page": built.rows,
        "oversees": oversees,
        "may_export": oversees or by.role in UNIT_ROLES,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/deadlines.html", context)
