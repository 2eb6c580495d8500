"""The answers the pages give to a case of the table, each undone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

from django.db import transaction

from tests.access.latin import foreign
from tests.access.scene import Scene
from tests.access.table import SIGN_IN, Case, NotNow, ask
from units.models import AuditEntry


@dataclass(frozen=True)
class Answer:
    status: int | str
    page: str
    latin: set[str]  # words of it that are not Chinese
    written: tuple[AuditEntry, ...]

    def in_words(self, expected: int | str) -> int | str:
        """As the table has it: a refusal by the expected reason, if that stands on its page."""
        refused = 409 if isinstance(expected, NotNow) else 403
        if self.status == refused and isinstance(expected, str) and expected in self.page:
            return expected
        return self.status

    @property
    def offers_signing_out(self) -> bool:
        """Or is no page: a part of one, or a file."""
        return "<!doctype html>" not in self.page or 'action="/sign-out/"' in self.page


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer_to(scene: Scene, case: Case, who: str) -> Answer:
    """The answer with the rows it left in the audit log."""
    with undone():
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = ask(scene, case, who)
        page = "" if response.streaming else unescape(response.content.decode(errors="replace"))
        written = tuple(AuditEntry.objects.filter(pk__gt=last).select_related("user").order_by("pk"))
    asked_in = response.status_code == 302 and response.url.startswith("/sign-in/?next=")
    latin = foreign(response) if response.status_code in (200, 422) else set()
    return Answer(SIGN_IN if asked_in else response.status_code, page, latin, written)
