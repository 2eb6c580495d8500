"""Who gets which answer from which address, in which state of the plan: the whole table, against the pages."""

import pytest
from django.urls import URLPattern, get_resolver

from tests.access.cases import CASES
from tests.access.scene import ROLES

pytestmark = pytest.mark.django_db


def routes(patterns=None):
    """Names of all our routes; the admin's are tested beside (test_administration.py)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.app_name != "admin":
            yield from routes(pattern.url_patterns)


def test_every_route_is_in_the_table_and_every_row_is_about_a_route():
    assert {case.route for case in CASES} == set(routes())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_row_has_an_answer_for_everybody(case):
    assert set(case.expected()) == set(ROLES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_everybody_gets_the_answer_of_the_table(answers, case):
    expected = case.expected()
    assert {who: answer.in_words(expected[who]) for who, answer in answers(case).items()} == expected
