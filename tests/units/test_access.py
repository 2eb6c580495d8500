"""Which views need no sign-in, which an account may use before all is in order, and what is kept of refusals."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.factories import client_for, make_user
from units.models import AuditEntry
from units.roles import Role


def views(patterns=None, prefix: str = ""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from views(pattern.url_patterns, route)


def test_only_these_pages_need_no_signed_in_person():
    exempt = {route for route, view in views() if not getattr(view, "login_required", True)}
    assert exempt == {"sign-in/", "sign-in/second-step/", "favicon.ico"}


def test_only_these_pages_are_open_before_the_first_password_is_changed():
    marked = {route for route, view in views() if getattr(view, "open_to_every_account", False)}
    assert marked == {"sign-in/", "sign-out/", "password/", "session/extend/", "favicon.ico"}


def test_only_these_pages_are_open_before_two_steps_are_set_up():
    marked = {route for route, view in views() if getattr(view, "open_before_two_steps", False)}
    verbs = ("", "authenticator/", "passkey/", "remove/", "recovery-codes/")
    assert marked == {f"two-steps/{verb}" for verb in verbs}


@pytest.mark.django_db
def test_nobody_signed_in_reaches_any_other_page():
    for name in ("start", "password", "audit", "audit-export", "admin:index", "admin:units_user_changelist"):
        assert Client().get(reverse(name)).url == f"{reverse('sign-in')}?next={reverse(name)}"


@pytest.mark.django_db
def test_a_refused_write_to_what_one_cannot_see_is_recorded_and_a_mistyped_address_is_not():
    membership = make_user(Role.LIAISON)
    client = client_for(membership)
    client.get("/nothing/here/")
    assert not AuditEntry.objects.filter(action="access.refused").exists()
    client.post(reverse("memberships-switch"), {"membership": "0"})
    entry = AuditEntry.objects.get(action="access.refused")
    assert (entry.user, entry.outcome, entry.detail["status"]) == (membership.user, "refused", 404)
    assert entry.who.endswith("单位联络员）")


@pytest.mark.django_db
def test_a_post_without_csrf_token_by_somebody_signed_in_is_recorded():
    client = client_for(make_user(), enforce_csrf_checks=True)
    assert client.post(reverse("sign-out")).status_code == 403
    assert AuditEntry.objects.get(action="access.refused").detail["status"] == 403


@pytest.mark.django_db
def test_what_somebody_not_signed_in_asks_for_in_vain_is_not_recorded():
    Client(enforce_csrf_checks=True).post(reverse("sign-in"), {})
    assert not AuditEntry.objects.exists()
