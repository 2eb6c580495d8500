"""Days as people type them, and between which of them anything can lie at all."""

from datetime import date

from django.core.exceptions import ValidationError

DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
# Moments overflow in time zones at the ends of what a date can hold; nothing that happens lies near them.
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)


def can_be(day: date) -> bool:
    return EARLIEST <= day <= LATEST


def require_possible(day: date) -> None:
    """A validator of fields."""
    if not can_be(day):
        raise ValidationError(f"年份应在{EARLIEST.year}至{LATEST.year}之间，请核对后重新填写")
