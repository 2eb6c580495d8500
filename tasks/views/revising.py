"""修订 of an accepted plan: begun, and given up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tasks import policies
from tasks.actions import revising
from tasks.enums import Action
from tasks.forms.filing import ReviseForm
from tasks.models import Plan, Programme
from tasks.pages import plan_detail
from tasks.requests import based_on, plan_or_404, refused_by, status_of
from zgc_tasks.common import clock


@require_POST
def plan_revise(request, programme: Programme, number: int):
    """On to the form, where the working copy is again what was accepted."""
    plan = _plan_to_revise(request, programme, number)
    form = ReviseForm(request.POST)
    if form.is_valid():
        with refused_by(request, form):
            revising.revise(plan_id=plan.pk, by=request.membership, at=clock.now(), **form.cleaned_data)
            messages.success(request, "已开始修订；新内容报送并核收前，已核收的内容继续有效")
            return redirect("plan-edit", programme=programme, number=number)
        plan = _plan_to_revise(request, programme, number)
        form.rest_on(plan.version)
    page = plan_detail.page(plan, by=request.membership, today=clock.today(), revise_form=form)
    return render(request, "tasks/plan_detail.html", page, status=status_of(form))


def _plan_to_revise(request, programme: Programme, number: int) -> Plan:
    plan = plan_or_404(request, programme, number)
    policies.check(request.membership, Action.REVISE, plan, today=clock.today())
    return plan


@require_POST
def plan_give_up(request, programme: Programme, number: int):
    plan = plan_or_404(request, programme, number)
    revising.give_up(plan_id=plan.pk, based_on=based_on(request), by=request.membership, at=clock.now())
    messages.success(request, f"已放弃修订，第{number}项实施方案恢复为已核收的内容")
    return redirect("plan-detail", programme=programme, number=number)
