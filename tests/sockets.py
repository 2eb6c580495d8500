"""Tests talk to this machine only: any other address fails at once, with the test that tried."""

import ipaddress
import socket

import pytest


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a unix socket's path
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


def _guarded(original):
    def method(self, *arguments):
        if not _is_local(arguments[-1]):
            pytest.fail(f"连接了本机以外的地址 / a test reached beyond this machine: {arguments[-1]}")
        return original(self, *arguments)

    return method


@pytest.fixture(autouse=True, scope="session")
def only_this_machine():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield
