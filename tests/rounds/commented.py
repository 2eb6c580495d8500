"""A filing of a round with 核对意见 on it: how they are made, sent and answered."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import comments
from tasks.enums import CommentAnswer, StepProgress
from tasks.models import Comment
from tasks.rules.periods import Period
from tasks.rules.statement import StepStatement
from tests.rounds.conftest import SAID, moment, on
from tests.rounds.test_progress_page import FILED, NEXT, accepted_plan, address, text

AGAIN = date(2015, 5, 6)
UNTIL = date(2015, 5, 12)


@pytest.fixture
def filed(rounds_story):
    """With a plan of two steps in force; looked at by its checkers some days later."""
    accepted_plan(rounds_story)
    said = replace(SAID, steps=(StepStatement(1, StepProgress.DONE, Period("4月10日"), "已印发"),))
    rounds_story.file(said, day=FILED)
    on(NEXT)
    return rounds_story


def note(
    told, words: str = "请补充数据", field: str = "done_text", step: int | None = None, **more
) -> Comment:
    return comments.on_progress(
        progress_id=told.progress().pk, nth=told.progress().entry.nth, field=field, step=step, text=words, by=told.story.checker,
        **{"at": moment(NEXT)} | more,
    )  # fmt: skip


def send_back(told, day: date = NEXT, words: str = ""):
    return told.send_back(UNTIL, day=day, hour=15, words=words)


def answer(told, comment: Comment, given: str = CommentAnswer.ADOPTED, words: str = "", who: str = "liaison"):
    by = getattr(told.story, who)
    return comments.answer(
        comment=comment, based_on=comment.answer_mark, answer=given, text=words, by=by, at=moment(AGAIN)
    )


def post(told, who: str = "checker", **data):
    return told.story.browser(who).post(address(told, "progress-comment-add"), {"nth": 1} | data)


def shown(told, who: str) -> str:
    return text(told.story.browser(who).get(address(told)))


@pytest.fixture
def returned(filed):
    """With one comment on the first text and one on the second step."""
    note(filed)
    note(filed, "请说明进度", field="steps", step=2)
    send_back(filed)
    return filed


def fields(comment: Comment, given: str = "adopted", words: str = "") -> dict:
    return {f"t14_c{comment.pk}-answer": given, f"t14_c{comment.pk}-answer_text": words}
