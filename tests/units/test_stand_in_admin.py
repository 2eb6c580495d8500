"""代核对处室 of a programme in the administrator's pages."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tasks.models import Programme
from tests.factories import client_for, make_office, make_programme, make_user
from units.models import AuditEntry, Office
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


def form(programme: Programme, stand_in: Office | None) -> dict:
    fields = (
        "short_name", "title", "document_number", "document_title", "issuer", "contact_name", "contact_phone",
    )  # fmt: skip
    return {name: getattr(programme, name) for name in fields} | {
        "plan_deadline": "2015-04-03",
        "red_days": "30",
        "red_rounds": "2",
        "receiving_office": programme.receiving_office_id,
        "stand_in_office": stand_in.pk if stand_in else "",
        "leadership_unit": programme.leadership_unit_id,
    }


def send(programme: Programme, stand_in: Office | None):
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    answer = client_for(make_user(Role.ADMINISTRATOR)).post(url, form(programme, stand_in))
    programme.refresh_from_db()
    return answer


def test_the_form_names_it_in_chinese_and_says_what_it_is_for(programme):
    office = make_office(programme.receiving_office.unit, "办公室")
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    page = client_for(make_user(Role.ADMINISTRATOR)).get(url).content.decode()
    assert "代核对处室" in page
    assert "接收处室自己承办的实施方案，由该处室的核对人代为核对、核收" in page
    assert str(office) in page


def test_the_administrator_names_it_and_takes_it_away_again(programme):
    office = make_office()
    assert send(programme, office).status_code == 302
    assert programme.stand_in_office == office
    assert AuditEntry.objects.get(action="admin.change").detail["changes"] == [
        f"修改 代核对处室：（空） → {office}"
    ]
    send(programme, None)
    assert programme.stand_in_office is None


def test_the_receiving_office_cannot_stand_in_for_itself(programme):
    answer = send(programme, programme.receiving_office)
    assert answer.status_code == 200
    assert "代核对处室不能与接收处室相同，请另选处室，或者不填" in answer.content.decode()
    assert programme.stand_in_office is None


def test_nor_does_the_database_take_it(programme):
    programme.stand_in_office = programme.receiving_office
    with pytest.raises(IntegrityError), transaction.atomic():
        programme.save()


def test_an_office_that_stands_in_is_not_removed(programme):
    office = make_office()
    send(programme, office)
    url = reverse("admin:units_unit_delete", args=[office.unit_id])
    client_for(make_user(Role.ADMINISTRATOR)).post(url, {"post": "yes"})
    assert Office.objects.filter(pk=office.pk).exists()
