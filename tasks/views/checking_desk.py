"""核对: first by lead unit, then the queues. Both are the ledger of today, so they agree with every report."""

from dataclasses import dataclass, field

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import ledger, policies
from tasks.exports import reminder_text
from tasks.ledger import Row, UnitName
from tasks.models import ContactNote, IncomingLetter
from tasks.requests import programme_or_404, refusals
from units.models import Membership, Unit
from units.roles import Role
from zgc_tasks.common import clock

QUEUES = {"filed": "待核对", "returned": "退回修改", "accepted": "已核收", "missing": "未报"}


@dataclass
class DeskLine:
    """One lead unit: what it owes and has filed, its stamped originals, and the last time it was spoken to."""

    unit: UnitName
    rows: list[Row] = field(default_factory=list)
    last_note: ContactNote | None = None
    liaisons: list = field(default_factory=list)
    sms: str = ""

    @property
    def filed(self) -> list[Row]:
        return [row for row in self.rows if row.filed]

    @property
    def owed(self) -> list[Row]:
        return [row for row in self.rows if not row.filed]

    @property
    def stamped(self) -> int:
        return sum(1 for row in self.filed if row.filing.stamped_received_on)


def _received_programme(request, programme: str):
    found = programme_or_404(request, programme)
    with refusals():
        policies.may_receive(request.membership, found)
    return found


def _queue(rows, name: str) -> list[Row]:
    if name == "missing":
        return [row for row in rows if row.lead and not row.filed]
    return [row for row in rows if row.filed and row.status == name]


def _tabs(request, programme, rows) -> list[dict]:
    return [
        {"name": name, "label": label, "count": len(_queue(rows, name))} for name, label in QUEUES.items()
    ]


@require_GET
def checking(request, programme: str):
    """By lead unit, in document order: nine rows, not 37."""
    found, today = _received_programme(request, programme), clock.today()
    rows = ledger.build(found, as_of=today).rows
    context = {
        "programme": found,
        "lines": _lines(request, found, rows, today),
        "no_lead": [row for row in rows if not row.lead],
        "tabs": _tabs(request, found, rows),
        "letters": IncomingLetter.objects.visible_to(request.membership).filter(programme=found).count(),
        "today": today,
    }
    return render(request, "tasks/checking.html", context)


def _lines(request, programme, rows, today) -> list[DeskLine]:
    lines: dict[str, DeskLine] = {}
    for row in rows:
        if row.lead:
            lines.setdefault(row.lead.slug, DeskLine(row.lead)).rows.append(row)
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=lines)}
    notes = (
        ContactNote.objects.visible_to(request.membership).filter(programme=programme).select_related("unit")
    )
    for note in notes.order_by("contacted_at", "pk"):
        if note.unit.slug in lines:
            lines[note.unit.slug].last_note = note
    liaisons = Membership.objects.filter(
        unit__slug__in=lines, role=Role.LIAISON, is_active=True, user__is_active=True
    ).select_related("user", "unit")
    for liaison in liaisons:
        lines[liaison.unit.slug].liaisons.append(liaison.user)
    for slug, line in lines.items():
        line.sms = reminder_text.short_message(programme, units[slug], line.owed, today=today)
    return sorted(lines.values(), key=lambda line: line.unit.order)


@require_GET
def checking_queue(request, programme: str, queue: str):
    """One queue: 待核对, 退回修改, 已核收 or 未报."""
    found, today = _received_programme(request, programme), clock.today()
    if queue not in QUEUES:
        raise Http404("没有这个核对队列")
    rows = ledger.build(found, as_of=today).rows
    context = {
        "programme": found,
        "queue": queue,
        "label": QUEUES[queue],
        "rows": _queue(rows, queue),
        "tabs": _tabs(request, found, rows),
        "letters": IncomingLetter.objects.visible_to(request.membership).filter(programme=found).count(),
        "today": today,
    }
    return render(request, "tasks/checking_queue.html", context)
