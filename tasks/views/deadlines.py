"""时限检查: where tasks stand as of a day, each with the sentence that says why."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.models import Programme
from tasks.pages import deadlines as page
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock


@require_GET
def deadlines(request, programme: Programme):
    """All rows for those who oversee the programme; for a unit those it leads or takes part in."""
    by = request.membership
    oversees = policies.allowed(policies.may_oversee, by, programme)
    own = None if oversees else by.unit
    built = page.build(programme, request.GET, today=clock.today(), own=own)
    context = {
        "programme": programme,
        "deadlines": built,
        "asked": built.asked,
        "page": built.rows,
        "oversees": oversees,
        "may_export": oversees or by.role in UNIT_ROLES,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/deadlines.html", context)
