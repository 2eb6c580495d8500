"""The answers the pages give to a case of the table, each undone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

from django.db import connection, transaction

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
        last = _last_entry()
        response = ask(scene, case, who)
        page = "" if response.streaming else unescape(response.content.decode(errors="replace"))
        written = () if _last_entry() == last else _written_after(last)
    asked_in = response.status_code == 302 and response.url.startswith("/sign-in/?next=")
    latin = foreign(response) if response.status_code in (200, 422) else set()
    return Answer(SIGN_IN if asked_in else response.status_code, page, latin, written)


def _last_entry() -> int:
    """Asked before and after each of thousands of answers, which for the ORM is the longer part of some."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM units_auditentry")
        return cursor.fetchone()[0] or 0


def _written_after(last: int) -> tuple[AuditEntry, ...]:
    return tuple(AuditEntry.objects.filter(pk__gt=last).select_related("user").order_by("pk"))
