"""What each app registers of its own is complete, and names nothing that is not there."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import DateTimeField
from django.urls import URLPattern, get_resolver, resolve

from units import navigation
from units.roles import Role
from zgc_tasks.common import business_times

OUR_APPS = ("common", "units", "tasks")
# Accounts, sign-ins and the audit log keep the real time, also in a demonstration.
OF_REAL_TIME = {
    "units.User", "units.AuditEntry", "units.SignInFailure", "units.Session", "units.Factor", "units.RecoveryCode",
}  # fmt: skip
# On the way in and out, about one's own account, and files: no page of the navigation is marked there.
IN_NO_SECTION = {
    "start", "favicon", "programmes", "sign-in", "sign-out", "password", "memberships-switch", "session-extend", "demo-date",
    "second-step", "two-steps", "authenticator-add", "passkey-add", "factor-remove", "recovery-codes",
    "sessions", "session-end", "sessions-end-others", "demo-play", "export", "attachment-download",
    "attachment-view",
}  # fmt: skip


def routes(patterns, namespace: str = "") -> Iterator[tuple[str, str]]:
    """Namespace and name of every route."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield namespace, pattern.name
        else:
            yield from routes(pattern.url_patterns, pattern.namespace or namespace)


def test_every_route_is_in_a_section_of_the_navigation_or_named_as_being_in_none():
    found = set(routes(get_resolver().url_patterns))
    outside = {name for namespace, name in found if namespace not in navigation._sections} - set(
        navigation._sections
    )
    assert outside == IN_NO_SECTION


def test_a_section_is_a_page_that_is_registered_and_stands_in_it_itself():
    get_resolver().url_patterns  # noqa: B018 - reading them registers the sections
    pages = {page.route for role in Role for page in navigation.pages_for(role)}
    assert set(navigation._sections.values()) == pages
    for page in pages:
        assert navigation._sections.get(page.partition(":")[0]) == page


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("/gjrc/", "home"),
        ("/gjrc/tasks/4/", "task-list"),
        ("/gjrc/tasks/38/designate/", "task-list"),
        ("/gjrc/tasks/4/plan/filings/1/", "plan-list"),
        ("/gjrc/letters/3/tasks/4/", "checking"),
        ("/gjrc/tasks/4/check/", "checking"),
        ("/gjrc/deadlines/", "overview"),
        ("/admin/units/user/", "admin:index"),
        ("/audit/export/", "audit"),
        ("/password/", ""),
        ("/gjrc/exports/summary.xlsx/", ""),
    ],
)
def test_an_address_belongs_to_one_page(address, section):
    assert navigation.section_of(resolve(address)) == section


def test_every_model_with_moments_is_known_as_of_business_time_or_named_as_of_real_time():
    """A row written later than the demonstration's date would lie in its future."""
    with_moments = {
        model._meta.label
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        if any(isinstance(field, DateTimeField) for field in model._meta.concrete_fields)
    }
    registered = {model._meta.label for model, _ in business_times.columns()}
    assert registered == with_moments - OF_REAL_TIME
    assert with_moments > OF_REAL_TIME
