"""What was decided of a later 完成时间, put on record and shown (decision 0045)."""

import re
from dataclasses import replace

import pytest

from tasks.models import TimeChange, TimeDecision
from tasks.rules.periods import read
from tests.copied import copied
from tests.factories import make_user
from tests.filing.test_times_in_force import FINISH, LATER, give_reason, in_force, moved, revise
from tests.filing.test_times_in_force import decide as decide_on
from tests.story import SOUND, Story, at, begin
from units.models import AuditEntry
from units.roles import Role

pytestmark = pytest.mark.django_db

PLAN, TASK, CHECK = "/gjrc/tasks/14/plan/", "/gjrc/tasks/14/", "/gjrc/tasks/14/check/"
MOVED = "原定2017年12月，现为2018年12月（第1次调整）"


@pytest.fixture
@copied
def story() -> Story:
    """Accepted, revised with a later 完成时间 and a step that goes with it, and filed."""
    story = begin()
    story.file()
    story.accept()
    revise(story, moved(LATER, step_2="2018年6月"))
    story.file(at(29))
    return story


def address(change: TimeChange | None = None) -> str:
    return f"{TASK}times/{(change or TimeChange.objects.get(key=FINISH)).pk}/decide/"


def decide(story: Story, who: str = "leadership", **typed):
    form = {
        "outcome": "in_full",
        "granted_last": "",
        "decided_by": "group",
        "basis": "minutes",
        "basis_number": "第3期",
        "dated_on": "2015-03-31",
    } | typed
    return story.browser(who).post(address(), form)


def seen(story: Story, who: str, url: str) -> str:
    page = story.browser(who).get(url)
    assert page.status_code == 200, url
    return read_out(page)


def read_out(page) -> str:
    """What stands on a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.mark.parametrize("who", ["leadership", "checker"])
def test_it_waits_on_the_home_of_those_who_may_record_it(story, who):
    home = seen(story, who, "/gjrc/")
    assert "待登记时限调整决定" in home
    assert "2017年12月 → 2018年12月" in home
    assert address() in story.browser(who).get("/gjrc/").content.decode()
    decide(story, who)
    assert "待登记时限调整决定" not in seen(story, who, "/gjrc/")


def test_the_page_shows_what_was_asked_and_what_goes_with_it(story):
    page = seen(story, "leadership", address())
    assert "原因 场地未落实" in page
    assert "第2步由2015年5—6月至2018年6月" in page


def test_what_went_with_an_earlier_text_does_not_go_with_this_one(story):
    story.start_check(at(29, 12))
    story.comment("请核对", step=1)
    story.return_now(at(29, 14))
    later_still = replace(LATER, finish=read("2019年3月"))
    story.draft(moved(later_still, step_1="2018年9月"))
    for key in (FINISH, 1, 2):
        give_reason(story, key, day=30)
    story.file(at(30))
    first, second = TimeChange.objects.filter(key=FINISH)
    goes_with = {
        change: re.findall(r"第\d步由\S+", seen(story, "leadership", address(change)))
        for change in (first, second)
    }
    assert goes_with == {
        first: ["第2步由2015年5—6月至2018年6月"],
        second: ["第1步由2015年4月底前至2018年9月"],
    }


def test_recorded_it_is_shown_wherever_the_plan_is_read(story):
    story.accept(at(29, 15))
    note = "现为2017年12月，以现行的为准"
    assert note in seen(story, "liaison", PLAN)
    assert decide(story).url == PLAN
    made = TimeDecision.objects.get()
    assert (made.outcome, made.decided_by, made.basis_number) == ("in_full", "group", "第3期")
    assert made.recorded_by == story.leadership
    assert AuditEntry.objects.filter(action="time.decide").exists()
    for who in ("liaison", "other_unit", "checker", "leadership"):
        page = seen(story, who, PLAN)
        assert MOVED in page, who
        assert "同意（领导小组会议纪要第3期，2015年3月31日）" in page
        assert "原定2015年5—6月，现为2018年6月（第1次调整）" in page
        assert f"完成时间 {MOVED}" in seen(story, who, TASK)
        assert "登记时限调整决定" in seen(story, who, TASK)


def test_the_checker_sees_original_in_force_asked_reason_and_decision(story):
    page = seen(story, "checker", CHECK)
    assert "完成时间 2017年12月 → 2018年12月 （原定2017年12月；报批）" in page
    assert "第2步 2015年5—6月 → 2018年6月 （原定2015年5—6月；随完成时间报批）" in page
    assert "待决定" in page
    decide(story, outcome="in_part", granted_last="2018-06-30")
    assert "部分同意，至2018年6月30日（领导小组会议纪要第3期，2015年3月31日）" in seen(
        story, "checker", CHECK
    )
    refused = story.browser("checker").post(f"{CHECK}start/", {"based_on": story.plan.version - 1})
    assert refused.status_code == 409  # who had the page open reads it again


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"outcome": ""}, "请选择同意、部分同意或不同意"),
        ({"decided_by": ""}, "请选择由谁决定"),
        ({"basis": "letter"}, "letter"),
        ({"dated_on": "2015-04-02"}, "依据日期不能晚于今天"),
        ({"outcome": "in_part"}, "请填写同意的最后一日"),
        ({"outcome": "in_part", "granted_last": "2017-12-31"}, "应晚于现行完成时间（2017年12月31日）"),
        ({"outcome": "in_part", "granted_last": "2018-12-31"}, "应早于拟调整的时间"),
        ({"granted_last": "2018-06-30"}, "只有部分同意才填写"),
    ],
    ids=str,
)
def test_what_is_incomplete_comes_back_with_what_was_typed(story, typed, words):
    page = decide(story, **typed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "第3期" in page.content.decode()
    assert not TimeDecision.objects.exists()


def test_recorded_once_it_cannot_be_recorded_again(story):
    decide(story)
    page = story.browser("leadership").get(address())
    assert "已登记的决定" in page.content.decode()
    assert "登记决定</button>" not in page.content.decode()
    assert decide(story, outcome="refused").status_code == 409
    assert TimeDecision.objects.get().outcome == "in_full"


def test_of_a_unit_whose_people_sit_in_the_office_the_group_decides(story):
    person = story.leadership.user
    make_user(Role.OFFICER, story.lead, user=person)
    page = decide(story, decided_by="office")
    assert page.status_code == 422
    assert "应由领导小组决定" in page.content.decode()
    assert decide(story, decided_by="group").status_code == 302


def test_of_other_units_the_office_may_have_decided(story):
    """Also where somebody of the lead is of the same unit as that office, and not of the office."""
    make_user(Role.OFFICER, story.leadership.unit, user=story.liaison.user)
    assert decide(story, decided_by="office").status_code == 302


def test_nobody_records_what_was_decided_of_a_plan_they_wrote(story):
    story.plan.authors.create(user=story.leadership.user, last_saved_at=at(28))
    page = story.browser("leadership").get(address())
    assert page.status_code == 403
    assert "时限调整决定请由其他人员登记" in page.content.decode()
    assert decide(story).status_code == 403
    assert decide(story, "checker").status_code == 302


def test_who_may_not_record_decisions_records_none(story):
    for who, status in {"liaison": 403, "officer": 403, "other_unit": 403, "outsider": 404}.items():
        assert story.browser(who).get(address()).status_code == status, who
        assert decide(story, who).status_code == status, who


def test_a_step_has_no_decision_of_its_own(story):
    step = TimeChange.objects.get(key=2)
    assert story.browser("leadership").get(f"{TASK}times/{step.pk}/decide/").status_code == 404


def test_a_text_that_no_longer_asks_cannot_be_decided(story):
    where = address()
    story.start_check(at(29, 12))
    story.comment("请核对", step=1)
    story.return_now(at(29, 14))
    assert story.browser("leadership").get(where).status_code == 200
    story.draft(SOUND)
    story.file(at(30))
    assert "待登记时限调整决定" not in seen(story, "leadership", "/gjrc/")
    assert decide(story).status_code == 409


@pytest.mark.parametrize(("day", "waits"), [("28", 0), ("29", 1), ("30", 0)])
def test_of_a_past_day_it_is_counted_once_filed_and_until_decided(story, day, waits):
    """With the step that goes with it, which nobody decides of itself."""
    decide_on(story)
    page = story.browser("leadership").get(f"/gjrc/overview/progress/?as_of=2015-03-{day}").context["page"]
    assert {each["label"]: each["value"] for each in page.figures}["完成时间待决定"] == waits


def test_the_day_granted_says_so_where_the_text_has_another(story):
    story.accept(at(29, 15))
    decide(story, outcome="in_part", granted_last="2018-03-31")
    page = seen(story, "leadership", PLAN)
    assert "原定2017年12月，现为2018年3月31日（第1次调整），以现行的为准" in page
    assert in_force(story)[FINISH][1] == "2018年3月31日"


def test_a_filing_shows_the_steps_it_ended(story):
    story = replace(story)
    story.accept(at(29, 15))
    story.revise(when=at(30))
    story.browser("liaison").post(
        f"{PLAN}steps/2/end/",
        {"based_on": story.plan.version, "ending": "merged", "into": ["1"], "reason": "两步合办"},
    )
    story.file(at(30, 12))
    filed = seen(story, "liaison", f"{PLAN}filings/3/")
    assert "并入第1步：两步合办 组织高校申报、专家论证" in filed
    story.accept(at(31))
    assert "并入第1步：两步合办 组织高校申报、专家论证" in seen(story, "other_unit", PLAN)
    assert "两步合办" not in seen(story, "liaison", f"{PLAN}filings/2/")


def test_asked_too_late_is_said_for_ever():
    story = begin()
    story.draft(replace(SOUND, finish=read("2015年3月20日")))
    story.file()
    story.accept()
    revise(story, SOUND)
    story.file(at(29))
    assert "提出时原时限已过" in seen(story, "leadership", address())
    decide(story)
    story.accept(at(31))
    assert "提出时原时限已过" in seen(story, "liaison", PLAN)
