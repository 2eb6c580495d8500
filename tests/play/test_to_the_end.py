"""What the demonstration has shown by its last day, all of which after-acceptance §8 promises."""

from collections import Counter
from datetime import date
from itertools import groupby

import pytest
from django.db.models import F
from django.utils.timezone import localdate

from tasks import ledger
from tasks.enums import Action, CompletionKind, CoordinationStatus, Outcome, ProgressStatus, StepProgress
from tasks.models import (
    Completion,
    ContactChange,
    Coordination,
    Entry,
    PlanEvent,
    Programme,
    Progress,
    Report,
    Round,
    StepReport,
    TimeDecision,
)
from tests import kept
from tests.play.histories import play

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
]  # three years; four months of them are in test_played.py

END = date(2017, 12, 31)


@pytest.fixture(scope="module")
def kept_play(django_db_setup, django_db_blocker):
    with kept.kept(django_db_blocker):
        kept.demonstration()
        play(END)
        yield


@pytest.fixture(autouse=True)
def played(kept_play, db) -> None:
    pass


def test_units_report_on_time_late_and_not_at_all():
    stand = Entry.objects.filter(pk=F("progress__entry")).select_related("progress__round")
    days = Counter(localdate(entry.counts_from) > entry.progress.round.due_on for entry in stand)
    assert days[False] > days[True] > 10
    assert Progress.objects.filter(status=ProgressStatus.RETURNED).exists()
    over = Round.objects.filter(due_on__lt=END, every_task=True).values_list("pk", flat=True)
    assert Counter(entry.progress.round_id for entry in stand)[over[0]] < 38


def test_some_have_nothing_new_three_times_in_a_row():
    stand = Entry.objects.filter(pk=F("progress__entry")).order_by(
        "progress__task", "progress__round__covers_until"
    )
    said = stand.values_list("progress__task", "unchanged")
    runs = [len(list(same)) for (_, unchanged), same in groupby(said) if unchanged]
    assert max(runs) >= 3


def test_steps_are_done_in_time_and_later_and_slip():
    done = StepReport.objects.filter(state=StepProgress.DONE, withdrawn_at=None)
    assert done.count() > 50
    assert PlanEvent.objects.filter(action=Action.REVISE).count() > 5


def test_what_recurs_is_reported_for_one_year_after_the_other():
    done = StepReport.objects.filter(state=StepProgress.DONE, withdrawn_at=None).exclude(year=None)
    assert set(done.values_list("year", flat=True)) >= {2015, 2016}
    rows = ledger.build(Programme.objects.get(code="GJRC"), as_of=date(2016, 2, 1)).rows
    said = [step.standing.explanation for row in rows for step in row.reported.steps]
    assert "2015年已完成，2016年待报，不计逾期" in said


def test_a_finish_is_moved_in_part_and_another_in_full():
    assert set(TimeDecision.objects.values_list("outcome", flat=True)) >= {Outcome.IN_PART, Outcome.IN_FULL}


def test_contacts_leave():
    assert ContactChange.objects.exists()


def test_what_was_put_to_the_office_is_settled():
    assert Coordination.objects.filter(status=CoordinationStatus.SETTLED).exists()


def test_task_35_is_done_and_others_become_standing():
    kinds = dict(Completion.objects.standing().values_list("task__number", "kind"))
    assert kinds[35] == CompletionKind.DONE
    assert CompletionKind.STANDING in kinds.values()


def test_every_quarter_that_is_over_has_its_final_report():
    over = Round.objects.filter(due_on__lt=END, covers_until__month__in=(3, 6, 9, 12))
    reported = Report.objects.exclude(final_draft=None).values_list("round__name", flat=True)
    assert sorted(reported) == sorted(over.values_list("name", flat=True))
    assert len(reported) == 10
