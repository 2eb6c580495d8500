"""The page of a task after acceptance: what its lead says and why, every round that was reported, and whom to turn to."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from tasks import reading
from tasks.actions import contact_changes, rounds
from tasks.enums import Outlook, RoundCycle
from tasks.pages.task_progress import ROUNDS_SHOWN
from tasks.rules.periods import Period
from tasks.rules.round_terms import month, series
from tasks.rules.statement import StepStatement
from tests.copied import copied
from tests.factories import client_for, make_office, make_programme, make_user
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, moment, on
from units.models import AuditEntry, Membership
from units.roles import Role

FILED = date(2015, 5, 6)
BEHIND = replace(
    SAID,
    outlook=Outlook.BEHIND,
    outlook_reason="经费尚未到位",
    steps=(StepStatement(1, "under_way", Period(""), "细则尚在会签"),),
)
URL = "/gjrc/tasks/14/"
PHONE = "010-00000002"


def page(story, who: str, **asked) -> str:
    answer = story.story.browser(who).get(URL, asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def section(html: str, heading: str) -> str:
    found = re.search(rf"<h2>{heading}</h2>.*?</section>", html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


@pytest.fixture
@copied
def reported(db) -> RoundStory:
    rounds_story = begin_rounds()
    rounds_story.story.file()
    rounds_story.story.accept()
    rounds_story.file(BEHIND, day=FILED)
    on(FILED)
    return rounds_story


@pytest.mark.parametrize(
    ("who", "text", "reason"),
    [
        ("liaison", True, True),
        ("officer", True, True),
        ("checker", True, True),
        ("leadership", True, True),
        ("other_unit", True, False),
        ("outsider", False, False),
    ],
)
def test_the_text_of_the_newest_round_and_the_reason_are_for_who_may_read_them(reported, who, text, reason):
    shown = page(reported, who)
    assert ("实施细则已于4月10日印发" in section(shown, "进展")) == text
    assert ("经费尚未到位" in shown) == reason
    assert ("细则尚在会签" in section(shown, "工作步骤")) == text


def test_every_round_that_was_reported_is_reached(reported):
    """Of fifteen the newest twelve stand on the first page; what is told is always of the newest of all."""
    more = rounds.open_rounds(
        programme=reported.story.programme,
        terms=series(RoundCycle.MONTH, date(2015, 6, 1), 13),
        tasks=[],
        by=reported.story.checker,
        at=moment(FILED),
    )
    begun = [reported.may, *more]
    for each in begun:
        day = each.opens_on
        reported.file(replace(SAID, done_text=f"{each}的进展"), round=each, day=day)
    on(begun[-1].opens_on)
    names = [str(each) for each in (reported.april, *begun)][::-1]
    first, second = (section(page(reported, "checker", rounds=number), "进展") for number in (1, 2))
    assert f"{names[0]}的进展" in first
    assert f"{names[0]}的进展" in second
    listed = [re.findall(r"(2\d{3}年\d+月) 2\d{3}-\d\d-\d\d", shown) for shown in (first, second)]
    assert listed == [names[:ROUNDS_SHOWN], names[ROUNDS_SHOWN:]]
    assert "?rounds=2" in page(reported, "checker")


def change(reported, **people):
    plan = reported.story.plan
    filed = plan.in_force.sheet()
    now = {
        name: getattr(filed, name) for name in ("supervising_leader", "responsible_office", "contact_name")
    }
    contact_changes.change_contacts(
        plan_id=plan.pk,
        based_on=plan.version,
        people=now | {"contact_phone": filed.contact_phone} | people,
        since=date(2015, 5, 4),
        basis="",
        moves=None,
        office=None,
        by=reported.story.liaison,
        at=moment(FILED),
    )


def test_contacts_are_those_of_now_with_the_day_from_which_they_are(reported):
    assert "联系人 李某 联系电话" in section(page(reported, "checker"), "联系信息")
    change(reported, contact_name="周某", contact_phone="010-00000077")
    shown = section(page(reported, "checker"), "联系信息")
    assert "联系人 周某 自2015年5月4日起 联系电话 010-00000077 自2015年5月4日起" in shown
    assert "科研处 自" not in shown
    assert "李某" not in shown


def test_numbers_are_for_who_may_see_them(reported):
    """A participating unit reads whom to ask and not the number; of liaisons it reads its own alone."""
    liaisons = {
        unit: f"{unit}联络员 {Membership.objects.get(unit__short_name=unit, role=Role.LIAISON).user.full_name}"
        for unit in ("市教委", "市科委")
    }
    for who, phone, told in (
        ("liaison", True, ["市教委"]),
        ("checker", True, ["市教委", "市科委"]),
        ("leadership", True, ["市教委", "市科委"]),
        ("other_unit", False, ["市科委"]),
    ):
        shown = section(page(reported, who), "联系信息")
        assert "联系人 李某" in shown
        assert (PHONE in shown, "（不显示）" in shown) == (phone, not phone)
        assert [unit for unit, said in liaisons.items() if said in shown] == told
    assert section(page(reported, "outsider"), "联系信息") == ""


def test_nobody_of_another_programme_reads_them(reported):
    office = make_office()
    make_programme("QT", receiving_office=office)
    stranger = make_user(Role.CHECKER, office=office)
    answer = unescape(client_for(stranger).get(URL).content.decode())
    assert section(answer, "联系信息") == ""
    assert PHONE not in answer


def test_who_read_numbers_stands_in_the_log(reported):
    reading.forget()
    for who in ("checker", "outsider"):
        page(reported, who)
    read = AuditEntry.objects.filter(action=reading.CONTACTS_READ).values_list("user", "subject")
    assert list(read) == [(reported.story.checker.user_id, "GJRC 第14项")]
    reading.forget()


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("liaison", True),
        ("leadership", True),
        ("checker", True),
        ("other_unit", False),
        ("outsider", False),
    ],
)
def test_what_wants_looking_at_is_told_to_the_lead_and_to_who_oversees(reported, who, told):
    found = page(reported, who)
    assert ("牵头单位报“进度滞后”" in found) == told
    assert ("<h2>需要关注</h2>" in found) == told


def test_that_the_newest_round_was_filed_late_is_told_until_the_next_one_begins(rounds_story):
    rounds_story.file(day=date(2015, 5, 11))
    for day, told in ((date(2015, 5, 11), True), (rounds_story.may.opens_on, False)):
        on(day)
        assert ("2015年4月进展逾期 3 天报送" in page(rounds_story, "checker")) is told


def test_that_a_step_fell_due_where_nothing_is_new_is_told_of_the_newest_round_once_it_is_filed(reported):
    """The second step ends with June: that nothing was new in May says nothing of it."""
    said = "本期报无新进展，其间有步骤到期"
    [june] = rounds.open_rounds(
        programme=reported.story.programme,
        terms=[month(2015, 6)],
        tasks=[],
        by=reported.story.checker,
        at=moment(FILED),
    )
    reported.file(SAID.carried_over(), round=reported.may, day=date(2015, 6, 4))
    on(date(2015, 7, 1))
    assert said not in page(reported, "checker")
    reported.file(SAID.carried_over(), round=june, day=date(2015, 7, 1))
    assert said in page(reported, "checker")


def test_rounds_that_were_not_filed_are_told_once_their_day_is_over_and_no_others(rounds_story):
    """May may be filed on 8 June still."""
    for day, missing in (
        (rounds_story.april.due_on, ""),
        (date(2015, 5, 9), "2015年4月进展逾期未报"),
        (rounds_story.may.due_on, "2015年4月进展逾期未报"),
        (date(2015, 6, 9), "2015年4月、2015年5月进展逾期未报"),
    ):
        on(day)
        assert missing_on_page(rounds_story) == missing, day
    rounds_story.file(day=date(2015, 6, 9))
    assert missing_on_page(rounds_story) == "2015年5月进展逾期未报"
    rounds_story.file(round=rounds_story.may, day=date(2015, 6, 9))
    assert missing_on_page(rounds_story) == ""


def missing_on_page(story) -> str:
    found = re.search(r"<li>(\S+进展逾期未报)</li>", page(story, "checker"))
    return found[1] if found else ""


def test_a_round_that_was_returned_is_told_until_it_is_filed_again_and_is_not_missing(rounds_story):
    said = "2015年4月进展已退回修改，尚未重新报送"
    for each in (rounds_story.april, rounds_story.may):
        rounds_story.file(round=each, day=each.due_on)
    rounds_story.send_back(date(2015, 6, 12), day=date(2015, 6, 9))
    on(date(2015, 6, 9))
    assert said in page(rounds_story, "checker")
    assert missing_on_page(rounds_story) == ""
    rounds_story.file(day=date(2015, 6, 10))
    assert said not in page(rounds_story, "checker")
