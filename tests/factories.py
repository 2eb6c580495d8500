"""Rows for tests, made with plausible defaults. Plain functions; every one saves and returns its row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from tasks.models import Leading, Programme, Responsibility, Task, TaskGroup
from units import session_facts
from units.middleware import MEMBERSHIP_KEY
from units.models import Membership, Office, Unit, UnitKind, User
from units.roles import OFFICE_ROLES, Role
from units.sessions import SessionStore

PASSWORD = "shiyong-mima-2015"

_numbers = count(1)


@contextmanager
def numbered_from(first: int) -> Iterator[None]:
    """Whatever has no name of its own is named by a number from this one on, and not by how many there were before: for what is
    put down of a search, which finds names too. No other number may be as large.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{__name__}._numbers", count(first))
        yield


def make_unit(short_name: str = "", *, slug: str = "", order: int = 0, **fields) -> Unit:
    n = next(_numbers)
    return Unit.objects.create(
        slug=slug or f"unit-{n}",
        short_name=short_name or f"市第{n}局",
        full_name=fields.pop("full_name", "") or f"北京市{short_name or f'第{n}局'}",
        kind=fields.pop("kind", UnitKind.CITY_DEPARTMENT),
        document_order=order or n,
        **fields,
    )


def make_office(unit: Unit | None = None, name: str = "") -> Office:
    return Office.objects.create(unit=unit or make_unit(), name=name or f"第{next(_numbers)}处")


def make_user(
    role: Role = Role.LIAISON,
    unit: Unit | None = None,
    office: Office | None = None,
    *,
    user: User | None = None,
) -> Membership:
    """A membership; its account is `user` or a new one with PASSWORD. A unit and office are made where needed."""
    if role not in (Role.ADMINISTRATOR, Role.AUDITOR):
        unit = unit or (office.unit if office else make_unit())
    if role in OFFICE_ROLES and office is None:
        office = make_office(unit)
    user = user or make_account()
    return Membership.objects.create(user=user, role=role, unit=unit, office=office)


def make_account(username: str = "", **fields) -> User:
    """An account without any membership."""
    n = next(_numbers)
    fields = {"full_name": f"张某{n}", "password": PASSWORD} | fields
    return User.objects.create_user(username or f"user{n}", **fields)


def client_for(membership: Membership, **kwargs) -> Client:
    """A browser signed in as the person, acting under exactly this membership: with the session that signing in leaves,
    and without the way there, which takes as long as a page.
    """
    client, request, user = Client(**kwargs), HttpRequest(), membership.user
    session = request.session = SessionStore()
    session_facts.begin(request, timezone.now())
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "units.sessions.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[MEMBERSHIP_KEY] = membership.pk
    session.save(must_create=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def make_programme(code: str = "GJRC", *, receiving_office: Office | None = None, **fields) -> Programme:
    """A programme due on 2015-04-03, received by an office of its own unit unless one is given."""
    defaults = {
        "short_name": f"{code}专项",
        "title": f"{code}专项工作",
        "document_number": "京人才发〔2015〕3号",
        "document_title": "关于印发任务分解方案的通知",
        "issuer": "市人才工作领导小组",
        "plan_deadline": date(2015, 4, 3),
        "contact_name": "张某",
        "contact_phone": "010-00000001",
    }
    leadership = fields.pop("leadership_unit", None) or make_unit(kind=UnitKind.LEADING_GROUP)
    return Programme.objects.create(
        code=code,
        receiving_office=receiving_office or make_office(),
        leadership_unit=leadership,
        **(defaults | fields),
    )


def make_task(
    programme: Programme, number: int = 1, *, lead: Unit | None = None, participants=(), **fields
) -> Task:
    """A task in area 1 unless `group` is given; `participants` are units, or wordings as text."""
    group = (
        fields.pop("group", None)
        or TaskGroup.objects.get_or_create(
            programme=programme, number=1, defaults={"name": "第一项工作任务"}
        )[0]
    )
    content = fields.pop("content", f"第{number}项具体内容。")
    task = Task.objects.create(
        programme=programme, group=group, number=number, lead=lead, content=content, **fields
    )
    if lead:
        Leading.objects.create(task=task, unit=lead, plan_deadline=task.own_deadline)
    entries = [*([lead] if lead else []), *participants]
    for position, entry in enumerate(entries, start=1):
        named = {"wording": entry} if isinstance(entry, str) else {"unit": entry}
        Responsibility.objects.create(task=task, position=position, **named)
    return task
