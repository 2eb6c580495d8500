"""The generated text of a 落实情况报告, from frozen rows."""

from collections import defaultdict

import pytest

from tasks.exports.report_words import progress_in_words
from tasks.rules.report_text import disagreeing, paragraphs


def row(**more) -> dict:
    said = {"done_text": "", "next_text": "", "problem_text": "", "outlook": "", "unchanged": False}
    of_task = {
        "number": 14,
        "group": 1,
        "group_name": "引进人才",
        "lead": "市教委",
        "round": "4月",
        "state": "on_time",
        "filed": "on_time",
    }
    return said | of_task | more


def frozen(*rows: dict, **figures: int) -> dict:
    programme = {"document_number": "〔2015〕3号", "document_title": "方案"}
    counted = defaultdict(int, figures)
    return {"programme": programme, "as_of": "2015-05-11", "round": "4月", "rows": rows, "figures": counted}


def texts(*rows: dict, **figures: int) -> dict[str, str]:
    return {each.key: each.text for each in paragraphs(frozen(*rows, **figures))}


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("已印发", "已印发。"),
        ("已印发。", "已印发。"),
        ("已印发。\n\n  已培训；\n", "已印发；已培训。"),
        ("主要做法：\n一是印发；\n二是培训。", "主要做法：一是印发；二是培训。"),
        ("经费何时到位？", "经费何时到位？"),
        ("经费何时到位？\n请明确", "经费何时到位？请明确。"),
    ],
)
def test_lines_become_one_sentence(written, printed):
    assert texts(row(problem_text=written))["problems"] == f"第14项（市教委牵头）：{printed}"


@pytest.mark.parametrize("written", ["", " \n", "。"])
def test_a_text_that_says_nothing_has_no_line(written):
    assert texts(row(problem_text=written))["problems"] == "无。"


def test_a_task_whose_lead_is_gone_is_named_without_one():
    assert texts(row(lead="", next_text="培训"))["next"] == "第14项（牵头单位待明确）：培训。"


def test_what_is_not_new_and_what_was_returned_says_so():
    said = row(done_text="已印发", next_text="培训", unchanged=True, state="returned")
    found = texts(said)
    assert "第14项（市教委牵头，本期无新进展，退回未重报）：已印发。" in found["area-1"]
    assert found["next"] == "第14项（市教委牵头，退回未重报）：培训。"
    assert progress_in_words(said) == "（本期无新进展）（退回未重报）已印发"


def test_tasks_that_have_ended_are_counted_in_the_overview():
    assert "已办结2项。" in texts(row(), ended=2)["overview"]
    assert "已办结" not in texts(row())["overview"]


def test_figures_of_steps_are_no_working_days():
    told = frozen(steps_overdue=2)
    assert disagreeing("overview", "逾期3个工作日，逾期2个", told) == []
    assert disagreeing("overview", "逾期3个", told) == [("逾期3个", "逾期2个")]


TWO_AREAS = (
    row(outlook="on_course", done_text="按计划推进3项试点"),
    row(number=15, outlook="behind"),
    row(number=16),
    row(number=20, group=2, group_name="服务", outlook="on_course"),
)
COUNTED = {"tasks": 5, "led": 4, "outlook_on_course": 2, "outlook_behind": 1}


def test_what_is_generated_agrees_with_its_rows():
    told = frozen(*TWO_AREAS, **COUNTED)
    assert [disagreeing(each.key, each.text, told) for each in paragraphs(told)] == [[]] * 5


@pytest.mark.parametrize(
    ("key", "written", "found"),
    [
        ("area-1", "本方面共4项任务，按计划推进1项。", [("本方面共4项任务", "本方面共3项任务")]),
        ("area-1", "本方面共3项任务，按计划推进2项。", [("按计划推进2项", "按计划推进1项")]),
        ("area-2", "本方面共一项任务，按计划推进二项。", [("按计划推进二项", "按计划推进1项")]),
        ("area-1", "按计划推进1项。\n第14项（市教委牵头）：按计划推进3项试点。", []),
        ("area-3", "本方面共4项任务", []),
        ("next", "按计划推进9项", []),
        (
            "overview",
            "共分解任务6项，其余2项牵头单位待明确",
            [("共分解任务6项", "共分解任务5项"), ("其余2项牵头单位待明确", "其余1项牵头单位待明确")],
        ),
        ("overview", "；1项尚未报送推进状态", []),
        ("overview", "；3项尚未报送推进状态", [("3项尚未报送推进状态", "1项尚未报送推进状态")]),
    ],
)
def test_each_paragraph_is_compared_with_its_own_rows(key, written, found):
    assert disagreeing(key, written, frozen(*TWO_AREAS, **COUNTED)) == found


def test_there_may_be_more_than_ten_areas():
    rows = [row(number=number, group=number, group_name=f"第{number}方面") for number in range(1, 22)]
    headings = [each.heading for each in paragraphs(frozen(*rows)) if each.heading]
    assert headings[9:12] == ["（十）第10方面", "（十一）第11方面", "（十二）第12方面"]
    assert headings[18:] == ["（十九）第19方面", "（二十）第20方面", "（二十一）第21方面"]
