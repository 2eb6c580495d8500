"""参与单位提供情况 of a task in a round: by the unit itself, or noted by the lead as told outside."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies
from tasks.actions import contributions
from tasks.models import Programme, Round, Task
from tasks.pages import contributions as page
from tasks.requests import refused_by, round_or_404, status_of, task_or_404
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def contribution_add(request, programme: Programme, round: int, number: int):
    """What was given so far, and a form for more."""
    by, today = request.membership, clock.today()
    round, task = round_or_404(request, programme, round), task_or_404(request, programme, number)
    policies.may_give(by, task, round, takes_part=page.takes_part(task, by), today=today)
    form = page.form_of(task, by, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_by(request, form):
            _give(request, round, task, form.cleaned_data)
            messages.success(request, f"已登记第{number}项提供的情况")
            return redirect("round", programme=programme, round=round.number)
    context = page.page(round, task, by, form, today=today)
    return render(request, "tasks/contribution_add.html", context, status=status_of(form))


def _give(request, round: Round, task: Task, data: dict) -> None:
    what = {"task": task, "round": round, "text": data["text"], "by": request.membership, "at": clock.now()}
    if "source" not in data:
        contributions.contribute(**what)
        return
    entry = next(each for each in task.participant_entries if each.position == data["source"])
    contributions.note_offline(unit=entry.unit, entry=None if entry.unit else entry, **what)
