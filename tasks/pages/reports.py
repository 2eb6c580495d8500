"""落实情况报告: the list, one of them with its text, a paragraph, and whether something is what was reported."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, Prefetch
from django.http import QueryDict
from django.utils.timezone import localtime

from tasks import ledger
from tasks.actions import reports as actions
from tasks.enums import ReportState
from tasks.exports import report_words
from tasks.ledger.frozen import frozen
from tasks.models import Programme, Report, ReportDraft, ReportFile, ReportIssue, ReportVersion
from tasks.rules import dates, report_text
from tasks.rules.frozen import differing, digest, grouped
from tasks.rules.report_text import Paragraph
from units.models import Membership
from zgc_tasks.common.paging import paged
from zgc_tasks.common.prepared import Prepared


class ReportLine(NamedTuple):
    number: str
    address: str
    title: str
    as_of: date
    drafts: int
    state: str
    issued: str


def report_list(programme: Programme, by: Membership, asked: QueryDict) -> dict:
    found = Report.objects.visible_to(by).filter(programme=programme).select_related("round")
    newest = ReportIssue.objects.filter(report=OuterRef("report")).order_by("-pk").values("pk")[:1]
    issued = Prefetch("issues", ReportIssue.objects.filter(pk=newest), to_attr="issued")
    # What is grouped has no order of its own.
    found = found.annotate(taken=Count("drafts")).order_by("-year", "-nth")
    found = found.defer("final_text").prefetch_related(issued)
    page = paged(found, asked, rows=_lines(programme))
    return {"programme": programme, "page": page}


def _lines(programme: Programme):
    def lines(found) -> list[ReportLine]:
        return [_line(programme, report) for report in found]

    return lines


def _line(programme: Programme, report: Report) -> ReportLine:
    report.programme = programme
    about = report.round.name if report.round else f"截至{dates.in_words(report.as_of)}"
    issued = "".join(f"{each.document_number} {dates.in_words(each.issued_on)}" for each in report.issued)
    return ReportLine(
        number=report.number,
        address=report.get_absolute_url(),
        title=f"{about}落实情况报告",
        as_of=report.as_of,
        drafts=report.taken,
        state=_state(report),
        issued=issued.strip(),
    )


def _state(report: Report) -> str:
    if report.is_cancelled:
        return ReportState.CANCELLED.label
    return (ReportState.FINAL if report.is_final else ReportState.WRITING).label


class TextPart(NamedTuple):
    """A paragraph as it stands: `version` is the key of what was edited, `stale` where it was edited from what is generated
    otherwise by now, `wrong` figures that are not those of the rows.
    """

    key: str
    heading: str
    lines: list[str]
    edited: str
    version: int | None
    stale: bool
    wrong: list[str]
    address: str


class Section(NamedTuple):
    heading: str
    parts: list[TextPart]


@dataclass(frozen=True)
class ReportPage:
    programme: Programme
    report: Report
    title: str
    standing: str
    draft: ReportDraft
    checksum: str
    text_checksum: str
    drafts: list[ReportDraft]
    sections: list[Section]
    kept: list[ReportFile]
    corrected_by: list[Report]
    issues: list[ReportIssue]
    documents: list[tuple[str, str]]
    unfiled: str


def report_page(report: Report) -> ReportPage:
    drafts = _DRAFTS(report=report.pk)
    draft = _DRAFT.first(pk=drafts[-1].pk)
    address = report.get_absolute_url()
    return ReportPage(
        programme=report.programme,
        report=report,
        title="".join(_title(report, draft)),
        standing=_standing(report, draft),
        draft=draft,
        checksum=grouped(draft.digest),
        text_checksum=grouped(report.final_digest),
        drafts=drafts,
        sections=_sections(report, draft, address),
        kept=_KEPT(report=report.pk),
        corrected_by=_CORRECTED_BY(report=report.pk),
        unfiled="" if report.round is None or report.is_cancelled else f"{address}report.unfiled/",
        issues=_ISSUES(report=report.pk),
        documents=[]
        if report.is_cancelled
        else [(label, f"{address}report.{kind}/") for kind, label in DOCUMENTS.items()],
    )


_DRAFTS = Prepared(
    lambda report: (
        ReportDraft.objects.filter(report=report)
        .defer("frozen", "row_digests")
        .select_related("taken_by__user", "taken_by__unit")
    )
)
_DRAFT = Prepared(lambda pk: ReportDraft.objects.filter(pk=pk))
_KEPT = Prepared(
    lambda report: ReportFile.objects.filter(draft__report=report, kept__isnull=False).select_related(
        "kept", "by__user"
    )
)
_CORRECTED_BY = Prepared(lambda report: Report.objects.filter(corrects=report).select_related("programme"))
_ISSUES = Prepared(
    lambda report: ReportIssue.objects.filter(report=report).select_related("by__user").order_by("-pk")
)


def _standing(report: Report, draft: ReportDraft) -> str:
    """2015年4月，数据截至2015年5月11日；第2稿，2015年5月12日定稿"""
    about = report.round.name if report.round else "不分报送期"
    final = f"{dates.in_words(report.final_on)}定稿" if report.is_final else _state(report)
    return f"{about}，数据截至{dates.in_words(report.as_of)}；第{draft.nth}稿，{final}"


def _title(report: Report, draft: ReportDraft) -> list[str]:
    """As it was kept, of one that is final."""
    return report.final_title or report_text.title_lines(draft.frozen)


DOCUMENTS = {"docx": "Word 文件", "pdf": "PDF", "xlsx": "Excel 表格"}


def _sections(report: Report, draft: ReportDraft, address: str) -> list[Section]:
    text = _final_text(report) if report.is_final else actions.text_of(report)
    return [
        Section(
            report_text.section_heading(section),
            [
                _part(paragraph, version, draft, report, address)
                for paragraph, version in text
                if paragraph.section == section
            ],
        )
        for section in range(1, len(report_text.SECTIONS) + 1)
    ]


def _final_text(report: Report) -> list[tuple[Paragraph, ReportVersion | None]]:
    """As it was kept, with who edited it: whatever would be generated of the same rows by now."""
    newest = actions.newest_versions(report)
    return [
        (
            Paragraph(each["key"], each["section"], each["text"], each["heading"]),
            newest[each["key"]] if each["edited"] else None,
        )
        for each in report.final_text
    ]


def _part(
    paragraph: Paragraph, version: ReportVersion | None, draft: ReportDraft, report: Report, address: str
) -> TextPart:
    text = version.text if version else paragraph.text
    return TextPart(
        key=paragraph.key,
        heading=paragraph.heading,
        lines=text.splitlines(),
        edited=_edited(version),
        version=version and version.pk,
        stale=version is not None and not report.is_final and version.generated != paragraph.text,
        wrong=list(_wrong(paragraph, version, draft)),
        address="" if report.is_final or report.is_cancelled else f"{address}text/{paragraph.key}/",
    )


def _edited(version: ReportVersion | None) -> str:
    if version is None:
        return ""
    return f"{version.by.user.full_name}于{dates.moment(localtime(version.at))}修改"


def _wrong(paragraph: Paragraph, version: ReportVersion | None, draft: ReportDraft) -> Iterator[str]:
    """Only what was edited can disagree."""
    if version is None:
        return
    for written, right in report_text.disagreeing(paragraph.key, version.text, draft.frozen):
        yield f"正文写“{written}”，数据为“{right}”"


@dataclass(frozen=True)
class ParagraphPage:
    """`generated` is what it was made of; `versions` are all it ever said, the newest first."""

    programme: Programme
    report: Report
    label: str
    generated: list[str]
    versions: list[tuple[str, list[str]]]
    now: ReportVersion | None
    text: str


def paragraph_page(report: Report, key: str) -> ParagraphPage | None:
    """None where the report has no such paragraph."""
    found = next(((each, version) for each, version in actions.text_of(report) if each.key == key), None)
    if found is None:
        return None
    paragraph, standing = found
    versions = list(report.versions.filter(key=key).select_related("by__user").order_by("-pk"))
    return ParagraphPage(
        programme=report.programme,
        report=report,
        label=paragraph.label,
        generated=paragraph.text.splitlines(),
        versions=[
            (
                f"{version.by.user.full_name} {dates.moment(localtime(version.at))}",
                version.text.splitlines() or ["恢复为生成稿"],
            )
            for version in versions
        ],
        now=versions[0] if versions else None,
        text=standing.text if standing else paragraph.text,
    )


def final_paragraphs(report: Report) -> list[dict]:
    """The text that documents print: the final one, or as it stands."""
    if report.is_final:
        return report.final_text
    return [
        {
            "key": paragraph.key,
            "section": paragraph.section,
            "heading": paragraph.heading,
            "text": version.text if version else paragraph.text,
        }
        for paragraph, version in actions.text_of(report)
    ]


def context_of(report: Report, draft: ReportDraft, *, today: date) -> dict:
    """What its documents say; dated by 定稿, until then by today."""
    issue = report.issues.last()
    return report_words.context(
        number=report.number,
        title=_title(report, draft),
        frozen=draft.frozen,
        paragraphs=final_paragraphs(report),
        digest=draft.digest,
        text_digest=report.final_digest,
        day=report.final_on or today,
        signed_by=issue.signed_by if issue else "",
        document_number=issue.document_number if issue else "",
    )


def sample_context(programme: Programme, *, today: date) -> dict:
    """Of a report of today, which a template is tried with."""
    rows = frozen(ledger.build(programme, as_of=today))
    paragraphs = [asdict(paragraph) for paragraph in report_text.paragraphs(rows)]
    return report_words.context(
        number=f"{programme.code}-JZ-{today.year}-0",
        title=report_text.title_lines(rows),
        frozen=rows,
        paragraphs=paragraphs,
        digest=digest(rows),
        day=today,
    )


# --- verifying ---------------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """`tone` is that of the note it is said in; `rows` are those that are no longer what they were."""

    tone: str
    words: str
    rows: list[int]
    address: str = ""


def verify_number(programme: Programme, number: str, checksum: str) -> Verdict:
    """By what is printed in the 附件: against every 送审稿 of the report, and its final text."""
    parts = number.upper().split("-")
    report = None
    if len(parts) == 4 and parts[2].isdecimal() and parts[3].isdecimal() and len(parts[2] + parts[3]) < 12:
        found = programme.reports.filter(year=int(parts[2]), nth=int(parts[3]))
        report = found.first() if parts[:2] == [programme.code, "JZ"] else None
    if report is None:
        return Verdict("warning", f"没有编号为“{number}”的报告，请核对编号", [])
    if report.is_final and checksum == report.final_digest:
        return _verdict(report.final_draft, f"与{report.number}定稿正文的校验值一致")
    draft = report.drafts.filter(digest=checksum).first()
    if draft is None:
        return Verdict("error", f"校验值与{report.number}的各次送审稿和定稿正文都不一致", [])
    return _verdict(draft, f"与{draft}的数据校验值一致")


def verify_file(programme: Programme, sha256: str) -> Verdict:
    """By the file itself, which was made here or kept here."""
    files = ReportFile.objects.filter(sha256=sha256, draft__report__programme=programme)
    file = files.select_related("draft__report__programme").first()
    if file is None:
        return Verdict("error", "不是本系统生成或存入的报告文件，或者内容已被改动", [])
    what = "存入的修改稿" if file.kept_id else "生成的文件"
    return _verdict(file.draft, f"一致：是{file.draft}{what}“{file.name}”", _rewritten_since(file))


def _rewritten_since(file: ReportFile) -> list[str]:
    """Paragraphs of the report that do not read any more as in this file, which was made of it. Tables have none, and what
    an edited one that was kept says nobody knows.
    """
    if file.kept_id or file.name.endswith(".xlsx"):
        return []
    report = file.draft.report
    then, now = {}, {}
    for version in report.versions.order_by("pk"):
        now[version.key] = version.text
        if version.at <= file.at:
            then[version.key] = version.text
    return [
        Paragraph(each["key"], each["section"], each["text"], each["heading"]).label
        for each in final_paragraphs(report)
        if now.get(each["key"], "") != then.get(each["key"], "")
    ]


def _verdict(draft: ReportDraft, words: str, rewritten: Iterable[str] = ()) -> Verdict:
    """And whether rows and final text still are what they were when they were kept, by their own checksums; and what
    became of the report, and of its text since a file was made of it.
    """
    report, address = draft.report, draft.report.get_absolute_url()
    if wrong := differing(draft.frozen["rows"], draft.row_digests):
        named = "、".join(f"第{number}项" for number in wrong)
        return Verdict("error", f"{words}；但库中{named}的数据已与生成时不同", wrong, address)
    if digest(draft.frozen) != draft.digest:
        return Verdict("error", f"{words}；但库中的统计数据已与生成时不同", [], address)
    if report.is_final and digest(report.final_said()) != report.final_digest:
        return Verdict("error", f"{words}；但库中的定稿正文已与定稿时不同", [], address)
    if since := "；".join(_since(draft, rewritten)):
        return Verdict("warning", f"{words}；但{since}", [], address)
    return Verdict("success", words, [], address)


def _since(draft: ReportDraft, rewritten: Iterable[str]) -> Iterator[str]:
    """What whoever holds a paper of this draft is to know; nothing where it is the one that counts."""
    report = draft.report
    if report.is_cancelled:
        yield "本报告已撤销"
    if report.is_final and report.final_draft.digest != draft.digest:
        yield f"本报告以第{report.final_draft.nth}稿定稿，数据与本稿不同"
    elif not report.is_final and (newest := report.drafts.last()).digest != draft.digest:
        yield f"已有送审稿第{newest.nth}稿，数据与本稿不同"
    if labels := "、".join(f"“{label}”" for label in rewritten):
        yield f"{labels}在本文件生成后又有修改，{'定稿' if report.is_final else '现'}正文与本文件不同"
    if corrected := "、".join(each.number for each in report.corrected_by.select_related("programme")):
        yield f"本报告已另作更正：{corrected}"
