"""The answers the pages give to a case of the table, each asked for once and undone."""

from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

from django.db import transaction

from tests.access.scene import ROLES, Scene
from tests.access.table import SIGN_IN, Case, ask
from units.models import AuditEntry


@dataclass(frozen=True)
class Answer:
    status: int | str
    page: str
    written: tuple[AuditEntry, ...]

    def in_words(self, expected: int | str) -> int | str:
        """As the table has it: a refusal by the expected reason, if that stands on its page."""
        if self.status == 403 and isinstance(expected, str) and expected in self.page:
            return expected
        return self.status


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers_to(scene: Scene, case: Case) -> dict[str, Answer]:
    return {who: _answer(scene, case, who) for who in ROLES}


def _answer(scene: Scene, case: Case, who: str) -> Answer:
    with undone():
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = ask(scene, case, who)
        page = "" if response.streaming else unescape(response.content.decode(errors="replace"))
        response.close()
        written = tuple(AuditEntry.objects.filter(pk__gt=last).order_by("pk"))
    asked_in = response.status_code == 302 and response.url.startswith("/sign-in/?next=")
    return Answer(SIGN_IN if asked_in else response.status_code, page, written)
