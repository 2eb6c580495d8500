"""代录: the plan form beside the letter it is entered from."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.enums import PlanStatus
from tasks.forms.plan_cleaning import Cleaned
from tasks.models import IncomingLetter, Plan, Task
from tasks.pages import plan_form
from tasks.pages.plan_form import Drawn
from tasks.rules import period_notes
from tasks.rules.crosschecks import Finding


def page(
    letter: IncomingLetter,
    task: Task,
    plan: Plan | None,
    cleaned: Cleaned,
    *,
    warnings: Sequence[Finding] = (),
    filed_meanwhile: bool = False,
) -> dict:
    """The parts of the plan form, without what the unit's other plans would offer: those are not ours to see.

    `filed_meanwhile` where another filing of the plan came first, so that it cannot be entered any more.
    """
    context = plan_form.parts(task, cleaned, offers=plan_form.offices_of(task))
    return context | {
        "lines": [_of_paper(line) for line in context["lines"]],
        "steps": [_of_paper(step) for step in context["steps"]],
        "version": plan.version if plan else 0,
        "pasted": None,
        "letter": letter,
        "warnings": warnings,
        "filed_meanwhile": plan if filed_meanwhile else None,
        "accepted_meanwhile": filed_meanwhile and plan.status == PlanStatus.ACCEPTED,
    }


# Whoever records a paper is not asked to write what it does not say.
_LACKING = {
    str(period_notes.YEAR_MISSING): "缺少年份，来文未写的照录",
    str(period_notes.MONTH_MISSING): "缺少月份，来文未写的照录",
}


def _of_paper(drawn: Drawn) -> Drawn:
    if drawn.reading is None:
        return drawn
    words = _LACKING.get(drawn.reading.words, drawn.reading.words)
    notes = tuple(replace(note, advice="，请对照来文" if note.asks else "") for note in drawn.reading.notes)
    return replace(drawn, reading=replace(drawn.reading, words=words, notes=notes))
