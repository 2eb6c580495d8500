"""等 standing alone (task 5; docs/decisions/0001): printed and exported, but nobody is asked whom it means."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks import ledger
from tasks.actions import decisions
from tasks.actions.drafts import save_draft
from tasks.crosschecked import findings
from tasks.enums import Basis
from tasks.models import Plan, Task
from tasks.rules.sheet import Sheet
from tests.factories import client_for, make_user
from units.models import Unit
from units.roles import Role
from zgc_tasks.common.refusal import Refusal

AT = datetime(2015, 4, 1, 10, tzinfo=timezone.get_default_timezone())
GROUP = "市人才工作领导小组相关成员单位"


@pytest.fixture
def task(gjrc) -> Task:
    return gjrc.tasks.get(number=5)


@pytest.fixture
def checker(gjrc):
    return make_user(Role.CHECKER, office=gjrc.receiving_office)


def draft(task: Task) -> Plan:
    liaison = make_user(Role.LIAISON, task.lead)
    made = save_draft(task=task, based_on=0, sheet=Sheet(contact_name="张某"), by=liaison, at=AT)
    return Plan.objects.with_sheet().get(pk=made.pk)


def test_both_wordings_stand_in_the_ledger_in_printed_order(gjrc, task):
    (row,) = (row for row in ledger.build(gjrc, as_of=date(2015, 4, 1)).rows if row.number == 5)
    assert row.wording == ("等", GROUP)


def test_only_the_wording_that_means_somebody_is_offered_to_be_resolved(task, checker):
    page = client_for(checker).get(task.get_absolute_url()).content.decode()
    assert reverse("wording-resolve", args=["gjrc", 5, 3]) in page
    assert reverse("wording-resolve", args=["gjrc", 5, 2]) not in page


def test_the_address_for_resolving_it_is_not_found(task, checker):
    browser = client_for(checker)
    assert browser.get(reverse("wording-resolve", args=["gjrc", 5, 2])).status_code == 404
    assert browser.get(reverse("wording-resolve", args=["gjrc", 5, 3])).status_code == 200


def test_recording_whom_it_means_is_refused(task, checker):
    entry = task.responsibilities.get(position=2)
    with pytest.raises(Refusal, match="“等”不指具体单位，无需明确"):
        decisions.resolve_wording(
            responsibility=entry,
            units=[Unit.objects.get(short_name="市财政局")],
            basis=Basis.MINUTES,
            basis_number="第3号",
            dated_on=date(2015, 4, 1),
            by=checker,
            at=AT,
        )


def test_filing_warns_about_the_other_wording_only(task):
    found = [finding.message for finding in findings(draft(task)) if finding.field == "participants"]
    assert found == [f"责任单位“{GROUP}”尚未明确为具体单位，可先报送，明确后再补充"]


def test_it_is_no_participating_unit_on_the_form(task):
    assert draft(task).sheet().participants == (GROUP,)
