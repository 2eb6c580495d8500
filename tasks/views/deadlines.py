"""时限检查: where plans, the newest round and steps stand as of a day, each with the sentence that says why."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.actions import courses
from tasks.models import Programme
from tasks.pages import deadlines as page
from tasks.pages import deadlines_of
from tasks.pages.judged import Reader, asks_how_tasks_go
from tasks.pages.tabs import of_query
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock

_OF = {"plan": page.build, "round": deadlines_of.of_round, "steps": deadlines_of.of_steps}
_TABS = {"plan": "实施方案", "round": "报送期", "steps": "步骤"}


@require_GET
def deadlines(request, programme: Programme):
    """All rows for those who oversee the programme; for a unit those it leads or takes part in."""
    by = request.membership
    oversees = policies.allowed(policies.may_oversee, by, programme)
    own = None if oversees else by.unit
    of = request.GET.get("of") if request.GET.get("of") in _OF else "plan"
    today, reader = clock.today(), Reader.of(by, programme)
    if asks_how_tasks_go(request.GET):
        courses.bring_up_to_date(programme, today=today)
    built = _OF[of](programme, request.GET, today=today, own=own, reader=reader)
    context = {
        "programme": programme,
        "deadlines": built,
        "asked": built.asked,
        "page": built.rows,
        "of": of,
        "tabs": of_query(_TABS, of, "of", as_of=built.asked.as_of),
        "oversees": oversees,
        "may_export": of == "plan" and (oversees or by.role in UNIT_ROLES),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/deadlines.html", context)
