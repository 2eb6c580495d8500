"""进展报送 as it is typed, saved and kept: what is blank goes, what one thing says stays."""

import pytest

from tasks.enums import Outlook, StepProgress
from tasks.rules.periods import NO_TIME, Period
from tasks.rules.progress_sheet import marks
from tasks.rules.statement import ReportedFigure, Statement, StepStatement

STEPS = (
    StepStatement(1, StepProgress.DONE, Period("4月3日"), "已印发"),
    StepStatement(2, StepProgress.UNDER_WAY),
)
FIGURE = ReportedFigure("到岗", "12", "人", Period("4月30日"), "市统计局")
SAID = Statement("已完成", "继续", "资金", "经验", Outlook.ON_COURSE, "", False, STEPS, (FIGURE,))


@pytest.mark.parametrize(
    "written", [{"state": StepProgress.NOT_BEGUN}, {"done_on": Period("4月")}, {"word": "缓"}]
)
def test_a_step_of_which_anything_is_said_is_kept(written):
    said = StepStatement(1, **written)
    assert Statement(steps=(said, StepStatement(2, word=" "))).trimmed().steps == (said,)
    assert said.is_done is False


@pytest.mark.parametrize("name", ["what", "number", "measure", "day", "source"])
def test_a_figure_of_which_anything_is_said_is_kept(name):
    figure = ReportedFigure(**{name: Period("4月") if name == "day" else "一"})
    blank = ReportedFigure(what=" ", day=Period(" "))
    assert Statement(figures=(blank, figure)).trimmed().figures == (figure,)


def test_days_are_those_of_the_year_of_the_round_each_at_its_place():
    read = SAID.read(year=2016)
    assert [str(step.done_on.last) for step in read.steps] == ["2016-04-03", "None"]
    assert str(read.figures[0].day.last) == "2016-04-30"
    assert (read.steps[0].word, read.figures[0].what) == ("已印发", "到岗")


def test_the_round_after_begins_with_the_texts_alone_marked():
    carried = SAID.carried_over()
    assert (carried.done_text, carried.outlook, carried.unchanged) == ("已完成", Outlook.ON_COURSE, True)
    assert (carried.steps, carried.figures) == ((), ())


def test_a_step_is_found_by_its_key_and_one_not_told_of_says_nothing():
    assert SAID.step(2) is STEPS[1]
    assert SAID.step(3) == StepStatement(3, "", NO_TIME, "")


def test_it_comes_back_from_json_as_it_went():
    read = SAID.read(year=2015)
    assert Statement.from_json(read.to_json()) == read
    assert (SAID.outlook_in_words, Statement().outlook_in_words) == (Outlook.ON_COURSE.label, "")


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (Statement(**vars(SAID) | {"done_text": "已完成。"}), {"done_text"}),
        (Statement(**vars(SAID) | {"unchanged": True}), {"unchanged"}),
        (Statement(**vars(SAID) | {"steps": STEPS[:1]}), {"step-2"}),
        (Statement(**vars(SAID) | {"steps": (*STEPS, StepStatement(3))}), set()),
        (Statement(**vars(SAID) | {"figures": ()}), {"figures"}),
        (SAID.read(year=2016), set()),
    ],
)
def test_the_marks_of_a_sheet_tell_apart_what_is_written_and_not_how_it_is_read(other, differs):
    mine, theirs = marks(SAID), marks(other)
    assert {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)} == differs
