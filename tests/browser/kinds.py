"""Which addresses lead to pages of a kind."""

import re


def kind(address: str) -> str:
    """The same of every task, letter or day."""
    return re.sub(r"\d+", "", address)


def kinds(addresses) -> set[str]:
    """For `one_of_each`."""
    return set(map(kind, addresses))
