"""增列参与单位: a unit that the plan names and the register does not takes part in the task once the plan is filed."""

from dataclasses import replace

import pytest

from tests.copied import copied
from tests.factories import client_for, make_unit, make_user
from tests.story import SOUND, Story, begin
from units.models import Membership, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db

PLAN = "/gjrc/tasks/14/plan/"


@pytest.fixture
@copied
def story() -> Story:
    """Filed on 3月25日."""
    story = begin()
    make_user(Role.LIAISON, make_unit("市体育局", slug="tiyu"))
    story.draft(replace(SOUND, participants=("市体育局",)))
    story.file()
    return story


@pytest.fixture
def added(story) -> Membership:
    return Membership.objects.get(unit=Unit.objects.get(slug="tiyu"))


def numbers(answer) -> list[int]:
    return [row.number for row in answer.context["page"].rows]


def test_it_reads_the_plan_as_units_of_the_register_do(story, added):
    for who in (added, story.other_unit):
        assert client_for(who).get(PLAN).status_code == 200
    assert client_for(story.outsider).get(PLAN).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"), [({}, [14]), ({"as_of": "2015-03-25"}, [14]), ({"as_of": "2015-03-24"}, [])]
)
def test_the_task_is_among_those_it_takes_part_in_from_the_day_of_the_filing_on(added, asked, found):
    assert numbers(client_for(added).get("/gjrc/deadlines/", asked)) == found


def test_who_oversees_finds_the_task_by_it(story):
    own = {"unit": "tiyu", "part": "participant"}
    assert numbers(story.browser("leadership").get("/gjrc/deadlines/", own)) == [14]


def test_the_home_names_the_task_it_takes_part_in(story, added):
    assert 'href="/gjrc/tasks/14/' in client_for(added).get("/gjrc/").content.decode()
    assert 'href="/gjrc/tasks/14/' not in client_for(story.outsider).get("/gjrc/").content.decode()
