"""What stands beside the texts of a task: contributions of participating units, 佐证材料, steps outside rounds, the home."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks.actions import assigning
from tasks.enums import StepProgress
from tasks.models import Contribution, Evidence, Progress, StepReport
from tests import stores
from tests.factories import client_for, make_office
from tests.rounds.browsing import Browser, address, go_to
from tests.scans import PDF
from tests.story import at
from zgc_tasks.common import storage

OPENS, DUE, LATE = date(2015, 4, 28), date(2015, 5, 8), date(2015, 5, 9)
GIVE = "contribution-add"


def text_of(client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- contributions -------------------------------------------------------------------------------------------------


def test_a_participating_unit_gives_and_the_lead_takes_it_over_with_one_click(opened):
    theirs = client_for(opened.story.other_unit)
    assert "尚未提供" in text_of(theirs, address())
    theirs.post(address(GIVE, 14), {"text": "市科委已配套经费 200 万元"})
    assert "市科委已配套经费" in text_of(theirs, address())
    browser = Browser(opened.story.liaison).open()
    assert "市科委已配套经费 200 万元" in browser.html
    given = Contribution.objects.get()
    browser.press(f"take-14-{given.pk}", t14_done_text="我委已启动")
    assert opened.progress().said().done_text == "我委已启动\n市科委已配套经费 200 万元"
    given.refresh_from_db()
    assert given.taken_by == opened.story.liaison
    assert "已采用" in browser.html
    assert given.text == "市科委已配套经费 200 万元"


def test_the_lead_notes_what_was_given_outside(opened):
    browser = Browser(opened.story.liaison)
    browser.open()
    assert f'href="{address(GIVE, 14)}"' in browser.html
    page = text_of(browser.client, address(GIVE, 14))
    assert "市科委" in page
    browser.client.post(address(GIVE, 14), {"source": "2", "text": "电话告知：已启动"})
    given = Contribution.objects.get()
    assert (given.offline, given.unit) == (True, opened.story.participant)
    assert "已线下提供" in browser.open().html


def test_so_it_does_of_wording_that_names_no_unit(opened):
    opened.story.task.responsibilities.create(position=3, wording="等有关区县")
    browser = Browser(opened.story.liaison)
    browser.client.post(address(GIVE, 14), {"source": "3", "text": "朝阳区电话告知：已启动"})
    given = Contribution.objects.get()
    assert (given.offline, given.unit, given.wording) == (True, None, "等有关区县")


def test_nobody_else_gives_and_another_unit_s_contribution_is_not_taken(opened):
    stranger = client_for(opened.story.outsider)
    assert stranger.get(address(GIVE, 14)).status_code == 403
    client_for(opened.story.other_unit).post(address(GIVE, 14), {"text": "已配套"})
    browser = Browser(opened.story.liaison).open()
    browser.press(f"take-20-{Contribution.objects.get().pk}")
    assert browser.page.status_code == 404
    assert Contribution.objects.get().taken_at is None


def test_nobody_gives_before_the_round_nor_as_an_officer_of_another_office_than_the_tasks(opened):
    story, office = opened.story, make_office(opened.story.lead, "人事处")
    ahead = address(GIVE, 14, number=2)
    for who in ("liaison", "other_unit"):
        assert story.browser(who).get(ahead).status_code == 409, who
    plan = story.draft()
    assigning.assign(task=plan.task, office=office, based_on_office=None, by=story.liaison, at=at(20))
    answered = {
        who: client_for(who).get(address(GIVE, 14)).status_code for who in (story.officer, story.liaison)
    }
    assert answered == {story.officer: 403, story.liaison: 200}


# --- evidence ------------------------------------------------------------------------------------------------------


def office_file(part: str, *more: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (part, *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def upload(browser: Browser, name: str, data: bytes, **typed) -> Browser:
    return browser.press("upload-14", files={"14-file": SimpleUploadedFile(name, data)}, **typed)


def test_a_file_is_kept_beside_a_task_and_what_was_typed_with_it(opened):
    browser = Browser(opened.story.liaison).open()
    upload(browser, "证明.docx", office_file("word/document.xml"), t14_done_text="已印发")
    kept = Evidence.objects.get()
    assert (kept.file.name, kept.removed_at) == ("证明.docx", None)
    assert opened.progress().said().done_text == "已印发"
    assert "证明.docx" in browser.html
    scan = f"/gjrc/scans/{kept.file_id}/"
    answer = browser.client.get(scan)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    for who in ("other_unit", "checker", "outsider"):
        assert opened.story.browser(who).get(scan).status_code == 404
    browser.press(f"detach-14-{kept.pk}")
    assert "证明.docx" not in browser.html


def test_a_file_that_two_windows_take_out_is_gone_and_what_was_typed_in_the_second_is_saved(opened):
    upload(Browser(opened.story.liaison).open(), "证明.pdf", PDF, t14_done_text="已印发")
    button = f"detach-14-{Evidence.objects.get().pk}"
    first, second = (
        Browser(who).open(f"{address()}?open=14") for who in (opened.story.liaison, opened.story.officer)
    )
    first.press(button)
    second.press(button, t14_next_text="开展培训")
    assert second.page.status_code == 200
    assert "证明.pdf" not in second.html
    assert (opened.progress().said().done_text, opened.progress().said().next_text) == ("已印发", "开展培训")


def test_what_was_filed_keeps_its_file_and_its_readers_see_it(opened):
    browser = Browser(opened.story.liaison).open()
    upload(browser, "证明.pdf", PDF, t14_done_text="已印发", t14_outlook="on_course")
    browser.page = browser.client.get(address("round-review"))
    browser.client.post(address("round-file"), browser.fields(""))
    entry = opened.progress().entry
    assert [str(one) for one in entry.evidence.all()] == ["证明.pdf"]
    scan = f"/gjrc/scans/{entry.evidence.get().file_id}/"
    for who, status in (("other_unit", 200), ("checker", 200), ("leadership", 200), ("outsider", 404)):
        assert (who, status_of(opened, who, scan)) == (who, status)


def status_of(opened, who: str, scan: str) -> int:
    answer = opened.story.browser(who).get(scan)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_a_file_of_one_task_is_for_no_reader_of_another(opened):
    browser = Browser(opened.story.liaison).open()
    for number in (14, 20):
        chosen = {f"{number}-file": SimpleUploadedFile("证明.pdf", PDF)}
        said = {f"t{number}_done_text": "已印发", f"t{number}_outlook": "on_course"}
        browser.press(f"upload-{number}", files=chosen, **said)
    browser.page = browser.client.get(address("round-review"))
    browser.client.post(address("round-file"), browser.fields(""))
    files = [opened.progress(task).entry.evidence.get().file_id for task in (1, 2)]
    assert [status_of(opened, "other_unit", f"/gjrc/scans/{file}/") for file in files] == [200, 404]


@pytest.mark.parametrize("button", ["save", "save-14", "review", "save-20"])
def test_a_file_that_was_chosen_goes_along_whichever_button_is_pressed(opened, button):
    browser = Browser(opened.story.liaison).open()
    chosen = {"14-file": SimpleUploadedFile("证明.pdf", PDF)}
    browser.press(button, files=chosen, t14_done_text="已印发", t14_outlook="on_course")
    assert [(str(one), one.progress.task.number) for one in Evidence.objects.all()] == [("证明.pdf", 14)]
    assert opened.progress().said().done_text == "已印发"


def test_a_file_that_was_chosen_is_to_be_chosen_again_where_an_error_elsewhere_draws_the_page(opened):
    browser = Browser(opened.story.liaison).open()
    browser.press("save", files={"14-file": SimpleUploadedFile("证明.pdf", PDF)}, t20_done_text="甲" * 3001)
    assert browser.page.status_code == 422
    assert '<a href="#id_14_file">第14项：文件“证明.pdf”尚未上传，请重新选择</a>' in browser.html
    assert '<p class="field-error">文件“证明.pdf”尚未上传，请重新选择</p>' in browser.html
    assert not Evidence.objects.exists()


def test_a_file_that_was_chosen_is_told_of_beside_two_texts_to_choose_from(opened):
    mine, theirs = Browser(opened.story.liaison).open(), Browser(opened.story.officer).open()
    theirs.press("save", t14_done_text="处室写的")
    mine.press("save", files={"14-file": SimpleUploadedFile("证明.pdf", PDF)}, t14_done_text="联络员写的")
    assert mine.page.status_code == 409
    assert "文件“证明.pdf”尚未上传，请在保存后重新选择" in mine.html
    assert not Evidence.objects.exists()


def test_one_that_is_no_document_stops_any_button_and_nothing_typed_is_lost(opened):
    browser = Browser(opened.story.liaison).open()
    browser.press("review", files={"14-file": SimpleUploadedFile("a.exe", b"MZ")}, t14_done_text="已印发")
    assert browser.page.status_code == 422
    assert "不是PDF、JPG、PNG、DOCX或XLSX" in browser.html
    assert browser.fields()["14-done_text"] == ["已印发"]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", office_file("word/document.xml"), "内容与扩展名不符"),
        ("a.docx", office_file("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("a.docx", b"PK\x03\x04 no archive", "不是PDF、JPG、PNG、DOCX或XLSX"),
        ("a.zip", office_file("readme.txt"), "不是PDF、JPG、PNG、DOCX或XLSX"),
        ("a.exe", b"MZ", "不是PDF、JPG、PNG、DOCX或XLSX"),
    ],
)
def test_what_is_no_document_is_refused_and_nothing_typed_is_lost(opened, name, data, words):
    browser = upload(Browser(opened.story.liaison).open(), name, data, t14_done_text="已印发")
    assert browser.page.status_code == 422
    assert words in browser.html
    assert browser.fields()["14-done_text"] == ["已印发"]
    assert not Evidence.objects.exists()


def test_a_file_that_would_unpack_to_too_much_is_refused_unopened(opened, monkeypatch):
    monkeypatch.setattr("zgc_tasks.common.uploads.MAX_UNPACKED", 7)
    browser = upload(Browser(opened.story.liaison).open(), "a.xlsx", office_file("xl/workbook.xml", "b"))
    assert "解开后过大" in browser.html


def test_pressing_upload_without_a_file_says_so(opened):
    assert "请先选择要上传的文件" in Browser(opened.story.liaison).open().press("upload-14").html


# --- steps outside rounds --------------------------------------------------------------------------------------------


def test_a_step_is_reported_outside_rounds_from_the_page_of_its_task(opened):
    opened.story.file()
    opened.story.accept()
    client = client_for(opened.story.officer)
    page = text_of(client, "/gjrc/tasks/14/steps/?step=1")
    assert "填报第1步情况" in page
    refused = client.post("/gjrc/tasks/14/steps/?step=1", {"state": "done", "done_on": "", "word": ""})
    assert "步骤已完成的，请填写完成日期" in refused.content.decode()
    client.post("/gjrc/tasks/14/steps/?step=1", {"state": "done", "done_on": "2015-04-10", "word": "已印发"})
    report = StepReport.objects.get()
    assert (report.key, report.state, report.done_on) == (1, StepProgress.DONE, date(2015, 4, 10))
    assert "按期完成" in text_of(client, "/gjrc/tasks/14/steps/")
    checker = opened.story.browser("checker")
    assert "填报情况" not in text_of(checker, "/gjrc/tasks/14/steps/")
    assert checker.post("/gjrc/tasks/14/steps/?step=1", {"state": "done"}).status_code == 403


def test_no_step_is_reported_of_a_plan_that_is_not_accepted(opened):
    story, done = opened.story, {"state": "done", "done_on": "2015-04-10", "word": "已印发"}
    for stage in (story.file, story.start_check):
        stage()
        answer = story.browser("liaison").post("/gjrc/tasks/14/steps/?step=1", done)
        assert answer.status_code == 409, stage
        assert "实施方案尚未核收，暂不能填报步骤情况" in answer.content.decode()
    assert not StepReport.objects.exists()


# --- the home ------------------------------------------------------------------------------------------------------


def test_the_home_says_what_is_owed_until_when_and_what_was_returned(opened):
    client = client_for(opened.story.liaison)
    home = text_of(client, "/gjrc/")
    assert "应报 2 项，已报 0 项" in home
    assert "距报送截止还有 7 个工作日（5月8日 周五）" in home
    opened.file(day=OPENS)
    assert "应报 2 项，已报 1 项" in text_of(client, "/gjrc/")
    opened.file(task=2, day=OPENS)
    assert "应报 2 项" not in text_of(client, "/gjrc/")
    opened.send_back(date(2015, 5, 20), task=2, day=OPENS, hour=15)
    assert "退回修改 1 项" in text_of(client, "/gjrc/")


def test_the_home_counts_to_the_last_day_and_says_what_is_late(opened):
    client = client_for(opened.story.liaison)
    late = '<span class="overdue">报送已于5月8日 周五截止，已逾期 1 天</span>'
    go_to(DUE)
    assert "今天是报送截止日" in text_of(client, "/gjrc/")
    go_to(LATE)
    assert late in text_of(client, "/gjrc/")


def test_the_pages_of_a_round_say_how_late_it_is_while_something_is_missing(opened):
    client = client_for(opened.story.liaison)
    pages = ("/gjrc/rounds/1/", "/gjrc/rounds/1/review/")

    def overdue() -> list[bool]:
        return ["截止，已逾期 1 天" in text_of(client, page) for page in pages]

    go_to(DUE)
    assert overdue() == [False, False]
    go_to(LATE)
    assert overdue() == [True, True]
    opened.file(day=LATE)
    assert overdue() == [True, True]
    opened.file(task=2, day=LATE)
    assert overdue() == [False, False]


def test_the_home_of_a_participant_says_where_it_may_tell_something(opened):
    client = client_for(opened.story.other_unit)
    assert "参与的任务中 1 项可提供情况" in text_of(client, "/gjrc/")
    client.post(address(GIVE, 14), {"text": "已配套"})
    assert "可提供情况" not in text_of(client, "/gjrc/")


def test_the_home_lists_steps_that_fall_due_within_ten_working_days(opened):
    opened.story.file()
    opened.story.accept()
    client = client_for(opened.story.liaison)
    go_to(date(2015, 4, 15))
    assert "到期的步骤" not in text_of(client, "/gjrc/")
    go_to(OPENS)
    assert "1 步临近完成时限，最早 4月30日" in text_of(client, "/gjrc/")
    go_to(date(2015, 5, 4))
    assert "1 步已到完成时限，最早 4月30日" in text_of(client, "/gjrc/")
    client.post("/gjrc/tasks/14/steps/?step=1", {"state": "done", "done_on": "2015-04-10", "word": ""})
    assert "到期的步骤" not in text_of(client, "/gjrc/")


def test_an_officer_is_told_of_tasks_of_their_office_or_of_none(opened):
    assert "应报 2 项" in text_of(client_for(opened.story.officer), "/gjrc/")


def test_a_problem_points_to_coordination_and_to_revising(opened):
    browser = Browser(opened.story.liaison).open()
    assert "提请协调</a>的" not in browser.html
    browser.press("save", t14_done_text="已启动", t14_outlook="behind", t14_outlook_reason="经费未到位")
    assert 'href="/gjrc/tasks/14/coordination/"' in browser.html


def test_where_the_second_of_two_files_is_not_stored_the_first_is_saved_and_nobody_meets_oneself(
    opened, monkeypatch
):
    put, stored = storage.put, []

    def only_once(name, data):
        if stored:
            raise OSError("no space left")
        stored.append(name)
        put(name, data)

    files = {f"{number}-file": SimpleUploadedFile(f"证明{number}.pdf", PDF) for number in (14, 20)}
    browser = Browser(opened.story.liaison).open()
    with monkeypatch.context() as patch:
        patch.setattr(storage, "put", only_once)
        browser.press("save", files=files, t14_done_text="已印发", t20_done_text="另一项")
    assert browser.page.status_code == 422
    assert [str(one) for one in Evidence.objects.all()] == ["证明14.pdf"]
    assert "文件“证明14.pdf”尚未上传" not in browser.html
    assert "第20项：文件“证明20.pdf”暂时不能保存" in browser.html
    assert browser.fields()["20-done_text"] == ["另一项"]
    again = {"20-file": SimpleUploadedFile("证明20.pdf", PDF)}
    browser.press("save", files=again, t14_done_text="已印发并公布")
    assert browser.page.status_code == 200
    assert [opened.progress(task).said().done_text for task in (1, 2)] == ["已印发并公布", "另一项"]
    assert Evidence.objects.count() == 2


def test_where_the_store_of_files_does_not_answer_nothing_typed_is_lost_and_nothing_saved(opened, settings):
    browser = Browser(opened.story.liaison).open()
    settings.STORAGES = stores.silent().storages
    upload(browser, "证明.pdf", PDF, t14_done_text="已印发", t20_done_text="另一项")
    assert browser.page.status_code == 422
    assert "文件“证明.pdf”暂时不能保存，请稍后重新上传" in browser.html
    fields = browser.fields()
    assert (fields["14-done_text"], fields["20-done_text"]) == (["已印发"], ["另一项"])
    assert not Evidence.objects.exists()
    assert not Progress.objects.exists()
