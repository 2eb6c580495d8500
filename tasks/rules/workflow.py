"""A plan's life as one table (design §3): (status, action) → who may, and the status after it."""

from dataclasses import dataclass

from tasks.enums import Action, PlanStatus
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal


@dataclass(frozen=True)
class Transition:
    status: PlanStatus
    action: Action
    roles: frozenset[Role]
    after: PlanStatus


_LEAD = frozenset({Role.LIAISON})
_CHECKER = frozenset({Role.CHECKER})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(PlanStatus.DRAFT, Action.FILE, _LEAD, PlanStatus.FILED),
    Transition(PlanStatus.DRAFT, Action.ENTER, _CHECKER, PlanStatus.FILED),
    Transition(PlanStatus.FILED, Action.WITHDRAW, _LEAD, PlanStatus.DRAFT),
    Transition(PlanStatus.FILED, Action.CORRECT, _LEAD, PlanStatus.FILED),
    Transition(PlanStatus.FILED, Action.START_CHECK, _CHECKER, PlanStatus.FILED),
    Transition(PlanStatus.FILED, Action.RETURN, _CHECKER, PlanStatus.RETURNED),
    Transition(PlanStatus.FILED, Action.ACCEPT, _CHECKER, PlanStatus.ACCEPTED),
    Transition(PlanStatus.RETURNED, Action.FILE, _LEAD, PlanStatus.FILED),
    Transition(PlanStatus.RETURNED, Action.ENTER, _CHECKER, PlanStatus.FILED),
)
_TABLE = {(row.status, row.action): row for row in TRANSITIONS}


def transition(status: str, action: str) -> Transition:
    """The row for `action` in `status`; a Refusal where the table has none."""
    try:
        return _TABLE[PlanStatus(status), Action(action)]
    except KeyError:
        raise Refusal(
            f"实施方案现为“{PlanStatus(status).label}”，不能{Action(action).label}；请刷新页面查看最新状态",
            Kind.NOT_NOW,
        ) from None


def diagram() -> str:
    """The table as a Mermaid state diagram, for docs/state-diagram.md."""
    lines = ["stateDiagram-v2", f"    [*] --> {PlanStatus.DRAFT.label}: 开始填写"]
    for row in TRANSITIONS:
        who = "、".join(role.label for role in sorted(row.roles))
        lines.append(f"    {row.status.label} --> {row.after.label}: {row.action.label}（{who}）")
    return "\n".join(lines) + "\n"
