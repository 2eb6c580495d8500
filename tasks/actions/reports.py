"""落实情况报告: begun, 送审稿 taken, paragraphs edited, 定稿 or 撤销, and what was issued."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from tasks import ledger, policies
from tasks.actions.locking import held_still
from tasks.enums import CoordinationStatus
from tasks.ledger.frozen import frozen
from tasks.ledger.goals import goals_then
from tasks.ledger.supplements import supplements
from tasks.models import (
    Attachment,
    Coordination,
    Programme,
    Report,
    ReportDraft,
    ReportFile,
    ReportIssue,
    ReportTemplate,
    ReportVersion,
    Round,
)
from tasks.querysets.standing import end_of
from tasks.rules import report_text, typed
from tasks.rules.frozen import digest, digests
from tasks.rules.report_text import LONGEST_PARAGRAPH, Paragraph
from units import audit
from units.models import Membership
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def begin(
    *,
    programme: Programme,
    round: Round | None,
    as_of: date,
    corrects: Report | None,
    by: Membership,
    at: datetime,
) -> Report:
    """A report of a round or of a day, with its first 送审稿. A corrected report is a new one that names the old."""
    programme = held_still(programme.pk)
    policies.may_write_report(by, programme)
    typed.happened(as_of, programme.known_years(at.date()), at.date(), label="统计日期", field="as_of")
    if corrects is not None and not corrects.is_final:
        raise Refusal("所更正的报告尚未定稿，可直接修改，不需另行更正", Kind.WRONG_INPUT, "corrects")
    last = programme.reports.filter(year=as_of.year).aggregate(last=Max("nth"))["last"] or 0
    report = Report.objects.create(
        programme=programme,
        year=as_of.year,
        nth=last + 1,
        round=round,
        as_of=as_of,
        corrects=corrects,
        made_at=at,
        made_by=by,
    )
    _take(report, by=by, at=at)
    audit.record(action="report.begin", by=by, subject=str(report))
    return report


@transaction.atomic
def take_draft(*, report: Report, as_of: date, by: Membership, at: datetime) -> ReportDraft:
    """Another 送审稿, of the ledger as it is known by now as of `as_of`: what came late is taken in."""
    held_still(report.programme_id)
    report = _open(report, by)
    programme = report.programme
    typed.happened(as_of, programme.known_years(at.date()), at.date(), label="统计日期", field="as_of")
    report.as_of = as_of
    report.save(update_fields=["as_of"])
    draft = _take(report, by=by, at=at)
    audit.record(action="report.draft", by=by, subject=str(draft))
    return draft


def _take(report: Report, *, by: Membership, at: datetime) -> ReportDraft:
    name, year = (report.round.name, report.round.covers_until.year) if report.round else (None, None)
    rows = frozen(ledger.build(report.programme, as_of=report.as_of, round_name=name, year=year))
    if rows["round"] != (name or ""):
        raise Refusal(f"“{name}”在统计日期尚未开始报送，请改选统计日期", Kind.WRONG_INPUT, "as_of")
    rows["coordination"] = _unsettled(report)
    rows["goals"] = [told.to_json() for told in goals_then(report.programme, report.as_of)]
    rows["supplements"] = supplements(report.programme, of=report, before=end_of(report.as_of))
    return ReportDraft.objects.create(
        report=report,
        nth=report.drafts.count() + 1,
        frozen=rows,
        row_digests=digests(rows["rows"]),
        digest=digest(rows),
        taken_at=at,
        taken_by=by,
    )


def _unsettled(report: Report) -> list[dict]:
    """提请协调 stands in every report until it is settled."""
    found = Coordination.objects.filter(task__programme=report.programme).stood_before(end_of(report.as_of))
    found = found.exclude(stood=CoordinationStatus.SETTLED).order_by("task__number", "pk")
    columns = ("task__number", "unit__short_name", "what", "asked_of", "wanted_by", "stood")
    return [
        {
            "number": number,
            "unit": unit,
            "what": what,
            "asked_of": asked_of,
            "wanted_by": wanted_by.isoformat(),
            "state": stood,
        }
        for number, unit, what, asked_of, wanted_by, stood in found.values_list(*columns)
    ]


@transaction.atomic
def edit(
    *, report: Report, key: str, text: str, based_on: int | None, by: Membership, at: datetime
) -> ReportVersion:
    """A paragraph in other words; '' for the generated one again. `based_on` is the key of the version it was edited
    from, None for the generated one.
    """
    report = _open(report, by)
    paragraph = next(
        (each for each in report_text.paragraphs(report.drafts.last().frozen) if each.key == key), None
    )
    if paragraph is None:
        raise Refusal("报告中没有这个段落，请刷新页面查看最新内容", Kind.OUT_OF_DATE)
    if len(text) > LONGEST_PARAGRAPH:
        words = f"一个段落最多{LONGEST_PARAGRAPH}字，现有{len(text)}字，请精简后再保存"
        raise Refusal(words, Kind.WRONG_INPUT, "text")
    newest = report.versions.filter(key=key).last()
    if (newest.pk if newest else None) != based_on:
        raise Refusal("这个段落刚刚由他人修改，未保存。请对照最新内容后再保存", Kind.OUT_OF_DATE, "text")
    text = "" if text == paragraph.text else text
    if text == (newest.text if newest else ""):
        return newest
    made = ReportVersion.objects.create(
        report=report, key=key, text=text, generated=paragraph.text, at=at, by=by
    )
    audit.record(action="report.edit", by=by, subject=f"{report} {paragraph.label}")
    return made


def text_of(report: Report) -> list[tuple[Paragraph, ReportVersion | None]]:
    """Each generated paragraph with the version that stands in its place, None where it is as generated."""
    newest = newest_versions(report)
    (frozen,) = _FROZEN.first(report=report.pk)
    return [
        (each, version if (version := newest.get(each.key)) and version.text else None)
        for each in report_text.paragraphs(frozen)
    ]


def newest_versions(report: Report) -> dict[str, ReportVersion]:
    """Of each paragraph that was ever edited, by its key, the version made last."""
    return {version.key: version for version in _VERSIONS(report=report.pk)}


_VERSIONS = Prepared(
    lambda report: ReportVersion.objects.filter(report=report).select_related("by__user", "by__unit")
)
_FROZEN = Prepared(
    lambda report: ReportDraft.objects.filter(report=report).order_by("-nth")[:1].values_list("frozen")
)


@transaction.atomic
def finish(
    *, report: Report, based_on: int, edited: int | None = None, by: Membership, at: datetime
) -> Report:
    """定稿: title, text and rows of the newest 送审稿 stay what they are for ever. `based_on` is the draft that was looked
    at, `edited` the newest version of any of its paragraphs.
    """
    report = _open(report, by)
    draft = report.drafts.last()
    if draft.pk != based_on:
        raise Refusal("已有更新的送审稿，未定稿。请查看最新一稿后再定稿", Kind.OUT_OF_DATE)
    if report.newest_version != edited:
        raise Refusal("正文刚刚由他人修改，未定稿。请查看最新正文后再定稿", Kind.OUT_OF_DATE)
    report.final_draft, report.final_at, report.final_by = draft, at, by
    report.final_text = [
        {
            "key": each.key,
            "section": each.section,
            "heading": each.heading,
            "text": version.text if version else each.text,
            "edited": version is not None,
        }
        for each, version in text_of(report)
    ]
    report.final_title = report_text.title_lines(draft.frozen)
    report.final_digest = digest(report.final_said())
    report.save()
    checksums = {"digest": draft.digest, "text": report.final_digest}
    audit.record(action="report.finish", by=by, subject=str(report), detail=checksums)
    return report


@transaction.atomic
def cancel(*, report: Report, reason: str, by: Membership, at: datetime) -> Report:
    """撤销 of one that was begun by mistake, before 定稿: its number is not given again."""
    report = _open(report, by)
    typed.reason(reason)
    report.cancelled_at, report.cancelled_by, report.cancel_reason = at, by, reason
    report.save()
    audit.record(action="report.cancel", by=by, subject=str(report), detail={"reason": reason})
    return report


@transaction.atomic
def record_issue(
    *,
    report: Report,
    document_number: str,
    signed_by: str,
    issued_on: date,
    scan: Attachment | None,
    reason: str = "",
    by: Membership,
    at: datetime,
) -> ReportIssue:
    """发文字号, 签发人, date and scan of the issued paper; once more with its reason, where the first was mistaken. A scan
    stands until there is another one.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("programme").get(pk=report.pk)
    policies.may_write_report(by, report.programme)
    if not report.is_final:
        raise Refusal("报告尚未定稿，请先定稿，再登记印发情况", Kind.NOT_NOW)
    years = report.programme.known_years(at.date())
    typed.happened(issued_on, years, at.date(), label="印发日期", field="issued_on")
    typed.issued_once_final(issued_on, report.final_on)
    before = report.issues.select_related("scan").last()
    if before is not None:
        typed.reason(reason)
    made = ReportIssue.objects.create(
        report=report,
        document_number=document_number,
        signed_by=signed_by,
        issued_on=issued_on,
        scan=scan or (before and before.scan),
        reason=reason if before else "",
        at=at,
        by=by,
    )
    detail = {"document_number": document_number, "issued_on": issued_on.isoformat()}
    audit.record(action="report.issue", by=by, subject=str(report), detail=detail)
    return made


@transaction.atomic
def note_file(
    *, draft: ReportDraft, name: str, sha256: str, kept: Attachment | None, by: Membership, at: datetime
) -> ReportFile:
    """A file that was made of a draft, so that it is known when somebody brings it; or an edited one that is kept."""
    # Of two who make the same at once the second finds what the first noted.
    Report.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.report_id)
    known = draft.files.filter(sha256=sha256, kept__isnull=kept is None).first()
    if known is None:
        known = ReportFile.objects.create(draft=draft, name=name, sha256=sha256, kept=kept, at=at, by=by)
        if kept is not None:
            audit.record(action="report.keep", by=by, subject=f"{draft} {name}")
    return known


@transaction.atomic
def set_template(*, programme: Programme, file: Attachment | None, by: Membership, at: datetime) -> None:
    """Of reports from now on; None for the built-in one."""
    policies.may_write_report(by, programme)
    ReportTemplate.objects.create(programme=programme, file=file, at=at, by=by)
    audit.record(action="report.template", by=by, subject=programme.code)


def _open(report: Report, by: Membership) -> Report:
    found = (
        Report.objects.select_for_update(of=("self",)).select_related("programme", "round").get(pk=report.pk)
    )
    policies.may_write_report(by, found.programme)
    if found.is_final:
        raise Refusal("报告已定稿，不能再改；内容有误的，请另作更正报告", Kind.NOT_NOW)
    if found.is_cancelled:
        raise Refusal("报告已撤销，不能再改；需要的，请另行编写", Kind.NOT_NOW)
    return found
