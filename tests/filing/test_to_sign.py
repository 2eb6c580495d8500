"""What is printed to be signed: an empty 表样, a draft, and what was filed; who signed stands in the exports."""

import csv
import io
import json

import pytest
from pypdf import PdfReader

from tasks.models import Plan
from tests.story import at

PLAN = "/gjrc/tasks/14/plan/"
TO_SIGN = f"{PLAN}filings/1/sign/"


def pages(answer) -> list[str]:
    reader = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def exported(story, kind: str) -> str:
    return story.browser("checker").get(f"/gjrc/exports/summary.{kind}/").getvalue().decode("utf-8-sig")


def test_a_plan_nobody_began_is_printed_as_an_empty_form_on_one_page(story):
    edit = story.browser("liaison").get(f"{PLAN}edit/").content.decode()
    assert f'href="{PLAN}print/">打印空白表样' in edit
    (page,) = pages(story.browser("liaison").get(f"{PLAN}print/"))
    for words in ("空白表样", "任务编号：14", "主管领导签字", f"单位盖章（{story.lead}）", "参与单位"):
        assert words in page
    assert not Plan.objects.filter(task=story.task).exists()


def test_a_draft_that_is_to_be_signed_says_which_version_it_is_and_when_it_was_saved(story):
    version = story.draft().version
    (page,) = pages(story.browser("liaison").get(f"{PLAN}print/"))
    assert f"第{version}版文本，2015年3月20日10:00保存" in page


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_what_was_filed_is_printed_to_be_signed_with_its_number(story, who):
    story.file()
    (page,) = pages(story.browser(who).get(TO_SIGN))
    for words in (
        "签字稿",
        "报送编号GJRC-14-1第1次报送2015年3月25日",
        "主管领导签字",
        f"单位盖章（{story.lead}）",
    ):
        assert words in page
    (kept,) = pages(story.browser(who).get(f"{PLAN}filings/1/pdf/"))
    assert "签字" not in kept
    assert "已撤回" not in kept


def test_the_receipt_offers_what_is_to_be_signed_to_who_filed_it_and_to_nobody_else(story):
    story.file()
    for who, offered in {"liaison": True, "officer": True, "checker": False, "other_unit": False}.items():
        browser = story.browser(who)
        for page in ("filings/1/receipt/", "filings/1/"):
            assert (TO_SIGN in browser.get(PLAN + page).content.decode()) is offered, (who, page)
        assert browser.get(TO_SIGN).status_code == (200 if offered else 403), who


def test_what_was_taken_back_is_not_signed(story):
    plan = story.file()
    story.browser("liaison").post(f"{PLAN}withdraw/", {"based_on": plan.version})
    receipt = story.browser("liaison").get(f"{PLAN}filings/1/receipt/").content.decode()
    assert TO_SIGN not in receipt
    (kept,) = pages(story.browser("liaison").get(f"{PLAN}filings/1/pdf/"))
    assert "已撤回" in kept
    refused = story.browser("liaison").get(TO_SIGN)
    assert refused.status_code == 409
    assert "本次报送已撤回，不需签字" in refused.content.decode()


def test_what_was_entered_from_paper_is_not_signed_once_more(story):
    story.enter(story.letter(received_at=at(26)))
    refused = story.browser("liaison").get(TO_SIGN)
    assert refused.status_code == 409
    assert "来文已经签字盖章，不需另行签字" in refused.content.decode()


def test_exports_say_who_signed_and_when(story):
    plan = story.draft()
    typed = {"based_on": plan.version, "signed_by": "张某", "signed_on": "2015-03-31", "warnings_seen": "on"}
    story.browser("liaison").post(f"{PLAN}file/", typed)
    (row,) = json.loads(exported(story, "json"))
    assert (row["signed_by"], row["signed_on"]) == ("张某", "2015-03-31")
    (line,) = csv.DictReader(io.StringIO(exported(story, "csv"), newline=""))
    assert (line["签字领导"], line["签字日期"]) == ("张某", "2015-03-31")


def test_who_signed_is_not_said_before_and_where_nobody_was_named(story):
    story.file(at(25))
    (row,) = json.loads(exported(story, "json"))
    assert (row["signed_by"], row["signed_on"]) == (None, None)
