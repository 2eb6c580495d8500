"""The 表样 as PDF: an empty one, 送审稿 of a draft, a filing as filed and as 签字稿, all of a unit's in one file; 送审单 of a
round; scans to download.
"""

from collections.abc import Callable
from functools import partial
from io import BytesIO

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from tasks import policies, reading
from tasks.actions import attachments
from tasks.exports import plan_form_pdf, progress_approval_pdf
from tasks.exports.made import Made
from tasks.exports.plan_form_pdf import PrintedSheet
from tasks.models import Attachment, Programme
from tasks.pages import printing, round_approval
from tasks.requests import attachment_or_404, filing_or_404, leads_back, round_or_404, writable_plan
from units import audit
from units.decorators import hidden_from_all_but
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Refusal
from zgc_tasks.common.uploads import SHOWN


def _download(out: BytesIO, name: str) -> FileResponse:
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/pdf")


def _send(request, forms: list[PrintedSheet], name: str, subject: str, before: str) -> HttpResponse:
    write = partial(plan_form_pdf.write, forms)
    return _written(request, write, "export.plan_form", name, subject, before)


def _written(
    request, write: Callable[[BytesIO], None], action: str, name: str, subject: str, before: str
) -> HttpResponse:
    """The PDF; where it cannot be made, the page before it with the reason."""
    out = BytesIO()
    with leads_back(before):
        write(out)
    audit.record(action=action, by=request.membership, subject=subject)
    return _download(out, name)


@require_GET
def plan_print(request, programme: Programme, number: int):
    """送审稿: the working copy with lines to sign and stamp; 空白表样 where nobody began one."""
    task, plan = writable_plan(request, programme, number)
    form = printing.draft(plan) if plan else printing.empty(task)
    back = resolve_url("plan-edit", programme=programme, number=number)
    name = f"工作任务实施方案{number:02d}{form.mark}.pdf"
    return _send(request, [form], name, f"{task}实施方案 {form.mark}", back)


@require_GET
def filing_pdf(request, programme: Programme, number: int, nth: int):
    """A filing as it was filed."""
    filing = filing_or_404(request, programme, number, nth)
    forms = [printing.filed(request.membership, filing)]
    back = resolve_url("filing-detail", programme=programme, number=number, nth=nth)
    return _send(request, forms, f"工作任务实施方案{number:02d}第{nth}次报送.pdf", filing.number, back)


@require_GET
def filing_sign_pdf(request, programme: Programme, number: int, nth: int):
    """签字稿 of a filing: what its leader signs and its unit stamps, with the 报送编号 it belongs to."""
    filing = filing_or_404(request, programme, number, nth)
    policies.may_sign(request.membership, filing)
    form = printing.to_sign(request.membership, filing)
    back = resolve_url("filing-receipt", programme=programme, number=number, nth=nth)
    name = f"工作任务实施方案{number:02d}第{nth}次报送签字稿.pdf"
    return _send(request, [form], name, f"{filing.number} 签字稿", back)


@require_GET
@hidden_from_all_but(*UNIT_ROLES)
def unit_plans_pdf(request, programme: Programme):
    """All plans one's own unit leads in one file: those in force as filed, open ones as 送审稿."""
    by = request.membership
    forms = printing.of_own_unit(by, programme)
    back = resolve_url("plan-list", programme=programme)
    if not forms:
        messages.info(request, "本单位还没有可以打印的实施方案，请先填写")
        return redirect(back)
    return _send(request, forms, f"{by.unit}实施方案.pdf", f"{by.unit}全部实施方案", back)


@require_GET
def round_approval_pdf(request, programme: Programme, round: int):
    """送审单 of what one's own unit is about to file in a round, a sheet for each leader in charge."""
    by, round = request.membership, round_or_404(request, programme, round)
    policies.may_write_progress(by)
    sheets = round_approval.sheets(round, by, today=clock.today())
    back = resolve_url("round", programme=programme, round=round.number)
    if not sheets:
        messages.info(request, "没有需要送审的进展，填写后再打印送审单")
        return redirect(back)

    def write(out: BytesIO) -> None:
        progress_approval_pdf.write(round, by.unit, sheets, out, Made(by=str(by), at=clock.now()))

    name = f"{by.unit}{round}进展送审单"
    return _written(request, write, "export.progress.pdf", f"{name}.pdf", programme.in_log(name), back)


# Seconds in which its reader's browser asks for a scan once only, however often the page around it is drawn.
_SCAN_KEPT = 600


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF], "object-src": [SELF]})
def attachment_view(request, programme: Programme, pk: int):
    """The same scan as the browser shows it, beside a form of ours: the one answer that may stand in a frame."""
    scan = attachment_or_404(request, programme, pk)
    if scan.content_type not in SHOWN:
        raise Http404("这种文件只能下载")
    try:
        file = attachments.opened(scan)
    except Refusal as refusal:  # a page of its own could not stand in the frame
        request.refusal = refusal.words
        download = reverse("attachment-download", args=[programme, pk])
        again = isinstance(refusal, attachments.NotRead)
        shown = {"words": refusal.words, "download": download, "again": again}
        return render(request, "tasks/scan_unread.html", shown, status=refusal.kind.status)
    answer = FileResponse(file, filename=scan.name, content_type=scan.content_type)
    reading.note(request.membership, reading.SCAN_READ, _subject(programme, scan), at=timezone.now())
    answer.headers["Cache-Control"] = f"private, max-age={_SCAN_KEPT}"
    return answer


def _subject(programme: Programme, scan: Attachment) -> str:
    """What the log calls it: several may have the same name."""
    return programme.in_log("扫描件", scan.pk, scan.name)


@require_GET
def attachment_download(request, programme: Programme, pk: int):
    """A scan, as an attachment, for those who may see the plan or letter it belongs to."""
    scan = attachment_or_404(request, programme, pk)
    file = attachments.opened(scan)
    audit.record(action="export.scan", by=request.membership, subject=_subject(programme, scan))
    return FileResponse(file, as_attachment=True, filename=scan.name, content_type=scan.content_type)
