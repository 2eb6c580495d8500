"""联系记录 of a unit, texts to remind it with, and the directory of contacts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tasks import ledger, policies
from tasks.actions import contacts
from tasks.exports import reminder_text
from tasks.forms.checking import ContactNoteForm
from tasks.models import ContactNote, Plan, Task
from tasks.pages import checking_desk as desk
from tasks.querysets import units_named_in
from tasks.requests import programme_or_404, refused_by, status_of
from units.models import Membership, Unit
from units.roles import Role
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def contact_unit(request, programme: str, slug: str):
    """What was said with one unit, what it still owes, and a form for the next note."""
    found = programme_or_404(request, programme)
    policies.may_receive(request.membership, found)
    unit = get_object_or_404(units_named_in(found), slug=slug)
    now = clock.now()
    led = Task.objects.filter(programme=found).led_by(unit).order_by("number")
    form = ContactNoteForm(
        request.POST or None,
        tasks=led,
        now=now,
        initial={"contacted_on": now.date(), "contacted_time": now.time()},
    )
    if form.is_valid():
        with refused_by(request, form):
            _note(request, found, unit, form.cleaned_data, now)
            messages.success(request, f"已记录与{unit}的联系")
            return redirect("contact-unit", programme=programme, slug=slug)
    line = desk.line_of(ledger.build(found, as_of=now.date()).rows, unit.slug)
    owed = line.owed if line else []
    context = {
        "programme": found,
        "unit": unit,
        "form": form,
        "line": line,
        "notes": ContactNote.objects.visible_to(request.membership)
        .filter(programme=found, unit=unit)
        .select_related("task", "recorded_by__user"),
        "sms": reminder_text.short_message(found, unit, owed, today=now.date()),
        "email": reminder_text.email(found, unit, owed, today=now.date()),
        "liaisons": _liaisons([unit.pk]),
    }
    return render(request, "tasks/contact_unit.html", context, status=status_of(form))


def _note(request, programme, unit: Unit, data: dict, now) -> None:
    contacts.note_contact(
        programme=programme,
        unit=unit,
        contacted_at=data["contacted_at"],
        spoke_with=data["spoke_with"],
        said=data["said"],
        task=data["task"],
        expected_by=data["expected_by"],
        by=request.membership,
        at=now,
    )


def _liaisons(unit_ids):
    return Membership.objects.filter(
        unit__in=unit_ids, role=Role.LIAISON, is_active=True, user__is_active=True
    ).select_related("user", "unit")


@require_GET
def contact_directory(request, programme: str):
    """Liaisons and plan contacts by unit, in document order; phones for checkers and the unit itself."""
    found = programme_or_404(request, programme)
    by = request.membership
    units = units_named_in(found)
    liaisons = _liaisons([unit.pk for unit in units])
    plans = (
        Plan.objects.visible_to(by)
        .filter(task__programme=found, in_force__isnull=False)
        .select_related("task", "in_force")
        .order_by("task__number")
    )
    entries = [
        {
            "unit": unit,
            "liaisons": [entry.user for entry in liaisons if entry.unit_id == unit.pk],
            "contacts": [plan for plan in plans if plan.task.lead_id == unit.pk],
            "shows_phones": policies.allowed(policies.may_see_contacts_of, by, unit, found),
        }
        for unit in units
    ]
    return render(request, "tasks/contact_directory.html", {"programme": found, "entries": entries})
