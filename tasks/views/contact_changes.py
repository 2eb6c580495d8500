"""联系信息变更 of a plan that was filed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies, reading
from tasks.actions import contact_changes
from tasks.models import Programme
from tasks.pages import contact_changes as pages
from tasks.requests import plan_or_404, refused_by, status_of
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def contact_change(request, programme: Programme, number: int):
    """Correct people and numbers from a day on; a stale version is drawn again with what was typed."""
    plan = plan_or_404(request, programme, number)
    policies.may_change_contacts(request.membership, plan)
    form = pages.form_of(plan, clock.today(), request.POST or None)
    if form.is_valid():
        with refused_by(request, form):
            changed = contact_changes.change_contacts(
                plan_id=plan.pk,
                based_on=form.cleaned_data["based_on"],
                people=form.people,
                since=form.cleaned_data["since"],
                basis=form.cleaned_data["basis"],
                moves=form.moves,
                office=form.office,
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, f"第{number}项实施方案的联系信息已变更")
            for hint in pages.asked_about(changed):
                messages.warning(request, hint)
            return redirect("plan-detail", programme=programme, number=number)
        plan = plan_or_404(request, programme, number)
        form.rest_on(plan.version)
    reading.note_numbers(request, [form.initial["contact_phone"]], programme.in_log(f"第{number}项"))
    return render(request, "tasks/contact_change.html", pages.page(plan, form), status=status_of(form))
