"""Times that move later: why, and what was decided of them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks.actions import times
from tasks.forms.filing import TimeReasonForm
from tasks.models import Plan, Programme
from tasks.pages import time_reason as reason_page
from tasks.requests import plan_to_write, refused_by, status_of
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
