"""Documents made of the ledger, as downloads; each is recorded in the audit log."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from tasks import ledger, policies
from tasks.exports.catalogue import EXPORTS, Export
from tasks.exports.extent import TooMuch
from tasks.exports.made import Made
from tasks.ledger import Ledger
from tasks.models import Programme
from tasks.pages import deadlines, round_asked
from tasks.pages.judged import Reader
from tasks.pages.readable import as_readable_by
from tasks.requests import leads_back
from units import audit
from units.models import Membership
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock


@require_GET
def export(request, programme: Programme, name: str):
    """One of the catalogue, as of the day, of the round and with the filters in the address."""
    by = request.membership
    kind = EXPORTS.get(name)
    if kind is None:
        raise Http404("没有这种导出")
    own = _own_rows_only(kind, programme, by, request.GET.get("unit", ""))
    today = clock.today()
    judged = Reader.of(by, programme).filters
    asked = deadlines.asked(programme, request.GET, today=today, judged=judged)
    round_name, wrong = round_asked.name_asked(programme, request.GET, day=asked.as_of, today=today)
    if asked.errors or wrong:
        messages.error(request, f"未能导出。{'；'.join([*asked.errors, *wrong])}")
        return redirect(_page_before(request, programme))
    whole = ledger.build(programme, as_of=asked.as_of, round_name=round_name).seen_on(today)
    if own:
        whole = whole.of_unit(own, str(by.unit))
    # Filtered is what the reader may read, so that nobody learns from the rows of a file what it does not say.
    shown = as_readable_by(by, whole, today=today).filtered(asked.filters)
    out = BytesIO()
    before = _page_before(request, programme, {"as_of": shown.as_of.isoformat()})
    filters = reverse("task-list", args=[programme.slug])
    with leads_back(before), leads_back(filters, only=TooMuch):
        kind.write(shown, out, Made(by=str(by), at=clock.now(), log=audit.head_in_print()))
    _record(kind, shown, by, round_name)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=kind.file_name(shown), content_type=kind.content_type
    )


def _own_rows_only(kind: Export, programme: Programme, by: Membership, unit: str) -> str:
    """The slug of the unit to whose rows the export is limited, '' for none. Refuses what they may not export."""
    if kind.public or policies.allowed(policies.may_oversee, by, programme):
        return ""
    own = by.unit.slug
    if kind.whole or by.role not in UNIT_ROLES or unit not in ("", own):
        policies.may_oversee(by, programme)
    return own


def _page_before(request, programme: Programme, query: dict[str, str] | None = None) -> str:
    """That of the reports, for who may see it, else the register."""
    if policies.allowed(policies.may_oversee, request.membership, programme):
        return reverse("overview", args=[programme.slug], query=query)
    return reverse("task-list", args=[programme.slug])


def _record(kind: Export, shown: Ledger, by: Membership, round_name: str) -> None:
    of_round = {"round": round_name} if round_name else {}
    audit.record(
        action=f"export.{kind.name}",
        by=by,
        subject=shown.programme.in_log(kind.title),
        detail={
            "as_of": shown.as_of.isoformat(),
            "rows": len(shown.rows),
            "filters": dict(shown.conditions),
        }
        | of_round,
    )
