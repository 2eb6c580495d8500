"""What has become of the demonstration four months on."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from tasks.enums import Action, PlanStatus
from tasks.models import Entry, Filing, Plan, Programme, Report, Round, StepReport
from tests import kept
from tests.play.histories import exports, play
from zgc_tasks.common import clock

pytestmark = [pytest.mark.django_db, pytest.mark.long]  # `make test` plays a month (test_play.py)

IN_BETWEEN, END = date(2015, 5, 12), date(2015, 7, 31)
DAYS = (date(2015, 4, 3), date(2015, 4, 8), date(2015, 4, 20), date(2015, 5, 7), date(2015, 5, 11))


@pytest.fixture(scope="module")
def kept_play(django_db_setup, django_db_blocker):
    """The exports as they were in May, when it was played further."""
    with kept.kept(django_db_blocker):
        programme = kept.demonstration()
        play(IN_BETWEEN)
        before = exports(programme, *DAYS)
        play(END)
        yield before


@pytest.fixture
def played(kept_play, db) -> Programme:
    return Programme.objects.get(code="GJRC")


def test_by_the_end_of_april_the_plans_have_come_in_in_time_and_late(played):
    plans = Plan.objects.filter(task__programme=played).select_related("task")
    filed = [plan for plan in plans if plan.first_filed_at]
    late = [plan for plan in filed if timezone.localdate(plan.first_filed_at) > date(2015, 4, 3)]
    assert len(filed) >= 36
    assert 8 < len(late) < 25
    assert Counter(plan.status for plan in plans)[PlanStatus.ACCEPTED] > 34
    assert Plan.objects.filter(events__action=Action.RETURN).distinct().count() > 2
    assert clock.today() == END


def test_nothing_happens_on_a_day_of_rest_and_everything_within_its_day(played):
    played = Filing.objects.filter(recorded_at__date__gt=date(2015, 4, 1))
    days = {timezone.localtime(each.recorded_at) for each in played}
    assert days
    assert not {day for day in days if day.date() == date(2015, 4, 6) or day.weekday() == 6}
    assert all(9 <= day.hour < 18 for day in days)


def test_exports_of_past_days_are_the_same_before_and_after_what_is_played_later(played, kept_play):
    assert exports(played, *DAYS) == kept_play


def test_rounds_are_monthly_to_june_and_then_quarterly_and_each_quarter_has_its_report(played):
    names = list(Round.objects.order_by("number").values_list("name", flat=True))
    assert names == ["2015年4月", "2015年5月", "2015年6月", "2015年第三季度", "2015年第四季度"]
    report = Report.objects.get()
    assert report.round.name == "2015年6月"
    assert report.is_final
    assert not report.final_draft.files.exists()
    filed = Entry.objects.values_list("progress__round__name", flat=True)
    assert all(Counter(filed)[name] > 25 for name in names[:3])
    assert Entry.objects.filter(unchanged=True).exists()
    assert StepReport.objects.filter(entry=None).exists()
    assert Round.objects.filter(closed_at=None).count() == 2


def test_a_task_without_lead_gets_one_and_files_by_its_own_deadline(played):
    task = played.tasks.get(number=38)
    assert task.lead.short_name == "市人力社保局"
    assert task.plan.first_filed_at


def test_what_the_receiving_office_may_not_accept_goes_to_another_office(played):
    plan = Plan.objects.get(task__number=3)
    assert plan.status == PlanStatus.ACCEPTED
    assert plan.responsible_office == "科技创新处（演示）"


def test_what_units_write_differs_and_says_what_is_in_their_plans(played):
    texts = [entry.said().done_text for entry in Entry.objects.filter(unchanged=False)]
    assert len(set(texts)) > 0.95 * len(texts)
    assert not [text for text in texts if "{" in text or "““" in text or "。。" in text]
    assert any("征集领军企业外籍专业技术和经营管理人才需求" in text for text in texts)
