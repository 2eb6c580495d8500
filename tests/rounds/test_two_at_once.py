"""Filing in a round, changing it and reporting of it in the same moment, each with a connection of its own: whoever comes
second waits, and is told. SQLite writes one after the other from the start (tests/common/test_sqlite_queue.py).
"""

import time
from datetime import date
from functools import partial

import pytest
from django.db import connection

from tasks import ledger
from tasks.actions import checking, progress_checking, progress_filing, reports, rounds
from tasks.ledger import progress as progress_of_ledger
from tasks.models import Entry, Report
from tasks.rules import round_terms
from tasks.rules.round_terms import month
from tests.checking.test_two_at_once import at_once
from tests.factories import make_user
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, moment
from units.roles import Role

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]
DAY = date(2015, 5, 7)  # before the day on which April is due
SOON, MEANWHILE = 0.4, 1.5  # seconds: the second one begins while the first is held up


@pytest.fixture
def story() -> RoundStory:
    return begin_rounds()


def held_up(monkeypatch, module, name: str) -> None:
    """What is read by `name` takes its time, in which another one may come."""
    read = getattr(module, name)

    def slowly(*args, **kwargs):
        found = read(*args, **kwargs)
        time.sleep(MEANWHILE)
        return found

    monkeypatch.setattr(module, name, slowly)


def later(act) -> None:
    time.sleep(SOON)
    act()


def taken(report: Report, story: RoundStory):
    return partial(reports.take_draft, report=report, as_of=DAY, by=story.story.checker, at=moment(DAY, 15))


def begun(story: RoundStory) -> Report:
    return reports.begin(
        programme=story.story.programme, round=story.april, as_of=DAY, corrects=None,
        by=story.story.checker, at=moment(DAY, 9),
    )  # fmt: skip


def test_what_a_draft_is_being_taken_of_is_not_withdrawn_meanwhile(story, monkeypatch):
    report = begun(story)
    story.file(day=DAY)
    row = story.progress()
    held_up(monkeypatch, ledger, "build")
    withdraw = partial(
        progress_filing.withdraw,
        progress_id=row.pk,
        based_on=row.version,
        by=story.story.liaison,
        at=moment(DAY, 15),
    )
    drafted, withdrawn = at_once(taken(report, story), partial(later, withdraw))
    assert drafted == "done"
    assert "本期进展已编入送审稿，不能撤回" in withdrawn
    assert report.drafts.last().frozen["figures"]["filed"] == 1
    assert Entry.objects.get().withdrawn_at is None


def test_an_acceptance_that_a_draft_is_being_taken_of_is_not_taken_back_meanwhile(story, monkeypatch):
    begins, checker = moment(date(2015, 3, 20)), story.story.checker
    report = reports.begin(
        programme=story.story.programme, round=None, as_of=begins.date(), corrects=None, by=checker, at=begins
    )
    story.story.file()
    plan = story.story.accept()
    held_up(monkeypatch, ledger, "build")
    take_back = partial(
        checking.take_back, plan_id=plan.pk, based_on=plan.version, reason="误核",
        by=story.story.checker, at=moment(DAY, 15),
    )  # fmt: skip
    drafted, taken_back = at_once(taken(report, story), partial(later, take_back))
    assert drafted == "done"
    assert "已编入送审稿，不能撤回或撤销核收" in taken_back


def test_nothing_is_filed_in_a_round_while_it_is_changed(story, monkeypatch):
    row = story.save(SAID, day=DAY)
    held_up(monkeypatch, round_terms, "plausible")
    postponed = month(2015, 6)
    change = partial(
        rounds.change_round,
        round=story.april,
        terms=postponed,
        tasks=[],
        by=story.story.checker,
        at=moment(DAY),
    )
    file = partial(
        progress_filing.file_progress,
        progress_id=row.pk,
        based_on=row.version,
        by=story.story.liaison,
        at=moment(DAY),
    )
    changed, filed = at_once(change, partial(later, file))
    assert changed == "done"
    assert "届时再填写" in filed
    assert not Entry.objects.exists()


def test_what_is_being_filed_counts_when_its_round_is_closed(story, monkeypatch):
    row = story.save(SAID, day=DAY)
    held_up(monkeypatch, progress_filing, "findings")
    file = partial(
        progress_filing.file_progress,
        progress_id=row.pk,
        based_on=row.version,
        by=story.story.liaison,
        at=moment(DAY),
    )
    close = partial(rounds.close_round, round=story.april, by=story.story.checker, at=moment(DAY, 11))
    assert at_once(file, partial(later, close)) == ["done", "done"]
    assert story.april.events.last().counted["filed"] == 1


def test_two_who_file_and_return_several_tasks_of_a_round_do_not_wait_for_each_other(story, monkeypatch):
    """All tasks are locked before their round."""
    story.file(task=2, day=DAY)
    rows = [story.save(SAID, day=DAY), story.progress(2)]
    held_up(monkeypatch, progress_filing, "findings")
    together = partial(
        progress_filing.file_together, based_on={row.pk: row.version for row in rows},
        by=story.story.liaison, at=moment(DAY, 12),
    )  # fmt: skip
    give_back = partial(
        progress_checking.send_back, progress_id=rows[1].pk, based_on=rows[1].version, refile_by=date(2015, 5, 12),
        note="请补充", by=story.story.checker, at=moment(DAY, 12),
    )  # fmt: skip
    filed, returned = at_once(together, partial(later, give_back))
    assert (filed == "done") != (returned == "done")


def test_two_offices_take_one_draft_after_the_other(story):
    report, colleague = begun(story), story.story.leadership
    first, second = taken(report, story), partial(taken(report, story).func, report=report, as_of=DAY)
    became = at_once(first, partial(second, by=colleague, at=moment(DAY, 15)))
    assert became == ["done", "done"]
    assert list(report.drafts.values_list("nth", flat=True)) == [1, 2, 3]


def test_one_of_two_offices_makes_it_final(story):
    report = begun(story)
    colleague = make_user(Role.LEADERSHIP, story.story.programme.leadership_unit)
    final = partial(reports.finish, report=report, based_on=report.drafts.get().pk, at=moment(DAY, 16))
    became = sorted(at_once(partial(final, by=story.story.leadership), partial(final, by=colleague)))
    assert became[0] == "done"
    assert "报告已定稿，不能再改" in became[1]


def test_a_draft_that_is_taken_meanwhile_does_not_become_final(story, monkeypatch):
    report = begun(story)
    held_up(monkeypatch, ledger, "build")
    final = partial(
        reports.finish,
        report=report,
        based_on=report.drafts.get().pk,
        by=story.story.leadership,
        at=moment(DAY, 16),
    )
    drafted, finished = at_once(taken(report, story), partial(later, final))
    assert drafted == "done"
    assert "已有更新的送审稿" in finished


def test_the_rows_of_a_draft_are_of_one_moment(story, monkeypatch):
    """What was reported is read first, and then how far plans are: of somebody who files and then is accepted a draft has
    both or neither.
    """
    story.story.file()
    report = begun(story)
    held_up(monkeypatch, progress_of_ledger, "gather")

    def files_and_is_accepted() -> None:
        story.file(day=DAY)
        story.story.accept()

    assert at_once(taken(report, story), partial(later, files_and_is_accepted)) == ["done", "done"]
    row = next(row for row in report.drafts.last().frozen["rows"] if row["number"] == 14)
    assert (row["plan"], row["filed"]) in (("accepted", "on_time"), ("on_time", ""))
    again = taken(report, story)()
    row = next(row for row in again.frozen["rows"] if row["number"] == 14)
    assert (row["plan"], row["filed"]) == ("accepted", "on_time")
