"""提请协调: what is asked of what is typed about it, by the form and by the action alike (decision 0050)."""

from collections.abc import Collection
from datetime import date

from tasks.enums import CoordinationAction
from tasks.rules import dates, typed
from tasks.rules.known_years import KnownYears


def wanted_by(day: date, today: date, years: KnownYears) -> None:
    """The day by which the unit wants it settled: today at the earliest."""
    typed.in_known_years(day, years, label="希望解决日期", field="wanted_by")
    typed.require(day >= today, "希望解决日期不能早于今天，请重新填写", "wanted_by")


def dated(day: date, *, raised_on: date, today: date, years: KnownYears) -> None:
    """The day on which the leading group's office did something: after it was asked, and not still to come."""
    typed.happened(day, years, today, label="办理日期", field="dated_on")
    typed.require(
        day >= raised_on, f"办理日期不能早于提请日期（{dates.in_words(raised_on)}），请重新填写", "dated_on"
    )


def passed_on(
    action: str, units: Collection, answer_by: date | None, *, today: date, years: KnownYears
) -> None:
    """Only 转办 names units, and a day by which they answer."""
    if action != CoordinationAction.PASS_ON:
        typed.require(not units, "只有转办时才选择单位，请不要勾选", "units")
        typed.require(answer_by is None, "只有转办时才填写反馈时限，请清空", "answer_by")
        return
    typed.require(bool(units), "请选择转办单位", "units")
    typed.require(answer_by is not None, "请填写反馈时限", "answer_by")
    typed.in_known_years(answer_by, years, label="反馈时限", field="answer_by")
    typed.require(answer_by >= today, "反馈时限不能早于今天，请重新填写", "answer_by")


def noted(action: str, note: str) -> None:
    """An answer says something; of what is only under way it need not be said more."""
    typed.require(action != CoordinationAction.ANSWER or bool(note), "请填写答复内容", "note")


def said(text: str) -> None:
    typed.require(bool(text), "请填写说明", "note")
