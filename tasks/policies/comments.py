"""核对意见: who makes them, reads them and answers them, on plans and on what is reported in rounds."""

from tasks.enums import PlanStatus, ProgressAction, ProgressStatus
from tasks.models import Plan
from tasks.policies.asking import require, require_now
from tasks.policies.checking import may_check
from tasks.policies.offices import may_receive
from tasks.policies.people import is_checker_of, leads, receives
from tasks.policies.progress import of_its_writers
from tasks.policies.writing import may_write
from units.roles import UNIT_ROLES

_BETWEEN = "核对意见只由牵头单位和核对人查看"
_OF_BEFORE = "这条意见之后已重新报送，并再次退回修改，请答复最近一次退回的意见"
_ONLY_THE_LEAD_ANSWERS = "只有牵头单位可以答复核对意见"


def may_comment(by, work) -> None:
    """On a plan while it is being checked; on progress as long as it is filed."""
    if isinstance(work, Plan):
        may_check(by, work)
        require_now(work.status != PlanStatus.FILED, "请先点击“开始核对”，再填写意见")
        now = PlanStatus(work.status).label
        require_now(work.status == PlanStatus.CHECKING, f"方案现为“{now}”，不能填写意见；请查看最新情况")
    else:
        may_receive(by, work.task.programme)
        require_now(
            work.status == ProgressStatus.FILED, "本项进展不在已报送状态，不能填写意见；请查看最新情况"
        )


def may_read_comments(by, filing) -> None:
    """What was returned is between the lead and who checks."""
    require(_is_of_lead(by, filing.plan.task) or is_checker_of(by, filing.plan), _BETWEEN)
    _was_returned(filing, filing.comments.filter(sent_at__isnull=False))


def may_read_comments_in_round(by, task) -> None:
    """The same of what is reported of a task."""
    require(_is_of_lead(by, task) or receives(by, task.programme), _BETWEEN)


def may_read_comments_on_entry(by, entry) -> None:
    """退回修改意见单 of what was filed of a task in a round."""
    may_read_comments_in_round(by, entry.progress.task)
    _was_returned(entry, entry.events.filter(action=ProgressAction.RETURN))


def _was_returned(filed, returned) -> None:
    require_now(returned.exists(), f"{filed}没有退回修改，没有意见单")


def _is_of_lead(by, task) -> bool:
    return leads(by, task) and by.role in UNIT_ROLES


def may_answer_comment(by, comment) -> None:
    """By the lead, while what it is on is returned."""
    work = comment.work
    require(_is_of_lead(by, work.task), _ONLY_THE_LEAD_ANSWERS)
    require_now(comment.sent_at is not None, "该意见尚未退回")
    if isinstance(work, Plan):
        require_now(work.status == PlanStatus.RETURNED, "方案不在退回修改状态，不能再答复")
        require_now(comment.filing_id == work.filing_id, _OF_BEFORE)
        may_write(by, work.task, work)
    else:
        of_its_writers(by, work.task, _ONLY_THE_LEAD_ANSWERS, "核对意见由该处室或单位联络员答复")
        require_now(work.status == ProgressStatus.RETURNED, "本项进展不在退回修改状态，不能再答复")
        # On a text that gave way to another it may have been made, but not have been sent before that one.
        require_now(work.entry.recorded_at <= comment.sent_at, _OF_BEFORE)
