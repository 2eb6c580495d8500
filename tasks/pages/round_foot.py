"""What stands at the foot of a task's form in a round, and answers a save in the background."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from tasks.forms.progress import Typed, html_id, mark_of
from tasks.models import Comment
from tasks.pages.answering import half_typed
from tasks.pages.round_parts import Link, SavedFacts
from tasks.reported import Reported
from tasks.rules import dates
from tasks.rules.crosschecks import Finding
from tasks.rules.statement import Statement


def facts(each: Reported, said: Statement, *, today: date, automatic: bool) -> SavedFacts:
    found = each.findings(said.read(year=each.round.covers_until.year), today=today)
    blocking = [finding for finding in found if finding.blocks]
    missing = tuple(finding_link(each.number, finding) for finding in blocking)
    return SavedFacts(each.number, _saved(each, today, automatic), missing, ready=not blocking)


def saved(rows: Iterable[Reported], half: Iterable[Comment], *, today: date) -> list[dict]:
    """The answer to a save in the background: of each task its version, the mark of its text, its facts, and which answers
    are `half` typed.
    """
    return [
        {
            "version": each.version,
            "seen": mark_of(each.said),
            "facts": facts(each, each.said, today=today, automatic=True),
            "half_typed": half_typed(one for one in half if one.work.task == each.task),
        }
        for each in rows
    ]


def refused(typed: Mapping[int, Typed]) -> list[dict]:
    """What stands in the way of a save, beside each of the tasks."""
    return [
        {
            "number": number,
            "errors": [Link(text, f"#{html_id(number, *spot)}") for spot, text in one.errors.items()],
        }
        for number, one in typed.items()
    ]


def finding_link(number: int, finding: Finding, page_address: str = "") -> Link:
    return Link(finding.message, f"{page_address}#{html_id(number, finding.field, finding.step)}")


def _saved(each: Reported, today: date, automatic: bool) -> str:
    if not each.is_begun:
        return "尚未保存"
    at = timezone.localtime(each.progress.updated_at)
    if automatic:
        return f"已自动保存 {at:%H:%M}"
    return f"{dates.lately(at, today)}由{each.progress.updated_by.user.full_name}保存"
