"""A passkey as a browser and its authenticator would answer, without either."""

import json
import os
import re
from html import unescape

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "https://tasks.example"
_PRESENT, _WITH_CREDENTIAL = 0x01, 0x41


def options_on(page: str) -> dict:
    return json.loads(unescape(re.search(r'data-options="([^"]*)"', page)[1]))


class SoftPasskey:
    def __init__(self) -> None:
        self.id, self.counter = os.urandom(16), 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: dict, *, origin: str = ORIGIN) -> str:
        public = ES256.from_cryptography_key(self._key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(
            sha256(options["rp"]["id"].encode()), _WITH_CREDENTIAL, self.counter, credential
        )
        attestation = AttestationObject.create("none", data, {})
        return self._answer("webauthn.create", options, origin, attestationObject=attestation)

    def signed(self, options: dict, *, origin: str = ORIGIN) -> str:
        data = AuthenticatorData.create(sha256(options["rpId"].encode()), _PRESENT, self.counter)
        client = self._client("webauthn.get", options, origin)
        signature = self._key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer("webauthn.get", options, origin, authenticatorData=data, signature=signature)

    def _client(self, verb: str, options: dict, origin: str) -> CollectedClientData:
        return CollectedClientData.create(verb, websafe_decode(options["challenge"]), origin)

    def _answer(self, verb: str, options: dict, origin: str, **parts: bytes) -> str:
        parts["clientDataJSON"] = self._client(verb, options, origin)
        number = websafe_encode(self.id)
        response = {name: websafe_encode(part) for name, part in parts.items()}
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})
