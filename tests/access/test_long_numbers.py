"""Numbers beyond the database's integers, in addresses, parameters and forms: not found or refused, never a failure."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.urls import get_resolver, reverse

from tests.access.answers import undone
from tests.access.cases import CASES, room_of
from tests.access.table import address, ask
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.django_db

LONG = 2**63
LONGER = "9" * 5000  # more digits than Python makes a number of
NUMBERS = {"number", "nth", "pk", "position", "letter"}


def numbers_in(case) -> set[str]:
    return NUMBERS & set(get_resolver().reverse_dict.getlist(case.route)[0][0][0][1])


# The first of each address that somebody may ask for.
CASE_OF = {f"{case.method} {case.route}": case for case in reversed(CASES) if case.allowed()}
WITH_NUMBERS = [name for name, case in CASE_OF.items() if numbers_in(case)]
PARAMETERS = {
    "GET task-list": ("liaison", "q group page state"),
    "GET deadlines": ("leadership", "q group page unit as_of"),
    "GET overview": ("leadership", "page"),
    "GET overview-progress": ("leadership", "lights outlooks round as_of"),
    "GET overview-tasks": ("leadership", "page group light round as_of"),
    "GET overview-steps": ("leadership", "page group unit as_of by overdue"),
    "GET overview-compare": ("leadership", "before as_of turn group page areas"),
    "GET unit-detail": ("liaison", "led joined"),
    "GET plan-list": ("liaison", "page led joined"),
    "GET plan-edit": ("liaison", "steps participants"),
    "GET filing-compare": ("liaison", "before after"),
    "GET checking-queue": ("checker", "page"),
    "GET letter-list": ("checker", "page"),
    "GET letter-add": ("checker", "unit"),
    "GET check-plan": ("checker", "place return"),
    "GET audit": ("auditor", "page action"),
}
POSTED = ("based_on", "based_on_office", "membership", "office", "unit", "units", "task", "tasks", "op")


@pytest.mark.parametrize(
    "name", one_of_each(WITH_NUMBERS, lambda name: room_of(name) | numbers_in(CASE_OF[name]))
)
def test_in_an_address_they_are_not_found(scene, name):
    case = CASE_OF[name]
    for wanted in numbers_in(case):
        asked = replace(case, args=(case.args or {}) | {wanted: LONG})
        assert ask(scene, asked, case.allowed()).status_code == 404, wanted


@pytest.mark.parametrize("name", PARAMETERS)
def test_as_a_parameter_they_are_a_page_or_not_found(scene, name):
    who, parameters = PARAMETERS[name]
    asked = (case for case in CASES if f"{case.method} {case.route}" == name)
    case = next(case for case in asked if case.expected()[who] == 200)
    for parameter in parameters.split():
        for number in (LONG, LONGER):
            answer = ask(scene, replace(case, query=f"?{parameter}={number}"), who)
            assert answer.status_code in (200, 302, 404, 422), parameter


FORMS = [name for name in CASE_OF if name.startswith("POST")]


def form_of(scene, name: str) -> dict:
    case = CASE_OF[name]
    return case.form(scene, case.allowed()) if case.form else {}


def is_taken(scene, name: str, *fields: str) -> bool:
    """Whether numbers beyond what may be in these fields are no failure."""
    case = CASE_OF[name]
    who, form, url = case.allowed(), form_of(scene, name), address(scene, case)
    for number in (LONG, LONGER):
        with undone():
            if scene.client(who).post(url, form | _in(fields, number)).status_code >= 500:
                return False
    return True


def _in(fields: Iterable[str], number: int | str) -> dict:
    return {field: f"remove-{number}" if field == "op" else number for field in fields}


@pytest.mark.parametrize("name", one_of_each(FORMS, room_of))
def test_in_a_form_they_are_refused(scene, name):
    for field in form_of(scene, name):
        assert is_taken(scene, name, field), field
    assert is_taken(scene, name, *POSTED)


@pytest.mark.long
@pytest.mark.parametrize("name", FORMS)
def test_where_a_form_has_no_such_field_each_is_refused_too(scene, name):
    for field in POSTED:
        assert is_taken(scene, name, field), field


def test_the_administrators_addresses_too(scene):
    client = scene.client("administrator")
    for name in ("units_user", "units_unit", "tasks_programme"):
        assert client.get(reverse(f"admin:{name}_change", args=[LONG])).status_code in (302, 404)
        for parameter in ("p", "id", "id__exact", "id__in", "memberships__unit__id__exact"):
            address = reverse(f"admin:{name}_changelist")
            assert client.get(address, {parameter: LONG}).status_code < 500, (name, parameter)
    assert client.get(reverse("admin:units_user_first_password", args=[LONG])).status_code == 404
