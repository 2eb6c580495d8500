"""送审单 of a unit and round: a sheet for each 主管领导 of the day, with what will be filed."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tasks.actions import contact_changes
from tests.factories import client_for
from tests.rounds.browsing import address, go_to
from tests.rounds.conftest import SAID, moment
from tests.story import SOUND
from units.models import AuditEntry

OPENS = date(2015, 4, 28)


@pytest.fixture
def opened(rounds_story):
    rounds_story.story.file()
    rounds_story.story.accept()
    go_to(OPENS)
    return rounds_story


def printed(story) -> list[str]:
    answer = client_for(story.story.liaison).get(address("round-approval-pdf"))
    assert answer.status_code == 200
    reader = PdfReader(io.BytesIO(answer.getvalue()))
    return ["".join(page.extract_text().split()) for page in reader.pages]


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
    opened.save(day=OPENS)
    assert "主管领导：新某某" in printed(opened)[0]


def test_what_is_filed_or_not_written_yet_is_only_named_and_nothing_to_sign_is_said(opened):
    client = client_for(opened.story.liaison)
    answer = client.get(address("round-approval-pdf"), follow=True)
    assert "没有需要送审的进展" in answer.content.decode()
    opened.save(task=2, day=OPENS)
    assert "第14项" not in "".join(printed(opened))
    opened.file(day=OPENS)
    opened.file(task=2, day=OPENS)
    assert "没有需要送审的进展" in client.get(address("round-approval-pdf"), follow=True).content.decode()
