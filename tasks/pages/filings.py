"""The filings of a plan, with all that pages show of them; and two of them beside each other."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import prefetch_related_objects
from django.http import Http404

from tasks import policies
from tasks.models import Filing, Plan
from tasks.pages.contact_changes import ContactsChanged, holding_for
from tasks.pages.sheet import SheetPage, to_compare, to_read
from tasks.rules import contact_changes, differences, step_ends
from tasks.rules.differences import DifferenceKind, Differences, StepDifference
from tasks.rules.sheet import Sheet, Step
from units.models import Membership
from units.prepared import PreparedFor


def shows_plan(filing: Filing, by: Membership) -> bool:
    """Whether who reads a filing may read its plan too: not of what a unit filed that leads no more."""
    return filing.lead_id != by.unit_id or bool(_READABLE(by, plan=filing.plan_id))


_READABLE = PreparedFor(lambda by, plan: Plan.objects.visible_to(by).filter(pk=plan).values_list("pk"))


def detail(filing: Filing, *, by: Membership, sheet: Sheet) -> dict:
    """One filing as it was filed, whatever became of the plan; `sheet` as `by` may see it."""
    return {
        "programme": filing.plan.task.programme,
        "task": filing.plan.task,
        "plan": filing.plan,
        "filing": filing,
        "sheet": to_read(sheet, ended=ended_in(filing)),
        "shows_plan": shows_plan(filing, by),
        "may_sign": policies.allowed(policies.may_sign, by, filing),
    }


def with_keys(filings: Sequence[Filing]) -> Sequence[Filing]:
    """The same, the keys of their steps fetched: one query, and none where all carry theirs."""
    of_before = [filing for filing in filings if not filing.carries_keys]
    if of_before:
        prefetch_related_objects(of_before, "step_keys")
    return filings


def endings_of(filing: Filing) -> dict[int, str]:
    """What became of steps that a filing no longer has, by their keys."""
    return step_ends.in_words(filing.ends(), filing.keyed_sheet()) if filing.step_ends else {}


def ended_in(filing: Filing) -> list[tuple[str, Step]]:
    """The steps in force that a filing of a revision ended, each with what became of it; no query where it ended none."""
    if not filing.step_ends:
        return []
    said, beside = endings_of(filing), filing.events.exclude(in_force=None).select_related("in_force")
    return [
        (said[step.key], step) for step in beside.first().in_force.keyed_sheet().steps if step.key in said
    ]


def compared(
    before: Filing, after: Filing, shown: Callable[[Sheet], Sheet] = lambda sheet: sheet
) -> Differences:
    """What changed between two filings; `shown` hides what the reader may not see."""
    with_keys([before, after])
    return differences.compare(shown(before.keyed_sheet()), shown(after.keyed_sheet()))


def working_copy(plan: Plan, changes: Iterable[ContactsChanged]) -> SheetPage:
    """The working copy to be read, a revision with what it changes in what was accepted and, by `changes`, holds."""
    sheet = plan.sheet()
    if not plan.revising:
        return to_read(sheet)
    with_keys([plan.in_force])
    in_force = contact_changes.holding(plan.in_force.keyed_sheet(), holding_for(plan.in_force, changes))
    ends = step_ends.in_words(plan.ends(), plan.typed())
    return to_compare(sheet, differences.compare(in_force, sheet), ends)


def comparison(
    plan: Plan, *, by: Membership, before: int | None, after: int | None, shown: Callable[[Sheet], Sheet]
) -> dict:
    """Any two filings field by field; the two newest unless others are named. `shown` hides what `by` may not see."""
    filings = list(Filing.objects.of(plan, by).order_by("nth"))
    if len(filings) < 2:
        raise Http404("本方案只报送过一次，没有可以比较的内容")
    by_nth = {filing.nth: filing for filing in filings}
    first, second = by_nth.get(before, filings[-2]), by_nth.get(after, filings[-1])
    differing, ends = compared(first, second, shown), endings_of(second)
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "choices": [(filing.nth, str(filing)) for filing in filings],
        "before": first,
        "after": second,
        "comparison": differing,
        "steps": [(step, _ended(step, ends)) for step in differing.steps],
    }


def _ended(step: StepDifference, ends: dict[int, str]) -> str:
    return ends.get(step.before.key, "") if step.kind == DifferenceKind.REMOVED else ""
