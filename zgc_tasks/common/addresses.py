"""Addresses that a browser names, which may be none."""

from urllib.parse import SplitResult, urlsplit


def split(address: str) -> SplitResult:
    """Its parts, all empty where it is no address."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
