"""A task of the round with its form."""

from datetime import date

from tasks.enums import Outlook, StepProgress
from tasks.forms.progress import Errors, Spot, Typed, marks_of
from tasks.pages.answering import NONE_SENT, Returned
from tasks.pages.round_beside import Beside
from tasks.pages.round_foot import facts
from tasks.pages.round_parts import Comments, OpenTask, Text
from tasks.pages.round_row import badge, needs_reason, office
from tasks.pages.round_steps import figures, figures_before, lies_ahead
from tasks.pages.round_steps import steps as in_time
from tasks.reported import Reported
from tasks.rules.statement import TEXTS, WHOLE, Statement

# Put together anew at each look.
_STATES, _OUTLOOKS = tuple(StepProgress.choices), tuple(Outlook.choices)


def open_task(
    each: Reported, typed: Typed | None, beside: Beside, *, today: date, may_file: bool
) -> OpenTask:
    number, before = each.number, each.said_before
    said, errors = (typed.said, typed.errors) if typed else (each.said, {})
    comments = beside.comments.get(each.task.pk, NONE_SENT)
    steps = [
        step._replace(comments=tuple(comments.on_step(step.key)))
        for step in in_time(each, said, errors, today)
    ]
    soon = [step for step in steps if not lies_ahead(step)]
    return OpenTask(
        number=number,
        content=each.task.content,
        address=beside.addresses.task(number),
        office=office(each),
        badge=badge(each, today),
        notes=_notes(each),
        returned=beside.notes.get(each.task.pk),
        comments=_comments(comments, [step.key for step in steps]),
        version=typed.version if typed else each.version,
        seen=typed.seen if typed else marks_of(said),
        unchanged=said.unchanged,
        may_be_unchanged=before is not None and not said.unchanged,
        texts=tuple(_text(number, name, said, before, errors, comments) for name in TEXTS),
        steps=tuple(soon),
        later_steps=tuple(step for step in steps if lies_ahead(step)),
        states=_STATES,
        outlooks=_OUTLOOKS,
        outlook=str(said.outlook),
        outlook_error=errors.get(Spot("outlook"), ""),
        reason=said.outlook_reason,
        reason_error=errors.get(Spot("outlook_reason"), ""),
        figures=figures(number, said, errors),
        figures_before=figures_before(said, before),
        figures_error=errors.get(Spot("figures"), ""),
        figures_open=bool(said.figures) or Spot("figures") in errors,
        given=beside.given.get(each.task.pk, ()),
        offline=beside.in_round.contributions(number) if each.task.pk in beside.joined else "",
        coordination=beside.addresses.coordination(number),
        plan=beside.addresses.plan(number),
        troubled=bool(said.problem_text) or needs_reason(said.outlook),
        files=beside.files.get(each.task.pk, ()),
        file_error=errors.get(Spot("file"), ""),
        file_step=typed.file_step if typed else "",
        evidence_steps=tuple((str(step.key), f"第{step.number}步") for step in each.steps),
        facts=facts(each, said, today=today, automatic=False),
        may_file=may_file,
    )


def _comments(comments: Returned, keys: list[int]) -> Comments:
    return Comments(
        whole=tuple(comments.on(WHOLE)),
        outlook=tuple(comments.on("outlook")),
        steps=tuple(comments.on_steps(keys)),
        figures=tuple(comments.on("figures")),
    )


def _notes(each: Reported) -> tuple[str, ...]:
    found = []
    if each.on_behalf:
        found.append(f"已由{each.round.programme.receiving_office}据来文代录；与来文不符的，改正后更正报送")
    if not each.task.owes:
        found.append("本项在本期开始后才由本单位牵头或才恢复报送，本期不要求报送，也可以报送")
    return tuple(found)


def _text(
    number: int, name: str, said: Statement, before: Statement | None, errors: Errors, comments: Returned
) -> Text:
    return Text(
        number,
        name,
        value=getattr(said, name),
        before=getattr(before, name) if before else "",
        error=errors.get(Spot(name), ""),
        comments=tuple(comments.on(name)),
    )
