"""The auditor's page, its export, and what is written of reading it."""

import csv
import re
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tasks import reading
from tasks.enums import Action, CoordinationAction, ProgressAction, RoundAction
from tasks.exports.catalogue import EXPORTS
from tests.factories import client_for, make_account, make_user
from units import audit, triggers
from units.audit_labels import DETAIL_LABELS, choices, detail_in_words
from units.forms import AuditFilter
from units.models import AuditEntry
from units.roles import BUSINESS_ROLES, Role

pytestmark = pytest.mark.django_db

BY_ACTION = {
    "plan": Action,
    "round": RoundAction,
    "progress": ProgressAction,
    "coordination": ("note", CoordinationAction.REPLY, CoordinationAction.RENEW, CoordinationAction.SETTLE),
}


@pytest.fixture
def auditor():
    return make_user(Role.AUDITOR)


def written(day: str, who: str = "sun 孙某", action: str = "plan.file", outcome: str = "ok", **more):
    """A row of that moment, in UTC."""
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return AuditEntry.objects.create(at=at, who=who, action=action, outcome=outcome, **more)


def shown(client, **filters) -> list[str]:
    return [row.who for row in client.get(reverse("audit"), filters).context["page"]]


def exported(client, **filters) -> list[list[str]]:
    answer = client.get(reverse("audit-export"), filters)
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


@pytest.mark.parametrize("role", sorted(BUSINESS_ROLES | {Role.ADMINISTRATOR}))
@pytest.mark.parametrize("route", ["audit", "audit-export"])
def test_the_log_is_only_for_the_auditor_and_asking_is_recorded(role, route):
    membership = make_user(role)
    answer = client_for(membership).get(reverse(route))
    assert answer.status_code == 403
    assert "本页面只供安全审计员使用" in answer.content.decode()
    entry = AuditEntry.objects.get(action="access.refused")
    assert (entry.user, entry.outcome, entry.subject) == (membership.user, "refused", f"GET {reverse(route)}")
    assert entry.detail["reason"] == "本页面只供安全审计员使用"


def test_the_newest_entry_comes_first_with_labels_in_chinese(auditor):
    written("2026-01-02T03:04:05", subject="GJRC 第4项", address="10.0.0.1")
    written("2026-01-01T03:04:05", who="zhao 赵某", outcome="refused")
    page = client_for(auditor).get(reverse("audit"), {"until": "2026-01-31"}).content.decode()
    assert page.index("孙某") < page.index("赵某")
    for text in ("2026-01-02 11:04:05", "报送", "GJRC 第4项", "10.0.0.1", "拒绝"):
        assert text in page


def test_filters_narrow_the_rows_and_both_days_count_in_beijing_time(auditor):
    client = client_for(auditor)
    written("2026-01-01T15:59:00", who="before midnight")
    written("2026-01-01T16:00:00", who="after midnight", action="plan.accept")
    written("2026-01-02T15:59:00", who="end of day", outcome="refused")
    written("2026-01-02T16:00:00", who="next day")
    assert shown(client, since="2026-01-02", until="2026年1月2日") == ["end of day", "after midnight"]
    assert shown(client, until="2026-01-03", action="plan.accept") == ["after midnight"]
    assert shown(client, until="2026-01-03", outcome="refused") == ["end of day"]
    assert shown(client, until="2026-01-03", who="NEXT") == ["next day"]
    assert "没有符合条件的记录" in client.get(reverse("audit"), {"who": "nobody"}).content.decode()


def test_a_day_without_a_year_is_of_the_year_it_really_is(auditor):
    """Not of the demonstration's, whose rows carry the real time as well."""
    written("2015-01-01T03:04:05", who="demonstration")
    written(f"{timezone.localdate().year}-01-01T03:04:05", who="real")
    client = client_for(auditor)
    assert shown(client, since="1月1日", until="1.1") == ["real"]
    assert shown(client, since="1月2日", until="1月2日") == []


def test_a_day_without_a_year_is_the_last_such_day(auditor, monkeypatch):
    """Never one that is to come, of which the log cannot have anything; today is one of them."""
    for field in ("since", "until"):
        monkeypatch.setattr(AuditFilter.base_fields[field], "today", lambda: date(2026, 1, 5))
    written("2025-12-20T03:04:05", who="last year")
    written("2026-01-05T03:04:05", who="today")
    client = client_for(auditor)
    assert shown(client, since="12月20日", until="12.20") == ["last year"]
    assert shown(client, since="1月5日", until="1月5日") == ["today"]
    assert shown(client, since="12月20日", until="1月5号") == ["today", "last year"]


def test_days_the_wrong_way_round_are_refused_and_nothing_is_said_to_be_found(auditor):
    written("2026-01-05T03:04:05", who="somebody")
    page = (
        client_for(auditor)
        .get(reverse("audit"), {"since": "2026-01-06", "until": "2026-01-05"})
        .content.decode()
    )
    assert "“自”（2026-01-06）晚于“至”（2026-01-05），请核对后重新填写" in page
    assert 'value="2026-01-06"' in page
    assert 'value="2026-01-05"' in page
    assert " 条记录" not in page
    assert "放宽上面的条件" not in page


@pytest.mark.parametrize(
    "typed",
    ["2025年12月20号", "2025年12月20日", "2025年12月20", "2025 年 12 月 20 日", "２０２５．１２．２０"],
)
def test_a_day_with_its_year_is_read_as_it_is_written_without(auditor, typed):
    written("2025-12-20T03:04:05", who="that day")
    assert shown(client_for(auditor), since=typed, until=typed) == ["that day"]


def on_paper(client, **filters) -> str:
    """What the page says that stands on paper alone."""
    page = client.get(reverse("audit"), filters).content.decode()
    return " ".join(html.fromstring(page).find_class("on-paper")[0].text_content().split())


def test_on_paper_it_says_what_it_was_filtered_by_who_asked_when_and_where_the_log_ended(auditor):
    for minute in range(51):
        written(f"2026-01-01T00:{minute:02}:00")
    client = client_for(auditor)
    said = on_paper(
        client, who="孙", action="plan.file", outcome="ok", since="2026-01-01", until="2026年1月1日", page=2
    )
    read = AuditEntry.objects.get(action="audit.read")
    assert said == (
        "筛选条件：人员：孙；操作：报送；结果：成功；自：2026-01-01；至：2026-01-01。 本页为第 2 页，共 2 页。 "
        f"{read.who}于{timezone.localtime(read.at):%Y-%m-%d %H:%M:%S}查询，审计日志 {read.pk}-{read.hash[:16]}。"
    )


def test_on_paper_a_log_that_was_not_filtered_says_so(auditor):
    said = on_paper(client_for(auditor))
    assert said.startswith(f"筛选条件：无，全部记录。 {auditor.user.username} ")
    call_command("verify_audit", "--head", said.rpartition("审计日志 ")[2].rstrip("。"), stdout=StringIO())


def test_a_date_that_was_not_understood_shows_an_error_and_no_rows(auditor):
    written("2026-01-01T00:00:00")
    client = client_for(auditor)
    for route in ("audit", "audit-export"):
        answer = client.get(reverse(route), {"since": "昨天"})
        assert answer.context["page"].rows == []
        assert "请按 2015-04-03、2015年4月3日 或 4月3日 的写法输入日期" in answer.content.decode()


def test_fifty_rows_a_page_and_the_pages_keep_the_filters(auditor):
    for minute in range(51):
        written(f"2026-01-01T00:{minute:02}:00")
    client = client_for(auditor)
    assert len(shown(client, until="2026-01-31")) == 50
    assert len(shown(client, until="2026-01-31", page=2)) == 1
    page = client.get(reverse("audit"), {"until": "2026-01-31"}).content.decode()
    assert re.search(r'rel="next" href="\?until=2026-01-31&amp;page=2"', page)
    assert f'href="{reverse("audit-export")}?until=2026-01-31"' in page


def test_the_number_of_queries_does_not_grow_with_the_rows(auditor):
    client = client_for(auditor)
    client.get(reverse("audit"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("audit"))
    for second in range(40):
        audit.record(action="plan.save", user=make_account(f"u-{second}"))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("audit"))
    assert len(many) == len(few) <= 15


def total(client, **filters) -> int:
    return client.get(reverse("audit"), filters).context["page"].total


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_counted_are_not_counted_again_and_new_ones_are():
    client, other = client_for(make_user(Role.AUDITOR)), make_account("chen")
    for _ in range(51):
        audit.record(action="plan.save", user=other)
    newest = AuditEntry.objects.order_by("-pk").first().pk
    assert total(client, action="plan.save") == 51
    everything = total(client)
    audit.record(action="plan.save", user=other)
    with CaptureQueriesContext(connection) as asked:
        assert total(client, action="plan.save") == 52
    (counted,) = (each["sql"] for each in asked if "COUNT(" in each["sql"])
    assert f'"id" > {newest} ' in counted
    assert total(client) == everything + 3, "what was written, and two readings behind that"


@pytest.mark.django_db(transaction=True)
def test_a_log_that_was_put_back_is_counted_anew():
    client = client_for(make_user(Role.AUDITOR))
    audit.record(action="plan.save", user=make_account("chen"))
    assert total(client, action="plan.save") == 1
    newest = AuditEntry.objects.order_by("-pk").first().pk
    triggers.drop()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE units_auditentry SET action = 'plan.file', hash = 'another' WHERE id <= %s", [newest]
            )
        assert total(client, action="plan.save") == 0
    finally:
        triggers.create()


def test_the_export_has_all_rows_under_the_filters_as_text(auditor):
    for minute in range(51):
        written(
            f"2026-01-01T00:{minute:02}:00",
            who='=HYPERLINK("x")',
            detail={"reason": "不能", "units": ["甲", "乙"]},
        )
    head, *rows = exported(client_for(auditor), until="2026-01-31")
    assert head == ["时间", "人员", "来源地址", "操作", "对象", "结果", "说明", "编号"]
    assert len(rows) == 51
    assert rows[0][:-1] == [
        "2026-01-01 08:50:00+08:00", "'=HYPERLINK(\"x\")", "", "报送", "", "成功", "原因：不能；单位：甲、乙",
    ]  # fmt: skip


def test_reading_and_exporting_are_recorded_with_their_filters(auditor):
    client = client_for(auditor)
    client.get(reverse("audit"), {"who": "孙", "page": "1"})
    exported(client, who="孙")
    read, export = AuditEntry.objects.filter(action__startswith="audit.").order_by("pk")
    assert (read.action, read.user, read.detail) == ("audit.read", auditor.user, {"who": "孙", "page": "1"})
    assert (export.action, export.detail) == ("audit.export", {"who": "孙", "rows": 0})


def test_an_entry_is_found_by_the_number_that_a_document_has_of_it(auditor):
    entries = [audit.record(action="plan.save", user=make_account(f"u-{nth}")) for nth in range(3)]
    wanted = entries[1]
    reference, client = f"{wanted.pk}-{wanted.hash[:16]}", client_for(auditor)
    assert reference in client.get(reverse("audit")).content.decode()
    for typed in (
        reference,
        f"审计日志 {reference.upper()}",
        f" {wanted.pk} ",
        reference[:-9],
        f"审计日志：{reference}。",
        reference.replace("-", " — "),
    ):
        assert shown(client, number=typed) == [wanted.who]
    assert [row[-1] for row in exported(client, number=reference)] == ["编号", reference]


def test_whoever_has_another_checksum_of_it_is_told_so(auditor):
    entry, client = audit.record(action="plan.save", user=make_account("u")), client_for(auditor)
    for typed, words in (
        (f"{entry.pk}-{'0' * 16}", "校验值与所填的不同"),
        (f"{entry.pk + 1000}-{'0' * 16}", "没有符合条件的记录"),
        ("9" * 18, "没有符合条件的记录"),
        ("第一条", "请照文件所印填写，如 796-1a80be4988ebed5f"),
        ("9" * 30, "请照文件所印填写"),
    ):
        assert words in client.get(reverse("audit"), {"number": typed}).content.decode()


def test_the_log_cannot_be_posted_to(auditor):
    assert client_for(auditor).post(reverse("audit")).status_code == 405


def calls_of_record() -> list[str]:
    """The arguments of every call that writes to the log, as source."""
    rooms = [Path(settings.BASE_DIR) / room for room in ("units", "tasks", "zgc_tasks")]
    sources = [path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")]
    return [
        call
        for source in sources
        for call in re.findall(r"(?:record|_written)\((.*?)\)\n", source, re.DOTALL)
    ]


def test_every_action_the_code_records_has_a_label_and_every_label_an_action():
    recorded = {f"{subject}.{action}" for subject, actions in BY_ACTION.items() for action in actions}
    recorded |= {f"export.{name}" for name in EXPORTS}
    recorded |= {reading.PLAN_READ, reading.CONTACTS_READ, reading.SCAN_READ}
    for call in calls_of_record():
        recorded |= set(re.findall(r'"([a-z]+(?:\.[a-z_]+)+)"', call))
    assert recorded == set(dict(choices()))


def test_every_detail_the_code_records_has_a_label():
    found = set()
    for call in calls_of_record():
        for detail in re.findall(r"detail=.*", call, re.DOTALL):
            found |= set(re.findall(r'"(\w+)":', detail))
    assert {"reason", "changes", "rows"} <= found <= set(DETAIL_LABELS)


def test_details_are_shown_in_words_without_the_empty_ones():
    detail = {"rows": 3, "filters": {"单位": "市科委"}, "reason": "", "units": ["甲", "乙"], "status": None}
    assert detail_in_words(detail) == "单位：甲、乙；筛选：单位 市科委；行数：3"
