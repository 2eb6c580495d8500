"""Passkeys (WebAuthn): what a browser is asked for, and whether what it answers is right. fido2 does the checking."""

import ipaddress
import json
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from units.authenticators import ISSUER
from units.models import Factor, User
from zgc_tasks.common.addresses import split

_ASKED = "passkey_asked"  # in the session: each challenge is answered once
# What is raised by an answer that no browser gave.
_NO_ANSWER = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, RecursionError)


def possible(request: HttpRequest) -> bool:
    """Browsers have passkeys for names only, over https or on this machine itself."""
    host = _host(request)
    return host == "localhost" or (request.is_secure() and not _is_address(host))


def asked_new(request: HttpRequest, user: User, own: Sequence[Factor]) -> str:
    """What the browser needs to make one that is not among `own`."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            # Says nothing of the person to whoever finds the key.
            id=salted_hmac("units.passkeys", str(user.pk), algorithm="sha256").digest(),
            name=user.username,
            display_name=user.full_name,
        ),
        credentials=_credentials(own),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,  # the password has told who it is
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _ask(request, options, state)


def made(request: HttpRequest, answer: str) -> tuple[str, int] | None:
    """Its public key, to be kept, and how many signatures it has counted."""
    try:
        found = _server(request).register_complete(request.session.pop(_ASKED, {}), json.loads(answer))
    except _NO_ANSWER:
        return None
    return websafe_encode(found.credential_data), found.counter


def asked(request: HttpRequest, own: Sequence[Factor]) -> str:
    """What the browser needs to sign with one of `own`."""
    options, state = _server(request).authenticate_begin(
        _credentials(own), user_verification=UserVerificationRequirement.PREFERRED
    )
    return _ask(request, options, state)


def shown(request: HttpRequest, own: Sequence[Factor], answer: str) -> tuple[Factor, int] | None:
    """Which of `own` has signed, and how many signatures it has counted."""
    credentials = _credentials(own)
    try:
        given = json.loads(answer)
        used = _server(request).authenticate_complete(request.session.pop(_ASKED, {}), credentials, given)
        counter = AuthenticationResponse.from_dict(given).response.authenticator_data.counter
    except _NO_ANSWER:
        return None
    return own[credentials.index(used)], counter


def _ask(request: HttpRequest, options, state: dict) -> str:
    request.session[_ASKED] = state
    return json.dumps(dict(options.public_key))


def _server(request: HttpRequest) -> Fido2Server:
    """For the name under which the page was opened, and for no other page than ours."""
    host = _host(request)

    def is_ours(origin: str) -> bool:
        parts = split(origin)
        return (parts.scheme, parts.hostname) == (request.scheme, host)

    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=ISSUER), verify_origin=is_ours)


def _credentials(own: Sequence[Factor]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(websafe_decode(factor.material)) for factor in own]


def _host(request: HttpRequest) -> str:
    return split(f"//{request.get_host()}").hostname or ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
