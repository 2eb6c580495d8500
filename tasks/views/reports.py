"""落实情况报告: from the list to 定稿, its documents, its template, and the page that verifies."""

import hashlib
from io import BytesIO

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render, resolve_url
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tasks import policies
from tasks.actions import attachments
from tasks.actions import reports as actions
from tasks.exports import report_pdf, report_xlsx, word
from tasks.exports.catalogue import PDF_TYPE, XLSX_TYPE
from tasks.forms.reports import (
    BeginForm,
    CancelForm,
    DayForm,
    FinishForm,
    IssueForm,
    ParagraphEditForm,
    RestoreForm,
    TemplateForm,
    VerifyForm,
    WordFileForm,
)
from tasks.models import Programme, Report
from tasks.pages import reports as pages
from tasks.requests import leads_back, refused_by, report_or_404, status_of
from tasks.rules.frozen import ungrouped
from units import audit
from zgc_tasks.common import clock, office_files
from zgc_tasks.common.bodies import takes_files


@require_GET
def report_list(request, programme: Programme):
    policies.may_write_report(request.membership, programme)
    return render(
        request, "tasks/report_list.html", pages.report_list(programme, request.membership, request.GET)
    )


@require_http_methods(["GET", "POST"])
def report_begin(request, programme: Programme):
    policies.may_write_report(request.membership, programme)
    now = clock.now()
    form = BeginForm(
        request.POST or None,
        programme=programme,
        today=now.date(),
        years=programme.known_years(now.date()),
        initial={"as_of": now.date(), "round": request.GET.get("round")},
    )
    if form.is_valid():
        with refused_by(request, form):
            report = actions.begin(programme=programme, by=request.membership, at=now, **form.cleaned_data)
            messages.success(request, f"已建立{report.number}，请核对生成的正文，修改后定稿")
            return redirect(report)
    context = {"programme": programme, "form": form}
    return render(request, "tasks/report_begin.html", context, status=status_of(form))


@require_GET
def report_detail(request, programme: Programme, year: int, nth: int):
    return _detail(request, report_or_404(request, programme, year, nth))


def _detail(request, report: Report, **forms):
    """The page with the forms that came back with errors in place of fresh ones."""
    page, today = pages.report_page(report), clock.today()
    years = report.programme.known_years(today)
    fresh = {
        "day_form": DayForm(today=today, years=years, initial={"as_of": today}),
        "finish_form": FinishForm(initial={"based_on": page.draft.pk, "edited": report.newest_version}),
        "cancel_form": CancelForm(),
        "issue_form": _issue_form(report, today),
        "file_form": WordFileForm(),
    }
    context = {"programme": report.programme, "page": page} | fresh | forms
    wrong = next((form for form in forms.values() if form.errors), None)
    context["form"] = wrong
    return render(request, "tasks/report_detail.html", context, status=status_of(wrong) if wrong else 200)


def _issue_form(report: Report, today, *sent) -> IssueForm:
    """Of what was recorded last."""
    last = report.issues.values("document_number", "signed_by", "issued_on").last()
    years = report.programme.known_years(today)
    return IssueForm(
        *sent, today=today, final_on=report.final_on, years=years, again=last is not None, initial=last
    )


@require_POST
def report_draft(request, programme: Programme, year: int, nth: int):
    """Another 送审稿, with what came meanwhile."""
    report, now = report_or_404(request, programme, year, nth), clock.now()
    form = DayForm(request.POST, today=now.date(), years=programme.known_years(now.date()))
    if form.is_valid():
        with refused_by(request, form):
            draft = actions.take_draft(report=report, by=request.membership, at=now, **form.cleaned_data)
            messages.success(request, f"已生成第{draft.nth}稿；修改过的段落保持不变，数据有变化的已标出")
            return redirect(report)
    return _detail(request, report, day_form=form)


@require_http_methods(["GET", "POST"])
def report_edit(request, programme: Programme, year: int, nth: int, key: str):
    """One paragraph; what was typed stays when somebody else changed it meanwhile."""
    report = report_or_404(request, programme, year, nth)
    page = pages.paragraph_page(report, key)
    if page is None:
        raise Http404
    initial = {"text": page.text, "based_on": page.now.pk if page.now else None}
    form = ParagraphEditForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refused_by(request, form):
            actions.edit(report=report, key=key, by=request.membership, at=clock.now(), **form.cleaned_data)
            messages.success(request, "已保存")
            return redirect(report)
    context = {"programme": programme, "page": page, "form": form}
    return render(request, "tasks/report_edit.html", context, status=status_of(form))


@require_POST
def report_restore(request, programme: Programme, year: int, nth: int, key: str):
    """The paragraph as it was generated, unless somebody changed it since the page was drawn."""
    report, form = report_or_404(request, programme, year, nth), RestoreForm(request.POST)
    based_on = form.cleaned_data["based_on"] if form.is_valid() else None
    actions.edit(report=report, key=key, text="", based_on=based_on, by=request.membership, at=clock.now())
    messages.success(request, "已恢复为生成稿")
    return redirect(report)


@require_POST
def report_finish(request, programme: Programme, year: int, nth: int):
    report, form = report_or_404(request, programme, year, nth), FinishForm(request.POST)
    if form.is_valid():
        actions.finish(report=report, by=request.membership, at=clock.now(), **form.cleaned_data)
        messages.success(request, f"{report.number}已定稿，正文和数据不再变化")
    return redirect(report)


@require_POST
def report_cancel(request, programme: Programme, year: int, nth: int):
    """Begun by mistake."""
    report, form = report_or_404(request, programme, year, nth), CancelForm(request.POST)
    if form.is_valid():
        with refused_by(request, form):
            actions.cancel(report=report, by=request.membership, at=clock.now(), **form.cleaned_data)
            messages.success(request, f"{report.number}已撤销，编号不再使用")
            return redirect("report-list", programme=programme)
    return _detail(request, report, cancel_form=form)


@takes_files
@require_POST
def report_issue(request, programme: Programme, year: int, nth: int):
    """What was put on the issued paper."""
    report, now, by = report_or_404(request, programme, year, nth), clock.now(), request.membership
    form = _issue_form(report, now.date(), request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        scan = data.pop("scan") or None
        with refused_by(request, form):
            with attachments.kept(scan=scan, programme=programme, by=by, at=now) as kept:
                actions.record_issue(report=report, scan=kept, by=by, at=now, **data)
            messages.success(request, f"{report.number}印发情况已登记")
            return redirect(report)
    return _detail(request, report, issue_form=form)


@takes_files
@require_POST
def report_keep(request, programme: Programme, year: int, nth: int):
    """An edited Word file, kept beside the newest 送审稿."""
    report, now, by = report_or_404(request, programme, year, nth), clock.now(), request.membership
    policies.may_use_report(report)
    form = WordFileForm(request.POST, request.FILES)
    if form.is_valid():
        file, draft = form.cleaned_data["file"], report.drafts.last()
        with refused_by(request, form):
            with attachments.kept(scan=file, programme=programme, by=by, at=now) as kept:
                actions.note_file(draft=draft, name=file.name, sha256=file.sha256, kept=kept, by=by, at=now)
            messages.success(request, f"已存入{file.name}；正文有改动的，请同时修改有关段落")
            return redirect(report)
    return _detail(request, report, file_form=form)


@require_POST
def report_document(request, programme: Programme, year: int, nth: int, kind: str):
    """The report as a file; its checksum is noted, so that it can be verified."""
    report, by, now = report_or_404(request, programme, year, nth), request.membership, clock.now()
    policies.may_use_report(report)
    draft = report.final_draft or report.drafts.last()
    with leads_back(resolve_url(report)):
        data, content_type = _made(report, draft, kind, now)
    if kind != "pdf":
        data = office_files.made_at(data, localtime(draft.taken_at))
    stage = "" if report.is_final else f"送审稿第{draft.nth}稿"
    what, ending = ("未报名单（内部）", "xlsx") if kind == UNFILED else ("落实情况报告", kind)
    name = f"{report.number}{what}{stage}.{ending}"
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        actions.note_file(draft=draft, name=name, sha256=sha256, kept=None, by=by, at=now)
        audit.record(action="export.report", by=by, subject=f"{report} {kind}")
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=content_type)


UNFILED = "unfiled"  # an internal sheet that never goes with a report


def _made(report: Report, draft, kind: str, now) -> tuple[bytes, str]:
    context = pages.context_of(report, draft, today=now.date())
    if kind == "xlsx":
        return report_xlsx.write(context, draft.frozen), XLSX_TYPE
    if kind == UNFILED and report.round is not None:
        return report_xlsx.unfiled(context, draft.frozen), XLSX_TYPE
    if kind == "pdf":
        return report_pdf.write(context), PDF_TYPE
    if kind == "docx":
        return word.write(_template(report.programme), context), word.DOCX_TYPE
    raise Http404("没有这种文件")


def _template(programme: Programme) -> bytes | None:
    """The office's own, None for the built-in one."""
    newest = programme.report_templates.select_related("file").last()
    if newest is None or newest.file is None:
        return None
    with attachments.opened(newest.file) as file:
        return file.read()


@takes_files
@require_http_methods(["GET", "POST"])
def report_template(request, programme: Programme):
    """The Word file that reports are filled into: another one is tried before it counts."""
    by, now = request.membership, clock.now()
    policies.may_write_report(by, programme)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["template"]
        with refused_by(request, form):
            word.check(file.data, pages.sample_context(programme, today=now.date()))
            with attachments.kept(scan=file, programme=programme, by=by, at=now) as kept:
                actions.set_template(programme=programme, file=kept, by=by, at=now)
            messages.success(request, "报告模板已更换，今后导出的 Word 文件使用新模板")
            return redirect("report-template", programme=programme)
    newest = programme.report_templates.select_related("file", "by__user").last()
    context = {"programme": programme, "form": form, "newest": newest}
    return render(request, "tasks/report_template.html", context, status=status_of(form))


@require_POST
def report_template_reset(request, programme: Programme):
    actions.set_template(programme=programme, file=None, by=request.membership, at=clock.now())
    messages.success(request, "已恢复使用内置模板")
    return redirect("report-template", programme=programme)


@require_GET
def report_template_file(request, programme: Programme):
    """The template in use, to be changed in Word."""
    policies.may_write_report(request.membership, programme)
    data = _template(programme) or word.built_in()
    return FileResponse(
        BytesIO(data),
        as_attachment=True,
        filename="落实情况报告模板.docx",
        content_type=word.DOCX_TYPE,
    )


@takes_files
@require_http_methods(["GET", "POST"])
def report_verify(request, programme: Programme):
    """一致, or what differs."""
    policies.may_write_report(request.membership, programme)
    form, verdict = VerifyForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        verdict = _verdict(programme, form.cleaned_data)
        audit.record(
            action="report.verify",
            by=request.membership,
            subject=programme.code,
            detail={"said": verdict.words},
        )
    context = {"programme": programme, "form": form, "verdict": verdict}
    return render(request, "tasks/report_verify.html", context, status=status_of(form))


def _verdict(programme: Programme, data: dict):
    if file := data["file"]:
        sha256 = hashlib.sha256(b"".join(file.chunks())).hexdigest()
        return pages.verify_file(programme, sha256)
    return pages.verify_number(programme, data["number"], ungrouped(data["checksum"]))
