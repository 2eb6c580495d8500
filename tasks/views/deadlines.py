"""时限检查: the checker's rows as of a day, each with the sentence that says why."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.forms.ledger import asked_ledger
from tasks.ledger import Figure
from tasks.requests import programme_or_404
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock

PAGE_SIZE = 100


@require_GET
def deadlines(request, programme: str):
    """All rows for those who oversee the programme; for a unit those it leads or takes part in."""
    found = programme_or_404(request, programme)
    oversees = policies.allowed(policies.may_oversee, request.membership, found)
    own = "" if oversees else request.membership.unit.slug
    asked = asked_ledger(request.GET, found, today=clock.today(), concerning=own)
    page = Paginator(asked.found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "programme": found,
        "asked": asked,
        "page_obj": page,
        "figures": [(figure, asked.found.totals.figures[figure]) for figure in Figure],
        "oversees": oversees,
        "may_export": oversees or request.membership.role in UNIT_ROLES,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/deadlines.html", context)
