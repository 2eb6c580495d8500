"""首页 of each role: what waits for the reader today."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from tasks import policies, reading
from tasks.actions import courses
from tasks.models import Programme
from tasks.pages import (
    checker_home,
    coordination_home,
    leadership_home,
    opinion_home,
    programmes,
    round_home,
    unit_home,
)
from tasks.pages.owed import phones_of
from tasks.rules import deadlines
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common import clock


@require_GET
def home(request, programme: Programme):
    by = request.membership
    if by.role in UNIT_ROLES:
        return _of_unit(request, programme)
    if not policies.allowed(policies.may_oversee, by, programme):
        # Checkers and leadership of another programme have the register of this one; who stands in, those plans.
        stands_in = policies.allowed(policies.may_stand_in, by, programme)
        return redirect("checking" if stands_in else "task-list", programme=programme)
    return _of_checker(request, programme) if by.role == Role.CHECKER else _of_leadership(request, programme)


def _common(request, programme: Programme) -> dict:
    today = clock.today()
    countdown = deadlines.days_left_sentence(programme.plan_deadline, today, of="实施方案")
    others = programmes.others(programme, request.membership, today)
    return {"programme": programme, "today": today, "countdown": countdown, "others": others}


def _of_unit(request, programme: Programme):
    context = _common(request, programme)
    found = unit_home.build(programme, request.membership, request.GET, today=context["today"])
    context["coordination"] = coordination_home.of_unit(programme, request.membership, context["today"])
    context["rounds"] = round_home.of_unit(programme, request.membership, context["today"])
    context["news"] = opinion_home.of_unit(programme, request.membership, context["today"])
    context["idle"] = not any(context[part].waits for part in ("coordination", "rounds", "news"))
    return render(request, found.template, context | {"home": found, "unit": request.membership.unit})


def _of_checker(request, programme: Programme):
    context = _common(request, programme)
    found = checker_home.build(programme, request.membership, context["today"])
    context["coordination_open"] = coordination_home.open_total(programme, request.membership)
    return render(request, "tasks/home_checker.html", context | {"home": found})


def _of_leadership(request, programme: Programme):
    context = _common(request, programme)
    courses.bring_up_to_date(programme, today=context["today"])
    found = leadership_home.build(programme, context["today"])
    reading.note_numbers(request, phones_of(found.owing), programme.in_log("未报单位联络员"))
    context["coordination"] = coordination_home.of_office(programme, request.membership, context["today"])
    return render(request, "tasks/home_leadership.html", context | {"home": found})
