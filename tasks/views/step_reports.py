"""步骤情况 outside rounds, from the page of a task."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies
from tasks.actions import step_reports
from tasks.forms.step_reports import StepReportForm
from tasks.models import Programme, Task
from tasks.pages import step_reports as page
from tasks.requests import refused_by, status_of, task_with_steps
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Refusal


@require_http_methods(["GET", "POST"])
def step_list(request, programme: Programme, number: int):
    """All steps of the plan in force; `step` names the one whose form stands open, by its key."""
    task, now, by = task_with_steps(request, programme, number), clock.now(), request.membership
    data = request.POST if request.method == "POST" else None
    if data is not None:
        policies.may_report_step(by, task)
    chosen = _number(request.GET.get("step", ""))
    steps = page.Steps.of(task, now.date(), chosen)
    gone = policies.refusal_of(policies.has_step, steps.all, chosen) if data is not None else None
    if gone:
        return _page_of_gone(request, task, steps, gone)
    form = StepReportForm(data, years=programme.known_years(now.date()), to_correct=steps.to_correct)
    if form.is_valid():
        with refused_by(request, form):
            made = step_reports.report_step(task=task, key=chosen, **form.cleaned_data, by=by, at=now)
            messages.success(request, f"已填报：{made}")
            return redirect("step-list", programme=programme, number=number)
    context = page.page(task, by, steps=steps, form=form)
    return render(request, "tasks/step_list.html", context, status=status_of(form))


def _page_of_gone(request, task: Task, steps: page.Steps, gone: Refusal):
    """Of a step that a revision ended meanwhile: whatever else is wrong with it, it is not asked for any more."""
    request.refusal, word = gone.words, request.POST.get("word", "").strip()
    context = page.page(task, request.membership, steps=steps, form=None, gone=gone, unsent=word)
    return render(request, "tasks/step_list.html", context, status=gone.kind.status)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
