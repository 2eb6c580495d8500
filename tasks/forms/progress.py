"""What a browser posts from the page of a unit and round: of each task a `Statement`, its names begin with the number of
the task (`14-done_text`). Cleaned, measured, its times read; every error at its place.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from django.core.exceptions import ValidationError

from tasks.enums import Outlook, StepProgress
from tasks.forms.cleaning import or_error, up_to
from tasks.rules.periods import Period
from tasks.rules.progress_sheet import marks
from tasks.rules.statement import (
    FIGURE_LABELS,
    LABELS,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_FIGURES,
    TEXTS,
    ReportedFigure,
    Statement,
    StepStatement,
)
from zgc_tasks.common import uploads
from zgc_tasks.common.refusal import Kind, Refusal
from zgc_tasks.common.text import clean_line, clean_text

MOST_TASKS = 100  # of one page
MOST_STEPS_POSTED, MOST_FIGURES_POSTED = 1_250, 600  # of all tasks together: what is more is read no further


class Spot(NamedTuple):
    """A place on the part of a task: a field, of a step by its key or a figure by its number, and which part of it."""

    field: str
    row: int | None = None
    part: str = ""


Errors = dict[Spot, str]


@dataclass(frozen=True)
class Typed:
    """What was typed of one task. `version` and the marks `seen` are of the text the page was drawn with."""

    said: Statement
    version: int
    seen: str
    errors: Errors = field(default_factory=dict)
    file: uploads.Scan | None = None
    file_step: str = ""  # the key of the step that it is about, as it was chosen

    @property
    def touched(self) -> bool:
        """Whether it is another text than the page was drawn with: what nobody touched is not saved, so that two
        people with the same page open meet only where both of them wrote.
        """
        return marks_of(self.said) != self.seen

    @classmethod
    def as_drawn(cls, said: Statement, version: int) -> "Typed":
        """Of a task that stands on the page without a form."""
        return cls(said, version, marks_of(said))

    def saying(self, said: Statement) -> "Typed":
        return replace(self, said=said)


def posted(post) -> dict[int, Typed]:
    """By the number of each task. Refuses more rows than anybody has on a page (decision 0057)."""
    numbers = [int(found[1]) for name in post if (found := re.fullmatch(r"(\d{1,6})-version", name))]
    typed = {number: _typed(post, number) for number in numbers[:MOST_TASKS]}
    _require_few(typed.values())
    return {number: cleaned(one) for number, one in typed.items()}


def _require_few(typed: Collection[Typed]) -> None:
    steps, figures = (sum(len(getattr(one.said, rows)) for one in typed) for rows in ("steps", "figures"))
    if steps > MOST_STEPS_POSTED or figures > MOST_FIGURES_POSTED:
        raise Refusal(
            f"一次最多保存{MOST_STEPS_POSTED}步、{MOST_FIGURES_POSTED}项数据，本次有{steps}步、{figures}项数据，"
            "未保存。请返回原页，删减后再保存",
            Kind.WRONG_INPUT,
        )


@lru_cache(maxsize=256)  # those of a dozen people's pages, on which most are of nothing said
def marks_of(said: Statement) -> str:
    """Of each thing that is compared by itself, as the page carries them; `plan_marks.read` reads them. Equal for texts that are
    saved as the same, whatever their times were read as.
    """
    return " ".join(f"{place}:{mark}" for place, mark in sorted(marks(said.trimmed()).items()))


def _typed(post, number: int) -> Typed:
    def one(name: str) -> str:
        return post.get(f"{number}-{name}", "")

    def rows(kind: str, *names: str) -> Iterator[tuple[str, ...]]:
        return zip_longest(*(post.getlist(f"{number}-{kind}_{name}") for name in names), fillvalue="")

    said = Statement(
        **{name: one(name) for name in TEXTS},
        outlook=one("outlook"),
        outlook_reason=one("outlook_reason"),
        unchanged=bool(one("unchanged")),
        steps=tuple(
            StepStatement(int(key), state, Period(day), word)
            for key, state, day, word in rows("step", "key", "state", "done_on", "word")
            if _is_number(key)
        ),
        figures=tuple(
            ReportedFigure(what, figure, measure, Period(day), source)
            for what, figure, measure, day, source in rows("figure", *FIGURE_LABELS)
        ),
    )
    version = one("version")
    return Typed(said, int(version) if _is_number(version) else 0, one("seen"), file_step=one("filestep"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def cleaned(typed: Typed) -> Typed:
    errors: Errors = {}
    said, texts = typed.said, {}
    for name, label in TEXTS.items():
        clean_it = up_to(LONGEST_TEXT, clean_text, label)
        texts[name] = or_error(errors, Spot(name), getattr(said, name), clean_it, label)
    said = replace(
        said,
        **texts,
        outlook=_known(errors, Spot("outlook"), said.outlook, Outlook, LABELS["outlook"]),
        outlook_reason=_line(errors, Spot("outlook_reason"), said.outlook_reason, LABELS["outlook_reason"]),
        steps=tuple(_step(errors, step) for step in said.steps),
        figures=_figures(errors, said.figures),
    )
    return replace(typed, said=said, errors=errors)


def _line(errors: Errors, spot: Spot, text: str, label: str) -> str:
    return or_error(errors, spot, text, up_to(LONGEST_LINE, clean_line, label), label)


def _known(errors: Errors, spot: Spot, text: str, choices: type, label: str) -> str:
    if text and text not in choices.values:
        errors[spot] = f"所选{label}不在列表中，请重新选择"
        return ""  # no list could show it
    return text


def _step(errors: Errors, step: StepStatement) -> StepStatement:
    def spot(part: str) -> Spot:
        return Spot("steps", step.key, part)

    return StepStatement(
        step.key,
        _known(errors, spot("state"), step.state, StepProgress, LABELS["steps"]),
        Period(_line(errors, spot("done_on"), step.done_on.text, "完成日期")),
        _line(errors, spot("word"), step.word, "步骤说明"),
    )


def _figures(errors: Errors, figures: tuple[ReportedFigure, ...]) -> tuple[ReportedFigure, ...]:
    figures = tuple(figure for figure in figures if not figure.blank)
    if len(figures) > MOST_FIGURES:
        errors[Spot("figures")] = f"数据最多{MOST_FIGURES}项，现有{len(figures)}项，请删减"
        return figures
    return tuple(_figure(errors, number, figure) for number, figure in enumerate(figures, start=1))


def _figure(errors: Errors, number: int, figure: ReportedFigure) -> ReportedFigure:
    parts = {
        part: _line(
            errors, Spot("figures", number, part), str(getattr(figure, part)), f"第{number}项数据的{label}"
        )
        for part, label in FIGURE_LABELS.items()
    }
    return ReportedFigure(**parts | {"day": Period(parts["day"])})


# --- what a button of a task's part does to what was typed -------------------------------------------------------


class Pressed(NamedTuple):
    """A button: what it does, of which task, and to what there."""

    verb: str
    number: int = 0
    what: str = ""


def pressed(op: str) -> Pressed:
    """`save`, `review`, or such as `unchanged-14`, `carry-14-next_text`, `take-14-7`."""
    found = re.fullmatch(r"([a-z]+)-(\d{1,6})(?:-(\w{1,20}))?", op)
    return Pressed(found[1], int(found[2]), found[3] or "") if found else Pressed(op)


def after_pressing(button: Pressed, said: Statement, before: Statement | None) -> Statement:
    """The text after a button that changes it; every other button saves it as it is."""
    if button.verb == "unchanged" and before is not None:
        return replace(before.carried_over(), steps=said.steps, figures=said.figures)
    if button.verb == "changed":
        return replace(said, unchanged=False)
    if button.verb == "carry" and button.what in TEXTS and before is not None:
        return replace(said, unchanged=False, **{button.what: getattr(before, button.what)})
    if button.verb == "figures" and before is not None:
        return replace(said, figures=(*said.figures, *_asked_again(said, before)))
    return said


def with_given(said: Statement, text: str) -> Statement:
    """What a participating unit gave, taken over behind what is written."""
    together = "\n".join(filter(None, (said.done_text.rstrip(), text.strip())))
    return replace(said, unchanged=False, done_text=together)


def with_file(typed: Typed, upload) -> Typed:
    """With the file that was chosen, checked; what is wrong with it is an error like any other."""
    try:
        if upload is None:
            raise ValidationError("请先选择要上传的文件")
        return replace(typed, file=uploads.read_evidence(upload))
    except ValidationError as error:
        return without_file(typed, error.messages[0])


def without_file(typed: Typed, reason: str) -> Typed:
    return replace(typed, file=None, errors=typed.errors | {Spot("file"): reason})


def drawn_again(typed: Typed) -> Typed:
    """No page can carry a file that was chosen: that it has to be chosen again is said at its field."""
    return without_file(typed, f"文件“{typed.file.name}”尚未上传，请重新选择") if typed.file else typed


def _asked_again(said: Statement, before: Statement) -> Iterator[ReportedFigure]:
    """What was counted last time and is not yet this time, its number and day to be written anew."""
    there = {(figure.what, figure.measure) for figure in said.figures}
    for figure in before.figures:
        if (figure.what, figure.measure) not in there:
            yield replace(figure, number="", day=Period())


_PARTS = {"steps": ("step", "state"), "figures": ("figure", "what")}


def html_id(number: int, field: str, row: int | None = None, part: str = "") -> str:
    """The id of what a finding or an error is about: id_14_done_text, id_14_step_3_state, id_14_figure_1_what."""
    if row is None:
        return f"id_{number}_{field}"
    kind, first = _PARTS[field]
    return f"id_{number}_{kind}_{row}_{part or first}"
