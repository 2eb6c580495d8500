"""核对意见 of a return, each beside its field while the plan is being mended, with the answer there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.enums import PlanStatus
from tasks.forms.filing import CommentAnswerForm
from tasks.models import Comment, Plan, Task
from tasks.rules.sheet import IN_ONE_LINE, Sheet
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.prepared import Prepared

Answers = Mapping[Comment, CommentAnswerForm]


class Beside(NamedTuple):
    """`typed` is the answer that came back with errors; `gone` where the step it was made on is not in the plan any more."""

    comment: Comment
    typed: CommentAnswerForm | None
    gone: bool = False

    @property
    def answer_fields(self) -> SafeString:
        return answer_fields(self.comment, self.typed)


class Answer(NamedTuple):
    """What is saved of an answer; plain values, so that its fields are drawn once."""

    comment: int
    answer: str
    answer_text: str

    def form(self, posted=None) -> CommentAnswerForm:
        return CommentAnswerForm(posted, prefix=f"c{self.comment}", initial=self._asdict())


def _answer(comment: Comment) -> Answer:
    return Answer(comment.pk, comment.answer, comment.answer_text)


def answer_form(comment: Comment, posted) -> CommentAnswerForm:
    return _answer(comment).form(posted)


def answer_fields(comment: Comment, typed: CommentAnswerForm | None) -> SafeString:
    """As saved, or as it was typed."""
    return typed.render() if typed else drawn("tasks/_answer_fields.html", answer=_answer(comment))


def answers_typed(task: Task, posted) -> dict[Comment, CommentAnswerForm]:
    """Those to comments of the return that differ from what is saved; no query where none was on the page."""
    if not any(name.endswith("-answer_text") for name in posted):
        return {}
    forms = ((comment, answer_form(comment, posted)) for comment in _sent().filter(filing__plan__task=task))
    return {
        comment: form
        for comment, form in forms
        if form.add_prefix("answer_text") in posted and form.has_changed()
    }


def _sent():
    return Comment.objects.filter(sent_at__isnull=False).select_related("filing__plan").order_by("pk")


_OF_FILING = Prepared(lambda filing: _sent().filter(filing=filing))


@dataclass(frozen=True)
class Returned:
    """The comments that came with the last return; none of a plan that is not returned."""

    comments: list[Beside]

    @classmethod
    def of(cls, plan: Plan | None, answers: Answers) -> "Returned":
        if plan is None or plan.status != PlanStatus.RETURNED:
            return cls([])
        sent = _OF_FILING(filing=plan.filing_id)
        return cls([Beside(comment, answers.get(comment)) for comment in sent])

    def on(self, field: str) -> list[Beside]:
        return [one for one in self.comments if one.comment.step_key is None and one.comment.field == field]

    def on_step(self, key: int | None) -> list[Beside]:
        return [one for one in self.comments if key and one.comment.step_key == key]

    def on_steps(self, sheet: Sheet) -> list[Beside]:
        """On the steps as a whole, and on those that are not there any more."""
        keys = {step.key for step in sheet.steps}
        gone = [one for one in self.comments if one.comment.step_key and one.comment.step_key not in keys]
        return [*self.on("steps"), *(one._replace(gone=True) for one in gone)]

    def elsewhere(self) -> list[Beside]:
        """On what is not written here."""
        written = {"steps", "participants", *(field.name for field in IN_ONE_LINE)}
        return [
            one for one in self.comments if one.comment.step_key is None and one.comment.field not in written
        ]

    def errors(self) -> list[dict[str, str]]:
        return [
            {"text": f"{one.comment.place}的意见：{message}", "href": f"#comment-{one.comment.pk}"}
            for one in self.comments
            for messages in (one.typed.errors.values() if one.typed else ())
            for message in messages
        ]
