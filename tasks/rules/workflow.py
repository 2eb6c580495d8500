"""Lives as tables (design §3): in which status which action is possible, for whom, and the status after it.

A `Machine` is made from such a table, whose statuses and actions are members of choices with their words. `PLAN` is
the life of an implementation plan.
"""

from dataclasses import dataclass

from tasks.enums import Action, PlanStatus
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal


@dataclass(frozen=True)
class Transition:
    """Whoever has one of `roles` may take `action` in `status`, and `after` it is in the next one."""

    status: str
    action: str
    roles: frozenset[Role]
    after: str


@dataclass(frozen=True)
class Barred:
    """What those with one of `roles` ask for in `status` in vain: the words that say why, and what to do instead."""

    status: str
    action: str
    roles: frozenset[Role]
    words: str


class Machine:
    """The life of a `subject`, from the moment it is `begun` in its first status."""

    def __init__(self, *, subject: str, begun: str, first: str, table: tuple[Transition | Barred, ...]):
        self.subject, self.begun, self.first, self.table = subject, begun, first, table
        self._rows = {(row.status, row.action): row for row in table}

    def row(self, status: str, action: str) -> Transition | Barred:
        """The row for `action` in `status`; refused in general words where there is none."""
        try:
            return self._rows[status, action]
        except KeyError:
            now = type(self.first)(status).label
            words = f"{self.subject}现为“{now}”，不能{action.label}；请查看最新情况"
            raise Refusal(words, Kind.NOT_NOW) from None

    def after(self, status: str, action: str) -> str:
        """The status that `action` leads to from `status`."""
        row = self.row(status, action)
        if isinstance(row, Barred):
            raise Refusal(row.words, Kind.NOT_NOW)
        return row.after

    def possible(self, status: str) -> list[str]:
        """The actions that lead on from `status`, in the order of the table."""
        return [row.action for row in self.table if isinstance(row, Transition) and row.status == status]

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.first.label}: {self.begun}"]
        for row in self.table:
            if isinstance(row, Transition):
                who = "、".join(role.label for role in sorted(row.roles))
                lines.append(f"    {row.status.label} --> {row.after.label}: {row.action.label}（{who}）")
        return "\n".join(lines) + "\n"


_LEAD = frozenset({Role.LIAISON})
_CHECKER = frozenset({Role.CHECKER})
_NOT_STARTED = "请先点击“开始核对”"

PLAN = Machine(
    subject="实施方案",
    begun="开始填写",
    first=PlanStatus.DRAFT,
    table=(
        Transition(PlanStatus.DRAFT, Action.FILE, _LEAD, PlanStatus.FILED),
        Transition(PlanStatus.DRAFT, Action.ENTER, _CHECKER, PlanStatus.FILED),
        Transition(PlanStatus.FILED, Action.ENTER, _CHECKER, PlanStatus.FILED),
        Transition(PlanStatus.FILED, Action.WITHDRAW, _LEAD, PlanStatus.DRAFT),
        Transition(PlanStatus.FILED, Action.CORRECT, _LEAD, PlanStatus.FILED),
        Transition(PlanStatus.FILED, Action.UNDO_CORRECTION, _LEAD, PlanStatus.FILED),
        Transition(PlanStatus.FILED, Action.START_CHECK, _CHECKER, PlanStatus.CHECKING),
        Barred(PlanStatus.FILED, Action.RETURN, _CHECKER, _NOT_STARTED),
        Barred(PlanStatus.FILED, Action.ACCEPT, _CHECKER, _NOT_STARTED),
        Transition(PlanStatus.CHECKING, Action.RETURN, _CHECKER, PlanStatus.RETURNED),
        Transition(PlanStatus.CHECKING, Action.ACCEPT, _CHECKER, PlanStatus.ACCEPTED),
        Barred(PlanStatus.CHECKING, Action.START_CHECK, _CHECKER, "已经开始核对"),
        Barred(
            PlanStatus.CHECKING,
            Action.WITHDRAW,
            _LEAD,
            "已开始核对，不能撤回；请与接收处室联系退回修改",
        ),
        Barred(
            PlanStatus.CHECKING,
            Action.CORRECT,
            _LEAD,
            "已开始核对，不能更正；请与接收处室联系退回修改",
        ),
        Barred(
            PlanStatus.CHECKING,
            Action.ENTER,
            _CHECKER,
            "已开始核对，不能代录来文内容；如需以来文内容为准，请先退回修改",
        ),
        Transition(PlanStatus.RETURNED, Action.FILE, _LEAD, PlanStatus.FILED),
        Transition(PlanStatus.RETURNED, Action.ENTER, _CHECKER, PlanStatus.FILED),
        Transition(PlanStatus.ACCEPTED, Action.TAKE_BACK, _CHECKER, PlanStatus.FILED),
        Transition(PlanStatus.ACCEPTED, Action.UNDO_ACCEPT, _CHECKER, PlanStatus.CHECKING),
        Transition(PlanStatus.ACCEPTED, Action.REVISE, _LEAD, PlanStatus.DRAFT),
        Transition(PlanStatus.DRAFT, Action.GIVE_UP, _LEAD, PlanStatus.ACCEPTED),
        Transition(PlanStatus.RETURNED, Action.GIVE_UP, _LEAD, PlanStatus.ACCEPTED),
        Barred(PlanStatus.FILED, Action.GIVE_UP, _LEAD, "修订稿已报送，请先撤回，再放弃修订"),
        Barred(
            PlanStatus.CHECKING,
            Action.GIVE_UP,
            _LEAD,
            "已开始核对，不能放弃修订；请与接收处室联系退回修改后再放弃",
        ),
    ),
)
