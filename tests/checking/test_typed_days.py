"""Days and times of day are understood in every form as an office writes them; a year left out is that of today."""

from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django import forms
from django.utils import timezone

import tasks.forms
from tasks.forms.contact_changes import ContactChangeForm
from tasks.forms.fields import DatedForm, DateField
from tasks.models import ContactChange, ContactNote
from tests.checking.pages import text
from zgc_tasks.common import clock
from zgc_tasks.common.models import DemonstrationDate

HALF_PAST_NINE = datetime(2015, 3, 31, 9, 30, tzinfo=timezone.get_default_timezone())
DAYS = [  # the day before today, so that its half past nine is over at whatever hour this is run
    "3月31日",
    "三月三十一日",
    "3.31",
    "3/31",
    "15年3月31日",
    "2015年3月31号",
    "20150331",
    "３月３１日",
    "2015 年 3 月 31 日",
]


@pytest.fixture(autouse=True)
def _the_next_day(db):
    """Else half past nine of the first would lie ahead for whoever runs this in the morning."""
    DemonstrationDate.objects.create(date=date(2015, 4, 2))


def note(story, **typed):
    form = {"contacted_on": "4月1日", "contacted_time": "9点半", "spoke_with": "周某", "said": "好"}
    return story.browser("checker").post(f"/gjrc/contacts/{story.lead.slug}/", form | typed)


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_understood_however_an_office_writes_it(story, day):
    assert note(story, contacted_on=day, expected_by="4月7日").status_code == 302
    made = ContactNote.objects.get()
    assert (made.contacted_at, made.expected_by) == (HALF_PAST_NINE, date(2015, 4, 7))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("4月31日", "联系日期：4月没有31日，请核对"),
        ("4月1日（周五）", "联系日期：2015-04-01是周三，不是周五，请核对"),
        ("4月", "联系日期请按2015-04-03、2015年4月3日或4月3日的形式填写"),
        ("4月1日前", "联系日期请按2015-04-03、2015年4月3日或4月3日的形式填写"),
        ("3月30日、31日", "联系日期"),
    ],
)
def test_what_is_no_day_or_more_than_one_is_asked_about(story, day, words):
    answer = note(story, contacted_on=day)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not ContactNote.objects.exists()


def test_the_address_of_a_page_understands_it_too(story):
    page = text(story.browser("checker").get("/gjrc/overview/", {"as_of": "3月30日"}))
    assert "截至2015年3月30日" in page


def test_every_form_with_days_knows_today():
    modules = [import_module(f"tasks.forms.{each.name}") for each in iter_modules(tasks.forms.__path__)]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    with_days = {
        each
        for each in found
        if issubclass(each, forms.Form)
        and any(isinstance(field, DateField) for field in each.base_fields.values())
    }
    assert len(with_days) > 10
    knows_by_itself = {ContactChangeForm}
    assert [each for each in with_days - knows_by_itself if not issubclass(each, DatedForm)] == []


def test_the_day_of_a_demonstration_is_typed_in_the_same_way(story):
    answer = story.browser("checker").post("/demo-date/", {"date": "4月20日"})
    assert answer.status_code == 302
    assert clock.today() == date(2015, 4, 20)


def test_the_day_from_which_a_contact_is_another_is_typed_in_the_same_way(story):
    story.file()
    address = f"/gjrc/tasks/{story.task.number}/plan/contacts/"
    page = story.browser("liaison").get(address)
    typed = {name: page.context["form"].initial[name] for name in page.context["form"].initial}
    answer = story.browser("liaison").post(address, typed | {"contact_name": "新人", "since": "3月31日"})
    assert answer.status_code == 302, text(answer)
    assert ContactChange.objects.get().since == date(2015, 3, 31)
