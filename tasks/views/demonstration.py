"""The date of the demonstration, set on a page; in production there is no such page."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks.actions import demonstration
from tasks.forms.fields import DateField
from tasks.requests import refused_by, status_of
from tasks.rules import dates
from units.roles import BUSINESS_ROLES
from zgc_tasks.common import clock


class DemonstrationDateForm(forms.Form):
    date = DateField(label="演示日期")


@require_http_methods(["GET", "POST"])
def demo_date(request):
    if not settings.DEMO or request.membership.role not in BUSINESS_ROLES:
        raise Http404
    form = DemonstrationDateForm(request.POST or None, initial={"date": clock.today()})
    if form.is_valid():
        with refused_by(request, form):
            demonstration.set_date(day=form.cleaned_data["date"], by=request.membership)
            messages.success(request, f"演示日期已改为{dates.in_words(form.cleaned_data['date'])}")
            return redirect("start")
    context = {"form": form, "earliest": demonstration.earliest_date()}
    return render(request, "tasks/demo_date.html", context, status=status_of(form))
