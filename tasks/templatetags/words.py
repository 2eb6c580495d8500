"""Words for templates: errors; days and moments as tasks/rules/dates.py says them, nothing for none. Built in: no load."""

from datetime import date, datetime

from django import template
from django.forms import BoundField

from tasks.rules import dates

register = template.Library()


@register.filter
def about(error: str, label: str) -> str:
    """What is wrong, with the field it is about, which most errors name themselves."""
    return error if label in error else f"{label}：{error}"


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """2015年4月3日, of a moment too"""
    return dates.in_words(value) if value else ""


@register.filter(expects_localtime=True)
def short_day(value: date | None) -> str:
    """4月3日"""
    return dates.without_year(value) if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """2015年4月3日 09:40"""
    return dates.moment(value) if value else ""


@register.filter(expects_localtime=True)
def short_moment(value: datetime | None) -> str:
    """4月3日 09:40"""
    return dates.moment_without_year(value) if value else ""


@register.filter(expects_localtime=True)
def table_day(value: date | None) -> str:
    """2015-04-03"""
    return dates.in_figures(value) if value else ""


@register.filter
def or_as_typed(day: date | None, field: BoundField) -> str:
    """2015-04-03, or what was typed in the field of the day where that cannot be taken."""
    return field.value() if field.errors else table_day(day)


@register.filter(expects_localtime=True)
def table_moment(value: datetime | None) -> str:
    """2015-04-03 09:40"""
    return dates.in_table(value) if value else ""
