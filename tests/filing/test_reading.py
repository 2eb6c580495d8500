"""Reading a plan: who sees what, comparing two filings, printing, 分办."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from tasks.models import Attachment
from tests.factories import client_for, make_office, make_user
from tests.scans import PNG
from tests.story import SOUND, at
from units.roles import Role

PLAN = "/gjrc/tasks/14/plan/"

SEES_PHONES = {"checker": True, "leadership": True, "officer": True, "other_unit": False}


def text_of(answer) -> str:
    reader = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    return "".join(page.extract_text() for page in reader.pages)


def test_a_draft_is_for_the_leads_people_only(story):
    story.draft()
    for who, status in {
        "liaison": 200, "officer": 200, "other_unit": 404, "checker": 404, "leadership": 404, "outsider": 404,
    }.items():  # fmt: skip
        assert story.browser(who).get(PLAN).status_code == status, who


def test_a_filed_plan_is_read_by_participants_checkers_and_leadership_but_not_by_strangers(story):
    story.file()
    for who in ("liaison", "officer", "other_unit", "checker", "leadership"):
        assert story.browser(who).get(PLAN).status_code == 200, who
    assert story.browser("outsider").get(PLAN).status_code == 404


def test_others_read_the_filing_while_the_lead_rewrites_it(story):
    story.file()
    story.send_back()
    story.draft(replace(SOUND, responsible_office="高教处"))
    assert "高教处" in story.browser("liaison").get(PLAN).content.decode()
    page = story.browser("other_unit").get(PLAN).content.decode()
    assert "科研处" in page
    assert "高教处" not in page


def test_phones_are_shown_to_checkers_the_leading_groups_office_and_the_unit_itself_only(story):
    story.file()
    for who, sees in SEES_PHONES.items():
        browser = story.browser(who)
        assert ("010-00000002" in browser.get(PLAN).content.decode()) is sees, who
        assert ("010-00000002" in browser.get(f"{PLAN}filings/1/").content.decode()) is sees, who
        assert ("010-00000002" in text_of(browser.get(f"{PLAN}filings/1/pdf/"))) is sees, who


def test_comments_reach_the_lead_only_when_the_plan_is_returned(story):
    story.file()
    story.start_check()
    story.comment("请写明牵头处室")
    assert "请写明牵头处室" not in story.browser("liaison").get(PLAN).content.decode()


def test_two_filings_are_compared_field_by_field(story):
    story.file()
    story.send_back()
    story.draft(replace(SOUND, contact_name="赵某", steps=SOUND.steps[:1]))
    story.file(at(30))
    page = story.browser("other_unit").get(f"{PLAN}compare/?before=1&after=2").content.decode()
    assert "<del>李</del><ins>赵</ins>" in page.replace("\n", "") or ("<del>李" in page and "<ins>赵" in page)
    assert "删去原第2步" in page


def test_the_comparison_shows_phones_only_to_those_who_may_see_them(story):
    story.file()
    story.send_back()
    story.draft(replace(SOUND, contact_phone="010-00000003"))
    story.file(at(30))
    compare = f"{PLAN}compare/"
    for who, shown in SEES_PHONES.items():
        table = story.browser(who).get(compare).content.decode().split("<table")[1].split("</table>")[0]
        assert ("010-0000000" in table) is shown, who


def test_a_plan_filed_once_has_nothing_to_compare(story):
    story.file()
    assert story.browser("liaison").get(f"{PLAN}compare/").status_code == 404


def test_a_filing_that_does_not_exist_falls_back_to_the_newest_two(story):
    story.file()
    story.send_back()
    story.file(at(30))
    assert story.browser("liaison").get(f"{PLAN}compare/?before=9&after=x").status_code == 200


def test_the_draft_is_printed_as_送审稿_with_lines_to_sign(story):
    story.draft()
    text = text_of(story.browser("liaison").get(f"{PLAN}print/"))
    for words in ("送审稿", "主管领导签字", "单位盖章", "印发建设计划实施细则"):
        assert words in text


def test_a_character_no_face_has_is_named_before_filing_and_stands_as_its_code_where_it_is_kept(story):
    story.draft(replace(SOUND, contact_name="李\ue000"))
    review = story.browser("liaison").get(f"{PLAN}review/").content.decode()
    assert "“联系人”中的字符“\ue000”（U+E000）无法打印，请改用其他写法" in review
    assert "报送实施方案</button>" not in review
    assert "李〔U+E000〕" in text_of(story.browser("liaison").get(f"{PLAN}print/"))


def test_all_plans_of_the_unit_come_in_one_file(story):
    story.file()
    answer = story.browser("liaison").get("/gjrc/plans/print/")
    reader = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    assert [entry.title[:2] for entry in reader.outline] == ["14"]


def test_a_unit_without_plans_is_told_so(story):
    answer = story.browser("liaison").get("/gjrc/plans/print/", follow=True)
    assert "还没有可以打印的实施方案" in answer.content.decode()


def test_the_list_shows_what_the_unit_leads_and_takes_part_in(story):
    story.file()
    assert "牵头 1 项，参与 0 项" in story.browser("liaison").get("/gjrc/plans/").content.decode()
    page = story.browser("other_unit").get("/gjrc/plans/").content.decode()
    assert "牵头 0 项，参与 1 项" in page
    assert PLAN in page


@pytest.fixture
def office(story):
    return make_office(story.lead, "高教处")


def test_the_liaison_assigns_the_plan_to_an_office_and_other_officers_then_only_read(story, office):
    story.draft()
    answer = story.browser("liaison").post(f"{PLAN}assign/", {"office": office.pk, "based_on_office": ""})
    assert answer.status_code == 302
    assert story.plan.office == office
    edit = story.browser("officer").get(f"{PLAN}edit/")
    assert edit.status_code == 403
    assert "已分办给高教处" in edit.content.decode()
    own = make_user(Role.OFFICER, story.lead, office)
    assert client_for(own).get(f"{PLAN}edit/").status_code == 200


def test_the_liaison_assigns_plans_nobody_has_begun_from_the_list_and_comes_back_to_it(story, office):
    page = story.browser("liaison").get("/gjrc/plans/").content.decode()
    assert 'action="/gjrc/plans/assign/"' in page
    answer = story.browser("liaison").post("/gjrc/plans/assign/", {"office-14": office.pk, "seen-14": ""})
    assert answer.url == "/gjrc/plans/"
    assert story.plan.office == office
    assert (
        f'<option value="{office.pk}" selected>高教处'
        in story.browser("liaison").get("/gjrc/plans/").content.decode()
    )


def test_an_officer_reads_the_list_without_assigning(story, office):
    assert "assign/" not in story.browser("officer").get("/gjrc/plans/").content.decode()


def test_the_page_of_a_plan_offers_assigning_at_any_time(story, office):
    def offered() -> bool:
        return "assign/" in story.browser("liaison").get(PLAN).content.decode()

    story.draft()
    assert offered()
    story.file()
    assert offered()
    story.send_back()
    assert offered()
    story.file(at(30))
    story.accept()
    assert offered()


def test_an_officer_does_not_assign(story, office):
    story.draft()
    assert (
        story.browser("officer")
        .post(f"{PLAN}assign/", {"office": office.pk, "based_on_office": ""})
        .status_code
        == 403
    )


def test_only_offices_of_the_unit_can_be_given_a_plan(story):
    story.draft()
    foreign = make_office()
    answer = story.browser("liaison").post(f"{PLAN}assign/", {"office": foreign.pk}, follow=True)
    assert "所选处室不属于本单位" in answer.content.decode()
    assert story.plan.office is None


def test_a_scan_is_not_found_by_strangers(story):
    story.draft()
    scan = SimpleUploadedFile("盖章件.png", PNG)
    story.browser("liaison").post(
        f"{PLAN}file/", {"based_on": story.plan.version, "warnings_seen": "on", "stamped_scan": scan}
    )
    url = f"/gjrc/scans/{Attachment.objects.get().pk}/"
    answer = story.browser("other_unit").get(url)
    assert b"".join(answer.streaming_content) == PNG
    assert story.browser("outsider").get(url).status_code == 404


def test_a_unit_the_filing_names_sees_it_whatever_the_lead_rewrites(story):
    added = replace(SOUND, participants=(story.outsider.unit.short_name,))
    story.draft(added)
    assert story.browser("outsider").get(PLAN).status_code == 404
    story.file()
    story.send_back()
    story.draft(SOUND)
    assert story.browser("outsider").get(PLAN).status_code == 200


def test_a_unit_added_to_the_working_copy_does_not_see_the_filing_before(story):
    story.file()
    story.send_back()
    story.draft(replace(SOUND, participants=(story.outsider.unit.short_name,)))
    assert story.browser("outsider").get(PLAN).status_code == 404
