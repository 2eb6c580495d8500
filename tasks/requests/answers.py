"""Answers to comments that were typed beside what they are about: saved one by one, and which of them were not."""

from dataclasses import dataclass, field

from tasks import policies
from tasks.actions import comments
from tasks.models import Comment
from tasks.pages.answering import Answers, UnsavedAnswer
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Refusal


@dataclass
class AnswersGiven:
    """What became of them. `half` are those that somebody is still typing."""

    saved: list[Comment] = field(default_factory=list)
    half: Answers = field(default_factory=dict)
    unsaved: list[UnsavedAnswer] = field(default_factory=list)

    @property
    def refusal(self) -> str:
        """Why the first was not saved, for the log."""
        return self.unsaved[0].refusal.words if self.unsaved else ""


def save_answers(request, answers: Answers) -> AnswersGiven:
    """Each by itself: what is refused of one is shown with what was typed of it, and holds up no other."""
    given = AnswersGiven()
    for comment, form in answers.items():
        if form.is_valid():
            try:
                given.saved.append(_save(request, comment, form.cleaned_data, form.based_on))
            except Refusal as refusal:
                given.unsaved.append(UnsavedAnswer(comment, form, refusal))
        elif refusal := _refusal(request, comment):
            given.unsaved.append(UnsavedAnswer(comment, form, refusal))
        else:
            given.half[comment] = form.unfinished()
    return given


def _save(request, comment: Comment, data: dict, based_on: str) -> Comment:
    return comments.answer(
        comment=comment,
        based_on=based_on,
        answer=data["answer"],
        text=data["answer_text"],
        by=request.membership,
        at=clock.now(),
    )


def open_answers(request, answers: Answers) -> Answers:
    """Those that can be given; of the others it is said why not, whatever is wrong with them beside."""
    return {comment: form for comment, form in answers.items() if not _refusal(request, comment)}


def closed_answers(request, answers: Answers) -> list[UnsavedAnswer]:
    return [
        UnsavedAnswer(comment, form, refusal)
        for comment, form in answers.items()
        if (refusal := _refusal(request, comment))
    ]


def _refusal(request, comment: Comment) -> Refusal | None:
    return policies.refusal_of(policies.may_answer_comment, request.membership, comment)
