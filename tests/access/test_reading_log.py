"""Who read a plan or telephone numbers stands in the audit log once an hour; so does asking for what is not theirs."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver, reverse
from django.utils import timezone

from tasks import reading
from tests.access.answers import undone
from tests.access.cases import CASES, room_of
from tests.access.scene import STATES
from tests.access.table import ask
from tests.of_a_kind import one_of_each
from tests.story import SOUND
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

READ = ("plan.read", "contacts.read", "scan.read")


@pytest.fixture(autouse=True)
def nothing_noted():
    reading.forget()
    yield
    reading.forget()


def rows(action: str = "plan.read") -> list[tuple[str, str]]:
    found = AuditEntry.objects.filter(action=action).order_by("pk")
    return list(found.values_list("user__username", "subject"))


def get(scene, who: str, route: str, *args):
    return scene.client(who).get(reverse(route, args=["gjrc", *args]))


def test_a_plan_that_is_read_is_recorded_with_who_read_it(scene):
    number = STATES["filed"]
    for who in ("leadership", "participant"):
        assert get(scene, who, "plan-detail", number).status_code == 200
    names = [scene.members[who].user.username for who in ("leadership", "participant")]
    assert rows() == [(name, f"GJRC 第{number}项实施方案") for name in names]


def test_once_an_hour_whichever_page_and_process_it_is(scene, monkeypatch):
    number = STATES["filed"]
    for route in ("plan-detail", "check-plan", "plan-detail"):
        assert get(scene, "checker", route, number).status_code == 200
    reading.forget()  # another process
    get(scene, "checker", "filing-detail", number, 1)
    assert len(rows()) == 1
    later = timezone.now() + reading.ONCE_IN
    reading.note(scene.members["checker"], "plan.read", rows()[0][1], at=later)
    assert len(rows()) == 2


def test_a_plan_that_was_read_lately_asks_the_database_nothing(scene, django_assert_num_queries):
    by = scene.members["checker"]
    reading.note(by, "plan.read", "GJRC 第4项实施方案", at=timezone.now())
    with django_assert_num_queries(0):
        reading.note(by, "plan.read", "GJRC 第4项实施方案", at=timezone.now() + timedelta(minutes=59))


def test_telephone_numbers_that_are_read_are_recorded_by_unit(scene):
    assert get(scene, "checker", "contact-unit", scene.lead.slug).status_code == 200
    assert get(scene, "checker", "contact-directory").status_code == 200
    name = scene.members["checker"].user.username
    subjects = (f"GJRC {scene.lead.slug}", "GJRC 全部单位")
    assert rows("contacts.read") == [(name, subject) for subject in subjects]


def test_what_is_refused_or_a_page_without_a_plan_is_no_reading(scene):
    get(scene, "stranger", "plan-detail", STATES["draft"])
    get(scene, "liaison", "task-list")
    get(scene, "liaison", "plan-list")
    assert rows() == rows("contacts.read") == []


def test_every_page_named_is_a_route():
    names = set(get_resolver().reverse_dict)
    assert {*reading.PLAN_PAGES, *reading.CONTACT_PAGES, *reading._BY_KEY} <= names


# --- telephone numbers, on whichever page they stand

PAGES = one_of_each(
    [case for case in CASES if case.method == "GET"],
    lambda case: {*room_of(case.route), case.route in reading.CONTACT_PAGES},
)


@pytest.fixture
def numbered(scene):
    """Everybody has a number; what plans tell of theirs is nobody's of the cast."""
    for user in get_user_model().objects.all():
        user.phone = f"010-7{user.pk:07}"
        user.save()
    return scene


def readable(answer) -> str:
    return "" if answer.streaming else unescape(answer.content.decode(errors="replace"))


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_whoever_reads_a_number_of_another_is_recorded(numbered, case):
    phones = dict(get_user_model().objects.values_list("username", "phone"))
    for who in (one for one, answer in case.expected().items() if answer == 200 and one in numbered.members):
        reading.forget()
        own = numbered.members[who].user.username
        others = {SOUND.contact_phone, *phones.values()} - {phones[own]}
        with undone():
            last = AuditEntry.objects.latest("pk").pk
            page = readable(ask(numbered, case, who))
            found = AuditEntry.objects.filter(pk__gt=last).values_list("user__username", "action")
            read = {action for by, action in found if by == own and action.startswith(("export.", *READ))}
        shown = {phone for phone in others if phone in page}
        assert not shown or read, (who, shown)
        assert shown or "contacts.read" not in read or case.route in reading.CONTACT_PAGES, who


def test_ones_own_number_is_no_reading(numbered):
    page = readable(get(numbered, "participant", "task-detail", STATES["none"]))
    assert numbered.members["participant"].user.phone in page
    assert rows("contacts.read") == []


# --- what is there and is not theirs

HIDDEN = [
    ("stranger", "plan-detail", lambda scene: [STATES["draft"]]),
    ("stranger", "plan-edit", lambda scene: [STATES["draft"]]),
    ("stranger", "filing-detail", lambda scene: [STATES["filed"], 1]),
    ("stranger", "letter-detail", lambda scene: [scene.letter.pk]),
    ("leadership", "attachment-download", lambda scene: [scene.scan.pk]),
    ("stranger", "consultation-detail", lambda scene: [scene.consultation("consulted").pk]),
]


@pytest.mark.parametrize(
    ("who", "route", "args"), HIDDEN, ids=lambda each: each if isinstance(each, str) else ""
)
def test_asking_for_what_is_there_and_not_theirs_is_recorded(scene, who, route, args):
    answer = get(scene, who, route, *args(scene))
    assert answer.status_code == 404
    row = AuditEntry.objects.latest("pk")
    kept = (row.action, row.outcome, row.user, row.subject, row.detail)
    path = reverse(route, args=["gjrc", *args(scene)])
    assert kept == ("access.refused", "refused", scene.members[who].user, f"GET {path}", {"status": 404})


@pytest.mark.parametrize(
    "path",
    [
        "/gjrc/tasks/99/plan/",
        f"/gjrc/tasks/{STATES['none']}/plan/",
        f"/gjrc/tasks/{STATES['draft']}/plan/filings/1/",
        "/gjrc/letters/999999/",
        f"/gjrc/letters/{2**70}/",
        "/nowhere/tasks/",
        "/gjrc/nothing/",
    ],
)
def test_a_mistyped_address_is_nothing_to_keep(scene, path):
    before = AuditEntry.objects.count()
    assert scene.client("stranger").get(path).status_code == 404
    assert AuditEntry.objects.count() == before
