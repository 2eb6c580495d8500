"""Two filings beside each other, as the 表样 prints its fields."""

import re
from dataclasses import replace

import pytest

from tasks.rules.periods import Period
from tests.cost import calls_of
from tests.story import SOUND, at

COMPARE = "/gjrc/tasks/14/plan/compare/"


def rows(page: str) -> list[tuple[str, str, str]]:
    """Heading, text before and text after of every row, without markup."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [tuple("".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row) for row in cells]


@pytest.fixture
def blanks_filled_in(story):
    """Filed on paper with blanks, returned, and filed again without them."""
    paper = replace(SOUND, finish=Period(), steps=(replace(SOUND.steps[0], due=Period()), SOUND.steps[1]))
    story.enter(story.letter(received_at=at(25)), paper)
    story.send_back()
    story.draft(SOUND)
    story.file(at(30))
    return rows(story.browser("liaison").get(COMPARE).content.decode())


def test_the_rows_stand_in_the_order_of_the_printed_form(blanks_filled_in):
    headings = [heading.removesuffix("有改动") for heading, *_ in blanks_filled_in]
    assert headings == [
        *("任务编号", "牵头单位", "工作任务", "主管领导", "责任处室", "联系人", "联系电话", "启动时间"),
        *("完成时间", "第1步", "第2步", "参与单位"),
    ]


def test_what_was_not_filled_in_is_said_so_on_its_side(blanks_filled_in):
    by_heading = {heading: texts for heading, *texts in blanks_filled_in}
    assert by_heading["完成时间有改动"] == ["未填写", "2017年12月"]
    assert by_heading["第1步有改动"] == [
        "印发建设计划实施细则完成时限：未填写",
        "印发建设计划实施细则完成时限：2015年4月底前",
    ]


MAX_CALLS = 2_000_000  # about a second


@pytest.mark.parametrize(
    ("clause", "reworded"),
    [
        ("印发第{n}号细则并组织申报，", "印发第{n}号办法并组织申报，"),
        ("年月", "月年年"),
        ("年、", "月、年、"),
    ],
)
def test_plans_as_long_as_any_may_be_are_compared_whole_at_a_cost_that_is_bounded(story, clause, reworded):
    """Fifteen steps of two thousand characters, every one reworded."""

    def steps(text: str):
        whole = "".join(text.format(n=n) for n in range(2000))
        return tuple(replace(SOUND.steps[0], text=f"{n}、{whole}"[:2000]) for n in range(15))

    before, after = steps(clause), steps(reworded)
    story.draft(replace(SOUND, steps=before))
    story.file()
    story.send_back()
    story.draft(replace(SOUND, steps=after))
    story.file(at(30))
    answer, calls = calls_of(lambda: story.browser("liaison").get(COMPARE))
    assert calls < MAX_CALLS
    shown = {said: sides for said, *sides in rows(answer.content.decode()) if "步" in said}
    for n, (one, other) in enumerate(zip(before, after, strict=True), start=1):
        first, second = shown[f"第{n}步有改动"]
        assert one.text in first
        assert other.text in second
