"""Answers that were typed and not saved: beside the one that somebody else gave meanwhile, or to be copied where none is
taken any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tasks.actions.comments import StaleAnswer
from tasks.forms.filing import CommentAnswerForm
from tasks.forms.two_texts import MINE, TwoTexts
from tasks.models import Comment
from tasks.pages.answering import Answers, UnsavedAnswer, choice_name
from tasks.rules import answers
from tasks.rules.wording import beginning
from units.models import Membership

_BEGINNING = 30  # characters of a comment, to be told from the others


@dataclass(frozen=True)
class TwoAnswers(TwoTexts):
    """Two answers to one comment; `fields` carry one's own along unseen."""

    name: str
    number: int
    label: str
    theirs: str
    mine: str
    who: str
    fields: tuple[tuple[str, str], ...]
    chosen: str = ""

    @property
    def title(self) -> str:
        return f"{self.who}保存的答复"


class LostAnswer(NamedTuple):
    """An answer that is not taken any more, and why."""

    number: int
    label: str
    reason: str
    text: str
    fields: tuple[tuple[str, str], ...]


class SaveNotice(NamedTuple):
    """What the answer to a save in the background says of what it did not save, and where its button leads, if it has one:
    to both texts, or to what was typed where none is taken any more. It does what `op` was to do.
    """

    words: str
    what: str = "您填写的"
    leads_to: str = "查看两份内容并选择"
    op: str = "save"


TO_COPY = "查看未保存的内容"


def name_to(who: Membership, by: Membership) -> str:
    """Who saved something meanwhile: another person, or the reader themselves, elsewhere."""
    return "您在另一个窗口" if who.user_id == by.user_id else who.user.full_name


def choices(
    unsaved: Iterable[UnsavedAnswer], by: Membership, chosen: Mapping[str, str] | None = None
) -> list[TwoAnswers]:
    return [
        _choice(one.refusal.current, one.form, by, chosen or {})
        for one in unsaved
        if isinstance(one.refusal, StaleAnswer)
    ]


def asked_again(typed: Answers) -> list[UnsavedAnswer]:
    """Those of the page of two texts, where not everything was chosen."""
    return [UnsavedAnswer(comment, form, StaleAnswer(comment)) for comment, form in typed.items()]


def undecided(typed: Answers, chosen: Mapping[str, str]) -> bool:
    """What was given up for somebody else's is not among them any more."""
    return any(chosen.get(choice_name(form)) != MINE for form in typed.values())


def lost(unsaved: Iterable[UnsavedAnswer]) -> list[LostAnswer]:
    return [
        LostAnswer(
            number=one.comment.work.task.number,
            label=label_of(one.comment),
            reason=one.refusal.words,
            text=answers.in_words(*one.form.typed),
            fields=_fields(one.form, one.form.based_on),
        )
        for one in unsaved
        if not isinstance(one.refusal, StaleAnswer)
    ]


def notice(unsaved: list[UnsavedAnswer], by: Membership) -> SaveNotice | None:
    """One for all: by hand each of them is shown."""
    for two in choices(unsaved, by):
        return SaveNotice(f"{two.who}保存了另一份答复", what="您填写的答复")
    for one in lost(unsaved):
        return SaveNotice(f"{one.label}没有保存：{one.reason}", leads_to="")
    return None


def title(*, differs: bool, is_open: bool) -> str:
    """Of the page of two texts: whether there are two of anything, and whether it may still be chosen."""
    if not differs:
        return "有答复没有保存"
    return "两份内容请选择" if is_open else "填写的内容没有保存"


def label_of(comment: Comment) -> str:
    return f"“{comment.place}”的核对意见“{beginning(comment.text, _BEGINNING)}”的答复"


def _choice(
    comment: Comment, form: CommentAnswerForm, by: Membership, chosen: Mapping[str, str]
) -> TwoAnswers:
    """What was chosen holds only while the other answer is the one that it was chosen from."""
    is_same = form.based_on == comment.answer_mark
    return TwoAnswers(
        name=choice_name(form),
        number=comment.work.task.number,
        label=label_of(comment),
        theirs=answers.in_words(comment.answer, comment.answer_text),
        mine=answers.in_words(*form.typed),
        who=name_to(comment.answered_by, by) if comment.answered_by else "已",
        fields=_fields(form, comment.answer_mark),
        chosen=chosen.get(choice_name(form), "") if is_same else "",
    )


def _fields(form: CommentAnswerForm, seen: str) -> tuple[tuple[str, str], ...]:
    named = zip(("answer", "answer_text", "seen"), (*form.typed, seen), strict=True)
    return tuple((form.add_prefix(name), value) for name, value in named)
