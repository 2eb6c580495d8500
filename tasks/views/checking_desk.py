"""核对: first by lead unit, then the queues. Both are the ledger of today, so they agree with every report."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import ledger, policies
from tasks.exports import reminder_text
from tasks.models import ContactNote, Plan
from tasks.pages import checking_desk as desk
from tasks.requests import programme_or_404
from units.models import Membership
from units.roles import Role
from zgc_tasks.common import clock


@require_GET
def checking(request, programme: str):
    """By lead unit, in document order: nine rows, not 37. For the office that stands in, its few plans."""
    found, today = programme_or_404(request, programme), clock.today()
    if policies.allowed(policies.may_stand_in, request.membership, found):
        return _stood_in_for(request, found)
    policies.may_receive(request.membership, found)
    rows = ledger.build(found, as_of=today).rows
    context = {
        "programme": found,
        "tabs": desk.tabs(rows),
        "lines": _lines(request, found, rows, today),
        "no_lead": [row for row in rows if not row.lead],
        "today": today,
    }
    return render(request, "tasks/checking.html", context)


def _stood_in_for(request, programme):
    """What the receiving office carries out itself and has filed; nothing else of the programme."""
    plans = Plan.objects.visible_to(request.membership).filter(task__programme=programme)
    plans = plans.select_related("task__lead", "in_force").order_by("task__number")
    return render(request, "tasks/checking_stand_in.html", {"programme": programme, "plans": plans})


def _lines(request, programme, rows, today) -> list[desk.DeskLine]:
    lines = desk.by_unit(rows)
    notes = ContactNote.objects.visible_to(request.membership).filter(programme=programme)
    for note in notes.select_related("unit").order_by("contacted_at", "pk"):
        if note.unit.slug in lines:
            lines[note.unit.slug].last_note = note
    for liaison in Membership.objects.filter(
        unit__slug__in=lines, role=Role.LIAISON, is_active=True, user__is_active=True
    ).select_related("user", "unit"):
        lines[liaison.unit.slug].liaisons.append(liaison.user)
    for line in lines.values():
        line.sms = reminder_text.short_message(programme, line.unit, line.owed, today=today)
    return list(lines.values())


@require_GET
def checking_queue(request, programme: str, queue: str):
    """One queue: 待核对, 退回修改, 已核收 or 未报."""
    found, today = programme_or_404(request, programme), clock.today()
    policies.may_receive(request.membership, found)
    if queue not in desk.QUEUES:
        raise Http404("没有这个核对队列")
    rows = ledger.build(found, as_of=today).rows
    context = {
        "programme": found,
        "tabs": desk.tabs(rows),
        "queue": queue,
        "label": desk.QUEUES[queue],
        "rows": desk.queue(rows, queue),
        "today": today,
    }
    return render(request, "tasks/checking_queue.html", context)
