import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.pasting import find_time_in, split_steps

PLAN_AS_PASTED = """一、4月底前，印发建设计划实施细则；
二、组织高校申报、专家论证（2015年5—6月）。

三、公布名单 2015年第三季度
四、总结经验，长期坚持"""


def test_numbered_lines_become_steps_with_their_times():
    assert split_steps(PLAN_AS_PASTED) == [
        ("印发建设计划实施细则；", "4月底前"),
        ("组织高校申报、专家论证。", "2015年5—6月"),
        ("公布名单", "2015年第三季度"),
        ("总结经验", "长期坚持"),
    ]


def test_a_part_of_the_month_named_in_the_step_before_is_found_too():
    pasted = "一、调研（4月上旬）\n二、起草（中旬）\n三、印发（下旬）"
    assert split_steps(pasted) == [("调研", "4月上旬"), ("起草", "中旬"), ("印发", "下旬")]


@pytest.mark.parametrize(
    "pasted",
    [
        "一、调研\n二、起草\n三、印发",
        "（一）调研\n（二）起草\n（三）印发",
        "(一)调研\r\n(二)起草\r\n(三)印发",
        "1.调研\n2.起草\n3.印发",
        "１．调研\n２．起草\n３．印发",
        "1、调研\n2、起草\n3、印发",
        "1）调研\n2）起草\n3）印发",
        "（1）调研\n（2）起草\n（3）印发",
        "①调研\n②起草\n③印发",
        "第一步：调研\n第二步：起草\n第三步：印发",
        "十九、调研\n二十、起草\n二十一、印发",
        "调研\v起草\u2028印发",
        "  调研  \n\n\t起草\n印发\n",
        "1. 调研 2. 起草 3. 印发",
        "①调研②起草③印发",
        "1\t调研\n2\t起草\n3\t印发",
        "1.\t调研\n2.\t起草\n3.\t印发",
    ],
)
def test_each_way_of_numbering_and_every_line_end_splits(pasted):
    assert split_steps(pasted) == [("调研", ""), ("起草", ""), ("印发", "")]


def test_numbering_inside_a_line_splits_where_it_counts_on():
    assert split_steps("1.印发细则，2015年4月底前完成。2.组织申报，5—6月；3.总结。") == [
        ("印发细则。", "2015年4月底前完成"),
        ("组织申报；", "5—6月"),
        ("总结。", ""),
    ]


def test_what_stands_before_the_first_number_is_kept():
    assert split_steps("主要步骤：1.调研；2.起草") == [("主要步骤：", ""), ("调研；", ""), ("起草", "")]


@pytest.mark.parametrize(
    "line",
    [
        "投入1.5亿元，分2、3批拨付",
        "完成率达到3.5%；5.无",
        "落实（京人才发〔2015〕3号）要求",
        "统一、规范管理",
        "见附件（1）",
    ],
)
def test_numbers_that_are_no_numbering_split_nothing(line):
    assert split_steps(line) == [(line, "")]


def test_a_row_of_a_word_table_has_its_time_in_a_cell():
    assert split_steps("1\t印发细则\t2015年4月\n2\t组织申报\t长期坚持\n\t6月底前\t公布名单") == [
        ("印发细则", "2015年4月"),
        ("组织申报", "长期坚持"),
        ("公布名单", "6月底前"),
    ]


def test_further_cells_stay_with_the_text():
    assert split_steps("1\t印发细则\t2015.4\t科研处") == [("印发细则 科研处", "2015.4")]


def test_a_row_without_a_time_cell_is_searched_like_a_line():
    assert split_steps("1\t印发细则（4月底前）\t科研处") == [("印发细则（4月底前） 科研处", "")]
    assert split_steps("1\t印发细则\t科研处，4月底前") == [("印发细则 科研处", "4月底前")]


def test_a_time_alone_in_its_line_belongs_to_the_step_above():
    assert split_steps("印发细则\n4月底前\n组织论证\n2015年5—6月") == [
        ("印发细则", "4月底前"),
        ("组织论证", "2015年5—6月"),
    ]


def test_a_time_that_has_no_step_above_it_waits_for_its_text():
    assert split_steps("4月底前\n5月底前") == [("", "4月底前"), ("", "5月底前")]


@pytest.mark.parametrize("pasted", ["", " \n\t\n", "一、", "1.\n2."])
def test_nothing_but_numbering_gives_no_step(pasted):
    assert split_steps(pasted) == []


@pytest.mark.parametrize(
    ("line", "text", "time"),
    [
        ("4月底前，印发细则", "印发细则", "4月底前"),
        ("2015年4月底前：印发细则", "印发细则", "2015年4月底前"),
        ("2015 年 4 月底前，印发细则", "印发细则", "2015 年 4 月底前"),
        ("4月底前印发细则", "印发细则", "4月底前"),
        ("于6月底前完成论证", "完成论证", "于6月底前"),
        ("4月起草细则", "起草细则", "4月"),
        ("4月前往各区调研", "前往各区调研", "4月"),
        ("4月内部征求意见", "内部征求意见", "4月"),
        ("4月初步拟定名单", "初步拟定名单", "4月"),
        ("4月内部署落实", "部署落实", "4月内"),
        ("4月起步建设", "起步建设", "4月"),
        ("4月前期调研", "前期调研", "4月"),
        ("4月初稿论证", "初稿论证", "4月"),
        ("4月份组织论证", "组织论证", "4月份"),
        ("4月底稿送审", "底稿送审", "4月"),
        ("4月内容审定", "内容审定", "4月"),
        ("4月初评审材料", "评审材料", "4月初"),
        ("5—6月组织申报", "组织申报", "5—6月"),
        ("2015年第二季度组织申报", "组织申报", "2015年第二季度"),
        ("每月召开例会", "召开例会", "每月"),
        ("（4月底前）印发细则", "印发细则", "4月底前"),
        ("印发细则（2015年6月底前）", "印发细则", "2015年6月底前"),
        ("印发细则(6月底前)。", "印发细则。", "6月底前"),
        ("印发《办法》（试行）（2015年6月底前）；", "印发《办法》（试行）；", "2015年6月底前"),
        ("印发细则（完成时限：6月底前）", "印发细则", "完成时限：6月底前"),
        ("启动（已启动（2014年））", "启动", "已启动（2014年）"),
        ("印发细则，2015年6月底前完成。", "印发细则。", "2015年6月底前完成"),
        ("印发细则。2015-06-30", "印发细则。", "2015-06-30"),
        ("印发细则 每年12月底前", "印发细则", "每年12月底前"),
        ("2015年6月底前", "", "2015年6月底前"),
        ("建设平台，2015年6月底前完成，此后持续推进。", "建设平台。", "2015年6月底前完成，此后持续推进"),
        ("实施细则，2015年6月底前出台", "实施细则", "2015年6月底前出台"),
        ("实施细则，6月底印发；", "实施细则；", "6月底印发"),
        ("实施方案，6月底前报送", "实施方案", "6月底前报送"),
        ("服务平台，9月上线", "服务平台", "9月上线"),
        ("一期工程（2015年12月基本完成）", "一期工程", "2015年12月基本完成"),
        ("原则上6月底前完成论证", "完成论证", "原则上6月底前"),
        ("最迟6月底完成论证", "完成论证", "最迟6月底"),
        ("预计2015年6月完成论证", "完成论证", "预计2015年6月"),
        ("约6月底完成论证", "完成论证", "约6月底"),
        ("开展试点（启动时间：2015年3月）", "开展试点", "启动时间：2015年3月"),
        ("第三阶段（2015年7月—12月）：开展试点", "开展试点", "第三阶段（2015年7月—12月）"),
        ("4月3日前后召开会议", "召开会议", "4月3日前后"),
        ("国庆节前，上线平台", "上线平台", "国庆节前"),
        ("上线平台（“十三五”末）", "上线平台", "“十三五”末"),
        ("上线平台，2015Q2", "上线平台", "2015Q2"),
    ],
)
def test_the_time_of_a_line_is_found_and_taken_out(line, text, time):
    assert find_time_in(line) == (text, time)


@pytest.mark.parametrize(
    "line",
    [
        "组织专家论证",
        "长期合作机制建设，推进落地",
        "制定人才发展规划（2015—2020年）",
        "召开2015年度工作会议",
        "2015年度工作会议",
        "4月3日后召开会议",
        "日常工作，加强管理",
        "编制方案，“十三五”规划",
        "修订管理办法（试行）",
        "拨付资金，2015",
        "组织专家于6月底前完成论证工作",
        "",
    ],
)
def test_a_line_whose_words_only_look_like_a_time_is_left_whole(line):
    assert find_time_in(line) == (line, "")


# White space, numbering, and the marks that set a time apart from its text.
LOST = re.compile(r"[\s一二三四五六七八九十\d①-⑳、.．，,：:（）()\[\]【】〔〕第步]")


def _kept(text):
    return Counter(character for character in text if not LOST.match(character))


def _all_of(steps):
    return _kept("".join(text + due for text, due in steps))


@given(st.text())
def test_nothing_pasted_is_lost(pasted):
    assert _all_of(split_steps(pasted)) == _kept(pasted)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "一、", "（二）", "3.", "4、", "⑤", "6\t", "第七步："]),
        st.sampled_from(["", "4月底前，", "（4月底前）", "2015年第二季度", "每年12月底前 "]),
        st.text("印发实施细则组织高校申报、；。，（）《》15.%", max_size=12),
        st.sampled_from(["", "（2015年6月底前）。", "，5—6月", "\t长期", " 2015-06-30；"]),
        st.sampled_from(["\n", "\r\n", "\v", ""]),
    ).map("".join),
    max_size=5,
).map("".join)


@given(LINES)
def test_nothing_of_a_pasted_plan_is_lost(pasted):
    assert _all_of(split_steps(pasted)) == _kept(pasted)


@given(LINES)
def test_no_step_is_empty_on_both_sides_or_has_white_space_around_it(pasted):
    for text, due in split_steps(pasted):
        assert text or due
        assert (text, due) == (text.strip(), due.strip())


@given(st.lists(st.text("印发实施细则组织高校申报", min_size=1, max_size=8), min_size=1, max_size=12))
def test_steps_written_out_with_numbers_and_times_read_as_themselves(texts):
    pasted = "".join(f"{n}.{text}（2015年{n}月底前）\n" for n, text in enumerate(texts, start=1))
    assert split_steps(pasted) == [(text, f"2015年{n}月底前") for n, text in enumerate(texts, start=1)]
