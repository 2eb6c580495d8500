"""Conditions on whole pages. Rules about rows stand in querysets and policies."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest

from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal


def role_required(*roles: Role) -> Callable:
    """Only memberships in one of `roles` may use the view; others get the 403 page with the reason."""
    named = "、".join(role.label for role in roles)

    def decorate(view):
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs):
            if request.membership.role not in roles:
                raise Refusal(f"本页面只供{named}使用", Kind.NOT_ALLOWED)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def hidden_from_all_but(*roles: Role) -> Callable:
    """Only memberships in one of `roles` have the page; for others, whose navigation lacks it, there is none (404)."""

    def decorate(view):
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs):
            if request.membership.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate


def open_to_every_account(view):
    """Mark a view that an account may use before changing its first password, or without any membership."""
    view.open_to_every_account = True
    return view


def open_before_two_steps(view):
    """Mark a view that sets up two steps, for those who may do nothing else before."""
    view.open_before_two_steps = True
    return view
