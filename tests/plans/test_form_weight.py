"""The longest form there is stays light: a hundred steps, of the task with most units to choose from."""

import pytest
from django.db.models import Count

from tests.factories import client_for, make_user
from tests.plans.form_helpers import page
from units.roles import Role

pytestmark = pytest.mark.django_db
KB = 1000


def weight(html: str) -> int:
    return len(html.encode())


def test_the_form_of_a_hundred_steps_weighs_less_than_150_kb_but_for_their_text(gjrc):
    led = gjrc.tasks.exclude(lead=None).annotate(units=Count("responsibilities__unit"))
    task = led.order_by("-units").first()
    assert task.units == 4
    browser = client_for(make_user(Role.LIAISON, task.lead))
    one, hundred = (page(browser, task, f"?steps={steps}") for steps in (1, 100))
    assert hundred.count('<li class="step">') == 100
    assert weight(hundred) < 150 * KB
    assert (weight(hundred) - weight(one)) / 99 < 1.3 * KB
