"""Two people press at the same moment, each with a connection of their own: one wins, the other is told.

SQLite writes one after the other from the start (tests/common/test_sqlite_queue.py); here rows are locked.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from tasks.actions import checking, decisions, drafts, filing
from tasks.actions.locking import StaleWrite
from tasks.models import Designation, Plan, Task
from tests.factories import make_task
from tests.story import SOUND, at, begin
from units.models import AuditEntry
from zgc_tasks.common.refusal import Refusal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def at_once(*acts) -> list[str]:
    """What became of each: done, stale, or the words it was refused with."""
    start = Barrier(len(acts))

    def press(act) -> str:
        start.wait()
        try:
            act()
        except StaleWrite:
            return "stale"
        except Refusal as refusal:
            return refusal.words
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(press, acts))


def both(plan, *acts) -> list[str]:
    """All of them based on what the plan is now."""
    based = {"plan_id": plan.pk, "based_on": plan.version, "at": at(27)}
    return sorted(at_once(*(partial(action, by=by, **based) for action, by in acts)))


def test_one_of_two_checkers_begins():
    story = begin()
    plan = story.file()
    acts = [(checking.start_check, story.checker), (checking.start_check, story.second_checker)]
    assert both(plan, *acts) == ["done", "stale"]
    assert story.plan.events.filter(action="start_check").count() == 1


def test_one_of_two_checkers_accepts():
    story = begin()
    story.file()
    plan = story.start_check()
    acts = [(checking.accept, story.checker), (checking.accept, story.second_checker)]
    assert both(plan, *acts) == ["done", "stale"]
    assert story.plan.events.filter(action="accept").count() == 1


def test_what_is_withdrawn_is_not_checked_in_the_same_moment():
    story = begin()
    plan = story.file()
    acts = [(filing.withdraw, story.liaison), (checking.start_check, story.checker)]
    assert both(plan, *acts) == ["done", "stale"]
    assert story.plan.status in ("draft", "checking")
    assert story.plan.events.count() == 2


@pytest.mark.parametrize("_", range(3))
def test_a_first_draft_and_another_lead_do_not_meet(_):
    story = begin()
    task = make_task(story.programme, 38, participants=["相关成员单位"])
    decided = {"basis": "minutes", "basis_number": "", "dated_on": at(20).date(), "by": story.checker}
    deadline = {"plan_deadline": at(20, month=4).date()}
    decisions.designate(task=task, unit=story.lead, at=at(25), **deadline, **decided)
    read_before = Task.objects.select_related("programme").get(pk=task.pk)
    drafted, designated = at_once(
        lambda: drafts.save_draft(task=read_before, based_on=0, sheet=SOUND, by=story.liaison, at=at(26)),
        lambda: decisions.designate(task=task, unit=story.participant, at=at(26), **deadline, **decided),
    )
    assert (Designation.objects.last().unit, designated) == (story.participant, "done")
    if drafted == "done":  # before it: the draft passes on to the new lead as it stands
        acts = AuditEntry.objects.filter(action__in=("plan.save", "task.designate")).order_by("pk")
        assert list(acts.values_list("action", flat=True))[-2:] == ["plan.save", "task.designate"]
    else:
        assert "只有牵头单位可以填写" in drafted
        assert not Plan.objects.filter(task=task).exists()
