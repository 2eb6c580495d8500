"""The demonstration on 2015-04-01, and its people at their browsers."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import kept
from tests.factories import client_for
from units.models import Membership
from zgc_tasks.common.models import DemonstrationDate


# Once for all modules here, none of which commits.
@pytest.fixture(scope="package")
def kept_demonstration(django_db_setup, django_db_blocker):
    with kept.kept(django_db_blocker):
        yield kept.demonstration()


def browser_of(username: str, role: str = "") -> Client:
    """The sample account at its first membership, or at the one in `role`."""
    memberships = Membership.objects.filter(user__username=username).order_by("pk")
    return client_for((memberships.filter(role=role) if role else memberships).first())


@pytest.fixture
def home_of(demonstration) -> Callable[..., str]:
    """The home of a sample account as text, white space drawn together."""

    def read(username: str, query: str = "", role: str = "") -> str:
        answer = browser_of(username, role).get(f"/gjrc/{query}")
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return read


@pytest.fixture
def move_to() -> Callable[[str], None]:
    """Move the demonstration date without anything else being done."""
    return lambda day: DemonstrationDate.objects.update_or_create(pk=1, defaults={"date": day})
