"""Whether a membership has work anywhere, which apps above know: each says so in its `ready`.

    register(may_hold)

`may_hold(role, unit, office)` refuses what nobody could work under.
"""

from collections.abc import Callable

from units.models import Office, Unit
from units.roles import Role

_rules: list[Callable[[Role, Unit | None, Office | None], None]] = []


def register(rule: Callable[[Role, Unit | None, Office | None], None]) -> None:
    _rules.append(rule)


def may_hold(role: Role, unit: Unit | None, office: Office | None) -> None:
    for rule in _rules:
        rule(role, unit, office)
