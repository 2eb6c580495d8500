"""From which address a request came, as the log has it."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


def address_recorded(client, **headers) -> str:
    data = {"username": make_user().user.username, "password": PASSWORD}
    client.post(reverse("sign-in"), data, **headers)
    return AuditEntry.objects.order_by("pk").last().address


def test_a_forwarded_address_is_believed_only_from_the_named_proxy(client, settings):
    forwarded = {"headers": {"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}, "REMOTE_ADDR": "10.0.0.9"}
    assert address_recorded(client, **forwarded) == "10.0.0.9"
    client.logout()
    settings.TRUSTED_PROXY = ["10.0.0.9"]
    assert address_recorded(client, **forwarded) == "10.1.2.3"
