"""联系记录 of a unit, texts to remind it with, and the directory of contacts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tasks import policies
from tasks.actions import contacts
from tasks.forms.checking import ContactNoteForm
from tasks.models import Programme
from tasks.pages import contacts as page
from tasks.pages import reminders
from tasks.requests import named_unit_or_404, refused_by, round_asked, status_of
from units.models import Unit
from zgc_tasks.common import clock


@require_http_methods(["GET", "POST"])
def contact_unit(request, programme: Programme, slug: str):
    """What was said with one unit, what it still owes, and a form for the next note."""
    policies.may_receive(request.membership, programme)
    unit = named_unit_or_404(programme, slug)
    round, now = round_asked(request, programme), clock.now()
    led = programme.tasks.led_by(unit.pk).order_by("number")
    form = ContactNoteForm(
        request.POST or None,
        years=programme.known_years(now.date()),
        tasks=led,
        now=now,
        initial={"contacted_on": now.date(), "contacted_time": now.time()},
    )
    if form.is_valid():
        with refused_by(request, form):
            _note(request, programme, unit, form.cleaned_data, now)
            messages.success(request, f"已记录与{unit}的联系")
            return redirect(request.get_full_path())
    context = {
        "programme": programme,
        "unit": unit,
        "form": form,
        "round": round,
        "contacts": page.of_unit(programme, unit, request.membership, now.date(), request.GET, round=round),
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


@require_http_methods(["GET", "POST"])
def contact_reminders(request, programme: Programme):
    """催报: what each unit owes with the text to remind it, and what is noted of all that were."""
    policies.may_receive(request.membership, programme)
    round, now = round_asked(request, programme), clock.now()
    typed = request.POST or None
    found = reminders.build(
        programme, request.membership, request.GET, today=now.date(), round=round, typed=typed
    )
    missing = reminders.NOBODY if typed is not None and not found.noted else ""
    if typed is not None and not missing and not found.errors:
        told = found.told()
        contacts.note_reminders(programme=programme, told=told, by=request.membership, at=now)
        messages.success(request, f"已记录与{len(told)}个单位的联系")
        return redirect(found.desk)
    context = {"programme": programme, "round": round, "reminders": found, "missing": missing}
    return render(request, "tasks/contact_reminders.html", context, status=422 if typed else 200)


@require_GET
def contact_directory(request, programme: Programme):
    """Liaisons and plan contacts by unit, in document order; phones for who may see them."""
    context = {"programme": programme, "page": page.directory(programme, request.membership, request.GET)}
    return render(request, "tasks/contact_directory.html", context)
