"""What is asked while somebody types a plan: how a text is split into steps, and how a time is understood. Nothing is written."""

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tasks.models import Programme
from tasks.pages import plan_pasting, plan_readings
from tasks.requests import task_or_404
from tasks.rules.periods import Period
from tasks.rules.sheet import Place, Sheet, Step


@require_POST
def plan_paste(request, programme: Programme, number: int):
    """How a text that was pasted into step `into` would be split; nothing is written."""
    task_or_404(request, programme, number)
    into = request.POST.get("into", "")
    offer = plan_pasting.pasting_offer(
        request.POST.get("text", ""), int(into) if into.isdecimal() and len(into) < 5 else 0
    )
    return render(request, "tasks/_plan_form_paste_offer.html", offer)


@require_GET
def plan_period(request, programme: Programme, number: int):
    """What is understood of one time: `text`, with the times before it (`before`) for a missing year."""
    task = task_or_404(request, programme, number)
    before, place = request.GET.getlist("before")[-50:], request.GET.get("place", "")
    text = Period(request.GET.get("text", ""))
    start, *dues = map(Period, before or [""])
    typed = Sheet(
        start=text if place == "start" else start,
        finish=text,
        steps=tuple(Step(due=due) for due in [*dues, text]),
    )
    typed = task.read(typed)
    period = {"start": typed.start, "finish": typed.finish}.get(place, typed.steps[-1].due)
    reading = plan_readings.reading_of(Place(place), period)
    return render(request, "tasks/_plan_form_read.html", {"reading": reading})
