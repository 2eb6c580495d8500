"""Which buttons the form has: those that lead somewhere for the person who looks at it."""

import pytest

from tasks import policies
from tests.factories import client_for, make_user
from tests.plans.form_helpers import page
from tests.story import Story, at, begin
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal

CONSULT, FILE = 'value="consult"', 'value="review"'

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return begin()


def entered(story: Story) -> None:
    """On behalf, from a letter; the lead may correct it until checking starts."""
    story.enter(story.letter(received_at=at(25)))


@pytest.mark.parametrize("before", [lambda story: None, Story.draft, Story.send_back, entered])
def test_the_liaison_may_consult_and_file_whatever_was_before(story, before):
    if before is Story.send_back:
        story.file()
    before(story)
    html = page(story.browser("liaison"), story.task)
    assert CONSULT in html
    assert FILE in html


def test_an_officer_saves_and_leaves_both_to_the_liaison(story):
    story.draft()
    html = page(client_for(make_user(Role.OFFICER, story.lead)), story.task)
    assert CONSULT not in html
    assert FILE not in html
    assert '<button class="btn btn-primary" name="op" value="save">' in html


def _deny(*args, **kwargs):
    raise Refusal("不可以", Kind.NOT_ALLOWED)


@pytest.mark.parametrize(
    ("rule", "gone", "stays"), [("may_consult", CONSULT, FILE), ("check", FILE, CONSULT)]
)
def test_each_button_goes_by_its_own_rule(story, monkeypatch, rule, gone, stays):
    monkeypatch.setattr(policies, rule, _deny)
    html = page(story.browser("liaison"), story.task)
    assert gone not in html
    assert stays in html
