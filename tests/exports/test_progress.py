"""Progress in the documents of 总体情况: areas by light and by what leads say, with charts, for the overseeing offices only."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from tasks import ledger
from tasks.exports import pdf, progress_counts, situation_pdf, situation_steps
from tasks.exports.made import Made
from tests.filing.test_times_in_force import LATER, decide, revise
from tests.rounds.conftest import moment, on, rounds_story
from tests.rounds.test_ledger import AFTER, DUE, accept_plan, exported
from tests.story import at

__all__ = ["rounds_story"]


def told(rounds_story):
    accept_plan(rounds_story)
    rounds_story.file(day=DUE)
    on(AFTER)
    return rounds_story


def sheet(story, who: str) -> list[tuple] | None:
    book = load_workbook(io.BytesIO(exported(story, who, "xlsx")))
    return list(book["推进情况统计"].values) if "推进情况统计" in book.sheetnames else None


def test_the_spreadsheet_counts_areas_for_those_who_oversee(rounds_story):
    story = told(rounds_story)
    rows = sheet(story, "checker")
    assert [row[:5] for row in rows[1:]] == [rows[1][:5], ("合计", 4, 0, 3, 0)]
    heads = dict(zip(rows[0], rows[-1], strict=True))
    assert (heads["黄灯"], heads["按计划推进"], heads["未报"], heads["步骤逾期"], heads["进展逾期未报"]) == (
        3,
        1,
        3,
        1,
        2,
    )
    assert sheet(story, "liaison") is None


def test_before_anything_was_due_there_is_neither_sheet_nor_page(rounds_story):
    on(DUE)
    assert sheet(rounds_story, "checker") is None


def test_the_pdf_has_bars_with_the_same_numbers(rounds_story, monkeypatch):
    story, drawn, render = told(rounds_story), [], pdf.render_first_on_one_page

    def note_and_render(template, contexts, **how):
        drawn.append(contexts[0])
        return render(template, contexts, **how)

    monkeypatch.setattr(pdf, "render_first_on_one_page", note_and_render)
    whole = ledger.build(story.story.programme, as_of=AFTER).for_overseers()
    out = io.BytesIO()
    situation_pdf.write(whole, out, Made(by="市委", at=moment(AFTER), log=""))
    assert out.getvalue().startswith(b"%PDF")
    name, bar, tasks, counts = drawn[0]["progress"]["lights"]["rows"][-1]
    assert (name, tasks, counts) == ("合计", 4, (0, 3, 0, 1, 1, 2))
    assert 'aria-label="黄灯3项，未评定1项"' in bar
    unrated = ledger.build(story.story.programme, as_of=AFTER)
    assert not progress_counts.begun(unrated)


def test_areas_add_up_to_all_tasks(rounds_story):
    whole = ledger.build(told(rounds_story).story.programme, as_of=AFTER).for_overseers()
    areas, total = progress_counts.by_area(whole), progress_counts.total(whole)
    assert sum(area.tasks for area in areas) == total.tasks == sum(total.lights) == sum(total.outlooks)


def printed(story, who: str, monkeypatch) -> dict:
    """What 汇总表 as PDF is made of for somebody."""
    drawn, render = [], pdf.render_first_on_one_page

    def note_and_render(template, contexts, **how):
        drawn.append(contexts[0])
        return render(template, contexts, **how)

    monkeypatch.setattr(pdf, "render_first_on_one_page", note_and_render)
    assert exported(story, who, "pdf").startswith(b"%PDF")
    return drawn[0]["progress"]


def test_the_summary_on_paper_tells_progress_as_the_spreadsheet_does(rounds_story, monkeypatch):
    story = told(rounds_story)
    found = printed(story, "checker", monkeypatch)
    assert found.title == "任务推进情况（2015年4月）"
    assert sum(width for _, width in found.heads) == pytest.approx(100)
    row = dict(zip([head for head, _ in found.heads], found.rows[0], strict=True))
    assert (row["进展报送"], row["推进状态"]) == ("按时报送\n2015-05-08", "按计划推进")
    assert (row["步骤完成"], row["逾期"], row["待报"]) == ("0/2", "1", "")
    assert (row["最近待完成步骤"], row["红黄灯"]) == ("1. 印发建设计划实施细则\n（2015年4月底前）", "黄灯")
    assert found.total[6:9] == ["0/2", "1", ""]
    book = load_workbook(io.BytesIO(exported(story, "checker", "xlsx")))
    head, first, *_ = book["汇总表"].values
    same = dict(zip(head, first, strict=True))
    assert (same["推进状态"], same["已完成步骤"], same["步骤数"], same["逾期步骤"]) == ("按计划推进", 0, 2, 1)


def test_lights_and_what_other_leads_say_are_not_on_the_paper_of_a_unit(rounds_story, monkeypatch):
    story = told(rounds_story)
    for who, said in (("liaison", "按计划推进"), ("other_unit", "")):
        found = printed(story, who, monkeypatch)
        heads = [head for head, _ in found.heads]
        assert "红黄灯" not in heads
        assert sum(width for _, width in found.heads) == pytest.approx(100)
        assert found.rows[0][heads.index("推进状态")] == said
        assert "黄灯" not in "".join(cell for row in found.rows for cell in row)


def test_what_is_asked_stands_with_the_finish_on_paper(rounds_story, monkeypatch):
    story = rounds_story.story
    accept_plan(rounds_story)
    revise(story, LATER)
    story.file(at(29))
    on(AFTER)
    found = printed(rounds_story, "checker", monkeypatch)
    assert found.rows[0][3] == "2017年12月\n拟调整为2018年12月（待决定）"
    story.accept(at(29, 15))
    decide(story)
    found = printed(rounds_story, "checker", monkeypatch)
    assert found.rows[0][3] == "2018年12月（原定2017年12月，现为2018年12月（第1次调整））"


def test_before_a_round_had_begun_and_a_plan_was_accepted_there_is_nothing_of_it(rounds_story, monkeypatch):
    rounds_story.story.file()
    on(date(2015, 4, 1))
    assert printed(rounds_story, "checker", monkeypatch) is None


def situation(rounds_story) -> dict:
    whole = ledger.build(rounds_story.story.programme, as_of=AFTER).for_overseers()
    return situation_pdf.context(whole)


def test_the_situation_draws_the_curve_of_the_page_and_the_steps_of_its_timeline(rounds_story):
    story = told(rounds_story)
    found, browser = situation(story), story.story.browser("leadership")
    page = browser.get("/gjrc/overview/", {"as_of": AFTER.isoformat()}).context["page"]
    assert found["filed"] == page.filed_by_day
    ((area, (task,)),) = found["timeline"].groups
    (group,) = browser.get("/gjrc/overview/steps/", {"as_of": AFTER.isoformat()}).context["page"].groups
    (line,) = group.tasks
    assert (area, task.heading) == (group.name, f"第14项　{line.content}（市教委）")
    assert [step.drawing for step in task.steps] == [step.drawing for step in line.steps]


def test_more_steps_than_paper_takes_are_refused_in_words_and_the_rest_is_there(rounds_story, monkeypatch):
    monkeypatch.setattr(situation_steps, "MOST_STEPS", 1)
    found = situation(told(rounds_story))
    assert found["timeline"].omitted.startswith("共有2个步骤，本表最多列1个")
    assert not found["timeline"].groups
    assert found["filed"]


def test_as_many_steps_as_paper_takes_are_drawn(rounds_story, monkeypatch):
    monkeypatch.setattr(situation_steps, "MOST_STEPS", 2)
    assert situation(told(rounds_story))["timeline"].groups
