"""What stands at the foot of a task's form in a round, and answers a save in the background."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from tasks.forms.progress import Typed, html_id, marks_of
from tasks.models import Comment
from tasks.pages.answering import half_typed
from tasks.pages.round_parts import Link, SavedFacts
from tasks.reported import Reported
from tasks.rules import dates
from tasks.rules.crosschecks import Finding
from tasks.rules.statement import Statement


def facts(each: Reported, said: Statement, *, today: date, automatic: bool) -> SavedFacts:
    found = each.findings(said.trimmed().read(year=each.round.covers_until.year), today=today)
    blocking = [finding for finding in found if finding.blocks]
    missing = tuple(finding_link(each.number, finding) for finding in blocking)
    return SavedFacts(each.number, _saved(each, today, automatic), missing, ready=not blocking)


def saved(
    rows: Iterable[Reported], beside: Mapping[int, Typed], half: Iterable[Comment], *, today: date
) -> list[dict]:
    """The answer to a save in the background: of each task its version, the marks of its text, its facts, and which answers
    are `half` typed. What was saved `beside` something of somebody else, which the page does not show yet, goes on
    resting on the version it was drawn with and on the marks of what it shows.
    """
    return [
        {
            "version": beside[each.number].version if each.number in beside else each.version,
            "seen": marks_of(beside[each.number].said if each.number in beside else each.said),
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
