"""Append-only tables refuse to be emptied, so the triggers go before a test's flush; the flush makes them anew."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def lift_triggers_before_a_flush():
    from django.test.testcases import TransactionTestCase

    from units import triggers

    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(self):
        triggers.drop()
        flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_flush)
        yield
