"""步骤情况 and 数据 of a task in a round, as its form has them."""

from collections.abc import Mapping
from datetime import date

from tasks.enums import StepState
from tasks.forms.progress import Spot
from tasks.pages.round_parts import Badge, FigurePart, StepPart
from tasks.reported import Reported
from tasks.rules import dates
from tasks.rules.statement import FIGURE_LABELS, ReportedFigure, Statement, StepStatement
from tasks.rules.step_standing import StepInTime


def step_mark(each: StepInTime) -> Badge | None:
    """Of a step that is done, overdue, to be reported or due soon, or is asked again this year."""
    state = each.standing.state
    if state in _MARKS:
        return Badge(_MARKS[state], state.label)
    return Badge("not_started", "年度待报") if each.asked_again else None


_MARKS = {
    StepState.OVERDUE: "missing",
    StepState.TO_REPORT: "due_soon",
    StepState.DUE_SOON: "due_soon",
    StepState.DONE: "on_time",
}


def steps(each: Reported, said: Statement, errors: Mapping[Spot, str], today: date) -> list[StepPart]:
    typed = {step.key: step for step in said.steps}
    found = [_step(step, typed.pop(step.key, None), errors, today) for step in each.steps]
    return found + [_gone(step, errors) for step in typed.values()]


def _step(each: StepInTime, typed: StepStatement | None, errors: Mapping[Spot, str], today: date) -> StepPart:
    return StepPart(
        key=each.key,
        number=each.number,
        text=each.step.text,
        standing=f"{each.step.due}　{each.standing.explanation}",
        mark=step_mark(each),
        said=_said_last(each, today),
        asks=typed is not None or not each.is_done,
        **_typed(each.key, typed or StepStatement(each.key), errors),
    )


def _said_last(each: StepInTime, today: date) -> str:
    if each.said is None or each.is_done:
        return each.said.word if each.said else ""
    word = f"，{each.said.word}" if each.said.word else ""
    return f"{dates.beside(each.said.said_on, today)}报{each.said.state.label}{word}"


def _gone(typed: StepStatement, errors: Mapping[Spot, str]) -> StepPart:
    words = "此步骤已不在实施方案中，请清空所填内容"
    return StepPart(typed.key, 0, words, "", None, "", asks=True, **_typed(typed.key, typed, errors))


def _typed(key: int, typed: StepStatement, errors: Mapping[Spot, str]) -> dict[str, str]:
    wrong = (errors.get(Spot("steps", key, part), "") for part in ("state", "done_on", "word"))
    return {
        "state": str(typed.state),
        "done_on": typed.done_on.text,
        "word": typed.word,
        "error": "；".join(filter(None, wrong)),
    }


def lies_ahead(step: StepPart) -> bool:
    """Nothing of it is said or asked, and its day is further away than that it is due soon."""
    said = step.state or step.word or step.error or step.comments
    return bool(step.number) and step.mark is None and not said


def figures(number: int, said: Statement, errors: Mapping[Spot, str]) -> tuple[tuple[FigurePart, ...], ...]:
    """Those that there are, and a blank one."""
    rows = enumerate((*said.figures, ReportedFigure()), start=1)
    return tuple(
        tuple(
            FigurePart(
                number, row, part, str(getattr(figure, part)), errors.get(Spot("figures", row, part), "")
            )
            for part in FIGURE_LABELS
        )
        for row, figure in rows
    )


def figures_before(said: Statement, before: Statement | None) -> str:
    """Those of last time that are not counted yet this time, to be asked for again."""
    there = {(figure.what, figure.measure) for figure in said.figures}
    again = [f for f in before.figures if (f.what, f.measure) not in there] if before else []
    return "；".join(f"{f.what} {f.number}{f.measure}（{f.day}）" for f in again)
