"""送审单 of a unit and round: a sheet for each 主管领导 of the day, with what will be filed."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from tasks.actions import contact_changes
from tasks.enums import StepProgress
from tasks.rules.periods import Period
from tasks.rules.statement import StepStatement
from tests.exports.reading import can_be_read, is_to_be_kept
from tests.factories import client_for, make_task
from tests.rounds.browsing import address
from tests.rounds.conftest import SAID, moment
from tests.story import SOUND
from units.models import AuditEntry

OPENS = date(2015, 4, 28)


@pytest.fixture
def opened(opened):
    """And there is a plan in force."""
    opened.story.file()
    opened.story.accept()
    return opened


def printed(story) -> list[str]:
    answer = client_for(story.story.liaison).get(address("round-approval-pdf"))
    assert answer.status_code == 200
    reader = PdfReader(io.BytesIO(answer.getvalue()))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_the_sheets_are_a_file_to_be_kept_and_read(opened):
    opened.save(day=OPENS)
    content = client_for(opened.story.liaison).get(address("round-approval-pdf")).getvalue()
    is_to_be_kept(content, title="市教委2015年4月进展送审单", author="市教委")
    can_be_read(content)


def test_it_is_offered_where_something_waits_to_be_signed(opened):
    review = client_for(opened.story.liaison)
    assert "打印送审单" not in review.get(address("round-review")).text
    opened.save(day=OPENS)
    assert "打印送审单" in review.get(address("round-review")).text


def test_it_is_offered_where_what_waits_is_not_on_the_page(opened):
    opened.save(day=OPENS)
    page = client_for(opened.story.liaison).get(address("round-review") + "?task=20").text
    assert "第14项" not in page
    assert "打印送审单" in page


def test_steps_stand_in_the_order_of_the_plan_whichever_was_said_first(opened):
    second, first = (
        StepStatement(2, StepProgress.DONE, Period("2015年4月20日")),
        StepStatement(1, StepProgress.UNDER_WAY),
    )
    opened.save(replace(SAID, steps=(second, first)), day=OPENS)
    assert "第1步进行中第2步已完成" in printed(opened)[0]


def test_each_leader_gets_a_sheet_with_what_will_be_filed_and_room_to_sign(opened):
    opened.save(day=OPENS)
    opened.save(task=2, day=OPENS)
    first, unnamed = printed(opened)
    assert f"主管领导：{SOUND.supervising_leader}".replace(" ", "") in first
    assert "第14项" in first
    assert SAID.done_text in first
    assert "签字" in first
    assert "第20项" not in first
    assert "主管领导：（待明确）" in unnamed
    assert "第20项" in unnamed
    assert AuditEntry.objects.filter(action="export.progress.pdf").count() == 1


def test_the_leader_is_the_one_of_the_day_by_the_contacts_in_force(opened):
    assert f"主管领导：{SOUND.supervising_leader}".replace(" ", "") in printed_of(opened)
    plan = opened.story.plan
    contact_changes.change_contacts(
        plan_id=plan.pk,
        based_on=plan.version,
        people={
            name: getattr(SOUND, name)
            for name in ("supervising_leader", "responsible_office", "contact_name", "contact_phone")
        }
        | {"supervising_leader": "新某某"},
        since=OPENS,
        basis="分工调整通知",
        moves=None,
        office=None,
        by=opened.story.liaison,
        at=moment(OPENS),
    )
    story = opened.story
    assert f"主管领导：{SOUND.supervising_leader}".replace(" ", "") not in printed_of(opened)
    # What a revision says holds once it is accepted.
    story.revise(replace(SOUND, supervising_leader="修订某"), when=moment(OPENS, 12))
    assert "主管领导：新某某" in printed_of(opened)
    assert "修订某" not in printed_of(opened)


def printed_of(opened) -> str:
    """The sheets with something of task 14 to sign."""
    opened.save(
        replace(SAID, next_text=f"第{opened.progress().version + 1 if opened.progress() else 1}稿"), day=OPENS
    )
    return "".join(printed(opened))


def test_what_is_filed_or_not_written_yet_is_only_named(opened):
    """All of one leader, for of none is there a plan: 20 to be signed, 50 filed, 51 not written."""
    story = opened.story
    for number in (50, 51):
        opened.tasks[number] = make_task(story.programme, number, lead=story.lead, content=f"内容{number}")
    opened.save(task=2, day=OPENS)
    opened.file(replace(SAID, done_text="已经报送的文字"), task=50, day=OPENS)
    (sheet,) = printed(opened)
    assert SAID.done_text in sheet
    assert "已报送：第50项" in sheet
    assert "尚未填写：第51项" in sheet
    assert not [words for words in ("内容50", "内容51", "已经报送的文字") if words in sheet]


def test_where_nothing_is_to_be_signed_that_is_said(opened):
    client = client_for(opened.story.liaison)
    answer = client.get(address("round-approval-pdf"), follow=True)
    assert "没有需要送审的进展" in answer.content.decode()
    for task in (1, 2):
        opened.file(task=task, day=OPENS)
    assert "没有需要送审的进展" in client.get(address("round-approval-pdf"), follow=True).content.decode()
