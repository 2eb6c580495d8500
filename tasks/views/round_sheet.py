"""The page of a unit and round as one spreadsheet: out, in to look at, and taken in."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tasks import policies
from tasks.actions import progress
from tasks.exports import progress_xlsx
from tasks.exports.made import Made
from tasks.forms.progress import posted
from tasks.models import Programme
from tasks.pages import round_sheet as page
from tasks.requests import reported_or_404, round_or_404, status_of
from units import audit
from zgc_tasks.common import clock
from zgc_tasks.common.bodies import takes_files
from zgc_tasks.common.refusal import Kind, Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def round_sheet(request, programme: Programme, round: int):
    """下载Excel: all tasks that the unit reports in the round."""
    by, round = request.membership, round_or_404(request, programme, round)
    policies.may_write_progress(by)
    out = BytesIO()
    made = Made(by=str(by), at=clock.now())
    progress_xlsx.write(round, by.unit, page.rows(round, by, today=clock.today()), out, made)
    audit.record(action="export.progress.xlsx", by=by, subject=programme.in_log(f"{by.unit}{round}进展"))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{by.unit}{round}进展.xlsx", content_type=XLSX)


@takes_files
@require_http_methods(["GET", "POST"])
def round_sheet_read(request, programme: Programme, round: int):
    """读入Excel: what the file would change, before anything is written."""
    by, round = request.membership, round_or_404(request, programme, round)
    policies.may_write_progress(by)
    posted_form = (request.POST, request.FILES) if request.method == "POST" else ()
    form, found = page.form(round, by, *posted_form), None
    if form.is_valid():
        found = page.read(round, by, form.cleaned_data["file"], today=clock.today())
    context = page.page(round, form, found)
    status = 422 if found and found.faults else status_of(form)
    return render(request, "tasks/round_sheet.html", context, status=status)


@require_POST
def round_sheet_take(request, programme: Programme, round: int):
    """Take in what was shown, as drafts: all of it, or nothing."""
    by, round = request.membership, round_or_404(request, programme, round)
    typed = posted(request.POST)
    rows = reported_or_404(request, round, typed)
    found, texts = page.again(rows, {each.number: typed[each.number] for each in rows}, request.POST)
    if any(typed[each.number].errors for each in rows):
        raise Refusal("读入的内容与核对时不同，未读入。请重新选择文件", Kind.WRONG_INPUT)
    try:
        progress.save_together(round=round, said=texts, by=by, at=clock.now())
    except Refusal as refusal:
        if refusal.kind is not Kind.OUT_OF_DATE:
            raise
        request.refusal = refusal.words
        context = page.page(round, page.form(round, by), found, errors=[{"text": refusal.words}])
        return render(request, "tasks/round_sheet.html", context, status=refusal.kind.status)
    messages.success(request, f"已读入 {len(texts)} 项，均为草稿，核对后报送")
    return redirect("round", programme=programme, round=round.number)
