"""Signing in with two steps, as the tests of several modules do it."""

import re
from datetime import datetime, timedelta

import pyotp
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD
from units.models import Membership, User

STEP = timedelta(seconds=30)


def code_of(secret: str, at: datetime | None = None) -> str:
    return pyotp.TOTP(secret).at(at or timezone.now())


def password_step(user: User, client: Client | None = None, **more) -> Client:
    client = client or Client()
    client.post(reverse("sign-in"), {"username": user.username, "password": PASSWORD} | more)
    return client


def second_step(client: Client, **typed):
    return client.post(reverse("second-step"), typed)


def set_up(client: Client, *, name: str = "", before: int = 1) -> tuple[str, list[str]]:
    """Adds an authenticator; its secret and the recovery codes. The code is of `before` intervals ago, so that the one
    of now is still good.
    """
    page = client.get(reverse("authenticator-add")).content.decode()
    secret = re.search(r'class="secret"><code>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    typed = {"code": code_of(secret, timezone.now() - before * STEP), "name": name}
    answer = client.post(reverse("authenticator-add"), typed, follow=True).content.decode()
    return secret, re.findall(r"<code>(\d-[\w-]+)</code>", answer)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def with_two_steps(membership: Membership) -> tuple[Client, str, list[str]]:
    client = password_step(membership.user)
    return client, *set_up(client)
