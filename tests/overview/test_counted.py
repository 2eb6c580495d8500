"""What is counted of a programme is kept until something is written in it, and by nobody else's writing (decision 0082)."""

import re
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tasks import counted as counts
from tasks import ledger
from tasks.actions import courses, decisions, rounds
from tasks.counted import counted, counted_in, kept
from tasks.enums import Figure, TaskState
from tasks.ledger import totals_in
from tasks.models import Plan, Programme, Round
from tasks.pages import checker_home, round_home
from tasks.pages.contacts import directory
from tasks.rules.round_terms import month
from tests.factories import client_for, make_office, make_programme, make_task, make_unit, make_user
from tests.rounds.conftest import RoundStory, begin_rounds, moment, on
from tests.rounds.test_ledger import AFTER, accept_plan
from tests.rounds.test_progress_page import entered
from units.roles import Role
from zgc_tasks.common.paging import PAGE_SIZE

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2015, 5, 7)


@pytest.fixture
def story() -> RoundStory:
    found = begin_rounds()
    on(TODAY)
    return found


@pytest.fixture(autouse=True)
def nothing_kept():
    """Another test begins with a database in which the same keys are written anew."""
    for keep in counts.KEPT:
        keep.cache_clear()
    yield
    for keep in counts.KEPT:
        keep.cache_clear()


class Asked:
    """Counts how often it was asked."""

    times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_it_is_counted_once_until_a_task_is_written_on(story):
    asked, programme = Asked(), story.story.programme.pk
    assert [counted(programme, "what", asked) for _ in range(3)] == [1, 1, 1]
    story.save(day=TODAY)
    assert counted(programme, "what", asked) == 2


def test_a_list_of_every_task_is_read_once_until_a_task_is_written_on(story):
    asked, programme = Asked(), story.story.programme.pk
    assert [kept(programme, day, asked) for day in (1, 1, 2)] == [1, 1, 2]
    story.save(day=TODAY)
    assert kept(programme, 1, asked) == 3


def test_what_is_asked_otherwise_is_counted_by_itself(story):
    programme = story.story.programme.pk
    assert counted(programme, ("what", TODAY), lambda: "today") == "today"
    assert counted(programme, ("what", date(2015, 5, 8)), lambda: "tomorrow") == "tomorrow"
    assert counted(programme, ("what", TODAY), lambda: "again") == "today"


def test_another_programme_has_counts_of_its_own_and_leaves_these_alone(story):
    other = make_programme("RCGC")
    make_task(other, 1, lead=story.story.lead)
    asked, programme = Asked(), story.story.programme.pk
    assert counted(programme, "what", asked) == 1
    assert counted(other.pk, "what", lambda: "other") == "other"
    rounds.open_rounds(
        programme=other, terms=[month(2015, 4)], tasks=[], at=moment(TODAY),
        by=make_user(Role.CHECKER, other.receiving_office.unit, office=other.receiving_office),
    )  # fmt: skip
    assert counted(programme, "what", asked) == 1
    assert counted(other.pk, "what", lambda: "written") == "written"


def test_of_several_programmes_it_is_counted_once_until_one_of_them_is_written_on(story):
    programme, other, third = story.story.programme, make_programme("RCGC"), make_programme("KCZH")
    task, elsewhere = (make_task(each, 1, lead=story.story.lead) for each in (other, third))
    asked, both = Asked(), [programme.pk, other.pk]
    assert [counted_in(both, "what", asked) for _ in range(2)] == [1, 1]
    assert counted_in([programme.pk, third.pk], "what", asked) == 2
    assert counted_in(both, "what else", asked) == 3
    courses.mark([elsewhere.pk])
    assert counted_in(both, "what", asked) == 1
    courses.mark([task.pk])
    assert counted_in(both, "what", asked) == 4
    story.save(day=TODAY)
    assert counted_in(both, "what", asked) == 5


@pytest.mark.parametrize(
    "changed",
    [
        lambda office: {"short_name": "人才高地建设工程"},
        lambda office: {"code": "RCGD"},
        lambda office: {"receiving_office": office},
        lambda office: {"stand_in_office": office},
        lambda office: {"leadership_unit": office.unit},
    ],
)
def test_whose_the_programmes_are_and_how_they_are_called_is_noticed(story, changed):
    programme, other, asked = story.story.programme, make_programme("RCGC"), Asked()
    counted_in([programme.pk, other.pk], "what", asked)
    new = changed(make_office(programme.receiving_office.unit))
    Programme.objects.filter(pk=other.pk).update(**new)
    assert counted_in([programme.pk, other.pk], "what", asked) == 2


def test_what_waits_elsewhere_is_counted_once_until_somebody_writes_there(story):
    """For each by themselves: whoever wrote a plan does not check it."""
    whole, office = story.story, story.story.programme.receiving_office
    other = make_programme("RCGC", receiving_office=office, leadership_unit=whole.programme.leadership_unit)
    make_task(other, 1, lead=whole.lead)
    browsers = {name: whole.browser(name) for name in ("liaison", "checker", "second_checker")}

    def waits() -> dict[str, str]:
        homes = {name: browser.get("/rcgc/").content.decode() for name, browser in browsers.items()}
        return {
            name: "，".join(re.findall(r"(?:实施方案待办|待核对) \d 项", home))
            for name, home in homes.items()
        }

    assert waits() == waits() == {"liaison": "实施方案待办 2 项", "checker": "", "second_checker": ""}
    again = queries(browsers["liaison"], "/rcgc/")
    whole.enter(whole.letter(received_at=moment(TODAY)))
    assert queries(browsers["liaison"], "/rcgc/") > again
    assert waits() == {"liaison": "实施方案待办 1 项", "checker": "", "second_checker": "待核对 1 项"}
    assert queries(browsers["liaison"], "/rcgc/") == again


@pytest.mark.parametrize(
    "written", ["a round is changed", "a round is closed", "a filing is put off", "the deadline"]
)
def test_what_else_counts_rest_on_is_noticed(story, written):
    asked, programme = Asked(), story.story.programme
    counted(programme.pk, "what", asked)
    by = {"by": story.story.checker, "at": moment(TODAY)}
    if written == "a round is changed":
        terms = replace(month(2015, 5), due_on=date(2015, 6, 10))
        rounds.change_round(round=story.may, terms=terms, tasks=[], **by)
    elif written == "a round is closed":
        rounds.close_round(round=story.april, **by)
    elif written == "a filing is put off":
        rounds.extend(
            round=story.april, unit=story.story.lead, until=date(2015, 5, 12), told="张某", reason="", **by
        )
    else:
        type(programme).objects.filter(pk=programme.pk).update(plan_deadline=date(2015, 4, 10))
    assert counted(programme.pk, "what", asked) == 2


def test_nothing_is_kept_of_what_is_taken_back(story):
    """A transaction that fails has seen its own writes; under the same count another one may write otherwise."""
    programme = story.story.programme.pk

    with transaction.atomic():
        story.save(day=TODAY)
        assert counted(programme, "what", lambda: "never so") == "never so"
        transaction.set_rollback(True)
    story.save(task=2, day=TODAY)
    assert counted(programme, "what", lambda: "as it is") == "as it is"


def test_the_figures_of_a_round_are_those_of_the_moment_however_often_they_are_looked_at(story):
    def filed() -> tuple[int, int]:
        figures = totals_in(story.april, TODAY).figures
        return figures[Figure.FILED], figures[Figure.UNFILED]

    assert [filed(), filed()] == [(0, 3), (0, 3)]
    story.file(day=TODAY)
    assert filed() == (1, 2)
    story.file(task=2, day=TODAY)
    assert filed() == (2, 1)


@pytest.mark.parametrize(
    "page", ["overview/progress/", "overview/", "deadlines/?of=steps", "deadlines/?of=round", "rounds/"]
)
def test_a_page_that_is_looked_at_again_counts_nothing_and_shows_what_was_filed_since(story, page):
    browser, address = story.story.browser("leadership"), f"/gjrc/{page}"
    for _ in range(2):  # at first it is worked out how far tasks are, too
        browser.get(address)
    first = queries(browser, address)
    assert first == queries(browser, address)
    before = browser.get(address).content
    story.story.file(moment(date(2015, 4, 2)))
    story.file(day=TODAY)
    assert queries(browser, address) > first
    assert browser.get(address).content != before or page == "deadlines/?of=steps"


def queries(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


STEPS, TASK = "/gjrc/overview/steps/", "/gjrc/tasks/14/"
OVERDUE, TO_REPORT = "逾期", "到期待报"


@pytest.fixture
def in_force(story) -> RoundStory:
    """The first step of 14 ended in April, whose round is over."""
    accept_plan(story)
    on(AFTER)
    return story


def first_step(browser) -> set[str]:
    """Where it stands on the timeline of all and on the page of its task."""
    line = browser.get(STEPS).context["page"].groups[0].tasks[0].steps[0]
    return {line.mark.label, browser.get(TASK).context["page"].steps[0].mark.label}


@pytest.mark.parametrize("written", ["put off", "due later", "about other tasks"])
def test_a_step_is_held_to_what_is_said_of_a_round_since_it_was_looked_at(in_force, written):
    browser, by = in_force.story.browser("leadership"), {"by": in_force.story.checker, "at": moment(AFTER)}
    assert first_step(browser) == first_step(browser) == {OVERDUE}
    if written == "put off":
        in_force.extend(date(2015, 5, 12), day=AFTER)
    elif written == "due later":
        terms = replace(month(2015, 4), due_on=date(2015, 5, 12))
        rounds.change_round(round=in_force.april, terms=terms, tasks=[], **by)
    else:
        rounds.change_round(round=in_force.april, terms=month(2015, 4), tasks=[in_force.tasks[2]], **by)
    assert first_step(browser) == {TO_REPORT}


def test_a_round_that_begins_by_itself_holds_the_steps_from_then_on(in_force):
    browser = in_force.story.browser("leadership")
    on(date(2015, 5, 1))
    rounds.change_round(
        round=in_force.april, terms=replace(month(2015, 4), opens_on=date(2015, 5, 2), due_on=date(2015, 5, 8)),
        tasks=[], by=in_force.story.checker, at=moment(date(2015, 4, 27)),
    )  # fmt: skip
    assert first_step(browser) == {TO_REPORT}
    on(AFTER)
    assert first_step(browser) == {OVERDUE}


def test_the_rounds_of_years_are_read_once_whatever_is_saved_of_tasks(in_force):
    browser = in_force.story.browser("leadership")
    assert browser.get(TASK).status_code == 200  # which notes who read telephones
    for keep in counts.KEPT:
        keep.cache_clear()
    first, again = queries(browser, TASK), queries(browser, TASK)
    assert again < first
    in_force.save(task=3, day=AFTER, by=in_force.story.other_unit)
    assert queries(browser, TASK) == again
    on(AFTER + timedelta(days=1))
    assert queries(browser, TASK) == again


def test_figures_by_terms_that_were_read_before_they_changed_are_not_those_of_now(story):
    """A page has read the round, another one changes it, and then the page counts."""
    read_before = Round.objects.get(pk=story.april.pk)
    terms = replace(month(2015, 4), due_on=date(2015, 5, 6))
    rounds.change_round(round=story.april, terms=terms, tasks=[], by=story.story.checker, at=moment(TODAY))
    assert totals_in(read_before, TODAY).states[TaskState.MISSING] == 0
    assert totals_in(Round.objects.get(pk=story.april.pk), TODAY).states[TaskState.MISSING] == 3


def test_the_home_of_a_unit_counts_what_is_left_anew_once_a_colleague_has_filed(story):
    mine, others = story.story.browser("officer"), story.story.browser("other_unit")
    assert "应报 2 项，已报 0 项" in home(mine)
    first = queries(mine, "/gjrc/")
    assert "应报 1 项，已报 0 项" in home(others)
    story.file(task=2, day=TODAY)
    assert queries(mine, "/gjrc/") > first
    assert "应报 2 项，已报 1 项" in home(mine)
    assert "应报 1 项，已报 0 项" in home(others)


def test_the_home_of_whoever_entered_something_is_not_that_of_a_colleague_in_the_same_office(story):
    """They may not compare what they entered themselves, the others may."""
    entered(story)
    whole = story.story
    both = make_user(Role.OFFICER, whole.lead, whole.officer.office, user=whole.checker.user)
    mine, others = client_for(both), whole.browser("officer")
    assert ["代录待复核 1 项" in home(browser) for browser in (others, mine, others)] == [True, False, True]


def test_the_home_of_a_unit_with_more_tasks_than_a_page_counts_them_anew_too(story):
    for number in range(100, 100 + PAGE_SIZE):
        make_task(story.story.programme, number, lead=story.story.lead)
    browser = story.story.browser("liaison")

    def counted_there() -> tuple[int, int, bool]:
        shown = browser.get("/gjrc/").context["home"]
        return shown.todo.total, shown.filed.total, f"{shown.todo.total} 项" in shown.overdue

    assert [counted_there(), counted_there()] == [(PAGE_SIZE + 2, 0, True)] * 2
    story.story.file(moment(TODAY))
    assert counted_there() == (PAGE_SIZE + 1, 1, True)


def test_what_a_unit_takes_part_in_is_counted_anew_once_a_wording_is_resolved_into_it(story):
    programme, unit = story.story.programme, make_unit("石景山区")
    others = make_unit("市体育局")
    for number in range(100, 101 + PAGE_SIZE):
        make_task(programme, number, lead=others, participants=[unit])
    open_task = make_task(programme, 200, lead=others, participants=["等有关区县"])
    browser = client_for(make_user(Role.LIAISON, unit))

    def joined() -> int:
        return browser.get("/gjrc/").context["home"].joined.total

    assert [joined(), joined()] == [PAGE_SIZE + 1] * 2
    decisions.resolve_wording(
        responsibility=open_task.responsibilities.get(unit=None), units=[unit], basis="minutes", basis_number="",
        dated_on=TODAY, by=story.story.checker, at=moment(TODAY),
    )  # fmt: skip
    assert joined() == PAGE_SIZE + 2


def test_each_checker_has_what_their_own_office_checks_to_do(story):
    """One who stands in checks only what the receiving office itself carries out."""
    programme, plan = story.story.programme, story.story.file(moment(TODAY))
    stand_in = make_user(Role.CHECKER, office=make_office(programme.receiving_office.unit))
    programme.stand_in_office = stand_in.office
    programme.save()
    to_check = ["/gjrc/tasks/14/check/"]
    assert _to_check(story.story.checker) == to_check
    assert _to_check(stand_in) == []
    Plan.objects.filter(pk=plan.pk).update(office=programme.receiving_office)
    courses.mark([plan.task_id])
    assert _to_check(stand_in) == to_check
    programme.stand_in_office = make_office(programme.receiving_office.unit)
    programme.save()
    assert _to_check(stand_in) == []


def _to_check(by) -> list[str]:
    found = checker_home.build(Programme.objects.get(), by, TODAY).to_check
    return [waiting.address for waiting in found]


@pytest.mark.parametrize(
    "page", ["overview/?", "overview/compare/?before=2015-05-05&", "rounds/1/desk/?", "deadlines/?of=round&"]
)
def test_a_day_gone_by_is_counted_once_until_something_is_written(story, page):
    browser, address = story.story.browser("leadership"), f"/gjrc/{page}as_of=2015-05-06"
    first = queries(browser, address)
    again, before = queries(browser, address), without_token(browser.get(address))
    assert again < first
    story.file(day=TODAY)
    assert queries(browser, address) > again
    assert without_token(browser.get(address)) == before


def test_how_many_tasks_there_are_is_counted_once_beside_what_is_filtered_and_anew_of_another_unit(story):
    checker, unit = story.story.browser("leadership"), story.story.browser("liaison")
    address = "/gjrc/deadlines/?state=missing"

    def total(browser) -> int:
        return browser.get(address).context["deadlines"].total

    assert [total(checker), total(unit), total(checker), total(unit)] == [4, 2, 4, 2]
    first = queries(unit, address)
    decisions.designate(
        task=story.story.programme.tasks.get(number=40), unit=story.story.lead,
        plan_deadline=date(2015, 5, 20), basis="minutes", basis_number="", dated_on=TODAY,
        by=story.story.checker, at=moment(TODAY),
    )  # fmt: skip
    assert queries(unit, address) > first
    assert [total(checker), total(unit)] == [4, 3]


def test_a_comparison_with_today_tells_what_was_filed_since_it_was_looked_at(story):
    browser = story.story.browser("leadership")

    def better() -> int:
        shown = browser.get("/gjrc/overview/compare/?before=2015-05-05").context["page"].compared
        return next(figure["value"] for figure in shown.figures if figure["label"] == "好转")

    assert [better(), better()] == [0, 0]
    story.file(day=TODAY)
    assert better() == 1


def without_token(page) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode())


def test_the_outline_of_a_day_is_the_same_in_however_many_parts_it_is_read(story, monkeypatch):
    programme = story.story.programme
    for number in (7, 5, 6):
        make_task(programme, number, lead=story.story.lead)
    monkeypatch.setattr(sys.modules[ledger.build.__module__], "_AT_ONCE", 2)
    found = ledger.outline(programme, date(2015, 5, 6))
    rows = ledger.build(programme, as_of=date(2015, 5, 6)).rows
    assert [(each.number, each.pk, each.area) for each in found] == [
        (row.number, row.task_id, row.group) for row in rows
    ]
    assert len(rows) > 5


def home(browser) -> str:
    return browser.get("/gjrc/").content.decode()


def test_whose_contacts_are_listed_follows_the_offices_of_the_programme(story):
    """An office that comes to receive plans sees plans that it did not see before, though none was written on."""
    story.story.file()
    programme = story.story.programme
    checker = make_user(Role.CHECKER, office=make_office(programme.receiving_office.unit))
    for _ in range(2):
        assert _contacts(programme, checker) == []
    programme.receiving_office = checker.office
    programme.save()
    assert _contacts(programme, checker) != []


def _contacts(programme, by) -> list:
    entries = directory(programme, by, QueryDict())
    return [contact for entry in entries for contact in entry.contacts]


def test_what_is_new_of_accepted_plans_follows_accepting_and_opening(story):
    """The list of accepted plans is kept, what a unit has opened of them is not."""
    one, unit = story.story, story.story.other_unit

    def news() -> bool:
        return "新核收的实施方案" in home(client_for(unit))

    one.file()
    assert [news(), news()] == [False, False]
    one.accept()
    assert [news(), news()] == [True, True]
    client_for(unit).get(one.plan.get_absolute_url())
    assert not news()


def test_the_home_of_a_unit_is_counted_once_for_all_who_check_nothing(story, monkeypatch):
    """Three hundred people look at their homes: what is kept for each of them is kept for nobody."""
    asked, count = Asked(), round_home._of_unit
    monkeypatch.setattr(round_home, "_of_unit", lambda *about: (asked(), count(*about))[1])
    colleagues = [make_user(Role.LIAISON, story.story.lead) for _ in range(3)]
    for colleague in colleagues:
        home(client_for(colleague))
    assert asked.times == 1
