"""确认办结 of a task, and 重新开启."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies
from tasks.actions import completions
from tasks.forms.progress_desk import CompletionForm, ReopenTaskForm
from tasks.models import Programme
from tasks.pages import completions as pages
from tasks.requests import refused_by, status_of, task_or_404
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def task_complete(request, programme: Programme, number: int):
    """With the basis; from then on the task owes no progress."""
    task, today = task_or_404(request, programme, number), clock.today()
    policies.may_complete(request.membership, programme)
    form = CompletionForm(request.POST or None, years=programme.known_years(today), today=today)
    if form.is_valid():
        with refused_by(request, form):
            made = completions.complete(task=task, **form.cleaned_data, by=request.membership, at=clock.now())
            messages.success(request, f"已确认办结：第{number}项{made.get_kind_display()}")
            return redirect("task-detail", programme=programme, number=number)
    return render(request, "tasks/decision.html", pages.completing(task, form), status=status_of(form))


@require_http_methods(["GET", "POST"])
def task_reopen(request, programme: Programme, number: int):
    """With the reason; from the next round on it owes again."""
    task = task_or_404(request, programme, number)
    policies.may_complete(request.membership, programme)
    form = ReopenTaskForm(request.POST or None)
    if form.is_valid():
        with refused_by(request, form):
            completions.reopen(task=task, **form.cleaned_data, by=request.membership, at=clock.now())
            messages.success(request, f"第{number}项已重新开启，自下一报送期起恢复报送")
            return redirect("task-detail", programme=programme, number=number)
    return render(request, "tasks/decision.html", pages.reopening(task, form), status=status_of(form))
