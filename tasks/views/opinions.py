"""What participating units note of an accepted plan, and the lead's answers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tasks import policies
from tasks.actions import opinions
from tasks.models import Plan, Programme
from tasks.pages import opinions as pages
from tasks.pages import plan_detail
from tasks.requests import opinion_or_404, plan_or_404, refused_by, status_of
from zgc_tasks.common import clock


@require_POST
def opinion_note(request, programme: Programme, number: int):
    """By a participating unit, at any time after acceptance."""
    plan, by = plan_or_404(request, programme, number), request.membership
    policies.may_note_opinion(by, plan)
    form = pages.form_of(plan, request.POST)
    if form.is_valid():
        with refused_by(request, form):
            opinions.note(plan_id=plan.pk, **form.cleaned_data, by=by, at=clock.now())
            messages.success(request, f"意见已送{plan.task.lead}")
            return redirect(f"{plan.get_absolute_url()}#opinions")
        plan = plan_or_404(request, programme, number)
        form.rest_on(plan.in_force.nth)
    return _again(request, plan, form=form)


@require_POST
def opinion_answer(request, programme: Programme, number: int, pk: int):
    plan, by = plan_or_404(request, programme, number), request.membership
    opinion = opinion_or_404(request, plan, pk)
    policies.may_answer_opinion(by, opinion)
    form = pages.answer_form(pk, request.POST)
    if form.is_valid():
        with refused_by(request, form):
            opinions.answer(opinion_id=pk, text=form.cleaned_data["text"], by=by, at=clock.now())
            messages.success(request, f"已答复{opinion.unit}")
            return redirect(f"{plan.get_absolute_url()}#opinions")
    return _again(request, plan, answers={pk: form})


def _again(request, plan: Plan, **forms):
    """The page of the plan with what was typed."""
    found = pages.of_plan(plan, request.membership, **forms)
    page = plan_detail.page(plan, by=request.membership, today=clock.today(), opinions=found)
    return render(request, "tasks/plan_detail.html", page, status=status_of(found.typed))
