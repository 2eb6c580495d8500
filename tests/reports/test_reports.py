"""落实情况报告: frozen rows, generated and edited text, 定稿 and corrections."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import reports
from tasks.models import Report, ReportDraft
from tasks.rules import report_text
from tests.reports.conftest import TAKEN, begin, edit, finish
from tests.rounds.conftest import SAID, moment
from zgc_tasks.common.refusal import Refusal


def test_begun_on_its_page_it_has_the_text_of_the_frozen_rows(report_story, office):
    body = office.get(report_story.address).content.decode()
    assert "2015年4月进展应报3项，已报1项，其中按时报送1项、逾期报送0项；未报2项。" in body
    assert "按牵头单位所报推进状态：按计划推进1项；2项尚未报送推进状态。" in body
    assert "第14项（市教委牵头）：实施细则已于4月10日印发。" in body
    assert "其余1项牵头单位待明确" in body


def test_its_number_counts_in_the_year_and_is_never_a_document_number(report_story, office):
    programme = report_story.rounds.story.programme
    posted = {"round": report_story.rounds.april.pk, "as_of": "2015-05-11", "corrects": ""}
    answer = office.post(f"/{programme.slug}/reports/new/", posted)
    assert answer.url == f"/{programme.slug}/reports/2015/2/"
    assert [str(report) for report in Report.objects.order_by("nth")] == ["GJRC-JZ-2015-1", "GJRC-JZ-2015-2"]
    assert not Report.objects.get(nth=2).issues.exists()


@pytest.mark.parametrize("who", ["liaison", "officer", "other_unit", "outsider"])
def test_units_see_no_report(report_story, on_the_day, who):
    browser = report_story.rounds.story.browser(who)
    assert browser.get(report_story.address).status_code == 404
    assert browser.post(f"{report_story.address}report.docx/").status_code == 404
    assert browser.get("/gjrc/reports/").status_code == 403


def test_what_comes_later_changes_no_draft_and_stands_in_the_next_one(report_story):
    rounds_story = report_story.rounds
    frozen = report_story.report.drafts.get().frozen
    rounds_story.file(task=2, day=date(2015, 5, 12))
    assert ReportDraft.objects.get().frozen == frozen
    story = rounds_story.story
    second = reports.take_draft(
        report=report_story.report,
        as_of=date(2015, 5, 12),
        by=story.checker,
        at=moment(date(2015, 5, 12), 15),
    )
    assert (second.nth, second.frozen["figures"]["filed"], frozen["figures"]["filed"]) == (2, 2, 1)
    assert second.digest != ReportDraft.objects.get(nth=1).digest


def test_an_edited_paragraph_keeps_its_versions_and_says_when_its_figures_are_not_those_of_the_rows(
    report_story, office
):
    address = f"{report_story.address}text/overview/"
    posted = {"based_on": "", "text": "2015年4月应报3项，已报2项，其中按时报送 1 项。"}
    assert office.post(address, posted).status_code == 302
    body = office.get(report_story.address).content.decode()
    assert "正文写“已报2项”，数据为“已报1项”" in body
    assert body.count("正文写") == 1
    edited = office.get(address).content.decode()
    assert "应报3项，已报1项" in edited  # what it was generated from
    version = report_story.report.versions.get().pk
    assert f'name="based_on" value="{version}"' in body
    assert office.post(f"{address}restore/", {"based_on": version}).status_code == 302
    assert "正文写" not in office.get(report_story.address).content.decode()
    assert report_story.report.versions.count() == 2


def test_a_paragraph_that_somebody_else_changed_is_not_written_over_and_nothing_typed_is_lost(
    report_story, office
):
    edit(report_story, "next", "他人所写", by="checker")
    answer = office.post(f"{report_story.address}text/next/", {"based_on": "", "text": "我所写"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "我所写" in body
    assert "他人所写" in body
    assert report_story.report.versions.get().text == "他人所写"


def test_a_paragraph_is_not_restored_over_what_somebody_else_wrote_since_the_page_was_drawn(
    report_story, office
):
    edit(report_story, "next", "先前所写")
    shown = report_story.report.versions.get().pk
    edit(report_story, "next", "他人后来所写", based_on=shown, by="checker")
    for based_on in (shown, "", "很多"):
        answer = office.post(f"{report_story.address}text/next/restore/", {"based_on": based_on})
        assert answer.status_code == 409
        assert "刚刚由他人修改" in answer.content.decode()
    assert "他人后来所写" in office.get(report_story.address).content.decode()


def test_an_edited_paragraph_whose_rows_have_changed_since_says_so(report_story, office):
    edit(report_story, "next", "另行部署。")
    story = report_story.rounds.story
    assert "修改以后数据有变化" not in office.get(report_story.address).content.decode()
    report_story.rounds.file(replace(SAID, next_text="召开现场会"), task=2, day=date(2015, 5, 12))
    reports.take_draft(
        report=report_story.report,
        as_of=date(2015, 5, 12),
        by=story.checker,
        at=moment(date(2015, 5, 12), 15),
    )
    assert "修改以后数据有变化" in office.get(report_story.address).content.decode()


def test_final_it_changes_no_more(report_story, office):
    edit(report_story, "problems", "无重大问题。")
    draft, finish_at = report_story.report.drafts.get(), f"{report_story.address}finish/"
    unseen = office.post(finish_at, {"based_on": draft.pk})  # from a page that was drawn before the edit
    assert "正文刚刚由他人修改，未定稿" in unseen.content.decode()
    assert report_story.now().final_draft is None
    seen = {"based_on": draft.pk, "edited": report_story.report.newest_version}
    assert office.post(finish_at, seen).status_code == 302
    assert report_story.now().final_text[-2]["text"] == "无重大问题。"
    for attempt in (
        lambda: edit(report_story, "next", "再改"),
        lambda: finish(report_story),
        lambda: reports.take_draft(
            report=report_story.report,
            as_of=TAKEN,
            by=report_story.rounds.story.checker,
            at=moment(TAKEN, 13),
        ),
    ):
        with pytest.raises(Refusal, match="报告已定稿，不能再改；内容有误的，请另作更正报告"):
            attempt()


def test_a_final_text_is_read_as_it_was_kept_whatever_would_be_generated_by_now(
    report_story, office, monkeypatch
):
    edit(report_story, "problems", "无重大问题。")
    finish(report_story)
    before = office.get(report_story.address).content.decode()
    monkeypatch.setattr(report_text, "_tasks", lambda frozen: "另一种说法。")
    after = office.get(report_story.address).content.decode()
    assert "其余1项牵头单位待明确" in after
    assert "另一种说法" not in after
    for body in (before, after):
        assert "无重大问题。" in body
        assert "修改以后数据有变化" not in body


def test_of_a_day_on_which_its_round_had_not_begun_there_is_neither_report_nor_draft(report_story, office):
    day = {"as_of": "2015-04-27"}  # opened on 28 April
    new = {**day, "round": report_story.rounds.april.pk, "corrects": ""}
    for address, posted in (("/gjrc/reports/new/", new), (f"{report_story.address}draft/", day)):
        answer = office.post(address, posted)
        assert answer.status_code == 422
        assert "“2015年4月”在统计日期尚未开始报送" in answer.content.decode()
    assert ReportDraft.objects.count() == 1
    assert report_story.now().as_of == TAKEN


def test_the_list_counts_drafts_without_reading_their_rows(report_story, office):
    with CaptureQueriesContext(connection) as asked:
        body = office.get("/gjrc/reports/").content.decode()
    assert "GJRC-JZ-2015-1" in body
    assert not [each["sql"] for each in asked if "frozen" in each["sql"]]


def test_the_newest_report_stands_first(report_story, office):
    story = report_story.rounds.story
    reports.begin(
        programme=story.programme,
        round=None,
        as_of=TAKEN,
        corrects=None,
        by=story.checker,
        at=moment(TAKEN, 11),
    )
    body = office.get("/gjrc/reports/").content.decode()
    assert 0 < body.index("GJRC-JZ-2015-2") < body.index("GJRC-JZ-2015-1")


def test_the_draft_that_was_looked_at_is_the_one_that_becomes_final(report_story):
    old = report_story.report.drafts.get()
    story = report_story.rounds.story
    reports.take_draft(report=report_story.report, as_of=TAKEN, by=story.checker, at=moment(TAKEN, 11))
    with pytest.raises(Refusal, match="已有更新的送审稿"):
        reports.finish(report=report_story.report, based_on=old.pk, by=story.leadership, at=moment(TAKEN, 12))
    assert not report_story.now().is_final


def test_a_correction_names_the_report_it_corrects(report_story, office):
    finish(report_story)
    begin(report_story.rounds, corrects=report_story.now())
    body = office.get("/gjrc/reports/2015/2/").content.decode()
    assert "本报告更正此前的报告：GJRC-JZ-2015-1" in body
    assert "本报告已有更正：GJRC-JZ-2015-2" in office.get(report_story.address).content.decode()


def test_a_report_that_is_not_final_is_not_corrected_by_another(report_story):
    with pytest.raises(Refusal, match="尚未定稿，可直接修改"):
        begin(report_story.rounds, corrects=report_story.report)


def test_a_failure_while_it_is_begun_leaves_nothing(rounds_story, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(reports, "digests", fail)
    with pytest.raises(RuntimeError):
        begin(rounds_story)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("written", "pointed_out"),
    [
        ("已报二项", True),
        ("已报一项", False),
        ("应报二十三项", True),
        ("应报三项", False),
        ("应报一百零三项", True),
        ("已办结百项", True),
        ("已办结〇项", False),
    ],
)
def test_figures_in_words_are_compared_too(report_story, office, written, pointed_out):
    edit(report_story, "overview", f"本期{written}。")
    assert (f"正文写“{written}”" in office.get(report_story.address).content.decode()) is pointed_out


def test_an_edited_paragraph_of_an_area_is_compared_with_its_rows(report_story, office):
    edit(report_story, "area-1", "本方面共9项任务。")
    assert "正文写“本方面共9项任务”，数据为“本方面共" in office.get(report_story.address).content.decode()
