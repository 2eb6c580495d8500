"""All tables together, and whom each of their rows is asked for."""

from tests.access import (
    table_accounts,
    table_checking,
    table_coordination,
    table_filing,
    table_opinions,
    table_plans,
    table_register,
    table_reports,
    table_rounds,
)
from tests.access.scene import ROLES
from tests.access.table import Case

CASES = [
    *table_register.TABLE,
    *table_plans.TABLE,
    *table_filing.TABLE,
    *table_opinions.TABLE,
    *table_checking.TABLE,
    *table_coordination.TABLE,
    *table_rounds.TABLE,
    *table_reports.TABLE,
    *table_accounts.TABLE,
]

# What these get does not depend on the plan: they ask once a route, the others in every state.
ASKING_ONCE = {"administrator", "auditor", "anonymous"}


def room_of(route: str) -> set[str]:
    """Addresses of a kind, for `one_of_each`: of a plan, a letter, a round …; by a method before them too."""
    return {route.partition("-")[0]}


_FIRST = {f"{case.method} {case.route}": case for case in reversed(CASES)}


def is_first(case: Case) -> bool:
    """Of those of its route."""
    return _FIRST[f"{case.method} {case.route}"] is case


def asked_of(case: Case) -> list[str]:
    return [who for who in ROLES if is_first(case) or who not in ASKING_ONCE]


def one_of_each_answer(case: Case) -> list[str]:
    """The first of the cast to whom each of its answers is given."""
    expected = case.expected()
    return list({(type(expected[who]), expected[who]): who for who in reversed(asked_of(case))}.values())
