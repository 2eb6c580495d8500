"""A test that commits leaves the database as it was made. Append-only tables refuse to be emptied, so where one is, the triggers
go before; the flush makes them anew.
"""

import pytest

from tests import kept_database


@pytest.fixture(autouse=True, scope="session")
def lift_triggers_before_a_flush():
    from django.test.testcases import TransactionTestCase

    from units import triggers

    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(self):
        if not kept_database.restore():
            triggers.drop()
            flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_flush)
        yield
