"""核对意见 of a return, each beside what it is about while that is being mended, with the answer there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks.enums import PlanStatus
from tasks.forms.filing import CommentAnswerForm
from tasks.forms.two_texts import THEIRS
from tasks.models import Comment, Plan, Progress, Task
from tasks.pages.comments import sent_with_returns
from tasks.reported import Reported
from tasks.rules import answers
from tasks.rules.sheet import IN_ONE_LINE
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Refusal

Answers = Mapping[Comment, CommentAnswerForm]


class UnsavedAnswer(NamedTuple):
    """An answer that was typed and refused."""

    comment: Comment
    form: CommentAnswerForm
    refusal: Refusal


class ToAnswer(NamedTuple):
    """A comment with the fields of its answer; plain values, so that what it stands beside can be drawn once. `opened` is
    whether they are shown at once, `wrong` what was refused of the answer; `gone` where the step it was made on is not
    there any more.
    """

    pk: int
    field: str
    step_key: int | None
    place: str
    text: str
    answered: str
    answer_fields: SafeString
    opened: bool
    wrong: tuple[str, ...] = ()
    gone: bool = False

    @property
    def errors(self) -> list[dict[str, str]]:
        return [
            {"text": f"{self.place}的意见：{message}", "href": f"#comment-{self.pk}"}
            for message in self.wrong
        ]


def _beside(comment: Comment, typed: CommentAnswerForm | None) -> ToAnswer:
    return ToAnswer(
        pk=comment.pk,
        field=comment.field,
        step_key=comment.step_key,
        place=comment.place,
        text=comment.text,
        answered=comment.get_answer_display(),
        answer_fields=answer_fields(comment, typed),
        opened=typed is not None or not comment.answer,
        wrong=tuple(message for messages in typed.errors.values() for message in messages) if typed else (),
    )


class Answer(NamedTuple):
    """What is saved of an answer; plain values, so that its fields are drawn once. `name` is that of its fields."""

    name: str
    answer: str
    answer_text: str

    def form(self, posted=None) -> CommentAnswerForm:
        seen = answers.mark_of(self.answer, self.answer_text)
        return CommentAnswerForm(posted, prefix=self.name, initial=self._asdict() | {"seen": seen})


def _answer(comment: Comment) -> Answer:
    """On the page of a round, where several tasks stand in one form, its fields are named as those of its task."""
    of_task = f"{comment.work.task.number}-" if comment.entry_id else ""
    return Answer(f"{of_task}c{comment.pk}", comment.answer, comment.answer_text)


def answer_form(comment: Comment, posted) -> CommentAnswerForm:
    return _answer(comment).form(posted)


def answer_fields(comment: Comment, typed: CommentAnswerForm | None) -> SafeString:
    """As saved, or as it was typed."""
    return typed.render() if typed else drawn("tasks/_answer_fields.html", answer=_answer(comment))


def answers_typed(task: Task, posted) -> Answers:
    """Those to comments on a plan, of whichever return, that were typed; no query where none was on the page."""
    if not _has_answers(posted):
        return {}
    comments = _sent().filter(filing__plan__task=task)
    for comment in comments:
        comment.work.task = task
    return typed_of(comments, posted)


def answers_typed_in_round(rows: Iterable[Reported], posted) -> Answers:
    """The same of what is reported in a round."""
    if not _has_answers(posted):
        return {}
    written = {each.progress.pk: each.progress for each in rows if each.progress}
    comments = Comment.objects.filter(entry__progress__in=written, sent_at__isnull=False).order_by("pk")
    return typed_of(_on(written, comments.select_related("entry__steps_of").defer("entry__content")), posted)


def _has_answers(posted) -> bool:
    return any(name.endswith("-answer_text") for name in posted)


def typed_of(comments: Iterable[Comment], posted) -> Answers:
    """Where there were two to choose from, not the one that was given up for what somebody else answered."""
    forms = ((comment, answer_form(comment, posted)) for comment in comments)
    return {
        comment: form for comment, form in forms if form.touched and posted.get(choice_name(form)) != THEIRS
    }


def choice_name(form: CommentAnswerForm) -> str:
    """Under which it is posted which of two answers was chosen; on the page of a round it begins with the number of the task."""
    return form.add_prefix("choose")


def seen_now(comments: Iterable[Comment]) -> list[dict[str, str]]:
    """What the next save of answers rests on that were saved in the background."""
    return [{"name": f"{_answer(comment).name}-seen", "seen": comment.answer_mark} for comment in comments]


def half_typed(comments: Iterable[Comment]) -> list[dict[str, str]]:
    """What a save in the background left to whoever is typing it, each a link to it."""
    return [
        {"text": f"{comment.place}的答复未填完，尚未保存", "href": f"#comment-{comment.pk}"}
        for comment in comments
    ]


def _sent():
    return Comment.objects.filter(sent_at__isnull=False).select_related("filing__plan").order_by("pk")


_OF_FILING = Prepared(lambda filing: _sent().filter(filing=filing))


def sent_in_round(rows: Iterable[Reported]) -> dict[int, list[Comment]]:
    """By the key of its task the comments of its last return; one query where anything is returned, else none."""
    returned = {each.progress.pk: each.progress for each in rows if each.is_returned}
    found = {progress.task_id: [] for progress in returned.values()}
    for comment in _sent_last(returned):
        found[comment.work.task_id].append(comment)
    return found


def _sent_last(written: Mapping[int, Progress]) -> list[Comment]:
    """With the last return of each, by its key; none is asked for of none."""
    return _on(written, sent_with_returns(written))


def _on(written: Mapping[int, Progress], comments: Iterable[Comment]) -> list[Comment]:
    """With what they are on as it was fetched."""
    found = list(comments)
    for comment in found:
        comment.work = written[comment.entry.progress_id]
    return found


@dataclass(frozen=True)
class Returned:
    """The comments that came with the last return; none of what is not returned."""

    comments: list[ToAnswer]

    @classmethod
    def of(cls, plan: Plan | None, answers: Answers) -> "Returned":
        if plan is None or plan.status != PlanStatus.RETURNED:
            return cls([])
        return cls.with_answers(_OF_FILING(filing=plan.filing_id), answers)

    @classmethod
    def with_answers(cls, comments: Iterable[Comment], answers: Answers) -> "Returned":
        return cls([_beside(comment, answers.get(comment)) for comment in comments])

    def on(self, field: str) -> list[ToAnswer]:
        return [one for one in self.comments if one.step_key is None and one.field == field]

    def on_step(self, key: int | None) -> list[ToAnswer]:
        return [one for one in self.comments if key and one.step_key == key]

    def on_steps(self, keys: Iterable[int | None]) -> list[ToAnswer]:
        """On the steps as a whole, and on those that are not there any more."""
        there = set(keys)
        gone = [one for one in self.comments if one.step_key and one.step_key not in there]
        return [*self.on("steps"), *(one._replace(gone=True) for one in gone)]

    def elsewhere(self) -> list[ToAnswer]:
        """Of a plan on what is not written here."""
        written = {"steps", "participants", *(field.name for field in IN_ONE_LINE)}
        return [one for one in self.comments if one.step_key is None and one.field not in written]

    def errors(self) -> list[dict[str, str]]:
        return [error for one in self.comments for error in one.errors]


NONE_SENT = Returned([])
