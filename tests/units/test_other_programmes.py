"""A second programme is found: from every page where the person has work in another one, and on 首页 with what waits."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import assigning, consultation, coordination, drafts, progress_filing, rounds
from tasks.models import Leading, Programme, Responsibility, Round, Task, TaskGroup
from tasks.rules.round_terms import month
from tasks.rules.statement import Statement
from tests.coordination.problem import passed_on, raised, said
from tests.factories import client_for, make_office, make_programme, make_task, make_unit, make_user
from tests.filing.test_times_in_force import LATER, moved, revise
from tests.story import SOUND, at, begin
from units.roles import Role

pytestmark = pytest.mark.django_db

SWITCH = '<a class="other-programmes" href="/programmes/">切换专项工作</a>'


def page(membership, address: str = "/gjrc/") -> str:
    answer = client_for(membership).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(html: str) -> dict[str, str]:
    """What stands of other programmes on a home, by their addresses."""
    return dict(re.findall(r'<li><a href="(/[\w-]+/)">[^<]*</a>：([^<]*)</li>', html))


@pytest.fixture
def unit():
    return make_unit("市教委")


@pytest.fixture
def liaison(unit):
    return make_user(Role.LIAISON, unit)


@pytest.fixture
def first(unit):
    programme = make_programme("GJRC")
    make_task(programme, 1, lead=unit)
    return programme


def test_with_work_in_one_programme_there_is_nothing_to_switch_to(first, liaison):
    make_task(make_programme("KCZH"), 1, lead=make_unit())
    html = page(liaison)
    assert "切换专项工作" not in html
    assert "其他专项工作" not in html


@pytest.mark.parametrize("part", ["lead", "participant"])
def test_a_unit_with_tasks_in_another_one_is_led_there_from_every_page(first, unit, liaison, part):
    second = make_programme("KCZH")
    make_task(
        second, 1, **({"lead": unit} if part == "lead" else {"lead": make_unit(), "participants": [unit]})
    )
    for address in ("/gjrc/", "/gjrc/tasks/1/", "/kczh/tasks/", "/help/"):
        assert SWITCH in page(liaison, address)
    listed = page(liaison, "/programmes/")
    assert ['href="/gjrc/"' in listed, 'href="/kczh/"' in listed] == [True, True]


def test_the_home_says_what_waits_in_the_others_and_not_in_itself(first, unit, liaison):
    second = make_programme("KCZH", short_name="第二专项")
    for number in (1, 2):
        make_task(second, number, lead=unit)
    assert waiting(page(liaison)) == {"/kczh/": "实施方案待办 2 项"}
    assert waiting(page(liaison, "/kczh/")) == {"/gjrc/": "实施方案待办 1 项"}


def test_an_officer_is_told_of_what_their_office_may_write(first, unit, liaison):
    second, elsewhere = make_programme("KCZH"), make_office(unit, "人事处")
    task, _ = (make_task(second, number, lead=unit) for number in (1, 2))
    drafts.save_draft(task=task, based_on=0, sheet=SOUND, by=liaison, at=at(20))
    assigning.assign(task=task, office=elsewhere, based_on_office=None, by=liaison, at=at(20))
    assert waiting(page(make_user(Role.OFFICER, unit, make_office(unit, "科研处")))) == {
        "/kczh/": "实施方案待办 1 项"
    }
    assert waiting(page(make_user(Role.OFFICER, unit, elsewhere))) == {"/kczh/": "实施方案待办 2 项"}


def test_questions_and_rounds_of_the_others_wait_too():
    story, here = begin(), make_programme("KCZH")
    unit = story.participant
    make_task(here, 1, lead=unit)
    make_task(story.programme, 2, lead=unit)
    plan = story.draft()
    consultation.ask(
        plan_id=plan.pk, based_on=plan.version, units=[unit], message="请反馈", by=story.liaison, at=at(21)
    )
    rounds.open_rounds(
        programme=story.programme, terms=[month(2015, 3)], tasks=[], by=story.checker, at=at(2)
    )
    said = "实施方案待办 1 项，征求意见待反馈 1 件，进展待报 1 期"
    assert waiting(page(story.other_unit, "/kczh/")) == {"/gjrc/": said}
    assert said in page(story.other_unit, "/programmes/")


def test_a_unit_is_told_of_a_question_also_where_the_register_does_not_name_it():
    story, here = begin(), make_programme("KCZH")
    unit = make_unit("市体育局")
    liaison = make_user(Role.LIAISON, unit)
    make_task(here, 1, lead=unit)
    plan = story.draft(replace(SOUND, participants=(unit.short_name,)))
    consultation.ask(
        plan_id=plan.pk, based_on=plan.version, units=[unit], message="请反馈", by=story.liaison, at=at(21)
    )
    assert SWITCH in page(liaison, "/kczh/")
    assert waiting(page(liaison, "/kczh/")) == {"/gjrc/": "征求意见待反馈 1 件"}
    assert 'href="/gjrc/"' in page(liaison, "/programmes/")


def test_a_checker_is_told_what_is_to_be_checked_and_the_leading_groups_office_what_is_to_be_settled():
    story = begin()
    office, group = story.programme.receiving_office, story.programme.leadership_unit
    make_programme("KCZH", receiving_office=office, leadership_unit=group)
    for who in (story.checker, story.leadership):
        assert SWITCH in page(who, "/kczh/")
        assert waiting(page(who, "/kczh/")) == {}
    story.file()
    coordination.raise_it(
        task=story.task,
        what="经费渠道未定",
        asked_of="市财政局",
        wanted_by=date(2015, 4, 20),
        by=story.liaison,
        at=at(28),
    )
    assert waiting(page(story.checker, "/kczh/")) == {"/gjrc/": "待核对 1 项"}
    assert waiting(page(story.leadership, "/kczh/")) == {"/gjrc/": "提请协调待办 1 件"}
    story.plan.authors.create(user=story.checker.user, last_saved_at=at(28))
    assert waiting(page(story.checker, "/kczh/")) == {}, "who wrote a plan may not accept it"
    assert waiting(page(story.second_checker, "/kczh/")) == {"/gjrc/": "待核对 1 项"}


MANY = 1_000


def test_of_a_thousand_programmes_ten_are_shown_by_three_queries_more(first, unit, liaison):
    client = client_for(liaison)
    client.get("/gjrc/")
    with CaptureQueriesContext(connection) as alone:
        client.get("/gjrc/")
    many(unit)
    with CaptureQueriesContext(connection) as among:
        html = client.get("/gjrc/").content.decode()
    assert len(among) == len(alone) + 3
    assert len(waiting(html)) == 10
    assert '<a href="/programmes/">还有其他专项工作等待办理</a>' in html
    assert client.get("/programmes/?page=51").content.decode().count("<tr>") == 2


@pytest.mark.parametrize(("before", "more"), [(9, 3), (10, 4), (11, 6), (40, 5)])
def test_what_waits_is_found_behind_programmes_in_which_nothing_does(first, unit, liaison, before, more):
    client = client_for(liaison)
    client.get("/gjrc/")
    with CaptureQueriesContext(connection) as alone:
        client.get("/gjrc/")
    for number in range(before):
        make_task(make_programme(f"P{number}"), 1, lead=make_unit(), participants=[unit])
    make_task(make_programme("LAST"), 1, lead=unit)
    with CaptureQueriesContext(connection) as among:
        html = client.get("/gjrc/").content.decode()
    assert len(among) - len(alone) == more
    assert waiting(html) == {"/last/": "实施方案待办 1 项"}
    assert "还有其他专项工作" not in html


@pytest.mark.parametrize("leading", [10, 11])
def test_that_there_are_more_is_said_from_the_eleventh_on(first, unit, liaison, leading):
    for number in range(leading):
        make_task(make_programme(f"P{number}"), 1, lead=unit)
    html = page(liaison, "/gjrc/")
    assert len(waiting(html)) == 10
    assert ("还有其他专项工作" in html) == (leading == 11)


def many(unit) -> None:
    """More programmes, in each of which the unit leads a task and a round is filed."""
    first = Programme.objects.get()
    made = Programme.objects.bulk_create(
        Programme(
            code=f"P{number}", short_name=f"第{number}专项", title="专项工作", document_number="京〔2015〕1号",
            document_title="通知", issuer="某", plan_deadline=first.plan_deadline, receiving_office=first.receiving_office,
            leadership_unit=first.leadership_unit, contact_name="张某", contact_phone="010-00000001",
        )
        for number in range(MANY)
    )  # fmt: skip
    groups = TaskGroup.objects.bulk_create(TaskGroup(programme=one, number=1, name="一") for one in made)
    tasks = Task.objects.bulk_create(
        Task(programme=one, group=group, number=1, lead=unit, content="一")
        for one, group in zip(made, groups, strict=True)
    )
    Leading.objects.bulk_create(Leading(task=task, unit=unit) for task in tasks)
    Responsibility.objects.bulk_create(Responsibility(task=task, position=1, unit=unit) for task in tasks)
    Round.objects.bulk_create(
        Round(programme=one, number=1, opened_at=at(2), **month(2015, 3).columns) for one in made
    )


def test_a_unit_is_told_of_problems_passed_on_to_it_also_where_it_has_no_task():
    story = begin()
    make_task(make_programme("KCZH"), 1, lead=story.outsider.unit)
    found = raised(story)
    assert waiting(page(story.outsider, "/kczh/")) == {}
    passed_on(story, found)
    html = page(story.outsider, "/kczh/")
    assert waiting(html) == {"/gjrc/": "提请协调待反馈 1 件"}
    assert SWITCH in html
    assert "提请协调待反馈 1 件" in page(story.outsider, "/programmes/")
    said(found, coordination.reply, story.outsider)
    assert waiting(page(story.outsider, "/kczh/")) == {}


def test_what_was_entered_from_a_letter_waits_for_another_checker():
    story = begin()
    office, group = story.programme.receiving_office, story.programme.leadership_unit
    make_programme("KCZH", receiving_office=office, leadership_unit=group)
    story.enter(story.letter(received_at=at(24)))
    rounds.open_rounds(
        programme=story.programme, terms=[month(2015, 3)], tasks=[], by=story.checker, at=at(2)
    )
    progress_filing.enter_on_behalf(
        task=story.task, round=Round.objects.get(), letter=story.letter(received_at=at(31)), based_on=0,
        said=Statement(done_text="细则已印发", outlook="on_course"), by=story.checker, at=at(31),
    )  # fmt: skip
    assert waiting(page(story.checker, "/kczh/")) == {}
    said = "待核对 1 项，方案待复核 1 项，进展待复核 1 项"
    assert waiting(page(story.second_checker, "/kczh/")) == {"/gjrc/": said}
    story.verify(at(31))
    assert waiting(page(story.second_checker, "/kczh/"))["/gjrc/"] == "待核对 1 项，进展待复核 1 项"


def test_a_later_time_waits_for_who_may_record_its_decision():
    story = begin()
    office, group = story.programme.receiving_office, story.programme.leadership_unit
    make_programme("KCZH", receiving_office=office, leadership_unit=group)
    story.file()
    story.accept()
    revise(story, moved(LATER, step_2="2018年6月"))
    story.file(at(29))
    assert waiting(page(story.checker, "/kczh/")) == {"/gjrc/": "待核对 1 项，时限调整决定待登记 1 项"}
    assert waiting(page(story.leadership, "/kczh/")) == {"/gjrc/": "时限调整决定待登记 1 项"}
    story.plan.authors.create(user=story.leadership.user, last_saved_at=at(29))
    assert waiting(page(story.leadership, "/kczh/")) == {}
