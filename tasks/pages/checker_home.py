"""首页 of the receiving office: what waits for a checker today, out of the ledger of today."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tasks import policies
from tasks.enums import WITH_THE_CHECKER, PlanStatus, TaskState
from tasks.ledger import Ledger, Row
from tasks.models import Plan, PlanAuthor
from units.models import Membership


@dataclass(frozen=True)
class Waiting:
    """A filed plan to check. `own` plans may not be accepted by this person, who wrote or filed them."""

    row: Row
    plan: Plan
    own: bool

    @property
    def started(self) -> bool:
        return self.plan.status == PlanStatus.CHECKING


@dataclass(frozen=True)
class CheckerHome:
    """`to_verify` were entered on behalf and wait for a second person, this one or (`verifiable`) another."""

    to_check: list[Waiting]
    to_verify: list[Plan]
    verifiable: set[int]
    refile_overdue: list[Row]
    missing: list[Row]
    due_soon: list[Row]
    no_lead: list[Row]

    @property
    def units_that_owe(self) -> int:
        return len({row.lead for row in (*self.missing, *self.due_soon)})


def build(ledger: Ledger, by: Membership) -> CheckerHome:
    """One query beside those of the ledger."""
    plans = _filed_plans(ledger, by)
    waiting = [
        Waiting(row, plans[row.number], plans[row.number].written_by_me)
        for row in ledger.rows
        if row.number in plans and row.status in WITH_THE_CHECKER
    ]
    unverified = [plan for plan in plans.values() if plan.filing.on_behalf and not plan.filing.verified_at]
    return CheckerHome(
        to_check=sorted(waiting, key=lambda entry: (entry.plan.filing.counts_from, entry.row.number)),
        to_verify=unverified,
        verifiable={plan.task.number for plan in unverified if _may_verify(by, plan)},
        refile_overdue=[row for row in ledger.rows if row.refile_overdue],
        missing=[row for row in ledger.rows if row.state == TaskState.MISSING],
        due_soon=[row for row in ledger.rows if row.state == TaskState.DUE_SOON],
        no_lead=[row for row in ledger.rows if row.state == TaskState.NO_LEAD],
    )


def _filed_plans(ledger: Ledger, by: Membership) -> dict[int, Plan]:
    """Plans in the checkers' hands, and those still to be compared with the paper, by number."""
    mine = PlanAuthor.objects.filter(plan=OuterRef("pk"), user=by.user_id)
    plans = Plan.objects.visible_to(by).filter(task__programme=ledger.programme)
    plans = plans.exclude(filing=None).exclude(status=PlanStatus.ACCEPTED, filing__letter=None)
    plans = plans.select_related("task__programme", "task__lead", "filing__by__user", "filing__letter")
    return {plan.task.number: plan for plan in plans.annotate(written_by_me=Exists(mine))}


def _may_verify(by: Membership, plan: Plan) -> bool:
    plan.filing.plan = plan
    return policies.allowed(policies.may_verify, by, plan.filing)
