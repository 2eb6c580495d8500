"""时限检查: the checker's rows as of a day, each with the sentence that says why."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.ledger import asked_ledger
from tasks.ledger import Figure
from tasks.requests import programme_or_404
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock
from zgc_tasks.common.paging import paged


@require_GET
def deadlines(request, programme: str):
    """All rows for those who oversee the programme; for a unit those it leads or takes part in."""
    found = programme_or_404(request, programme)
    oversees = policies.allowed(policies.may_oversee, request.membership, found)
    own = "" if oversees else request.membership.unit.slug
    asked = asked_ledger(request.GET, found, today=clock.today(), concerning=own)
    context = {
        "programme": found,
        "asked": asked,
        "page": paged(asked.found.rows, request.GET),
        "figures": [(figure, asked.found.totals.figures[figure]) for figure in Figure],
        "oversees": oversees,
        "may_export": oversees or request.membership.role in UNIT_ROLES,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/deadlines.html", context)
