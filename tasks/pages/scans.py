"""The scan of a letter beside what is entered from it or compared with it."""

from typing import NamedTuple

from django.urls import reverse

from tasks.models import IncomingLetter, Programme
from zgc_tasks.common.uploads import PICTURES


class ScanShown(NamedTuple):
    """`address` shows it in the browser, `download` saves it."""

    name: str
    address: str
    download: str
    is_picture: bool


def beside(programme: Programme, letter: IncomingLetter) -> ScanShown | None:
    """None where the letter has none: a call, or a paper that was not scanned."""
    if letter.scan is None:
        return None
    names = [programme.slug, letter.scan_id]
    return ScanShown(
        name=letter.scan.name,
        address=reverse("attachment-view", args=names),
        download=reverse("attachment-download", args=names),
        is_picture=letter.scan.content_type in PICTURES,
    )
