"""具体目标 and what was counted of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tasks import policies
from tasks.actions import goals as actions
from tasks.forms.goals import ReadingForm
from tasks.forms.ledger import day_asked, errors_of
from tasks.models import Goal, Programme
from tasks.pages import goals as pages
from tasks.requests import refused_by, status_of
from zgc_tasks.common import clock


@require_GET
def goal_list(request, programme: Programme):
    policies.may_oversee(request.membership, programme)
    today = clock.today()
    day, form = day_asked(request.GET, today, programme.known_years(today))
    context = {"programme": programme, "form": form, "errors": errors_of(form)}
    return render(request, "tasks/goal_list.html", context | {"page": pages.goal_list(programme, day)})


def _goal(request, programme: Programme, number: int) -> Goal:
    policies.may_oversee(request.membership, programme)
    goal = get_object_or_404(Goal, programme=programme, number=number)
    goal.programme = programme
    return goal


@require_GET
def goal(request, programme: Programme, number: int):
    """All that was ever recorded of it."""
    page = pages.goal_page(_goal(request, programme, number), today=clock.today())
    return render(request, "tasks/goal.html", {"programme": programme, "page": page})


@require_http_methods(["GET", "POST"])
def goal_record(request, programme: Programme, number: int):
    return _recorded(request, _goal(request, programme, number), None)


@require_http_methods(["GET", "POST"])
def goal_correct(request, programme: Programme, number: int, pk: int):
    """What was recorded by mistake, put right by another record."""
    found = _goal(request, programme, number)
    return _recorded(request, found, get_object_or_404(found.readings, pk=pk))


def _recorded(request, goal: Goal, corrects):
    by, now = request.membership, clock.now()
    policies.may_record_reading(by, goal.programme)
    initial = (
        {name: getattr(corrects, name) for name in ("value", "counted_on", "source")} if corrects else None
    )
    form = ReadingForm(
        request.POST or None,
        today=now.date(),
        years=goal.programme.known_years(now.date()),
        correcting=corrects is not None,
        initial=initial,
    )
    if form.is_valid():
        with refused_by(request, form):
            actions.record_reading(goal=goal, corrects=corrects, by=by, at=now, **form.cleaned_data)
            messages.success(request, f"已登记{goal.name}的数据")
            return redirect(goal)
    context = {"programme": goal.programme, "goal": goal, "corrects": corrects, "form": form}
    return render(request, "tasks/goal_record.html", context, status=status_of(form))
