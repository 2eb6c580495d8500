"""代录: the plan form beside the letter it is entered from."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.timezone import localtime

from tasks.enums import PlanStatus
from tasks.forms.plan_cleaning import Cleaned
from tasks.forms.plan_operations import Operated
from tasks.models import Arrival, Plan
from tasks.pages import next_in_queue, plan_offers, scans
from tasks.pages.letters import beside_what_was_filed
from tasks.pages.plan_fields import parts
from tasks.pages.plan_pasting import paste_note
from tasks.pages.plan_readings import ReadingBeside
from tasks.rules import dates, period_notes
from tasks.rules.crosschecks import Finding
from units.models import Membership


def page(
    arrival: Arrival,
    plan: Plan | None,
    cleaned: Cleaned,
    *,
    by: Membership,
    warnings: Sequence[Finding] = (),
    looked: bool = False,
    filed_meanwhile: bool = False,
    operated: Operated | None = None,
) -> dict:
    """The parts of the plan form, without what the unit's other plans would offer: those are not ours to see.

    `looked` where it was asked what is noticed; `filed_meanwhile` where another filing of the plan came first, so that it
    cannot be entered any more; `operated` what a button has just done to the rows.
    """
    task = arrival.task
    context = parts(task, cleaned, offers=plan_offers.offers(task, []))
    return context | {
        "save_url": reverse("plan-enter", args=[task.programme.slug, arrival.letter_id, task.number]),
        "lines": [replace(line, reading=_of_paper(line.reading)) for line in context["lines"]],
        "steps": [step._replace(reading=_of_paper(step.reading)) for step in context["steps"]],
        "version": plan.version if plan else 0,
        "pasted": paste_note(cleaned.sheet, operated and operated.pasted),
        "deleted": operated and operated.deleted,
        "letter": arrival.letter,
        "scan": scans.beside(task.programme, arrival.letter),
        "entering": next_in_queue.to_enter(arrival).after("照来文代录并报送" if warnings else "代录并报送"),
        "entered_last": next_in_queue.entered_last(task.programme, by),
        "warnings": warnings,
        "looked": looked,
        "filing": plan and plan.filing,
        "filed": _filed_in_words(plan) if plan and plan.filing else "",
        "filed_meanwhile": _unequal(plan) if filed_meanwhile else "",
        "beside": _beside(arrival, plan) if plan and plan.status == PlanStatus.FILED else "",
    }


def _beside(arrival: Arrival, plan: Plan) -> str:
    """What is said of the letter beside what waits for its checkers."""
    first = plan.filings.standing().order_by("counts_from").values_list("counts_from", flat=True)[0]
    return beside_what_was_filed(arrival, first)


def _filed_in_words(plan: Plan) -> str:
    filing = plan.filing
    how = "据来文" if filing.on_behalf else f"由{plan.task.lead}"
    return (
        f"本项已于{dates.moment(localtime(filing.counts_from))}{how}报送（{filing}，报送编号{filing.number}）"
    )


def _unequal(plan: Plan) -> str:
    """What to do where what was filed meanwhile is not what the letter says."""
    lead = plan.task.lead
    if plan.status == PlanStatus.ACCEPTED:
        return f"本项已核收，请与{lead}联系"
    if plan.status == PlanStatus.RETURNED:
        return f"本项已退回修改，由{lead}重新报送"
    return f"在核对时提出意见，退回{lead}修改"


# Whoever records a paper is not asked to write what it does not say.
_LACKING = {
    str(period_notes.YEAR_MISSING): "缺少年份，来文未写的照录",
    str(period_notes.MONTH_MISSING): "缺少月份，来文未写的照录",
}


def _of_paper(reading: ReadingBeside | None) -> ReadingBeside | None:
    if reading is None:
        return None
    notes = tuple(replace(note, advice="，请对照来文" if note.asks else "") for note in reading.notes)
    return reading._replace(words=_LACKING.get(reading.words, reading.words), notes=notes)
