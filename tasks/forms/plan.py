"""What a browser posts from the plan form, as a `Sheet`: its texts as typed, its times not read yet."""

from itertools import zip_longest

from tasks.rules.periods import Period
from tasks.rules.sheet import IN_ONE_LINE, NEW, FieldKind, Sheet, Step


def posted(post) -> Sheet:
    """Rows are the fields of one name in their order on the page; a row cut short has blanks."""
    rows = (post.getlist(f"step_{name}") for name in ("text", "due", "unit", "key"))
    key_of = _key if "step_key" in post else _unknown_key
    return Sheet(
        **{field.name: _WRITTEN[field.kind](post.get(field.name, "")) for field in IN_ONE_LINE},
        steps=tuple(
            Step(text, Period(due), unit, key_of(key))
            for text, due, unit, key in zip_longest(*rows, fillvalue="")
        ),
        participants=tuple(post.getlist("participant")),
    )


_WRITTEN = {FieldKind.LINE: str, FieldKind.TIME: Period}


def _key(text: str) -> int:
    """What is no key of any step is a new step; whether it is one of this plan is asked when saving."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else NEW


def _unknown_key(_: str) -> None:
    """Of a page that was drawn before steps had keys."""
