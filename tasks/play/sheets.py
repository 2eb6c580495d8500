"""The invented plans: those of the sample, and those that are filed later."""

import tomllib
from functools import cache

from django.conf import settings

from tasks.rules.sheet import Sheet, written

_BESIDE_THE_SHEET = ("people", "lead", "punctual")
_FOLDER = settings.BASE_DIR / "fixtures" / "sample"


@cache
def sheet_of(number: int) -> Sheet | None:
    """The plan of a task by its number, None where none was invented."""
    plan = _plans().get(str(number))
    if plan is None:
        return None
    people = _later()["people"].get(plan.get("people"), {})
    return written(**people, **{name: said for name, said in plan.items() if name not in _BESIDE_THE_SHEET})


def lead_of(number: int) -> str:
    """The short name of the unit that comes to lead a task for which the register names none; "" where none does."""
    return _plans().get(str(number), {}).get("lead", "")


def is_punctual(number: int) -> bool:
    """Whether the plan is bound to an event, whose day nobody moves."""
    return _plans().get(str(number), {}).get("punctual", False)


@cache
def _later() -> dict:
    return _read("later_plans.toml")


@cache
def _plans() -> dict:
    return _read("plans.toml")["plans"] | _later()["plans"]


def _read(name: str) -> dict:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
