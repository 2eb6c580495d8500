"""The administrator's pages for accounts."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PASSWORD, client_for, make_office, make_unit, make_user
from tests.story import at, begin
from units.models import AuditEntry, Membership, User
from units.roles import BUSINESS_ROLES, Role

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:units_user_changelist"), reverse("admin:units_user_add")


@pytest.fixture
def administrator() -> Membership:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def client(administrator) -> Client:
    return client_for(administrator)


def form(*roles: dict, user: User | None = None, **fields) -> dict:
    """What the browser posts: the account and one row for every membership."""
    data = {"username": "xin", "full_name": "辛某", "phone": "", "is_active": "on"} | fields
    saved = list(user.memberships.order_by("pk")) if user else []
    data |= {"memberships-TOTAL_FORMS": len(roles), "memberships-INITIAL_FORMS": len(saved)}
    for n, role in enumerate(roles):
        row = {"is_active": "on"} | role | ({"id": saved[n].pk, "user": user.pk} if n < len(saved) else {})
        data |= {f"memberships-{n}-{name}": value for name, value in row.items() if value is not None}
    return data


def password_on(answer) -> str:
    return re.search(r'<p class="first-password"><code>(.+?)</code>', answer.content.decode())[1]


def can_sign_in(user: User, password: str) -> bool:
    data = {"username": user.username, "password": password}
    return Client().post(reverse("sign-in"), data).status_code == 302


@pytest.mark.parametrize("role", sorted(BUSINESS_ROLES | {Role.AUDITOR}))
def test_only_the_administrator_gets_in(role):
    client = client_for(make_user(role))
    for url in (reverse("admin:index"), LIST, ADD, reverse("admin:units_unit_changelist")):
        answer = client.get(url)
        assert (answer.status_code, "只供系统管理员使用" in answer.content.decode()) in [
            (302, False),
            (403, True),
        ]
        assert client.get(url, follow=True).status_code == 403


def test_somebody_not_signed_in_is_led_to_our_own_sign_in_page():
    assert Client().get(LIST).url.startswith(reverse("sign-in"))


def test_the_first_page_lists_accounts_units_and_programmes_and_nothing_of_djangos(client):
    page = client.get(reverse("admin:index")).content.decode()
    for text in ("系统管理", "账号", "单位", "专项工作"):
        assert text in page
    assert "组" not in re.findall(r"<caption>.*?</caption>", page)
    assert "最近动作" not in page


def test_list_and_form_speak_chinese_as_an_office_writes_it(client):
    page = client.get(LIST, {"q": "user"}).content.decode()
    for words in ("新增账号", "按角色", "查找", "清除", "共1条", '<td class="field-in_use">是</td>'):
        assert words in page
    form = client.get(ADD).content.decode()
    assert '"addText": "新增身份"' in form
    assert "登录名：" in form
    assert re.findall(r'type="submit"[^>]*value="([^"]*)"', form) == ["保存"]
    for stiff in ("True", "增加 ", "过滤器", "添加另一个"):
        assert stiff not in page + form


def test_fields_of_a_row_carry_their_names(client):
    form = client.get(ADD).content.decode()
    rows = re.findall(
        r'<(?:select|input)[^>]*name="memberships-0-(?:role|unit|office|is_active)"[^>]*>', form
    )
    assert [re.search(r'aria-label="(.*?)"', row)[1] for row in rows] == ["角色", "单位", "处室", "启用"]


def test_a_new_account_gets_a_password_that_is_shown_once_and_works_once(client):
    unit = make_unit()
    answer = client.post(ADD, form({"role": "liaison", "unit": unit.pk}))
    user = User.objects.get(username="xin")
    assert user.memberships.get().unit == unit
    assert user.must_change_password
    password = password_on(answer)
    assert can_sign_in(user, password)
    for url in (LIST, reverse("admin:units_user_change", args=[user.pk])):
        assert password not in client.get(url).content.decode()
    assert password not in str(AuditEntry.objects.values_list())


def test_making_and_changing_an_account_is_recorded_without_phone_numbers(client, administrator):
    unit = make_unit()
    client.post(ADD, form({"role": "liaison", "unit": unit.pk}, phone="010-00000099"))
    user = User.objects.get(username="xin")
    change = reverse("admin:units_user_change", args=[user.pk])
    client.post(change, form({"role": "liaison", "unit": unit.pk}, user=user, phone="010-00000098"))
    made = AuditEntry.objects.get(action="admin.add")
    assert (made.user, made.subject) == (administrator.user, "账号 辛某")
    assert AuditEntry.objects.get(action="admin.change").detail == {"changes": ["修改 联系电话"]}
    assert AuditEntry.objects.filter(action="account.first_password").count() == 1
    assert "010-0000" not in str(AuditEntry.objects.values_list())


@pytest.mark.parametrize("apart", ["administrator", "auditor"])
def test_roles_that_must_stay_apart_are_refused_on_one_form(client, apart):
    unit = make_unit()
    answer = client.post(ADD, form({"role": "liaison", "unit": unit.pk}, {"role": apart}))
    assert "系统管理员、安全审计员与业务角色不能由同一账号兼任" in answer.content.decode()
    assert not User.objects.filter(username="xin").exists()


def test_roles_that_must_stay_apart_are_refused_on_an_account_that_has_one(client):
    auditor = make_user(Role.AUDITOR)
    url = reverse("admin:units_user_change", args=[auditor.user_id])
    rows = [{"role": "auditor"}, {"role": "liaison", "unit": make_unit().pk}]
    answer = client.post(url, form(*rows, user=auditor.user, username=auditor.user.username))
    assert "不能由同一账号兼任" in answer.content.decode()
    assert auditor.user.memberships.count() == 1


def test_one_person_may_hold_several_business_roles(client):
    office = make_office()
    rows = [{"role": role, "unit": office.unit_id, "office": office.pk} for role in ("checker", "officer")]
    client.post(ADD, form(*rows))
    assert User.objects.get(username="xin").memberships.count() == 2


def test_an_account_without_any_membership_is_refused(client):
    assert "请至少填写一个身份" in client.post(ADD, form()).content.decode()


def test_a_login_name_in_use_is_refused_in_words(client, administrator):
    answer = client.post(ADD, form({"role": "auditor"}, username=administrator.user.username))
    assert "该登录名已被使用，请另取一个" in answer.content.decode()


def test_control_characters_are_refused_and_invisible_ones_removed(client):
    assert "控制字符" in client.post(ADD, form({"role": "auditor"}, full_name="辛\x07某")).content.decode()
    client.post(ADD, form({"role": "auditor"}, full_name="\u200b辛某 "))
    assert User.objects.get(username="xin").full_name == "辛某"


def test_the_administrator_cannot_shut_themselves_out(client, administrator):
    user = administrator.user
    url = reverse("admin:units_user_change", args=[user.pk])
    off = form({"role": "administrator", "is_active": None}, user=user, username=user.username, is_active="")
    assert "不能停用自己的系统管理员身份" in client.post(url, off).content.decode()
    client.post(url, form({"role": "administrator"}, user=user, username=user.username, is_active=""))
    user.refresh_from_db()
    assert user.is_active


def test_a_reset_asks_first_and_then_replaces_the_password_and_ends_sessions(client):
    auditor = make_user(Role.AUDITOR)
    theirs = client_for(auditor)
    url = reverse("admin:units_user_first_password", args=[auditor.user_id])
    change = client.get(reverse("admin:units_user_change", args=[auditor.user_id])).content.decode()
    assert f'href="{url}"' in change
    assert "换发初始密码" in client.get(url).content.decode()
    assert can_sign_in(auditor.user, PASSWORD)
    password = password_on(client.post(url))
    assert not can_sign_in(auditor.user, PASSWORD)
    assert can_sign_in(auditor.user, password)
    assert theirs.get("/audit/").status_code == 302
    entry = AuditEntry.objects.get(action="account.first_password")
    assert entry.subject == f"{auditor.user.username} {auditor.user.full_name}"


def test_ones_own_password_is_not_reset_and_one_of_nobody_is_not_found(client, administrator):
    route = "admin:units_user_first_password"
    assert client.post(reverse(route, args=[administrator.user_id])).status_code == 403
    assert client.post(reverse(route, args=[0])).status_code == 404


def test_accounts_are_never_deleted(client):
    user = make_user().user
    url = reverse("admin:units_user_delete", args=[user.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_djangos_own_history_and_password_pages_are_gone(client, administrator):
    pk = administrator.user_id
    for path in (
        f"/admin/units/user/{pk}/history/",
        f"/admin/units/user/{pk}/password/",
        "/admin/password_change/",
    ):
        answer = client.get(path, follow=True)
        assert answer.status_code == 404 or answer.request["PATH_INFO"] == "/admin/", path


def test_signing_out_of_the_admin_is_signing_out(client):
    assert client.post("/admin/logout/").url == reverse("sign-in")
    assert client.get(LIST).status_code == 302


def test_the_list_finds_people_by_name_and_unit_and_asks_no_more_queries_for_more_people(client):
    make_user(Role.CHECKER, office=make_office(make_unit("市科委"), "人才处"))
    with CaptureQueriesContext(connection) as few:
        assert "市科委人才处核对人" in client.get(LIST, {"q": "市科委"}).content.decode()
    for _ in range(10):
        make_user(Role.OFFICER)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST, {"q": "市科委"})
    assert len(many) <= len(few)


# --- memberships that have acted -------------------------------------------------------------------------------


@pytest.fixture
def acted():
    """A liaison who has filed a plan, with an office to move to."""
    told = begin()
    told.file()
    return told.liaison


def changing(client, membership, **row):
    user = membership.user
    own = {"role": membership.role, "unit": membership.unit_id, "office": membership.office_id}
    url = reverse("admin:units_user_change", args=[user.pk])
    return client.post(url, form(own | row, user=user, username=user.username))


@pytest.mark.parametrize("field", ["role", "unit", "office"])
def test_under_what_somebody_acted_stays_so_for_good(client, acted, field):
    other = {
        "role": {"role": "officer"},
        "unit": {"unit": make_unit().pk},
        "office": {"office": make_office(acted.unit).pk},
    }[field]
    answer = changing(client, acted, **other)
    assert "该身份已有办理记录，角色、单位和处室不能再改；请停用这一身份，另外新增一个身份" in (
        answer.content.decode()
    )
    before = (acted.role, acted.unit_id, acted.office_id)
    acted.refresh_from_db()
    assert (acted.role, acted.unit_id, acted.office_id) == before


def test_a_membership_that_has_acted_is_ended_and_another_added(client, acted):
    user, unit = acted.user, make_unit()
    rows = [
        {"role": acted.role, "unit": acted.unit_id, "is_active": None},
        {"role": "liaison", "unit": unit.pk},
    ]
    url = reverse("admin:units_user_change", args=[user.pk])
    assert client.post(url, form(*rows, user=user, username=user.username)).status_code == 302
    assert list(user.memberships.order_by("pk").values_list("unit", "is_active")) == [
        (acted.unit_id, False),
        (unit.pk, True),
    ]


def test_a_membership_that_has_done_nothing_yet_is_put_right(client):
    mistaken, unit = make_user(Role.LIAISON), make_unit()
    assert changing(client, mistaken, unit=unit.pk).status_code == 302
    mistaken.refresh_from_db()
    assert mistaken.unit == unit


def test_registering_a_letter_is_acting_too(client):
    told = begin()
    told.letter(received_at=at(26))
    assert "该身份已有办理记录" in changing(client, told.checker, role="officer").content.decode()
    assert changing(client, told.second_checker, role="officer").status_code == 302
