"""“请选择” is no answer: where nothing was chosen nothing is kept, and the page asks for a choice."""

import pytest

from tests.access.answers import undone
from tests.access.dump import business
from tests.access.test_typed_text import FORMS, sent
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.django_db

# Of each form the lists that begin with it.
CHOSEN = [
    ("letter-add", "channel"),
    ("task-designate", "unit"),
    ("task-designate", "basis"),
    ("wording-resolve", "basis"),
    ("time-decide", "basis"),
    ("task-complete", "basis"),
    ("consultation-offline", "unit"),
    ("contribution-add", "source"),
    ("step-list", "state"),
]


@pytest.mark.parametrize("nothing", ["", "请选择"])
@pytest.mark.parametrize(("route", "name"), one_of_each(CHOSEN, lambda chosen: {chosen[1]}))
def test_where_nothing_was_chosen_nothing_is_kept(scene, untouched, route, name, nothing):
    with undone():
        status, page, _ = sent(scene, FORMS[route], name, nothing)
        assert business() == untouched
    assert status == 422
    assert ">请选择</option>" in page
    assert 'class="field-error"' in page
