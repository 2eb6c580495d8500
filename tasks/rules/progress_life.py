"""The life of 进展报送 as a table: what a lead says of a task in a round. Nobody accepts it; it is filed, or returned.

Before anybody writes it is owed or not, which is no status (`tasks/querysets/rounds.py`).
"""

from tasks.enums import ProgressAction, ProgressStatus
from tasks.rules.workflow import Barred, Machine, Transition
from units.roles import Role

_LEAD = frozenset({Role.LIAISON})
_CHECKER = frozenset({Role.CHECKER})
_RETURNED = "已退回修改，不能撤回；请修改后重新报送"

PROGRESS = Machine(
    subject="本项进展",
    begun="开始填写",
    first=ProgressStatus.DRAFT,
    table=(
        Transition(ProgressStatus.DRAFT, ProgressAction.FILE, _LEAD, ProgressStatus.FILED),
        Transition(ProgressStatus.DRAFT, ProgressAction.ENTER, _CHECKER, ProgressStatus.FILED),
        Transition(ProgressStatus.FILED, ProgressAction.WITHDRAW, _LEAD, ProgressStatus.DRAFT),
        Transition(ProgressStatus.FILED, ProgressAction.CORRECT, _LEAD, ProgressStatus.FILED),
        Transition(ProgressStatus.FILED, ProgressAction.ENTER, _CHECKER, ProgressStatus.FILED),
        Transition(ProgressStatus.FILED, ProgressAction.RETURN, _CHECKER, ProgressStatus.RETURNED),
        Transition(ProgressStatus.RETURNED, ProgressAction.FILE, _LEAD, ProgressStatus.FILED),
        Transition(ProgressStatus.RETURNED, ProgressAction.ENTER, _CHECKER, ProgressStatus.FILED),
        Barred(ProgressStatus.RETURNED, ProgressAction.WITHDRAW, _LEAD, _RETURNED),
    ),
)
