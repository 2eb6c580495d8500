"""Times that move later: why, and what was decided of them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies
from tasks.actions import times
from tasks.forms.times import TimeDecisionForm, TimeReasonForm
from tasks.models import Plan, Programme
from tasks.pages import time_reason as reason_page
from tasks.pages import times as pages
from tasks.requests import plan_or_404, plan_to_write, refused_by, status_of
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def time_reason(request, programme: Programme, number: int, key: int):
    """Why a time in force moves later."""
    plan = plan_to_write(request, programme, number)
    if request.method == "GET":
        return _reason(request, plan, key)
    form = TimeReasonForm(request.POST)
    if form.is_valid():
        with refused_by(request, form):
            times.give_reason(
                plan_id=plan.pk, key=key, by=request.membership, at=clock.now(), **form.cleaned_data
            )
            messages.success(request, "已记下推迟的原因，随修订稿报送")
            return redirect("plan-edit", programme=programme, number=number)
        plan = plan_to_write(request, programme, number)
        form.rest_on(plan.version)
    return _reason(request, plan, key, form)


def _reason(request, plan: Plan, key: int, form: TimeReasonForm | None = None):
    return render(
        request, "tasks/time_reason.html", reason_page.page(plan, key, form), status=status_of(form)
    )


@require_http_methods(["GET", "POST"])
def time_decide(request, programme: Programme, number: int, pk: int):
    """What was decided of a later 完成时间."""
    plan = plan_or_404(request, programme, number)
    policies.may_decide_time(request.membership, plan)
    change, today = pages.decidable(plan, pk), clock.today()
    if change is None:
        raise Http404
    form = TimeDecisionForm(
        request.POST or None,
        change=change,
        own=policies.sits_in_the_office(plan.task.lead, programme),
        years=programme.known_years(today),
        today=today,
    )
    if form.is_valid():
        with refused_by(request, form):
            made = times.decide(change=change, **form.cleaned_data, by=request.membership, at=clock.now())
            messages.success(request, f"已登记第{number}项完成时间调整的决定：{made}")
            return redirect("plan-detail", programme=programme, number=number)
    return render(
        request, "tasks/time_decision.html", pages.decision_page(plan, change, form), status=status_of(form)
    )
