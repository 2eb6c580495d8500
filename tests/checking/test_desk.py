"""核对: by lead unit first, then the queues, all from the ledger of today."""

import pytest

from tests.checking.pages import text
from tests.factories import make_task, make_user
from tests.of_a_kind import one_of_each
from tests.story import at
from units.models import Unit
from units.roles import Role

DESK = "/gjrc/checking/"


def line_of(story, unit) -> object:
    lines = story.browser("checker").get(DESK).context["desk"].lines
    return next(line for line in lines if line.owing.unit.slug == unit.slug)


def test_there_is_one_row_a_lead_unit_in_document_order(story):
    make_task(story.programme, 15, lead=story.participant)
    make_task(story.programme, 16, lead=story.lead)
    lines = story.browser("checker").get(DESK).context["desk"].lines
    assert [line.owing.unit.short for line in lines] == ["市教委", "市科委"]
    assert [line.owing.led for line in lines] == [2, 1]


def test_a_row_says_what_is_owed_filed_and_missing(story):
    make_task(story.programme, 16, lead=story.lead)
    assert [row.number for row in line_of(story, story.lead).owing.owed] == [14, 16]
    story.file()
    line = line_of(story, story.lead)
    assert line.owing.filed == 1
    assert [row.number for row in line.owing.owed] == [16]


def test_stamped_originals_are_counted_among_what_was_filed(story):
    story.file()
    assert "已收 0，未收 1" in text(story.browser("checker").get(DESK))
    filing = "/gjrc/tasks/14/plan/filings/1/stamped/"
    story.browser("checker").post(filing, {"received_on": "2015-03-31"})
    assert "已收齐" in text(story.browser("checker").get(DESK))


def test_the_last_contact_and_the_liaison_with_phone_stand_in_the_row(story):
    story.liaison.user.phone = "010-00000009"
    story.liaison.user.save()
    story.note(when=at(30), said="先说的话")
    story.note(when=at(31), said="后说的话")
    page = text(story.browser("checker").get(DESK))
    assert "3月31日 后说的话" in page
    assert "先说的话" not in page
    assert "010-00000009" in page


def test_a_task_nobody_leads_counts_for_no_unit(story):
    make_task(story.programme, 38, participants=["相关成员单位"])
    answer = story.browser("checker").get(DESK)
    assert sum(line.owing.led for line in answer.context["desk"].lines) == 1
    assert "牵头单位待明确，不计入应报" in text(answer)


def test_the_reminder_to_copy_names_the_open_tasks_and_leads_to_the_text_without_scripts(story):
    page = text(story.browser("checker").get(DESK))
    assert (
        'data-copy-text="市教委：按照京人才发〔2015〕3号要求，贵单位牵头的第14项《工作任务实施方案》尚未报送'
        in page
    )
    assert f'href="/gjrc/contacts/{story.lead.slug}/#remind"' in page
    story.file()
    assert "data-copy-text" not in text(story.browser("checker").get(DESK))


def queue(story, name: str) -> list[int]:
    answer = story.browser("checker").get(f"{DESK}{name}/")
    assert answer.status_code == 200
    shown = [line.row.number for line in answer.context["page"].rows]
    tab = next(tab for tab in answer.context["tabs"] if tab.is_current)
    assert tab.address.endswith(f"/{name}/")
    assert tab.count == len(shown)
    return shown


@pytest.mark.parametrize(
    ("bring", "name"),
    [("draft", "missing"), ("file", "filed"), ("send_back", "returned"), ("accept", "accepted")],
)
def test_a_plan_stands_in_exactly_the_queue_of_its_state(story, bring, name):
    if bring in ("send_back", "accept"):
        story.file()
    getattr(story, bring)()
    queues = {each: queue(story, each) for each in ("missing", "filed", "returned", "accepted")}
    assert queues.pop(name) == [14]
    assert not any(queues.values())


def test_the_tabs_above_the_letters_count_the_same(story):
    story.file()
    for number in (15, 16):
        make_task(story.programme, number, lead=story.participant)
    make_task(story.programme, 38, participants=["相关成员单位"])
    browser = story.browser("checker")
    counted = [browser.get(url).context["tabs"] for url in (DESK, "/gjrc/letters/")]
    assert [tab.count for tab in counted[0]] == [tab.count for tab in counted[1]] == [None, 1, 0, 0, 2, None]


def test_empty_queues_say_what_will_stand_there(story):
    for name, words in {"filed": "没有待核对的实施方案", "accepted": "核对无误后列在这里"}.items():
        assert words in text(story.browser("checker").get(f"{DESK}{name}/"))
    story.file()
    assert "各牵头单位均已报送" in text(story.browser("checker").get(f"{DESK}missing/"))


def test_an_unknown_queue_is_not_found(story):
    assert story.browser("checker").get(f"{DESK}nonsense/").status_code == 404


def test_the_desk_is_for_the_receiving_office(story):
    for who in ("liaison", "officer", "other_unit", "leadership"):
        for url in (DESK, f"{DESK}filed/"):
            assert story.browser(who).get(url).status_code == 403
    assert story.browser("checker").get(DESK).status_code == 200


@pytest.mark.parametrize(
    "url", one_of_each([DESK, f"{DESK}filed/", f"{DESK}missing/", "/gjrc/letters/", "/gjrc/contacts/"])
)
def test_queries_do_not_grow_with_rows(story, url, django_assert_max_num_queries):
    story.file()
    story.letter(received_at=at(30))
    browser = story.browser("checker")
    browser.get(url)
    with django_assert_max_num_queries(16) as few:
        browser.get(url)
    for number in range(20, 26):
        unit = Unit.objects.create(
            slug=f"more-{number}",
            short_name=f"局{number}",
            full_name=f"局{number}",
            document_order=number + 500,
        )
        make_user(Role.LIAISON, unit)
        task = make_task(story.programme, number, lead=unit, participants=[story.participant])
        story.note(when=at(30), unit=unit)
        story.as_task(task).file()
        story.as_task(task).letter(received_at=at(30))
    with django_assert_max_num_queries(16) as many:
        browser.get(url)
    assert len(many) == len(few)


def test_queries_of_a_plan_page_do_not_grow_with_filings_and_comments(story, django_assert_max_num_queries):
    story.file()
    story.send_back()
    story.file(at(30))
    browser = story.browser("checker")
    browser.get("/gjrc/tasks/14/check/")
    with django_assert_max_num_queries(16) as few:
        browser.get("/gjrc/tasks/14/check/")
    for day in (30, 31):
        story.start_check(at(day, 11))
        for n in range(3):
            story.comment(f"第{n}条")
        story.return_now(at(day, 12))
        story.file(at(day, 13))
    with django_assert_max_num_queries(16) as many:
        browser.get("/gjrc/tasks/14/check/")
    assert len(many) == len(few)
