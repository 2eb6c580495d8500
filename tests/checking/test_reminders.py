"""催报 in one table: the text for each unit that owes, and a note of each that was told, all in one save."""

from datetime import date

import pytest

from tasks.models import ContactNote
from tests.checking.pages import text
from tests.factories import make_task, make_unit, make_user
from units.roles import Role

ADDRESS = "/gjrc/contacts/reminders/"


@pytest.fixture
def others(story) -> list:
    """Two more units that lead a task each and have filed nothing; the first has somebody to ask."""
    found = [make_unit(), make_unit()]
    for number, unit in enumerate(found, start=21):
        make_task(story.programme, number, lead=unit)
    make_user(Role.LIAISON, found[0])
    return found


def told(*units, **typed) -> dict:
    return {f"{unit.slug}-{name}": value for unit in units for name, value in typed.items()}


def sent(story, form: dict, address: str = ADDRESS):
    return story.browser("checker").post(address, form)


def shown(page, unit, name: str) -> str:
    (form,) = (row.form for row in page.context["reminders"].page if row.unit.slug == unit.slug)
    return form[name].value()


SAID = {"noted": "on", "spoke_with": "周某", "said": "已发催报短信"}


def test_each_unit_that_owes_has_its_text_and_whom_to_ask(story, others):
    page = story.browser("checker").get(ADDRESS)
    (liaison,) = others[0].memberships.all()
    assert shown(page, others[0], "spoke_with") == liaison.user.full_name
    assert shown(page, others[1], "spoke_with") == ""
    assert shown(page, others[1], "said") == "已发催报短信"
    assert text(page).count("贵单位牵头的") == 3


def test_all_that_are_ticked_are_noted_at_once_and_nobody_else(story, others):
    form = told(others[0], **SAID, expected_by="4月7日") | told(others[1], **SAID | {"spoke_with": "吴某"})
    answer = sent(story, form | told(story.lead, spoke_with="赵某", said="已发催报短信"))
    assert (answer.status_code, answer.url) == (302, "/gjrc/checking/")
    notes = {note.unit: note for note in ContactNote.objects.all()}
    assert set(notes) == set(others)
    assert (notes[others[0]].spoke_with, notes[others[0]].expected_by) == ("周某", date(2015, 4, 7))
    assert (notes[others[1]].spoke_with, notes[others[1]].expected_by) == ("吴某", None)
    assert notes[others[0]].task is None


def test_what_is_wrong_with_one_is_said_with_its_unit_and_none_is_noted(story, others):
    form = told(others[0], **SAID) | told(others[1], **SAID | {"spoke_with": "", "said": "张某说下周报"})
    answer = sent(story, form)
    assert answer.status_code == 422
    assert f"{others[1]}：请填写联系对象" in text(answer)
    assert shown(answer, others[1], "said") == "张某说下周报"
    assert not ContactNote.objects.exists()


def test_a_day_that_is_over_is_asked_about(story, others):
    answer = sent(story, told(others[0], **SAID, expected_by="2015-03-01"))
    assert answer.status_code == 422
    assert f"{others[0]}：预计报送日期不能早于联系日期" in text(answer)


def test_where_nobody_is_ticked_nothing_is_noted(story, others):
    answer = sent(story, told(others[0], spoke_with="周某", said="已发催报短信"))
    assert answer.status_code == 422
    assert "请先勾选已催报的单位，再记录" in text(answer)
    assert not ContactNote.objects.exists()


def test_what_was_said_since_stands_in_the_row_that_was_drawn_before(story, others):
    assert "已发催报短信" not in said_last(story, others[0])
    sent(story, told(others[0], **SAID))
    assert "已发催报短信" in said_last(story, others[0])
    assert "已发催报短信" not in said_last(story, others[1])


def said_last(story, unit) -> str:
    """What the head of the unit's row says beside its name."""
    page = story.browser("checker").get(ADDRESS).content.decode()
    return page.split(f">{unit}</a>")[1].split("</th>")[0]
