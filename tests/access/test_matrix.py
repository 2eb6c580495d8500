"""Who gets which answer from which address, in which state of the plan: the whole table, against the pages.

Every write and every refusal stands in the audit log, under the name of who asked; what is read is Chinese, and on every page
one may sign out.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from tests.access.answers import Answer, answer_to
from tests.access.cases import CASES, asked_of, is_first, one_of_each_answer
from tests.access.scene import ROLES, Scene
from tests.access.table import SIGN_IN, Case, address
from units.models.audit import AuditOutcome


def routes(patterns=None):
    """Names of all our routes; the admin's are tested beside (test_administration.py)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.app_name != "admin":
            yield from routes(pattern.url_patterns)


def test_every_route_is_in_the_table_and_every_row_is_about_a_route():
    assert {case.route for case in CASES} == set(routes())


def test_every_row_has_an_answer_for_everybody_and_every_route_is_asked_by_everybody():
    asked: dict[str, set[str]] = {}
    for case in CASES:
        assert set(case.expected()) == set(ROLES), case
        asked.setdefault(f"{case.method} {case.route}", set()).update(asked_of(case))
    assert all(people == set(ROLES) for people in asked.values())


def test_only_these_posts_write_no_row_of_their_own():
    """Signing in is recorded by the sign-in's receiver; extending a session is no act, nor is ending one that is gone, nor
    looking at what a file would change, or at how a pasted text would be split.
    """
    writing = [case for case in CASES if case.method == "POST" and case.allowed()]
    assert {case.route for case in writing if not case.writes} == {
        "sign-in",
        "second-step",
        "session-end",
        "session-extend",
        "round-sheet-read",
        "plan-paste",
    }


def _rows() -> Iterator:
    """Each answer of a route once; by everybody, and in the other states of a plan, it is asked by `make test-long`."""
    for case in CASES:
        first = one_of_each_answer(case) if is_first(case) else []
        if first:
            yield pytest.param(case, first, id=str(case))
        if others := [who for who in asked_of(case) if who not in first]:
            named = f"{case} by the others" if first else str(case)
            yield pytest.param(case, others, id=named, marks=pytest.mark.long)


@pytest.mark.django_db
@pytest.mark.parametrize(("case", "people"), list(_rows()))
def test_everybody_gets_the_answer_of_the_table_in_chinese_and_the_log_has_a_row(scene, case, people):
    answers = {who: answer_to(scene, case, who) for who in people}
    expected = {who: case.expected()[who] for who in answers}
    assert {who: answer.in_words(expected[who]) for who, answer in answers.items()} == expected
    assert {who: answer.latin for who, answer in answers.items() if answer.latin} == {}
    assert {who for who, answer in answers.items() if not answer.offers_signing_out} <= {"anonymous"}
    for who, answer in answers.items():
        if _is_kept(case, expected[who]):
            _refusal_is_recorded(scene, case, who, answer, expected[who])
        elif case.writes and expected[who] != SIGN_IN:
            _write_is_recorded(scene, case, who, answer)


def _is_kept(case: Case, expected: int | str) -> bool:
    """Refusals that are kept: those with a reason, and asking for what others see or, with a POST, act on (a mistyped
    address is none).
    """
    if expected == 404:
        return case.method == "POST" or (_names_one(case) and 200 in case.expected().values())
    return expected != SIGN_IN and isinstance(expected, str)


def _names_one(case: Case) -> bool:
    """Whether it is about one thing; a list that is not of somebody's role hides nothing."""
    return bool(set(get_resolver().reverse_dict.getlist(case.route)[0][0][0][1]) - {"programme"})


def _refusal_is_recorded(scene: Scene, case: Case, who: str, answer: Answer, expected: int | str) -> None:
    """With its reason; also where the refusal undid what the request had begun to write."""
    (row,) = answer.written
    kept = (row.action, row.outcome, row.user, row.subject)
    subject = f"{case.method} {address(scene, case).partition('?')[0]}"
    assert kept == ("access.refused", AuditOutcome.REFUSED, scene.members[who].user, subject)
    if expected != 404:
        assert expected in row.detail["reason"]


def _write_is_recorded(scene: Scene, case: Case, who: str, answer: Answer) -> None:
    """With its programme, since tasks of another have the same numbers."""
    of_programme = address(scene, case).startswith(scene.programme.get_absolute_url())
    assert case.writes in {row.action for row in answer.written}, who
    for row in answer.written:
        assert (row.user, row.outcome, row.address) == (scene.members[who].user, AuditOutcome.OK, "127.0.0.1")
        assert not of_programme or row.subject.startswith(scene.programme.code), row.subject
