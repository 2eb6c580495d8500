"""Two people have the same plan form open, and a third saves in the very moment in which one of them does."""

from collections.abc import Callable

import pytest

from tasks.actions import drafts
from tasks.forms import plan_conflict
from tasks.models import Responsibility
from tests.factories import make_unit
from tests.plans.form_helpers import saved_plan
from tests.plans.windows import Window, both

Saves = Callable[[], object]
# Before it is written; or when what is saved was read, before it is compared with what was typed.
WRITES, COMPARES = (drafts, "save_draft"), (plan_conflict, "compare")


@pytest.fixture
def meanwhile(monkeypatch) -> Callable[..., None]:
    """Lets others save whenever the next requests come to a place, one of them each time."""

    def meanwhile(place: tuple, *others: Saves) -> None:
        does, left, saving = getattr(*place), [*others], []

        def after_another(*args, **kwargs):
            if left and not saving:
                saving.append(left.pop(0))
                saving[0]()
                saving.clear()
            return does(*args, **kwargs)

        monkeypatch.setattr(*place, after_another)

    return meanwhile


def third(theirs: Window, **typed) -> Saves:
    return lambda: Window(theirs.client, theirs.task).type(**typed).press()


def test_whoever_chose_too_little_chooses_again_from_the_text_that_they_saw(mine, theirs, task, meanwhile):
    """The third's text meets the next choice, which asks about it."""
    theirs.type(contact_name="孙某", responsible_office="新处室").press()
    mine.type(contact_name="钱某", responsible_office="高教处").press()
    meanwhile(COMPARES, third(theirs, contact_name="周某"))
    assert mine.choose(choose_contact_name="mine").status_code == 422
    assert both(task) == ("周某", "新处室")
    assert "孙某" in mine.answer.content.decode()
    assert mine.choose(choose_responsible_office="theirs").status_code == 409
    assert "周某" in mine.answer.content.decode()
    assert both(task) == ("周某", "新处室")


def test_whoever_is_met_again_and_again_is_asked_about_all_and_gets_what_they_choose(
    mine, theirs, task, meanwhile
):
    """Also of what nobody else touched."""
    theirs.type(contact_name="孙某").press()
    meanwhile(WRITES, *(third(theirs, finish=f"{year}年") for year in (2015, 2016, 2017)))
    mine.type(responsible_office="高教处").press()
    assert mine.choices() == ["contact_name", "finish", "responsible_office"]
    assert (
        mine.choose(
            choose_contact_name="mine", choose_finish="theirs", choose_responsible_office="theirs"
        ).status_code
        == 302
    )
    assert (*both(task), saved_plan(task).finish_text) == ("李某", "科研处", "2017年")


def test_a_choice_holds_where_a_third_put_back_what_was_there_before(mine, theirs, task):
    """By the marks nobody but oneself touched it then."""
    theirs.type(contact_name="孙某").press()
    mine.type(contact_name="钱某").press()
    third(theirs, contact_name="李某")()
    assert mine.choose(choose_contact_name="theirs").status_code == 409
    assert mine.choices() == ["contact_name"]
    assert "李某" in mine.answer.content.decode()
    assert mine.choose(choose_contact_name="theirs").status_code == 302
    assert both(task)[0] == "李某"


def test_so_it_does_where_the_third_saves_in_the_very_moment(mine, theirs, task, meanwhile):
    """What was discarded cannot even be saved any more: the unit that was added stands in the register by then."""
    theirs.type(contact_name="孙某", participant=["市人力社保局"]).press()
    mine.type(contact_name="钱某", participant=["市财政局"]).press()
    Responsibility.objects.create(task=task, position=9, unit=make_unit("市财政局"))
    meanwhile(WRITES, third(theirs, contact_name="李某", participant=[]))
    assert mine.choose(choose_contact_name="mine", choose_participants="theirs").status_code == 409
    assert mine.choices() == ["contact_name", "participants"]
    assert mine.choose(choose_contact_name="mine", choose_participants="theirs").status_code == 302
    assert both(task)[0] == "钱某"
