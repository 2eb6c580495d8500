"""A variable that one of our templates uses and nobody supplied fails the test that renders it.

Django asks the engine's `string_if_invalid` what to show for it. Ours looks at who asks: only where a template
under `templates/` is being filled does it answer; the admin's templates live with empty ones.
"""

import sys
from pathlib import Path

import pytest
from django.template.base import FilterExpression, Node

OURS = Path(__file__).resolve().parent.parent / "templates"


class UnknownVariable(str):
    """The empty string to everybody but the template engine's question "is there something to show instead?"."""

    __slots__ = ()

    def __bool__(self) -> bool:
        asking = sys._getframe(1)
        return asking.f_code is FilterExpression.resolve.__code__ and _our_template(asking) is not None

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        pytest.fail(f"templates/{_our_template(sys._getframe(1))}: unknown variable {{{{ {variable} }}}}")


def _our_template(frame) -> Path | None:
    """The template whose node is being rendered, if it is one of ours."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and hasattr(node, "origin"):
            path = Path(node.origin.name)
            return path.relative_to(OURS) if path.is_relative_to(OURS) else None
        frame = frame.f_back
    return None
