"""Every write and every refusal of the table stands in the audit log, under the name of who asked."""

import pytest

from tests.access.cases import CASES
from tests.access.table import SIGN_IN, address
from units.models.audit import Outcome

pytestmark = pytest.mark.django_db


def refused(case, answer) -> bool:
    """Refusals that are kept: a reason, and a POST to what one does not see (a mistyped address is none)."""
    return answer != SIGN_IN and (isinstance(answer, str) or (answer == 404 and case.method == "POST"))


WRITING = [case for case in CASES if case.method == "POST" and case.allowed()]
REFUSING = [case for case in CASES if any(refused(case, answer) for answer in case.expected().values())]


def test_only_these_posts_write_no_row():
    """Signing in is recorded by its own receiver; extending a session is no act."""
    assert {case.route for case in WRITING if not case.writes} == {"sign-in", "session-extend"}


@pytest.mark.parametrize("case", [case for case in WRITING if case.writes], ids=str)
def test_a_write_is_recorded_with_who_did_it(scene, answers, case):
    for who, expected in case.expected().items():
        if expected not in (200, 302):
            continue
        rows = [row for row in answers(case)[who].written if row.outcome == Outcome.OK]
        assert case.writes in {row.action for row in rows}, who
        assert {row.user for row in rows} == {scene.members[who].user}
        assert {row.address for row in rows} == {"127.0.0.1"}


@pytest.mark.parametrize("case", REFUSING, ids=str)
def test_a_refusal_is_recorded_with_its_reason(scene, answers, case):
    """Also where the refusal undid what the request had begun to write."""
    for who, expected in case.expected().items():
        if not refused(case, expected):
            continue
        (row,) = answers(case)[who].written
        assert (row.action, row.outcome, row.user) == (
            "access.refused",
            Outcome.REFUSED,
            scene.members[who].user,
        )
        assert row.subject == f"{case.method} {address(scene, case).partition('?')[0]}"
        if expected != 404:
            assert expected in row.detail["reason"]
