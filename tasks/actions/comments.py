"""核对意见 on what a lead filed, a plan or the progress of a task in a round: made, taken back, answered. What was made is
sent with the return (`checking.return_plan`, `progress_checking.send_back`).
"""

from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.locking import locked
from tasks.actions.progress_written import locked_progress
from tasks.enums import CommentAnswer
from tasks.models import Comment, Plan, Progress
from tasks.rules import answers, typed
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal


class StaleAnswer(Refusal):
    """Somebody else gave another answer in between. `current` is the comment with it."""

    def __init__(self, current: Comment):
        super().__init__("这条意见的答复刚刚有变化，未保存。请核对最新的答复后再答复", Kind.OUT_OF_DATE)
        self.current = current


@transaction.atomic
def on_plan(
    *, plan_id: int, field: str, step: int | None, text: str, by: Membership, at: datetime
) -> Comment:
    """Pin a comment to a field or step of the filing in force; unseen by the lead until the plan is returned."""
    plan = locked(pk=plan_id)
    policies.may_comment(by, plan)
    return _pinned(Comment(filing=plan.filing, field=field, text=text, at=at, by=by), step)


@transaction.atomic
def on_progress(
    *, progress_id: int, nth: int, field: str, step: int | None, text: str, by: Membership, at: datetime
) -> Comment:
    """The same of what stands reported of a task in a round, or of one of the steps that it reports. `nth` is which filing
    was read: what the lead filed meanwhile may say something else at the same place.
    """
    progress = locked_progress(progress_id)
    policies.may_comment(by, progress)
    if progress.entry.nth != nth:
        raise Refusal("本项进展已重新报送，意见尚未记下；请核对最近一次报送的内容后再记", Kind.OUT_OF_DATE)
    return _pinned(Comment(entry=progress.entry, field=field, text=text, at=at, by=by), step)


def _pinned(made: Comment, step: int | None) -> Comment:
    made.step_key = made.on.keys[step - 1] if step else None
    made.save()
    audit.record(action="comment.add", by=made.by, subject=made.on.number)
    return made


@transaction.atomic
def remove(*, comment: Comment, by: Membership) -> None:
    """Take back a comment that was not sent yet."""
    work = _locked_work(comment)
    policies.may_comment(by, work)
    comment = _as_it_stands(comment, work)
    if comment.sent_at or comment.by.user_id != by.user_id:
        raise Refusal("只能删除自己填写且尚未退回的意见", Kind.NOT_ALLOWED)
    audit.record(action="comment.remove", by=by, subject=comment.on.number, detail={"text": comment.text})
    comment.delete()


@transaction.atomic
def answer(
    *, comment: Comment, based_on: str, answer: CommentAnswer, text: str, by: Membership, at: datetime
) -> Comment:
    """采纳, 部分采纳 or 未采纳, the last with a reason; may be changed until it is filed again. `based_on` is the mark of the
    answer that the form was drawn with (`Comment.answer_mark`).

    Raises StaleAnswer; the same answer once more writes nothing.
    """
    comment = _as_it_stands(comment, _locked_work(comment))
    policies.may_answer_comment(by, comment)
    typed.comment_answer(answer, text)
    if answers.mark_of(answer, text) == comment.answer_mark:
        return comment
    if based_on != comment.answer_mark:
        raise StaleAnswer(comment)
    comment.answer, comment.answer_text = answer, text
    comment.answered_at, comment.answered_by = at, by
    comment.save(update_fields=["answer", "answer_text", "answered_at", "answered_by"])
    audit.record(action="comment.answer", by=by, subject=comment.on.number)
    return comment


def _locked_work(comment: Comment) -> Plan | Progress:
    if comment.entry_id is None:
        return locked(pk=comment.filing.plan_id)
    return locked_progress(comment.entry.progress_id)


def _as_it_stands(comment: Comment, work: Plan | Progress) -> Comment:
    """Read again behind the lock of what it is on: by now it may have been sent, or taken back in another window."""
    beside = "filing", "entry__steps_of", "by", "answered_by__user"
    found = Comment.objects.select_related(*beside).filter(pk=comment.pk).first()
    if found is None:
        raise Refusal("该意见已删除，未办理。请查看最新情况", Kind.OUT_OF_DATE)
    found.work = work
    return found
