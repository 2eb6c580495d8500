"""Progress in the documents of 总体情况: areas by light and by what leads say, with charts, for the overseeing offices only."""

import io

from openpyxl import load_workbook

from tasks import ledger
from tasks.exports import pdf, progress_counts, situation_pdf
from tasks.exports.made import Made
from tests.rounds.conftest import moment, on, rounds_story
from tests.rounds.test_ledger import AFTER, DUE, accept_plan, exported

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
