"""Two people press at the same moment about one problem, each with a connection of their own."""

from functools import partial

import pytest
from django.db import connection

from tasks.actions import coordination
from tasks.enums import CoordinationAction
from tests.checking.test_two_at_once import at_once
from tests.coordination.problem import BASIS, now, raised
from tests.factories import make_user
from tests.story import at, begin
from units.roles import Role

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def test_what_is_settled_is_not_answered_in_the_same_moment():
    story = begin()
    found = raised(story)
    colleague = make_user(Role.LEADERSHIP, story.programme.leadership_unit)
    usual = {"coordination_id": found.pk, "based_on": 1, "at": at(25)}
    handle = partial(
        coordination.handle, **usual, action=CoordinationAction.ANSWER, dated_on=at(25).date(), basis=BASIS
    )
    became = at_once(
        partial(handle, note="请按此办理", by=story.leadership),
        partial(handle, note="另行研究", by=colleague),
        partial(coordination.settle, **usual, note="已落实", by=story.liaison),
    )
    assert sorted(words.partition("，")[0] for words in became) == ["done", *["本件办理情况刚刚有变化"] * 2]
    assert now(found).version == 2
    assert now(found).events.count() == 1
