"""催报 in one table: the text for each unit that owes, and a note of each that was told, all in one save."""

from datetime import date

import pytest

from tasks.actions import letters
from tasks.models import ContactNote
from tests.checking.pages import text
from tests.factories import make_task, make_unit, make_user
from tests.rounds.conftest import moment, on, rounds_story
from tests.story import at
from units.roles import Role

__all__ = ["rounds_story"]  # a fixture

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


def test_what_came_with_a_letter_and_waits_to_be_entered_is_not_asked_for(story, others):
    make_task(story.programme, 24, lead=story.lead)
    contact = f"/gjrc/contacts/{story.lead.slug}/"
    assert "第14、24项" in text(story.browser("checker").get(ADDRESS))
    letter = story.letter(received_at=at(30))
    checker = story.browser("checker")
    desk = text(checker.get("/gjrc/checking/"))
    assert "第24项《工作任务实施方案》尚未报送" in desk
    assert "（来文待代录）" in desk
    told = text(checker.get(contact))
    assert "第24项《工作任务实施方案》尚未报送" in told
    assert "第14项来文已收到，待代录，不再催报" in told
    missing = text(checker.get("/gjrc/checking/missing/"))
    assert missing.count("来文已收到，待代录") == 1
    assert f'href="/gjrc/letters/{letter.pk}/">代录</a>' in missing


def test_a_unit_that_owes_nothing_else_than_what_came_with_a_letter_is_not_reminded(story, others):
    assert text(story.browser("checker").get(ADDRESS)).count("贵单位牵头的") == 3
    letter = story.letter(received_at=at(30))
    page = story.browser("checker").get(ADDRESS)
    assert text(page).count("贵单位牵头的") == 2
    assert story.lead not in {row.unit for row in page.context["reminders"].page}
    letters.withdraw_arrival(arrival_id=letter.arrivals.get().pk, by=story.checker, at=at(31))
    assert text(story.browser("checker").get(ADDRESS)).count("贵单位牵头的") == 3


def test_of_a_round_too_what_came_with_a_letter_is_not_asked_for(rounds_story):
    story, day = rounds_story.story, date(2015, 5, 4)
    for each in (1, 2):
        letters.register_letter(
            programme=story.programme, unit=story.lead, tasks=[rounds_story.tasks[each]], received_at=moment(day),
            channel="call", round=rounds_story.april, by=story.checker, at=moment(day),
        )  # fmt: skip
        on(day)
        page = text(story.browser("checker").get(f"{ADDRESS}?round=1"))
        assert ("第20项2015年4月进展尚未报送" in page) == (each == 1)
        assert "第14、20项" not in page


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
