"""联系信息变更: whom to turn to about a plan that was filed, from a day on (decision 0047).

What was filed keeps what was filed. A change is anything with `said`, the new text of each field that changed, and
`since`, its day; they are given in the order in which they were made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from tasks.rules import dates
from tasks.rules.sheet import LABELS, PEOPLE, PHONES, Sheet
from tasks.rules.wording import joined
from zgc_tasks.common.refusal import Kind, Refusal

_NOTHING = "（空）"


class NewContacts(Protocol):
    said: Mapping[str, str]
    since: date


def holding(filed: Sheet, changes: Iterable[NewContacts]) -> Sheet:
    """What was filed, with the people and numbers of now."""
    said = {name: text for change in changes for name, text in change.said.items()}
    return replace(filed, **said)


def since_when(changes: Iterable[NewContacts]) -> dict[str, date]:
    """Of each field that was changed the day from which it is what it is."""
    return {name: change.since for change in changes for name in change.said}


def in_words(filed: Sheet, now: Sheet, since: Mapping[str, date]) -> dict[str, str]:
    """Of each field that is no longer as filed: 自2015年4月20日起变更为李某."""
    return {
        name: f"自{dates.in_words(day)}起变更为{getattr(now, name) or _NOTHING}"
        for name, day in since.items()
        if getattr(now, name) != getattr(filed, name)
    }


def told(said: Mapping[str, str]) -> str:
    """A change in a line of the history, without numbers, which not everybody sees: 联系人改为李某；联系电话已变更."""
    parts = (
        f"{LABELS[name]}已变更" if name in PHONES else f"{LABELS[name]}改为{text}"
        for name, text in said.items()
    )
    return "；".join(parts)


def labels(said: Iterable[str]) -> str:
    """联系人、联系电话"""
    return joined([LABELS[name] for name in said])


def changed(before: Sheet, typed: Mapping[str, str]) -> dict[str, str]:
    """Those of the people and numbers typed that are not as they were; refused where none is."""
    said = {
        field.name: typed[field.name] for field in PEOPLE if typed[field.name] != getattr(before, field.name)
    }
    if not said:
        raise Refusal("联系信息与现有的相同，没有需要登记的变更；请修改后再登记", Kind.WRONG_INPUT)
    return said


def plausible_since(day: date, *, today: date, filed_on: date, last: date | None) -> None:
    """From a day that has come, not before the filing, nor before what was noted already."""
    if day > today:
        raise Refusal("变更起始日期不能晚于今天，请到当天再登记", Kind.WRONG_INPUT, "since")
    if day < filed_on:
        raise Refusal(
            f"变更起始日期不能早于报送日期（{dates.in_words(filed_on)}），请重新填写",
            Kind.WRONG_INPUT,
            "since",
        )
    if last and day < last:
        raise Refusal(
            f"已登记自{dates.in_words(last)}起的变更，起始日期不能早于这一天，请重新填写",
            Kind.WRONG_INPUT,
            "since",
        )


def basis_noted(said: Iterable[str], basis: str) -> None:
    decided = labels(field.name for field in PEOPLE if field.by_decision and field.name in said)
    if decided and not basis:
        raise Refusal(f"变更{decided}请注明依据，如分工调整通知及文号", Kind.WRONG_INPUT, "basis")
