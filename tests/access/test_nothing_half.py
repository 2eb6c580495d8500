"""Whichever write of an act fails: nothing of what it would have written is there, and no file.

Each act is done once for every write that it makes, and that one fails.
"""

from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tests.access.acts import ACTS, room, succeeds
from tests.access.answers import undone
from tests.access.dump import business
from tests.access.faults import fault, tables_written
from tests.of_a_kind import one_of_each
from units.models import AuditEntry
from units.models.audit import AuditOutcome

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def before(acting) -> dict[str, list[tuple]]:
    return business()


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize("act", one_of_each(ACTS, room), ids=str)
def test_whatever_write_fails_nothing_is_left(acting, before, act):
    stored = files()
    for nth in count(1):
        with undone():
            last = AuditEntry.objects.latest("pk").pk
            with fault(nth) as failing, tables_written() as tables:
                succeeded = succeeds(act, acting)
            assert succeeded != failing.happened
            if succeeded:
                break
            alone = transaction.get_rollback()  # outside of all transactions but ours
            transaction.set_rollback(False)  # so that what is left can be looked at
            left = {name: rows for name, rows in business(tables).items() if rows != before[name]}
            assert (left, nth) == ({}, nth)
            assert alone or not AuditEntry.objects.filter(pk__gt=last, outcome=AuditOutcome.OK).exists()
            assert files() == stored
