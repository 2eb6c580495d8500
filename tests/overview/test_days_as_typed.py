"""A day that cannot be taken stays in its field, as it was typed, on every page that speaks of a day."""

import pytest

from tests.factories import client_for, make_user
from units.roles import Role
from zgc_tasks.common.models import DemonstrationDate

pytestmark = pytest.mark.django_db

PAGES = (
    "overview/",
    "overview/progress/",
    "overview/steps/",
    "overview/compare/",
    "deadlines/",
    "goals/",
    "coordination/",
)


@pytest.fixture
def office(gjrc):
    DemonstrationDate.objects.create(date="2015-06-10")
    return client_for(make_user(Role.LEADERSHIP, gjrc.leadership_unit))


def field(page: str, name: str) -> str:
    """The field of that name, as it stands on the page."""
    (found,) = [each.partition(">")[0] for each in page.split("<input ") if f'name="{name}"' in each]
    return found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("typed", ["abc", "1815-01-01"])
def test_a_day_that_cannot_be_taken_stays_in_its_field(office, path, typed):
    answer = office.get(f"/gjrc/{path}", {"as_of": typed})
    shown = field(answer.content.decode(), "as_of")
    assert f'value="{typed}"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="2015-06-01"' in field(
        office.get(f"/gjrc/{path}", {"as_of": "6月1日"}).content.decode(), "as_of"
    )


def test_of_two_days_the_wrong_way_round_both_stay(office):
    page = office.get(
        "/gjrc/overview/compare/", {"before": "2015-06-05", "as_of": "2015-06-01"}
    ).content.decode()
    assert "对比的日期应早于截至日期" in page
    assert 'value="2015-06-05"' in field(page, "before")
    assert 'value="2015-06-01"' in field(page, "as_of")
