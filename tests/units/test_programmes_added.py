"""A programme that the administrator adds: its code is one that can be an address, and one made by mistake can go."""

import pytest
from django.urls import reverse

from tasks.models import Programme
from tests.factories import client_for, make_programme, make_task, make_user
from units.models import AuditEntry
from units.roles import Role

pytestmark = pytest.mark.django_db

ADD = "admin:tasks_programme_add"


@pytest.fixture
def client():
    return client_for(make_user(Role.ADMINISTRATOR))


def form(code: str) -> dict:
    """Of a programme that is as another one in all but its code."""
    like = Programme.objects.first() or make_programme("GJRC")
    fields = (
        "short_name", "title", "document_number", "document_title", "issuer", "contact_name", "contact_phone",
    )  # fmt: skip
    return {name: getattr(like, name) for name in fields} | {
        "code": code,
        "plan_deadline": "2015-04-03",
        "red_days": "30",
        "red_rounds": "2",
        "receiving_office": like.receiving_office_id,
        "leadership_unit": like.leadership_unit_id,
    }


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("空", "代号应当由大写字母和数字组成，以字母开头，而不是“空”"),
        ("gjrc", "代号应当由大写字母和数字组成，以字母开头，而不是“gjrc”"),
        ("2015", "代号应当由大写字母和数字组成，以字母开头，而不是“2015”"),
        ("ADMIN", "代号“ADMIN”是系统自己的网址，请换一个代号"),
    ],
)
def test_a_code_that_cannot_be_an_address_is_refused_and_kept_in_its_field(client, code, words):
    answer = client.post(reverse(ADD), form(code))
    page = answer.content.decode()
    assert words in page
    assert f'value="{code}"' in page
    assert not Programme.objects.filter(code=code).exists()


def test_a_code_that_can_is_taken_and_leads_to_its_programme(client):
    assert client.post(reverse(ADD), form("KJCX2")).status_code == 302
    assert Programme.objects.get(code="KJCX2").slug == "kjcx2"


def test_a_programme_without_tasks_can_be_deleted_and_the_log_says_so(client):
    wrong = make_programme("KJXC")
    url = reverse("admin:tasks_programme_delete", args=[wrong.pk])
    assert url in client.get(reverse("admin:tasks_programme_change", args=[wrong.pk])).content.decode()
    assert "删除后不能恢复" in client.get(url).content.decode()
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Programme.objects.filter(pk=wrong.pk).exists()
    entry = AuditEntry.objects.get(action="admin.delete")
    assert entry.subject == f"专项工作 {wrong}"
    assert f"代号：{wrong.code}" in entry.detail["changes"]


def test_a_programme_with_tasks_cannot(client):
    programme = make_programme("GJRC")
    make_task(programme)
    url = reverse("admin:tasks_programme_delete", args=[programme.pk])
    assert (
        url not in client.get(reverse("admin:tasks_programme_change", args=[programme.pk])).content.decode()
    )
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Programme.objects.filter(pk=programme.pk).exists()
