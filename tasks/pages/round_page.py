"""报送期 as a unit has it: what it reports task by task, what stands open, and what it tells others of theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from django.http import QueryDict
from django.urls import reverse

from tasks import policies
from tasks.enums import TaskState
from tasks.forms.progress import Typed, html_id
from tasks.models import Round
from tasks.pages import contributions, round_beside
from tasks.pages.answering import Answers
from tasks.pages.answering import ToAnswer as Comment
from tasks.pages.round_beside import Beside
from tasks.pages.round_open import open_task
from tasks.pages.round_parts import ClosedTask, Link, OpenTask
from tasks.pages.round_row import closed, stands_open
from tasks.reported import Reported, listed, reported
from tasks.rules import dates, deadlines
from units.models import Membership, Unit
from zgc_tasks.common.paging import paged


@dataclass(frozen=True)
class Shown:
    """What the page was asked to show beside what stands open by itself, and what was typed and not saved."""

    asked: frozenset[int]
    typed: Mapping[int, Typed]
    answers: Answers


def page(
    round: Round,
    by: Membership,
    asked: QueryDict,
    *,
    today: date,
    typed: Mapping[int, Typed] | None = None,
    answers: Answers | None = None,
) -> dict:
    """All that templates/tasks/round.html reads; `typed` is drawn as it was posted, with its errors, and so are `answers`
    to comments.
    """
    shown = Shown(_numbers(asked.getlist("open")) | (typed or {}).keys(), typed or {}, answers or {})
    found = paged(
        listed(by, round, today=today),
        asked,
        rows=partial(_rows, round, by, today, shown),
    )
    programme = round.programme
    has_errors = any(each.errors for each in (*shown.typed.values(), *shown.answers.values()))
    return {
        "programme": programme,
        "round": round,
        "unit": by.unit,
        "tasks": found,
        "joined": contributions.joined(round, by, asked),
        "opened": sorted(shown.asked),
        "errors": [link for each in found for link in _errors(each)] if has_errors else [],
        "has_errors": has_errors,
        "kept": kept_name(round),
        "covers": _covers(round),
        "timing": timing(
            round, by.unit, today, owed=any(each.badge.state == TaskState.MISSING for each in found)
        ),
        "save_url": reverse("round-save", args=[programme.slug, round.number]),
        "is_open": round.is_open_on(today),
        "may_file": policies.allowed(policies.may_file_progress, by),
    }


def _numbers(texts: Iterable[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isdecimal() and len(text) < 7)


def kept_name(round: Round, number: int | str = "") -> str:
    """Under which a browser keeps what is typed of a task."""
    return f"{round.programme.slug}-round-{round.number}-{number}"


def _covers(round: Round) -> str:
    return f"{dates.in_words(round.covers_from)}至{dates.beside(round.covers_until, round.covers_from)}"


def timing(round: Round, unit: Unit, today: date, *, owed: bool) -> str:
    """How long is left; and where something is `owed`, not filed yet, how late it is."""
    if not round.is_open_on(today):
        return f"{dates.in_words(round.opens_on)}起报送，{dates.in_words(round.due_on)}截止"
    due = round.due_of(unit)
    return f"{deadlines.days_left_sentence(due, today)}{deadlines.overdue(due, today) if owed else ''}"


def _rows(round: Round, by: Membership, today: date, shown: Shown, found: Iterable) -> list:
    rows = reported(found, round, today=today)
    beside = round_beside.of_rows(round, rows, today, shown.answers)
    return [_row(each, by, today, shown, beside) for each in rows]


def _row(each: Reported, by: Membership, today: date, shown: Shown, beside: Beside) -> OpenTask | ClosedTask:
    may_write = policies.allowed(policies.may_report, by, each.task, each.round, each.progress, today=today)
    typed = shown.typed.get(each.number)
    if typed or (may_write and (each.number in shown.asked or stands_open(each))):
        may_file = policies.allowed(policies.may_file_progress, by)
        return open_task(each, typed, beside, today=today, may_file=may_file)
    return closed(
        each,
        today,
        beside,
        may_write=may_write,
        may_compare=each.on_behalf and policies.allowed(policies.may_verify_entry, by, each.progress.entry),
    )


def _errors(row: OpenTask | ClosedTask) -> list[Link]:
    if isinstance(row, ClosedTask):
        return []
    named = [(text.id, text.error) for text in row.texts]
    named += [
        (html_id(row.number, "outlook"), row.outlook_error),
        (html_id(row.number, "outlook_reason"), row.reason_error),
        (html_id(row.number, "figures"), row.figures_error),
        (html_id(row.number, "file"), row.file_error),
    ]
    named += [(html_id(row.number, "steps", step.key), step.error) for step in row.steps]
    named += [(part.id, part.error) for figure in row.figures for part in figure]
    named += [
        (f"comment-{one.pk}", f"{one.place}的意见：{error}") for one in _comments(row) for error in one.wrong
    ]
    return [Link(f"第{row.number}项：{error}", f"#{place}") for place, error in named if error]


def _comments(row: OpenTask) -> Iterable[Comment]:
    return chain(*row.comments, *(each.comments for each in (*row.texts, *row.steps)))
