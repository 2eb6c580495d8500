"""A write that fails in the middle of commenting, disputing, verifying or answering leaves nothing, and all of it is done
when it is pressed once more.
"""

import pytest
from django.test import Client
from django.urls import reverse

from tasks.models import Comment
from tests.access.dump import business
from tests.access.faults import fault
from tests.factories import client_for
from tests.rounds.browsing import Browser
from tests.rounds.commented import NEXT, fields, filed, returned
from tests.rounds.conftest import on
from tests.rounds.test_by_the_lead import told
from tests.rounds.test_progress_page import address
from units.models import AuditEntry
from units.models.audit import AuditOutcome

__all__ = ["filed", "returned", "told"]  # fixtures


def failing_at_each_write(client: Client, where: str, typed: dict, action: str) -> int:
    """At how many writes it failed before it was done."""
    before, noted, failed = business(), done(action), 0
    while True:
        with fault(failed + 1) as failing:
            answer = client.post(where, typed)
        if not failing.happened:
            assert (answer.status_code, done(action)) == (302, noted + 1)
            return failed
        assert answer.status_code == 503
        assert (business(), done(action)) == (before, noted)
        failed += 1


def done(action: str) -> int:
    return AuditEntry.objects.filter(action=action, outcome=AuditOutcome.OK).count()


def browser(story, who: str) -> Client:
    return client_for(getattr(story, who), raise_request_exception=False)


def test_a_comment_is_noted_or_not(filed):
    typed = {"place": "step-2", "text": "请说明进度", "nth": 1}
    where = address(filed, "progress-comment-add")
    assert failing_at_each_write(browser(filed.story, "checker"), where, typed, "comment.add") >= 2
    assert Comment.objects.count() == 1


def test_an_answer_is_given_or_not(returned):
    on(NEXT)
    first = Comment.objects.order_by("pk").first()
    typed = Browser(returned.story.liaison).open().fields() | {"op": "save"}
    typed |= {name[1:].replace("_", "-", 1): text for name, text in fields(first, words="照改").items()}
    where = reverse("round-save", args=["gjrc", returned.april.number])
    assert failing_at_each_write(browser(returned.story, "liaison"), where, typed, "comment.answer") >= 2


@pytest.mark.parametrize(("route", "action"), [("entry-dispute", "dispute"), ("entry-verify", "verify")])
def test_what_was_entered_is_compared_or_not(told, route, action):
    where = address(told, route, nth=1)
    typed = {"dispute": "应为46项"}
    assert failing_at_each_write(browser(told.story, "liaison"), where, typed, f"progress.{action}") >= 2
