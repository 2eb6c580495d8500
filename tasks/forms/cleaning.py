"""Texts typed into rows, cleaned one by one: what cannot be stored stands there as typed, with its error beside."""

from collections.abc import Callable, Hashable

from django.core.exceptions import ValidationError


def or_error(
    errors: dict[Hashable, str], place: Hashable, typed: str, clean_it: Callable[[str], str], label: str
) -> str:
    """The cleaned text; where it cannot be, the text as typed, and the reason in words that name the place."""
    try:
        return clean_it(typed)
    except ValidationError as error:
        message = error.messages[0]
        errors[place] = message if message.startswith(label) else f"{label}：{message}"
        return typed


def up_to(limit: int, clean_it: Callable[[str], str], label: str) -> Callable[[str], str]:
    def clean_and_measure(typed: str) -> str:
        text = clean_it(typed)
        if len(text) > limit:
            raise ValidationError(f"{label}不能超过{limit}字，现有{len(text)}字，请缩短")
        return text

    return clean_and_measure
