from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from zgc_tasks.common import clock
from zgc_tasks.common.models import DemonstrationDate

pytestmark = pytest.mark.django_db


def test_a_demonstration_begins_on_the_configured_date_with_the_real_time_of_day():
    real = timezone.localtime()
    assert clock.today() == date(2015, 4, 1)
    assert (
        abs(timedelta(hours=clock.now().hour - real.hour, minutes=clock.now().minute - real.minute)).seconds
        <= 60
    )


def test_the_demonstration_date_moves_the_clock():
    DemonstrationDate.objects.create(date=date(2015, 4, 7))
    assert clock.today() == date(2015, 4, 7)


def test_there_is_one_demonstration_date():
    DemonstrationDate.objects.create(date=date(2015, 4, 7))
    with pytest.raises(IntegrityError):
        DemonstrationDate.objects.create(id=2, date=date(2015, 4, 8))


def test_outside_a_demonstration_the_row_means_nothing(settings):
    settings.DEMO = False
    DemonstrationDate.objects.create(date=date(2015, 4, 7))
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()
    assert clock.today() == timezone.localdate()


def test_the_clock_speaks_beijing_time():
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_one_reading_stands_still_and_is_taken_once(django_assert_num_queries):
    with django_assert_num_queries(1), clock.one_reading():
        first = clock.now()
        assert clock.now() == first
        assert clock.today() == first.date()
    assert clock.now() > first


def test_a_reading_nobody_asks_for_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0), clock.one_reading():
        pass


def test_now_is_aware():
    assert isinstance(clock.now(), datetime)
    assert timezone.is_aware(clock.now())
