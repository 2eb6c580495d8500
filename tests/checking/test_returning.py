"""退回修改: with comments and a 重新报送时限; the lead answers each comment and files again."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tasks.enums import PlanStatus
from tasks.models import Comment, Filing
from tasks.rules import periods
from tasks.rules.periods import Period
from tests.checking.pages import CHECK, COMMENT, PLAN, RETURN, START, post, text
from tests.factories import make_task, make_user
from tests.plans.form_helpers import save, url
from tests.story import SOUND, at
from units.models import AuditEntry
from units.roles import Role


@pytest.fixture
def started(story):
    story.file()
    story.start_check()
    return story


@pytest.fixture
def returned(story):
    story.file()
    story.send_back()
    return story


def test_five_working_days_after_today_are_offered_and_spelt_out(started):
    page = text(started.browser("checker").get(f"{CHECK}?return=1"))
    assert 'value="2015-04-09"' in page
    assert "4月9日（周四），退回后第5个工作日：4月2日、3日、7日、8日、9日" in page
    assert '<details class="more" open>' in page


def test_returning_sends_the_comments_with_the_time_and_leaves_event_and_audit_row(started):
    started.comment()
    answer = post(started, RETURN, refile_by="2015年4月9日", note="其余无误")
    assert (answer.status_code, answer.url) == (302, CHECK)
    plan = started.plan
    assert (plan.status, plan.refile_by) == (PlanStatus.RETURNED, date(2015, 4, 9))
    assert plan.check_started_at is None
    assert Comment.objects.get().sent_at is not None
    event = plan.events.get(action="return")
    assert (event.refile_by, event.note, event.by) == (date(2015, 4, 9), "其余无误", started.checker)
    assert AuditEntry.objects.filter(action="plan.return", outcome="ok").exists()


def test_who_saved_the_content_last_is_still_named_after_it_was_returned(started):
    saved = started.plan
    started.comment()
    post(started, RETURN, refile_by="2015-04-09")
    returned = started.plan
    assert returned.version > saved.version
    assert (returned.updated_by, returned.updated_at) == (saved.updated_by, saved.updated_at)
    assert returned.updated_by == started.liaison


def test_returning_without_a_comment_is_refused_and_what_was_typed_stays(started):
    answer = post(started, RETURN, refile_by="2015-04-10", note="请看附件")
    assert answer.status_code == 422
    assert "<title>错误：核对第14项" in text(answer)
    assert "请先在有关栏目上添加意见" in text(answer)
    assert 'value="2015-04-10"' in text(answer)
    assert "请看附件</textarea>" in text(answer)
    assert started.plan.status == PlanStatus.CHECKING
    started.comment()
    assert post(started, RETURN, refile_by="2015-04-10").status_code == 302


def test_what_is_typed_of_a_return_stays_when_a_comment_is_noted(started):
    half, checker = {"note": "其余无误", "refile_by": "2015-04-20"}, started.browser("checker")
    noted = {"place": "finish", "text": "请核对"}
    for _ in range(2):
        assert checker.post(COMMENT, noted | half).status_code == 302
        page = text(checker.get(CHECK))
        assert '<details class="more" open><summary>填写重新报送时限' in page
        assert "其余无误</textarea>" in page
        assert 'value="2015-04-20"' in page
    assert "其余无误</textarea>" in text(checker.post(COMMENT, noted | half | {"text": ""}))
    checker.post(COMMENT, noted | {"note": "", "refile_by": "2015-04-09"})
    assert "其余无误" not in text(checker.get(CHECK)), "cleared it is not there again"
    checker.post(COMMENT, noted | half)
    assert "其余无误" not in text(started.browser("second_checker").get(CHECK))
    assert checker.post(RETURN, half | {"based_on": started.plan.version}).status_code == 302
    started.file(at(1, 11, month=4))
    post(started, START)
    assert "其余无误</textarea>" not in text(checker.get(CHECK))


def test_a_day_off_is_said_to_be_one_beside_the_field_and_when_it_is_returned(started):
    started.comment()
    again = text(post(started, RETURN, refile_by="4月11日", note="其余无误", text="尚未记下"))
    assert re.search(r'id="id_refile_by_helptext">周六，休息日<', again)
    browser = started.browser("checker")
    typed = {"based_on": started.plan.version, "refile_by": "4月11日"}
    done = text(browser.post(RETURN, typed, follow=True))
    assert "重新报送时限为2015年4月11日（周六，休息日）" in done


def test_what_is_typed_of_returns_of_several_filings_is_kept_of_each_and_of_the_last_ten(started):
    checker, half = started.browser("checker"), {"place": "finish", "text": "请核对"}
    others = {number: make_task(started.programme, number, lead=started.lead) for number in range(21, 31)}
    numbers = [started.task.number, *others]
    for number in numbers:
        if number in others:
            of_another = started.as_task(others[number])
            of_another.file()
            of_another.start_check()
        typed = half | {"note": f"第{number}项其余无误"}
        assert checker.post(f"/gjrc/tasks/{number}/check/comment/", typed).status_code == 302

    def kept(number: int) -> bool:
        return f"第{number}项其余无误</textarea>" in text(checker.get(f"/gjrc/tasks/{number}/check/"))

    assert [number for number in numbers if kept(number)] == numbers[1:]
    checker.post("/gjrc/tasks/25/check/comment/", half | {"note": "", "refile_by": ""})
    assert [number for number in numbers if kept(number)] == [n for n in numbers[1:] if n != 25]


def test_a_return_as_it_was_offered_stays_closed_when_a_comment_is_noted(started):
    post(started, COMMENT, place="finish", text="请核对", note=" ", refile_by="2015-04-09")
    assert '<details class="more"><summary>填写重新报送时限' in text(started.browser("checker").get(CHECK))


def test_a_comment_that_was_not_noted_is_not_lost_by_returning(started):
    started.comment()
    answer = post(started, RETURN, refile_by="2015-04-09", note="其余无误", place="finish", text="请补充依据")
    assert answer.status_code == 422
    assert "“本次意见”中填写的意见尚未记下" in text(answer)
    assert "请补充依据</textarea>" in text(answer)
    assert '<option value="finish" selected>' in text(answer)
    assert "其余无误</textarea>" in text(answer)
    assert started.plan.status == PlanStatus.CHECKING


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2015-04-01", "重新报送时限应晚于今天"),
        ("2015-03-31", "重新报送时限应晚于今天"),
        ("下周", "重新报送时限请按2015-04-03"),
        ("", "请填写重新报送时限"),
    ],
)
def test_the_time_to_file_again_lies_after_today(started, day, words):
    started.comment()
    answer = post(started, RETURN, refile_by=day, note="留着的话")
    assert answer.status_code == 422
    assert words in text(answer)
    assert "留着的话</textarea>" in text(answer)
    assert started.plan.status == PlanStatus.CHECKING
    assert post(started, RETURN, refile_by="2015-04-02").status_code == 302


def test_a_return_from_a_stale_page_changes_nothing(started):
    started.comment()
    post(started, RETURN, refile_by="2015-04-09", based_on=started.plan.version - 1)
    assert started.plan.status == PlanStatus.CHECKING
    assert Comment.objects.get().sent_at is None


def test_only_the_receiving_office_returns(started):
    started.comment()
    for who, status in {"liaison": 403, "other_unit": 403, "leadership": 403, "outsider": 404}.items():
        assert post(started, RETURN, who, refile_by="2015-04-09").status_code == status
    assert started.plan.status == PlanStatus.CHECKING
    assert post(started, RETURN, "second_checker", refile_by="2015-04-09").status_code == 302


# --- answers -------------------------------------------------------------------------------------------------


def answer(story, who="liaison", **data):
    comment = Comment.objects.get()
    form = {f"c{comment.pk}-{name}": value for name, value in data.items()}
    return story.browser(who).post(f"{PLAN}comments/{comment.pk}/answer/", form)


@pytest.mark.parametrize(
    ("given", "label"), [("adopted", "采纳"), ("partly", "部分采纳"), ("not_adopted", "未采纳")]
)
def test_a_comment_is_answered_and_the_checker_reads_it(returned, given, label):
    assert answer(returned, answer=given, answer_text="已与高校商定").status_code == 302
    page = text(returned.browser("checker").get(CHECK))
    assert f"<span>{label}</span>" in page
    assert "已与高校商定" in page
    assert AuditEntry.objects.filter(action="comment.answer", user=returned.liaison.user).exists()


def test_a_comment_not_adopted_needs_a_reason(returned):
    refused = answer(returned, answer="not_adopted", answer_text="")
    assert refused.status_code == 422
    assert Comment.objects.get().answer == ""
    assert answer(returned, answer="adopted", answer_text="").status_code == 302


def test_who_of_the_lead_does_not_write_plans_does_not_answer_either(returned):
    returned.programme.leadership_unit = returned.lead
    returned.programme.save()
    returned.leadership = make_user(Role.LEADERSHIP, returned.lead)
    refused = answer(returned, "leadership", answer="adopted")
    assert refused.status_code == 403
    assert "只有牵头单位可以答复核对意见" in text(refused)
    assert Comment.objects.get().answer == ""


def second_comment(story) -> Comment:
    first = Comment.objects.get()
    story.second = Comment.objects.create(
        filing=first.filing,
        field="contact_name",
        text="请核实",
        by=first.by,
        at=first.at,
        sent_at=first.sent_at,
    )
    return story.second


def answer_both(story, first: dict, second: dict):
    one, other = Comment.objects.order_by("pk")
    form = {f"c{one.pk}-{name}": value for name, value in first.items()}
    form |= {f"c{other.pk}-{name}": value for name, value in second.items()}
    return story.browser("liaison").post(f"{PLAN}comments/{one.pk}/answer/", form)


def test_answers_typed_beside_the_one_whose_button_is_pressed_are_saved_too(returned):
    second_comment(returned)
    both = {"answer": "adopted", "answer_text": "已改"}, {"answer": "partly", "answer_text": "部分已改"}
    assert answer_both(returned, *both).status_code == 302
    assert [comment.answer for comment in Comment.objects.order_by("pk")] == ["adopted", "partly"]


def test_an_answer_left_empty_beside_it_is_no_answer(returned):
    second_comment(returned)
    empty = {"answer_text": ""}
    assert answer_both(returned, {"answer": "adopted", "answer_text": ""}, empty).status_code == 302
    assert [comment.answer for comment in Comment.objects.order_by("pk")] == ["adopted", ""]


def test_one_wrong_answer_keeps_all_on_the_page_and_is_named_above(returned):
    second_comment(returned)
    wrong = {"answer": "not_adopted", "answer_text": ""}
    refused = answer_both(returned, {"answer": "adopted", "answer_text": "已改好"}, wrong)
    page = text(refused)
    assert refused.status_code == 422
    assert "错误：第" in page
    assert "答复尚未保存，请更正以下内容" in page
    assert f'href="#id_c{returned.second.pk}-answer_text">未采纳的意见请说明理由' in page
    assert "已改好</textarea>" in page
    assert not Comment.objects.exclude(answer="").exists()


def test_a_wrong_answer_alone_is_mended_on_the_newest_text_which_the_next_save_rests_on(returned):
    """A colleague saved the text meanwhile, which nobody touched here."""
    task, browser, older = returned.task, returned.browser("liaison"), returned.plan.version
    assert save(returned.browser("officer"), task, older, contact_name="孙某").status_code == 302
    name = f"c{Comment.objects.get().pk}"
    wrong = {
        "based_on": older,
        "answers_only": "1",
        f"{name}-answer": "not_adopted",
        f"{name}-answer_text": "",
        f"{name}-choose": "mine",
    }
    refused = browser.post(url("plan-resolve", task), wrong)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="孙某"' in html
    shown = int(re.search(r'name="based_on" value="(\d+)"', html)[1])
    assert save(browser, task, shown, contact_name="孙某", responsible_office="高教处").status_code == 302
    assert (returned.plan.contact_name, returned.plan.responsible_office) == ("孙某", "高教处")


def test_only_the_lead_answers(returned):
    for who, status in {"other_unit": 403, "checker": 403, "leadership": 403, "outsider": 404}.items():
        assert answer(returned, who, answer="adopted").status_code == status
    assert Comment.objects.get().answer == ""
    assert answer(returned, "officer", answer="adopted").status_code == 302


def test_an_answer_is_given_only_while_the_plan_is_returned(returned):
    returned.file(at(30))
    refused = answer(returned, answer="adopted")
    assert refused.status_code == 409
    assert "不在退回修改状态" in text(refused)


# --- filing again --------------------------------------------------------------------------------------------


def file_again(story, **data):
    form = {"based_on": story.plan.version} | data
    return story.browser("liaison").post(f"{PLAN}file/", form)


def test_unanswered_comments_are_named_and_the_plan_can_be_filed_all_the_same(returned):
    review = text(returned.browser("liaison").get(f"{PLAN}review/"))
    assert "时限偏晚" in review
    assert file_again(returned).status_code == 422
    assert file_again(returned, warnings_seen="on").status_code == 302
    assert returned.plan.status == PlanStatus.FILED
    assert returned.plan.refile_by is None


def test_the_checker_sees_what_changed_since_the_filing_before_and_what_stood_there(returned):
    changed = replace(
        SOUND,
        contact_name="王某",
        steps=(SOUND.steps[0], replace(SOUND.steps[1], due=periods.read("2015年5月"))),
    )
    returned.draft(changed)
    returned.file(at(30))
    page = text(returned.browser("checker").get(CHECK))
    assert "原为：李某" in page
    assert "原为：组织高校申报、专家论证，2015年5—6月" in page
    assert page.count("原为：") == 2
    assert "与第1次报送不同之处已标出" in page


def test_what_was_blank_in_the_filing_before_is_said_to_have_been_blank(story):
    paper = replace(SOUND, finish=Period(), steps=(replace(SOUND.steps[0], due=Period()), SOUND.steps[1]))
    story.enter(story.letter(received_at=at(25)), paper)
    story.send_back()
    story.draft(SOUND)
    story.file(at(30))
    page = text(story.browser("checker").get(CHECK))
    assert "原为：印发建设计划实施细则，时限未填写" in page
    assert "有改动</span> 原为：未填写" in page
    assert "新增</span>" not in page


def test_new_steps_and_steps_that_are_gone_are_marked(returned):
    new = replace(SOUND.steps[0], text="公布首批名单")
    returned.draft(replace(SOUND, steps=(SOUND.steps[0], new)))
    returned.file(at(30))
    page = text(returned.browser("checker").get(CHECK))
    assert "新增</span>" in page
    assert "已删去</span> 组织高校申报、专家论证，2015年5—6月" in page


def test_a_first_filing_has_nothing_marked(story):
    story.file()
    page = text(story.browser("checker").get(CHECK))
    assert "不同之处已标出" not in page
    assert "有改动" not in page


def test_a_filing_again_without_change_says_so(returned):
    returned.file(at(30))
    assert "与第1次报送内容相同" in text(returned.browser("checker").get(CHECK))
    assert Filing.objects.count() == 2
