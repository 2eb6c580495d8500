"""落实情况报告: for the two offices that oversee all tasks."""

from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile

from tasks.exports.report_template import built_in
from tests.access.table import RECEIVING, REST, NotNow, get, post

NO_BUSINESS = "administrator auditor"
OFFICES = f"{RECEIVING} leadership"
NOT_WRITING = "只有接收处室的核对人或领导小组办公室可以查看和编写报告"
# The reports of the scene: one that is written, one that is final.
OPEN, FINAL = {"year": 2015, "nth": 1}, {"year": 2015, "nth": 2}
NOT_FINAL = NotNow("报告尚未定稿，请先定稿，再登记印发情况")
IS_FINAL = NotNow("报告已定稿，不能再改；内容有误的，请另作更正报告")


def all_of_them(method, route: str, answer, **more):
    return method(route, answers={answer: OFFICES, NOT_WRITING: REST, 404: NO_BUSINESS}, **more)


def one(method, route: str, args: dict, answer, **more):
    return method(route, args=args, answers={answer: OFFICES, 404: REST}, **more)


_template = cache(built_in)  # made anew it would be another file a second later


def word_file(name: str):
    return lambda scene, who: {name: SimpleUploadedFile("报告.docx", _template())}


def begun(scene, who):
    return {"round": "", "as_of": "2015-03-31", "corrects": ""}


def draft_of(nth: int):
    def form(scene, who):
        report = scene.programme.reports.get(nth=nth)
        return {"based_on": report.drafts.get().pk, "edited": report.newest_version or ""}

    return form


def newest_of(key: str):
    """The version of a paragraph that the page shows."""

    def form(scene, who):
        newest = scene.programme.reports.get(nth=1).versions.filter(key=key).last()
        return {"based_on": newest.pk if newest else ""}

    return form


def issued(scene, who):
    return {"document_number": "京人才发〔2015〕9号", "signed_by": "王某", "issued_on": "2015-03-31"}


NEXT = {"key": "next"}
EDITING = {"form": lambda scene, who: {"based_on": "", "text": "另行部署。"}, "writes": "report.edit"}
DRAFTING = {"form": lambda scene, who: {"as_of": "2015-03-31"}, "writes": "report.draft"}

TABLE = [
    *all_of_them(get, "report-list", 200),
    *all_of_them(get, "report-begin", 200),
    *all_of_them(post, "report-begin", 302, form=begun, writes="report.begin"),
    *all_of_them(get, "report-verify", 200),
    *all_of_them(
        post,
        "report-verify",
        200,
        form=lambda scene, who: {"number": "GJRC-JZ-2015-1", "checksum": "0" * 64},
        writes="report.verify",
    ),
    *all_of_them(get, "report-template", 200),
    *all_of_them(post, "report-template", 302, form=word_file("template"), writes="report.template"),
    *all_of_them(post, "report-template-reset", 302, writes="report.template"),
    *all_of_them(get, "report-template-file", 200),
    *one(get, "report", OPEN, 200),
    *one(get, "report", FINAL, 200),
    *one(post, "report-draft", OPEN, 302, **DRAFTING),
    *one(post, "report-draft", FINAL, IS_FINAL, **DRAFTING),
    *one(get, "report-edit", OPEN | NEXT, 200),
    *one(post, "report-edit", OPEN | NEXT, 302, **EDITING),
    *one(post, "report-edit", FINAL | NEXT, IS_FINAL, **EDITING),
    *one(
        post,
        "report-restore",
        OPEN | {"key": "problems"},
        302,
        form=newest_of("problems"),
        writes="report.edit",
    ),
    *one(post, "report-finish", OPEN, 302, form=draft_of(1), writes="report.finish"),
    *one(post, "report-finish", FINAL, IS_FINAL, form=draft_of(2), writes="report.finish"),
    *one(
        post, "report-cancel", OPEN, 302, form=lambda scene, who: {"reason": "误建"}, writes="report.cancel"
    ),
    *one(post, "report-cancel", FINAL, IS_FINAL, form=lambda scene, who: {"reason": "误建"}),
    *one(post, "report-issue", FINAL, 302, form=issued, writes="report.issue"),
    *one(post, "report-issue", OPEN, NOT_FINAL, form=issued, writes="report.issue"),
    *one(post, "report-keep", OPEN, 302, form=word_file("file"), writes="report.keep"),
    *one(post, "report-document", OPEN | {"kind": "docx"}, 200, writes="export.report"),
    *one(post, "report-document", OPEN | {"kind": "xlsx"}, 200, writes="export.report"),
    *one(post, "report-document", FINAL | {"kind": "pdf"}, 200, writes="export.report"),
]
