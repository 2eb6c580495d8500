from datetime import date

import pytest

from tasks.rules import crosschecks
from tasks.rules.periods import Period
from tasks.rules.sheet import written
from tests.rules.plans import plan, step


def check(content, **circumstances):
    none = {"programme_ends_on": None, "open_wordings": [], "unconsulted": [], "on_behalf": False}
    return crosschecks.check(content, **{**none, **circumstances})


def only(found):
    assert len(found) == 1, found
    return found[0]


def test_a_complete_plan_gives_no_finding():
    assert check(plan(), programme_ends_on=date(2017, 12, 31)) == []
    assert crosschecks.missing(plan()) == []


@pytest.mark.parametrize(
    ("field", "label"),
    [("supervising_leader", "主管领导"), ("responsible_office", "责任处室"), ("contact_name", "联系人")],
)
def test_what_the_notice_demands_blocks_when_blank(field, label):
    finding = only(check(plan(**{field: " "})))
    assert (finding.field, finding.step, finding.blocks) == (field, None, True)
    assert finding.message == f"{label}没有填写，请补充后报送"


@pytest.mark.parametrize(
    ("field", "label"), [("contact_phone", "联系电话"), ("start", "启动时间"), ("finish", "完成时间")]
)
def test_the_other_blanks_only_warn(field, label):
    finding = only(check(plan(**{field: ""})))
    assert (finding.field, finding.blocks) == (field, False)
    assert finding.message == f"{label}没有填写，如已确定请补充"


def test_a_plan_without_a_step_is_blocked():
    finding = only(check(plan(steps=())))
    assert (finding.field, finding.step, finding.blocks) == ("steps", None, True)


@pytest.mark.parametrize(
    ("text", "due", "field", "says"),
    [("", "4月底前", "text", "第 2 步的内容没有填写"), ("公布名单", " ", "due", "第 2 步的时限没有填写")],
)
def test_a_step_without_text_or_time_is_blocked_and_named(text, due, field, says):
    finding = only(check(plan(steps=(step("印发", "4月"), step(text, due)))))
    assert (finding.field, finding.step, finding.blocks) == (field, 2, True)
    assert finding.message.startswith(says)


@pytest.mark.parametrize("due", ["长期", "每年12月底前", "已启动", "2015年4月起"])
def test_a_standing_time_is_a_time(due):
    assert check(plan(steps=(step("推进", due),))) == []


def test_a_time_that_was_not_understood_warns_and_stays():
    finding = only(check(plan(steps=(step("推进", "尽快"),))))
    assert (finding.field, finding.step, finding.blocks) == ("due", 1, False)
    assert "第 1 步的时限“尽快”未能识别" in finding.message
    assert only(check(plan(start="近期"))).field == "start"


def test_a_time_without_its_year_is_told_to_lack_it():
    finding = only(check(plan(finish=Period("年底前"))))
    assert "完成时间“年底前”未能识别" in finding.message
    assert "缺少年份，请写明年份，如“2015年底前”" in finding.message


def test_a_day_that_does_not_exist_is_said_not_to_exist():
    finding = only(check(plan(finish="2017年4月31日")))
    assert (finding.field, finding.blocks) == ("finish", False)
    assert finding.message == "完成时间“2017年4月31日”未能识别：4月没有31日，请核对"


def test_a_weekday_that_is_another_is_asked_about_and_blocks_nothing():
    finding = only(check(plan(steps=(step("印发", "4月3日（周三）前"),))))
    assert (finding.field, finding.step, finding.blocks) == ("due", 1, False)
    assert finding.message == "第 1 步的时限“4月3日（周三）前”：2015-04-03是周五，不是周三，请核对"
    assert check(plan(steps=(step("印发", "4月3日（周五）前"),))) == []


def test_what_only_tells_how_it_was_understood_does_not_warn():
    assert check(plan(steps=(step("印发", "4月前"), step("公布", "6月左右")))) == []


def test_a_month_taken_to_be_of_the_next_year_is_asked_about():
    sheet = written(
        **{name: getattr(plan(), name) for name in ("supervising_leader", "responsible_office")},
        contact_name="李某", contact_phone="010-00000001", start="2015年3月", finish="2017年12月",
        steps=[("印发", "10月底前"), ("公布", "3月底前")],
    )  # fmt: skip
    finding = only(check(sheet))
    assert finding.message == (
        "第 2 步的时限“3月底前”：未写年份，因早于上一步，按2016年理解，如不是请写明年份"
    )
    [on_paper] = check(sheet, on_behalf=True)
    assert on_paper.message.endswith("按2016年理解，请对照来文")


def test_an_unreadable_phone_warns():
    finding = only(check(plan(contact_phone="见通讯录")))
    assert (finding.field, finding.blocks) == ("contact_phone", False)
    assert "见通讯录" in finding.message


def test_finishing_before_starting_warns():
    steps = (step("推进", "长期"),)
    finding = only(check(plan(start="2015年6月", finish="2015年4月底前", steps=steps)))
    assert (finding.field, finding.blocks) == ("finish", False)
    assert finding.message == "完成时间“2015年4月底前”早于启动时间“2015年6月”，请核对这两处"


def test_starting_and_finishing_in_the_same_month_is_in_order():
    assert check(plan(start="2015年4月", finish="2015年4月底前", steps=(step("推进", "4月"),))) == []


def test_finishing_after_the_end_of_the_programme_warns():
    finding = only(check(plan(), programme_ends_on=date(2017, 6, 30)))
    assert finding.message == "完成时间“2017年12月”晚于专项工作结束日期2017年6月30日，请核对"


def test_a_finish_without_end_is_not_after_anything():
    assert check(plan(finish="长期"), programme_ends_on=date(2015, 6, 30)) == []


def test_a_step_outside_start_and_finish_warns():
    early, late = check(plan(finish="2016年", steps=(step("一", "2月"), step("二", "2017年1月"))))
    assert (early.field, early.step) == ("due", 1)
    assert early.message == "第 1 步的时限“2月”早于启动时间“2015年3月”，请核对"
    assert late.message == "第 2 步的时限“2017年1月”晚于完成时间“2016年”，请核对"


def test_steps_out_of_order_warn_and_those_without_a_day_are_passed_over():
    finding = only(check(plan(steps=(step("一", "6月"), step("二", "长期"), step("三", "4月")))))
    assert finding.step == 3
    assert finding.message == "第 3 步的时限“4月”早于第 1 步的时限，请核对时限或调整步骤次序"


def test_steps_due_at_the_same_time_are_in_order():
    assert check(plan(steps=(step("一", "4月底前"), step("二", "4月")))) == []


def test_open_wording_and_units_not_consulted_warn_by_name():
    found = check(plan(), open_wordings=["等有关区县", "等"], unconsulted=["市科委", "海淀区"])
    assert [(finding.field, finding.blocks) for finding in found] == [("participants", False)] * 3
    assert found[0].message.startswith("责任单位“等有关区县”尚未明确")
    assert "市科委、海淀区" in found[2].message


def test_everything_is_found_at_once_in_the_order_of_the_form():
    found = check(
        plan(supervising_leader="", contact_name="", contact_phone="无", steps=(step("", ""),)),
        unconsulted=["市科委"],
    )
    assert [(finding.field, finding.step) for finding in found] == [
        ("supervising_leader", None),
        ("contact_name", None),
        ("contact_phone", None),
        ("text", 1),
        ("due", 1),
        ("participants", None),
    ]


def test_on_behalf_the_paper_is_recorded_as_it_is():
    content = plan(supervising_leader="", steps=())
    on_behalf = check(content, on_behalf=True)
    assert [finding.field for finding in on_behalf] == [finding.field for finding in check(content)]
    assert not any(finding.blocks for finding in on_behalf)


def test_who_records_a_paper_is_not_asked_to_mend_it():
    content = plan(
        supervising_leader="",
        contact_phone="无",
        finish=Period("年底前"),
        steps=(step("", ""), step("印发", "2014年"), step("公布", "尽快")),
    )
    found = check(content, programme_ends_on=date(2015, 1, 1), open_wordings=["等有关区县"], on_behalf=True)
    said = "\n".join(finding.message for finding in found)
    for words in ("补充", "报送", "改写", "如“", "请写明", "调整"):
        assert words not in said
    assert "主管领导没有填写；来文未写的照录，可在核对时提出" in said
    assert "第 2 步的时限“2014年”早于启动时间“2015年3月”，请对照来文" in said
    assert "责任单位“等有关区县”尚未明确为具体单位，不影响代录，明确后再登记" in said


def test_what_is_missing_is_listed_with_the_words_of_the_form():
    content = plan(contact_name="", finish="", steps=(step("印发", "4月"), step("", "5月"), step("公布", "")))
    assert crosschecks.missing(content) == [
        ("contact_name", None, "联系人"),
        ("finish", None, "完成时间"),
        ("text", 2, "第 2 步的内容"),
        ("due", 3, "第 3 步的时限"),
    ]


def test_missing_steps_are_one_line():
    assert crosschecks.missing(plan(steps=())) == [("steps", None, "工作步骤及完成时限")]
