"""取消, 拆分 or 并入 of a step in force, and restoring one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tasks.actions import step_ends
from tasks.enums import StepEnding
from tasks.forms.filing import StepEndForm
from tasks.models import Plan, Programme
from tasks.pages import step_end
from tasks.requests import based_on, plan_to_write, refused_by, status_of
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def end_step(request, programme: Programme, number: int, key: int):
    plan = plan_to_write(request, programme, number)
    if request.method == "GET":
        return _page(request, plan, key)
    form = step_end.ending_form(plan, key, request.POST)
    if form.is_valid():
        with refused_by(request, form):
            step_ends.end_step(
                plan_id=plan.pk, key=key, by=request.membership, at=clock.now(), **form.cleaned_data
            )
            messages.success(
                request, f"已登记为{StepEnding(form.cleaned_data['ending']).label}，原因随修订稿报送"
            )
            return redirect("plan-edit", programme=programme, number=number)
        plan = plan_to_write(request, programme, number)
        form.rest_on(plan.version)
    return _page(request, plan, key, form)


def _page(request, plan: Plan, key: int, form: StepEndForm | None = None):
    return render(request, "tasks/step_end.html", step_end.page(plan, key, form), status=status_of(form))


@require_POST
def restore_step(request, programme: Programme, number: int, key: int):
    """The step as it is in force."""
    plan = plan_to_write(request, programme, number)
    step_ends.restore_step(
        plan_id=plan.pk, based_on=based_on(request), key=key, by=request.membership, at=clock.now()
    )
    messages.success(request, "已恢复该步骤")
    return redirect("plan-edit", programme=programme, number=number)
