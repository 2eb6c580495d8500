"""Which address a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the person's machine, for the audit log and the lock-out.

    Behind a proxy named in TRUSTED_PROXY it is the last address in X-Forwarded-For that is not itself such a
    proxy; whatever stands before it was written by the client and is not believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    while address in settings.TRUSTED_PROXY and hops and hops[-1]:
        address = hops.pop()
    return address
