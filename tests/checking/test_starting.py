"""开始核对: from then on the lead can no longer withdraw; nothing is checked before."""

import pytest

from tests.checking.pages import ACCEPT, CHECK, COMMENT, PLAN, RETURN, START, post, text
from units.models import AuditEntry


def test_starting_is_noted_with_event_and_audit_row(story):
    story.file()
    answer = post(story, START)
    assert (answer.status_code, answer.url) == (302, CHECK)
    assert story.plan.check_started_at is not None
    assert story.plan.events.filter(action="start_check", by=story.checker).exists()
    assert AuditEntry.objects.filter(action="plan.start_check", outcome="ok").exists()


def test_the_lead_withdraws_before_but_not_after_the_start(story):
    story.file()
    assert post(story, f"{PLAN}withdraw/", "liaison").status_code == 302
    story.file()
    story.start_check()
    refused = post(story, f"{PLAN}withdraw/", "liaison")
    assert refused.status_code == 409
    assert "已开始核对，不能撤回" in text(refused)


@pytest.mark.parametrize(
    ("url", "data"),
    [
        (COMMENT, {"place": "finish", "text": "请核对"}),
        (RETURN, {"refile_by": "2015-04-09"}),
        (ACCEPT, {}),
    ],
)
def test_nothing_is_decided_before_the_start(story, url, data):
    story.file()
    answer = post(story, url, **data)
    assert answer.status_code == 409
    assert "请先点击“开始核对”" in text(answer)
    story.start_check()
    assert post(story, url, **data).status_code != 403


def test_a_stale_page_says_so_and_leads_to_the_present_state(story):
    story.file()
    browser = story.browser("checker")
    before = {"referer": f"http://testserver{CHECK}"}
    answer = browser.post(START, {"based_on": story.plan.version - 1}, headers=before)
    assert answer.status_code == 409
    assert "方案刚刚有变化，未办理" in text(answer)
    assert story.plan.check_started_at is None
    assert f'<a href="{CHECK}">返回查看最新情况</a>' in text(answer)
    assert "开始核对</button>" in text(browser.get(CHECK))


def test_a_post_without_a_version_is_not_found(story):
    story.file()
    assert story.browser("checker").post(START, {}).status_code == 404
    assert story.plan.check_started_at is None


def test_a_second_start_is_refused(story):
    story.file()
    assert post(story, START).status_code == 302
    answer = post(story, START)
    assert answer.status_code == 409
    assert "已经开始核对" in text(answer)


def test_only_the_receiving_office_starts(story):
    story.file()
    for who, status in {"liaison": 403, "other_unit": 403, "leadership": 403, "outsider": 404}.items():
        assert post(story, START, who).status_code == status
    assert story.plan.check_started_at is None
    assert post(story, START).status_code == 302


def test_a_draft_is_not_there_to_be_checked(story):
    story.draft()
    assert story.browser("checker").get(CHECK).status_code == 404
    story.file()
    assert story.browser("checker").get(CHECK).status_code == 200


def test_looking_changes_nothing(story):
    story.file()
    version = story.plan.version
    for url in (CHECK, f"{CHECK}?place=finish", f"{CHECK}?return=1"):
        assert story.browser("checker").get(url).status_code == 200
    for url in (START, COMMENT, RETURN, ACCEPT):
        assert story.browser("checker").get(url).status_code == 405
    assert story.plan.version == version
