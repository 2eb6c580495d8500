"""The date of the demonstration, set on a page, and 快进; in production there are no such pages."""

from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks.actions import demonstration
from tasks.forms.fields import DateField
from tasks.pages import play
from tasks.play import running
from tasks.requests import refused_by, status_of
from tasks.rules import dates
from zgc_tasks.common import clock


class _DayForm(forms.Form):
    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.today = today


class DemonstrationDateForm(_DayForm):
    date = DateField(label="演示日期")


class PlayForm(_DayForm):
    until = DateField(label="快进到")


def _refuse_outside_demonstrations(request) -> None:
    if not settings.DEMO:
        raise Http404


@require_http_methods(["GET", "POST"])
def demo_date(request):
    _refuse_outside_demonstrations(request)
    form = DemonstrationDateForm(request.POST or None, today=clock.today(), initial={"date": clock.today()})
    if form.is_valid():
        with refused_by(request, form), running.nobody_plays():
            demonstration.set_date(day=form.cleaned_data["date"], by=request.membership)
            messages.success(request, f"演示日期已改为{dates.in_words(form.cleaned_data['date'])}")
            return redirect("start")
    context = {"form": form, "earliest": demonstration.earliest_date()}
    return render(request, "tasks/demo_date.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def demo_play(request):
    """快进, and how far it is. What is asked while it runs is a part of this page; once it has ended the whole is."""
    _refuse_outside_demonstrations(request)
    form = PlayForm(request.POST or None, today=clock.today())
    if form.is_valid():
        # The clock is read anew behind the lock: whoever held it before may have moved the date on.
        with refused_by(request, form), running.nobody_plays() as held, clock.one_reading():
            until, today = form.cleaned_data["until"], clock.today()
            running.begin(until=until, today=today, by=request.membership, held=held)
            return redirect("demo-play")
    page = play.build(today=clock.today())
    answer = render(request, "tasks/demo_play.html", {"form": form, "page": page}, status=status_of(form))
    if request.htmx and not page.is_running:
        answer["HX-Refresh"] = "true"
    return answer
