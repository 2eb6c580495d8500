"""`manage.py sample_plans`: the plans of the demonstration, and what the deadline checker says of them."""

import json
import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone

from tasks.actions import attachments
from tasks.enums import Action, PlanStatus
from tasks.models import Consultation, ContactNote, Filing, IncomingLetter, Plan, PlanEvent, PlanStep
from tasks.policies import allowed, may_verify
from units.models import AuditEntry, Membership
from units.roles import Role

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("sample_plans", stdout=out)
    return out.getvalue().strip()


def checked(as_of: str) -> tuple[list[dict], int]:
    """The rows of `check_deadlines` and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("check_deadlines", "--as-of", as_of, "--format", "json", stdout=out)
    except SystemExit as end:
        status = end.code
    return json.loads(out.getvalue()), status


def states(rows: list[dict]) -> dict[str, int]:
    return dict(Counter(row["state"] for row in rows))


# --- what there is -------------------------------------------------------------------------------------------


def test_there_are_five_filed_one_returned_one_on_behalf_and_three_drafts(demonstration):
    by_lead = Plan.objects.exclude(filing__letter__isnull=False)
    assert sorted(by_lead.values_list("status", "task__number")) == [
        (PlanStatus.ACCEPTED, 33),
        (PlanStatus.CHECKING, 28),
        (PlanStatus.DRAFT, 5),
        (PlanStatus.DRAFT, 10),
        (PlanStatus.DRAFT, 14),
        (PlanStatus.FILED, 1),
        (PlanStatus.FILED, 3),
        (PlanStatus.FILED, 26),
        (PlanStatus.RETURNED, 7),
    ]
    assert [filing.plan.task.number for filing in Filing.objects.exclude(letter=None)] == [23]


def test_the_returned_plan_has_two_comments_and_five_working_days(demonstration):
    plan = Plan.objects.get(status=PlanStatus.RETURNED)
    assert plan.filing.comments.exclude(sent_at=None).count() == 2
    assert f"{plan.refile_by}" == "2015-04-08"


def test_the_plan_entered_on_behalf_counts_from_its_letter_and_waits_for_a_second_pair_of_eyes(demonstration):
    filing = Filing.objects.exclude(letter=None).get()
    second = Membership.objects.get(user__username="hedui2", role=Role.CHECKER)
    assert filing.counts_from == filing.letter.received_at < filing.recorded_at
    assert filing.verified_at is None
    assert allowed(may_verify, second, filing)


def test_the_scan_of_the_letter_is_a_pdf_in_the_data_folder(demonstration):
    scan = IncomingLetter.objects.get().scan
    with attachments.opened(scan) as file:
        assert file.read().startswith(b"%PDF-")


def test_units_that_only_take_part_and_units_that_lead_have_something_to_answer(demonstration):
    waiting = Consultation.objects.unanswered().values_list("plan__task__number", "unit__short_name")
    assert sorted(waiting) == [(10, "海淀区"), (14, "市科委")]


def test_one_plan_is_assigned_to_an_office(demonstration):
    assert list(Plan.objects.exclude(office=None).values_list("task__number", "office__name")) == [
        (10, "创业服务处")
    ]


def test_everything_happened_before_the_first_of_april(demonstration):
    moments = [
        Plan.objects.aggregate(last=Max("updated_at"))["last"],
        PlanEvent.objects.aggregate(last=Max("at"))["last"],
        Consultation.objects.aggregate(last=Max("answered_at"))["last"],
        ContactNote.objects.aggregate(last=Max("recorded_at"))["last"],
    ]
    assert all(timezone.localtime(moment).strftime("%Y-%m-%d") < "2015-04-01" for moment in moments)


def test_people_and_phones_are_invented_and_offices_say_that_this_is_a_demonstration(demonstration):
    for plan in Plan.objects.all():
        assert plan.supervising_leader.endswith("某"), plan
        assert plan.contact_name == "" or re.fullmatch(".某", plan.contact_name), plan
        assert plan.contact_phone == "" or re.fullmatch(r"010-000000\d\d", plan.contact_phone), plan
        assert plan.responsible_office.endswith("（演示）"), plan


def test_every_time_is_understood_but_the_one_that_is_not_filled_in(demonstration):
    unread = [step for step in PlanStep.objects.all() if not step.step().due.understood]
    assert [(step.plan.task.number, step.due_text) for step in unread] == [(5, "")]


def test_every_act_left_its_trace(demonstration):
    filed = PlanEvent.objects.filter(action__in=[Action.FILE, Action.ENTER]).count()
    assert filed == Filing.objects.count() == 7
    assert AuditEntry.objects.filter(action__in=["plan.file", "plan.enter"]).count() == 7


# --- the command ---------------------------------------------------------------------------------------------


def test_running_it_again_changes_nothing(demonstration):
    def rows():
        return [list(model.objects.order_by("pk").values()) for model in (Plan, Filing, IncomingLetter)]

    before = rows()
    assert run() == "已有实施方案或来文，未再载入演示方案"
    assert rows() == before


# --- the deadline checker on it, nothing else having been done ------------------------------------------------


@pytest.mark.parametrize("as_of", ["2015-04-01", "2015-04-03"])
def test_until_the_deadline_thirty_plans_are_due_soon_and_nothing_is_wrong(demonstration, as_of):
    rows, status = checked(as_of)
    assert states(rows) == {"due_soon": 30, "on_time": 5, "accepted": 1, "returned": 1, "no_lead": 1}
    assert Counter(row["filed"] for row in rows) == {"on_time": 7, None: 31}
    assert status == 0


def test_on_the_saturday_after_it_thirty_are_missing_by_a_day_that_is_no_working_day(demonstration):
    rows, status = checked("2015-04-04")
    assert states(rows) == {"missing": 30, "on_time": 5, "accepted": 1, "returned": 1, "no_lead": 1}
    missing = [row for row in rows if row["state"] == "missing"]
    assert {(row["days_late"], row["working_days_late"]) for row in missing} == {(1, 0)}
    assert {row["explanation"] for row in missing} == {"已逾期 1 天（休息日，未计工作日）"}
    assert status == 1


def test_on_the_seventh_they_are_missing_by_one_working_day(demonstration):
    rows, status = checked("2015-04-07")
    assert states(rows) == {"missing": 30, "on_time": 5, "accepted": 1, "returned": 1, "no_lead": 1}
    missing = [row for row in rows if row["state"] == "missing"]
    assert {(row["days_late"], row["working_days_late"]) for row in missing} == {(4, 1)}
    assert {row["explanation"] for row in missing} == {
        "已逾期 1 个工作日（4月4日周六、5日清明节、6日补休，均不计）"
    }
    assert [row["number"] for row in missing if row["has_draft"]] == [5, 10, 14]
    assert status == 1


def test_every_row_of_the_log_names_the_programme_it_is_about(demonstration):
    """The numbers of tasks are the same in all."""
    rows = AuditEntry.objects.exclude(action__startswith="account.").values_list("action", "subject")
    assert {action for action, _ in rows} >= {
        "plan.save",
        "consultation.answer",
        "contact.note",
        "letter.register",
    }
    assert [row for row in rows if "GJRC" not in row[1]] == []
