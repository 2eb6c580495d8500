"""The journey over two hosts that are asked in turn; what one of them has changed, the other shows at once."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from tasks.models import Programme
from tests.hosts.visitor import Visitor
from tests.plans.form_helpers import posted
from tests.scans import PDF
from tests.units.two_steps import STEP, code_of
from units.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.process]

PLAN = "/gjrc/tasks/{}/plan/"


def saved(lead, number: int, **changes):
    """By hand, from the page as it is now."""
    page = lead.get(f"{PLAN.format(number)}edit/")
    answer = lead.post(f"{PLAN.format(number)}save/", posted(page.based_on(), **changes))
    assert answer.status == 302, answer.text
    return answer


def filed(lead, number: int, **more):
    page = lead.get(f"{PLAN.format(number)}review/")
    typed = {"based_on": page.based_on(), "warnings_seen": "on"}
    answer = lead.post(f"{PLAN.format(number)}file/", typed, **more)
    assert answer.status == 302, answer.text


def checked(checker, number: int, verb: str, **typed):
    page = checker.get(f"/gjrc/tasks/{number}/check/")
    answer = checker.post(f"/gjrc/tasks/{number}/check/{verb}/", {"based_on": page.based_on()} | typed)
    assert answer.status == 302, answer.text


def test_the_journey_with_another_host_at_every_request(hosts):
    lead, checker = hosts.visitor().signed_in("jiaowei"), hosts.visitor().signed_in("hedui1")
    saved(lead, 4)
    page = lead.get(f"{PLAN.format(4)}edit/")
    by_itself = posted(page.based_on(), contact_name="自动保存的联系人")
    assert lead.post(f"{PLAN.format(4)}save/", by_itself, HX_Request="true").status == 200
    assert "自动保存的联系人" in lead.get(f"{PLAN.format(4)}edit/").text
    filed(lead, 4, file=("stamped_scan", PDF))

    checked(checker, 4, "start")
    page = checker.get("/gjrc/tasks/4/check/").text
    scan = re.search(r'href="(/gjrc/scans/\d+/)"', page)[1]
    for _ in range(2):  # of either host
        answer = checker.get(scan)
        assert (answer.status, answer.body) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    checked(checker, 4, "comment", place="steps", text="时限偏晚")
    checked(checker, 4, "return", refile_by="2015-04-09")

    page = lead.get(PLAN.format(4))
    answering = re.search(r'action="(/gjrc/tasks/4/[\w/]*answer/)"', page.text)[1]
    field = f"c{answering.split('/')[-3]}-answer"
    assert lead.post(answering, {field: "adopted"}).status == 302
    saved(lead, 4, finish="2016年12月")
    filed(lead, 4)
    checked(checker, 4, "start")
    checked(checker, 4, "accept")

    answers = [checker.get("/gjrc/exports/summary.json/") for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200], answers[0].location
    exported = [json.loads(answer.body) for answer in answers]
    assert exported[0] == exported[1]
    assert [row["state"] for row in exported[0] if row["number"] == 4] == ["accepted"]


def test_a_host_that_is_killed_takes_nothing_with_it_that_was_acknowledged(hosts):
    lead = hosts.visitor().signed_in("renshe")
    saved(lead, 15, contact_name="两台主机时保存的")
    survivor = Visitor([hosts.first.port], cookies=lead.cookies, token=lead.token)
    hosts.second.kill()
    try:
        assert "两台主机时保存的" in survivor.get(f"{PLAN.format(15)}edit/").text
        saved(survivor, 15, contact_name="只剩一台时保存的")
        filed(survivor, 15, file=("stamped_scan", PDF))
    finally:
        hosts.second.start()
    other = Visitor([hosts.second.port], cookies=survivor.cookies, token=survivor.token)
    page = other.get(PLAN.format(15)).text
    assert "只剩一台时保存的" in page
    assert hosts.asked(lambda: call_command("verify_audit", stdout=StringIO())) is None


# --- what one host has changed, of each kind


@pytest.fixture
def first(hosts):
    return hosts.only(hosts.first)


@pytest.fixture
def second(hosts):
    return hosts.only(hosts.second)


def of(visitor: Visitor, host: Visitor) -> Visitor:
    """The same person at the other host."""
    return Visitor(host.ports, cookies=visitor.cookies, token=visitor.token)


def test_what_is_counted_drawn_and_listed_is_that_of_now(first, second):
    lead, checker = first.signed_in("shangwu"), second.signed_in("hedui1")
    pages = ["/gjrc/checking/", "/gjrc/overview/", "/gjrc/deadlines/", "/gjrc/tasks/"]
    before = [checker.get(page).text for page in pages for _ in range(2)]
    saved(lead, 8)
    filed(lead, 8)
    for page, shown in zip(pages, before[::2], strict=True):
        again = checker.get(page)
        assert again.status == 200
        assert _without_tokens(again.text) != _without_tokens(shown), page
        assert _without_tokens(again.text) == _without_tokens(of(checker, first).get(page).text), page


def _without_tokens(page: str) -> str:
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", page)


def test_a_programme_that_was_changed_is_another_at_the_other_host(first, second, hosts):
    reader_of = second.signed_in("lingdao")
    administrator = first.signed_in("guanli")
    address = hosts.asked(lambda: f"/admin/tasks/programme/{Programme.objects.get(code='GJRC').pk}/change/")
    form = max(
        html.fromstring(administrator.get(address).body.decode()).forms, key=lambda each: len(each.fields)
    )
    typed, page = dict(form.form_values()), "/gjrc/tasks/"
    assert "人才特区" not in _text(reader_of.get(page))
    assert administrator.post(address, typed | {"short_name": "人才特区"}).status == 302
    assert "人才特区" in _text(reader_of.get(page))
    assert administrator.post(address, typed).status == 302
    assert "人才特区" not in _text(reader_of.get(page))


def test_the_day_of_a_demonstration_is_the_same_everywhere(first, second):
    person = first.signed_in("hedui1")
    assert "演示日期 2015年4月1日" in _text(of(person, second).get("/help/"))
    try:
        assert person.post("/demo-date/", {"date": "2015-04-02"}).status == 302
        assert "演示日期 2015年4月2日" in _text(of(person, second).get("/help/"))
    finally:
        set_back = person.post("/demo-date/", {"date": "2015-04-01"})
    assert set_back.status == 302


def _text(answer) -> str:
    return " ".join(html.fromstring(answer.body.decode()).text_content().split())


def test_a_session_that_was_ended_at_one_host_is_ended_at_the_other(first, second):
    here, elsewhere = first.signed_in("fangshan"), second.signed_in("fangshan")
    assert elsewhere.get("/help/").status == 200
    assert here.post("/sessions/end-others/", {}).status == 302
    assert elsewhere.get("/help/").status == 302
    assert of(here, second).get("/help/").status == 200


def test_wrong_passwords_are_counted_over_both(hosts, first, second):
    visitor = hosts.visitor()
    tries = [visitor.sign_in("jinrong", "wrong-password").status for _ in range(5)]
    assert tries[:4] == [200] * 4
    assert [each.sign_in("jinrong").status for each in (first, second)] == [429, 429]


def test_a_code_that_was_used_at_one_host_is_not_taken_by_the_other(first, second, hosts):
    person = first.signed_in("minzheng")
    page = person.get("/two-steps/authenticator/").text
    secret = re.search(r'class="secret"><code>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    before = code_of(secret, timezone.now() - STEP)
    assert of(person, second).post("/two-steps/authenticator/", {"code": before, "name": ""}).status == 200
    code = code_of(secret)
    found = []
    for host in (first, second):
        visitor = Visitor(host.ports)
        assert visitor.sign_in("minzheng").location.endswith("/second-step/")
        visitor.get("/sign-in/second-step/")
        found.append(visitor.post("/sign-in/second-step/", {"code": code}).status)
    assert found == [302, 422]


def test_what_was_read_is_noted_once_whichever_host_showed_it(first, second, hosts):
    person = first.signed_in("hedui2")
    for host in (first, second, first):
        assert of(person, host).get("/gjrc/contacts/").status == 200
    rows = lambda: AuditEntry.objects.filter(action="contacts.read", user__username="hedui2").count()  # noqa: E731
    assert hosts.asked(rows) == 1
