"""Leads of before become rows of who led from when; filings learn who led and which office carried them out."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from tasks import ledger
from tasks.models import Filing, Leading, Programme
from tests.factories import make_office, make_programme, make_task, make_unit, make_user
from tests.migrating import migrate
from units.roles import Role

pytestmark = pytest.mark.long  # goes the way from a migration of before

BEFORE = ("tasks", "0011_indexes_of_standing")


def at(day: int) -> datetime:
    return datetime(2015, 3, day, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def before(transactional_db):
    """Task 1 named and filed under an office, 2 designated twice, 3 nobody's: as they were before."""
    programme = make_programme()
    a, b = make_unit("市甲局"), make_unit("市乙局")
    named, decided = make_task(programme, 1, lead=a), make_task(programme, 2, participants=["相关成员单位"])
    make_task(programme, 3, participants=["相关成员单位"])
    by, office = make_user(Role.LIAISON, a), make_office(a)
    apps = migrate(*BEFORE)
    get = apps.get_model
    for day, unit in ((20, a), (25, b)):
        get("tasks", "Designation").objects.create(
            task_id=decided.pk, unit_id=unit.pk, plan_deadline=date(2015, 4, day), basis="minutes",
            dated_on=date(2015, 3, day), recorded_at=at(day), recorded_by_id=by.pk,
        )  # fmt: skip
    get("tasks", "Task").objects.filter(pk=decided.pk).update(lead=b.pk, own_deadline=date(2015, 4, 25))
    plan = get("tasks", "Plan").objects.create(
        task_id=named.pk, office_id=office.pk, begun_at=at(20), updated_at=at(20), updated_by_id=by.pk
    )
    filing = get("tasks", "Filing").objects.create(
        plan=plan, nth=1, number="GJRC-01-1", sequence=1, content=_blank(), recorded_at=at(21),
        counts_from=at(21), by_id=by.pk,
    )  # fmt: skip
    get("tasks", "Plan").objects.update(status="filed", filing=filing, in_force=filing, first_filed_at=at(21))
    yield programme.pk, office.pk
    migrate()


def _blank() -> dict:
    nothing = {"text": "", "first": None, "last": None}
    return {
        "number": 1, "lead": "市甲局", "content": "内容", "supervising_leader": "", "responsible_office": "",
        "contact_name": "", "contact_phone": "", "start": nothing, "finish": nothing, "participants": [],
        "steps": [],
    }  # fmt: skip


def test_every_lead_of_before_has_its_row_and_every_filing_its_lead_and_office(before):
    programme, office = before
    migrate()
    rows = Leading.objects.order_by("task__number", "pk").values_list(
        "task__number", "unit__short_name", "since", "until", "plan_deadline"
    )
    assert list(rows) == [
        (1, "市甲局", None, None, None),
        (2, "市甲局", date(2015, 3, 20), date(2015, 3, 25), date(2015, 4, 20)),
        (2, "市乙局", date(2015, 3, 25), None, date(2015, 4, 25)),
    ]
    filing = Filing.objects.select_related("lead").get()
    assert (filing.lead.short_name, filing.office_id) == ("市甲局", office)
    days = {19: [None, "2015-04-03"], 20: ["市甲局", "2015-04-20"], 25: ["市乙局", "2015-04-25"]}
    for day, (lead, deadline) in days.items():
        row = ledger.build(Programme.objects.get(pk=programme), as_of=date(2015, 3, day)).rows[1]
        assert (row.lead and row.lead.short, f"{row.deadline}") == (lead, deadline)
