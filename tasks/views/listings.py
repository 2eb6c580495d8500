"""来文登记簿, 联系记录, 通讯录 and 退回修改意见单 as downloads; each is recorded in the audit log."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.exports import listing_pdf, listing_xlsx
from tasks.exports.catalogue import PDF_TYPE, XLSX_TYPE
from tasks.exports.listing import Listing
from tasks.exports.made import Made
from tasks.models import Programme
from tasks.pages import listings
from tasks.requests import (
    entry_or_404,
    filing_or_404,
    leads_back,
    named_unit_or_404,
    progress_or_404,
    round_or_404,
)
from units import audit
from zgc_tasks.common import clock

FORMATS = {"xlsx": (listing_xlsx, XLSX_TYPE), "pdf": (listing_pdf, PDF_TYPE)}


@require_GET
def letter_register(request, programme: Programme, kind: str):
    policies.may_receive(request.membership, programme)
    listing = listings.letters(programme, request.membership, clock.today())
    return _written(request, listing, kind, "export.letters", resolve_url("letter-list", programme))


@require_GET
def contact_notes(request, programme: Programme, kind: str):
    """With all units, or with the one that `?unit=` names."""
    policies.may_receive(request.membership, programme)
    slug = request.GET.get("unit", "")
    unit = named_unit_or_404(programme, slug) if slug else None
    listing = listings.notes(programme, unit, request.membership, clock.today())
    before = resolve_url("contact-unit", programme, slug) if slug else resolve_url("checking", programme)
    return _written(request, listing, kind, "export.contact_notes", before)


@require_GET
def contact_list(request, programme: Programme, kind: str):
    listing = listings.directory(programme, request.membership, clock.today())
    return _written(request, listing, kind, "export.contacts", resolve_url("contact-directory", programme))


@require_GET
def comment_list(request, programme: Programme, number: int, nth: int, kind: str):
    filing = filing_or_404(request, programme, number, nth)
    policies.may_read_comments(request.membership, filing)
    listing = listings.comments(filing, clock.today())
    return _written(request, listing, kind, "export.comments", resolve_url(filing.plan))


@require_GET
def progress_comment_list(request, programme: Programme, round: int, number: int, nth: int, kind: str):
    progress = progress_or_404(request, round_or_404(request, programme, round), number)
    entry = entry_or_404(request, progress, nth)
    policies.may_read_comments_on_entry(request.membership, entry)
    listing = listings.comments_in_round(entry, clock.today())
    before = resolve_url("progress", programme, round, number)
    return _written(request, listing, kind, "export.comments", before)


def _written(request, listing: Listing, kind: str, action: str, before: str) -> HttpResponse:
    """The file; where it cannot be made, the page it belongs to with the reason."""
    if kind not in FORMATS:
        raise Http404("没有这种文件")
    format, content_type = FORMATS[kind]
    by, out = request.membership, BytesIO()
    with leads_back(before):
        format.write(listing, out, Made(by=str(by), at=clock.now(), log=audit.head_in_print()))
    audit.record(
        action=action,
        by=by,
        subject=listing.title,
        detail={"kind": kind, "rows": len(listing.rows), "filters": dict(listing.conditions)},
    )
    out.seek(0)
    name = f"{listing.file_name}.{kind}"
    return FileResponse(out, as_attachment=True, filename=name, content_type=content_type)
