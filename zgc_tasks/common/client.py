"""Which address a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the person's machine, for the audit log and the lock-out.

    Behind a proxy named in TRUSTED_PROXY it is the last address in X-Forwarded-For that is not itself such a
    proxy; whatever stands before it was written by the client and is not believed. Where what a proxy says is no
    address, the proxy itself stands for whoever came through it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while address in settings.TRUSTED_PROXY and hops and (hop := _address(hops.pop())):
        address = hop
    return address


def _address(text: str) -> str:
    """As it is written in short, empty for what is none."""
    try:
        return str(ipaddress.ip_address(text.strip().partition("%")[0]))  # without the zone of a link
    except ValueError:
        return ""
