"""审计日志, for the auditor. Reading it and taking it away are recorded like everything else."""

import csv
from datetime import datetime
from io import StringIO
from typing import NamedTuple
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from units import audit
from units.audit_chain import printed
from units.audit_labels import detail_in_words, label
from units.decorators import role_required
from units.forms import AuditFilter
from units.models import AuditEntry
from units.models.audit import AuditOutcome
from units.roles import Role
from zgc_tasks.common.paging import paged
from zgc_tasks.common.spreadsheets import prefixed

_HEAD = ["时间", "人员", "来源地址", "操作", "对象", "结果", "说明", "编号"]

_NOTHING = "没有符合条件的记录。放宽上面的条件再试。"
_DIFFERS = (
    "这一编号的记录，校验值与所填的不同。请照文件核对；确实不同的，请运行维护人员核验审计日志是否完整。"
)


@require_safe
@role_required(Role.AUDITOR)
def audit_log(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    # Filters that were not understood let nothing through.
    filters = form.cleaned_data if form.is_valid() else None
    page = paged(
        audit.matching(filters),
        request.GET,
        rows=lambda entries: list(map(_row, entries)),
        total=audit.count(filters),
    )
    noted = audit.record(
        action="audit.read", by=request.membership, detail=form.in_use() | {"page": str(page.number)}
    )
    context = {
        "form": form,
        "page": page,
        "noted": noted,
        "moment": _moment(timezone.localtime(noted.at)),
        "log": printed(noted.pk, noted.hash),
        "nothing": "" if form.errors else _DIFFERS if audit.differs(filters) else _NOTHING,
    }
    return render(request, "units/audit_log.html", context)


@require_safe
@role_required(Role.AUDITOR)
def audit_export(request: HttpRequest) -> HttpResponse:
    """The rows under the same filters as CSV, all of them; invalid filters lead back to the page."""
    form = AuditFilter(request.GET)
    if not form.is_valid():
        return audit_log(request)
    rows = audit.matching(form.cleaned_data)
    audit.record(
        action="audit.export",
        by=request.membership,
        detail=form.in_use() | {"rows": audit.count(form.cleaned_data)},
    )
    name = quote(f"审计日志{timezone.localdate():%Y%m%d}.csv")
    return StreamingHttpResponse(
        _csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{name}"},
    )


class _Row(NamedTuple):
    """A row in words, as the page and the export have it: plain values, so that it is drawn once."""

    at: datetime
    who: str
    address: str
    action: str
    subject: str
    failed: bool
    outcome: str
    detail: str
    number: str

    @property
    def moment(self) -> str:
        return _moment(self.at)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _row(entry: AuditEntry) -> _Row:
    return _Row(
        at=timezone.localtime(entry.at),
        who=entry.who,
        address=entry.address,
        action=label(entry.action),
        subject=entry.subject,
        failed=entry.outcome != AuditOutcome.OK,
        outcome=entry.get_outcome_display(),
        detail=detail_in_words(entry.detail),
        number=printed(entry.pk, entry.hash),
    )


def _csv_lines(rows):
    """UTF-8 with BOM. A leading apostrophe keeps spreadsheets from taking a text for a formula."""
    yield "\ufeff" + _csv_line(_HEAD)
    for entry in rows.iterator(chunk_size=1000):
        row = _row(entry)
        time = row.at.isoformat(sep=" ", timespec="seconds")
        yield _csv_line(
            [time, row.who, row.address, row.action, row.subject, row.outcome, row.detail, row.number]
        )


def _csv_line(values: list[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(map(prefixed, values))
    return line.getvalue()
