"""Recording decisions of others: who leads a task, and whom open wording means."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies
from tasks.actions import decisions
from tasks.forms.checking import DesignationForm, WordingForm
from tasks.models import Programme
from tasks.pages import decisions as pages
from tasks.pages.choices import units_to_decide_for
from tasks.requests import refused_by, status_of, task_or_404
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def task_designate(request, programme: Programme, number: int):
    """明确牵头单位 of a task that has none; 变更牵头单位 of one that has."""
    task = task_or_404(request, programme, number)
    policies.may_record_decision(request.membership, task.programme)
    today, filed = clock.today(), pages.is_filed(task)
    form = DesignationForm(
        request.POST or None,
        years=programme.known_years(today),
        units=units_to_decide_for(),
        today=today,
        common_deadline=programme.plan_deadline,
        filed=filed,
    )
    if form.is_valid():
        with refused_by(request, form):
            decisions.designate(
                task=task,
                **form.cleaned_data,
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, f"已登记：第{number}项由{form.cleaned_data['unit']}牵头")
            return redirect("task-detail", programme=programme, number=number)
    context = pages.designation(task, form, filed=filed)
    return render(request, "tasks/decision.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def wording_resolve(request, programme: Programme, number: int, position: int):
    """Record which units an open wording means; the printed wording stays."""
    task = task_or_404(request, programme, number)
    policies.may_record_decision(request.membership, task.programme)
    responsibility = get_object_or_404(task.responsibilities, position=position, unit=None)
    if responsibility.names_nobody:
        raise Http404("该表述不指具体单位，无需明确")
    today = clock.today()
    years = programme.known_years(today)
    form = WordingForm(request.POST or None, years=years, units=units_to_decide_for(), today=today)
    if form.is_valid():
        with refused_by(request, form):
            decisions.resolve_wording(
                responsibility=responsibility,
                **form.cleaned_data | {"units": list(form.cleaned_data["units"])},
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, f"已登记“{responsibility.wording}”所指单位")
            return redirect("task-detail", programme=programme, number=number)
    context = pages.wording(responsibility, task, form)
    return render(request, "tasks/decision.html", context, status=status_of(form))
